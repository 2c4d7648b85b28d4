"""The stage: what is made again, kept, removed, and what happens when a brief cannot be made."""

import json

import invented
import pytest

from tipbrief.briefs import build, run
from tipbrief.files import read_table, write_table
from tipbrief.settings import check_settings, read_settings

COUNTRIES = {"ATA": invented.rich, "BVT": invented.sparse, "HMD": invented.silent}


@pytest.fixture
def settings(tmp_path):
    shipped = read_settings()
    values = {
        key: getattr(shipped, key) for key in ("as_of", "organisation", "notes", "quotes", "comparison", "masking")
    }
    paths = {"corpus": str(tmp_path), "work": str(tmp_path / "work"), "reports": str(tmp_path / "reports")}
    return check_settings({**values, **paths, "countries": "", "languages": "en"})


def put(settings, **statuses):
    """Write the series of the named countries."""
    folder = settings.work / "series"
    folder.mkdir(parents=True, exist_ok=True)
    for iso3 in statuses:
        (folder / f"{iso3}.json").write_text(json.dumps(COUNTRIES[iso3]()))
    rows = [{"iso3": iso3, "sha256": "", "status": status} for iso3, status in statuses.items()]
    write_table(folder / "index.csv", ("iso3", "sha256", "status"), rows)


def pdf(settings, iso3):
    return settings.reports / "briefs" / f"{iso3}.en.pdf"


def problems(settings):
    return read_table(settings.work / "briefs" / "problems.csv")


def test_builds_keeps_and_remakes_only_what_changed(settings, capsys):
    put(settings, BVT="ready", HMD="ready")
    run(settings, 1)
    assert capsys.readouterr().out.startswith("briefs         2 written, 0 kept")
    run(settings, 1)
    assert "0 written, 2 kept" in capsys.readouterr().out
    path = settings.work / "series" / "BVT.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "as_of": "2025-07-01"}))
    run(settings, 1)
    assert "1 written, 1 kept" in capsys.readouterr().out
    assert [row["iso3"] for row in read_table(settings.work / "briefs" / "index.csv")] == ["BVT", "HMD"]
    assert json.loads((settings.work / "briefs" / "BVT.en.json").read_text())["masthead"]["as_of"] == "2025-07-01"


def test_a_damaged_or_missing_pdf_is_made_again(settings):
    put(settings, BVT="ready", HMD="ready")
    run(settings, 1)
    whole = pdf(settings, "BVT").read_bytes()
    pdf(settings, "BVT").write_bytes(whole[:100])
    pdf(settings, "HMD").unlink()
    run(settings, 1)
    assert pdf(settings, "BVT").read_bytes() == whole and pdf(settings, "HMD").is_file()


def test_a_blocked_country_keeps_its_old_brief(settings):
    put(settings, HMD="ready")
    run(settings, 1)
    old = pdf(settings, "HMD").read_bytes()
    put(settings, HMD="blocked")
    run(settings, 1)
    assert pdf(settings, "HMD").read_bytes() == old
    assert [row["iso3"] for row in read_table(settings.work / "briefs" / "index.csv")] == ["HMD"]


def test_a_country_that_is_gone_loses_its_brief_with_a_warning(settings):
    put(settings, BVT="ready", HMD="ready")
    run(settings, 1)
    put(settings, HMD="ready")
    run(settings, 1)
    assert not pdf(settings, "BVT").exists()
    assert [(p["severity"], p["iso3"]) for p in problems(settings)] == [("warning", "BVT")]
    assert "BVT.en.pdf was removed" in problems(settings)[0]["message"]


def test_a_narrowed_build_leaves_the_others_alone(settings):
    put(settings, BVT="ready", HMD="ready")
    run(settings, 1)
    put(settings, HMD="ready")
    run(check_settings({**vars(settings), **{k: str(getattr(settings, k)) for k in ("corpus", "work", "reports")},
                        "countries": "HMD", "languages": "en"}), 1)  # fmt: skip
    assert pdf(settings, "BVT").is_file() and not problems(settings)


def test_a_brief_that_fails_is_a_problem_and_the_others_are_built(settings):
    put(settings, BVT="ready", HMD="ready")
    (settings.work / "series" / "BVT.json").write_text('{"iso3": "BVT"}')
    run(settings, 2)
    assert pdf(settings, "HMD").is_file() and not pdf(settings, "BVT").exists()
    assert [(p["severity"], p["iso3"]) for p in problems(settings)] == [("error", "BVT")]
    assert "BVT.en could not be made" in problems(settings)[0]["message"]


def test_one_process_and_two_give_the_same_bytes(settings, tmp_path):
    put(settings, BVT="ready", HMD="ready")
    run(settings, 2)
    found = [pdf(settings, iso3).read_bytes() for iso3 in ("BVT", "HMD")]
    for iso3 in ("BVT", "HMD"):
        pdf(settings, iso3).unlink()
    run(settings, 1)
    assert [pdf(settings, iso3).read_bytes() for iso3 in ("BVT", "HMD")] == found


def test_the_key_holds_the_organisation(settings):
    other = {**settings.organisation, "name": "Another"}
    changed = check_settings({**vars(settings), **{k: str(getattr(settings, k)) for k in ("corpus", "work", "reports")},
                              "countries": "", "languages": "en", "organisation": other})  # fmt: skip
    assert build.stage_key(settings) != build.stage_key(changed)

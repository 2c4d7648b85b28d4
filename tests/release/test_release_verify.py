"""A release is checked by its sums, then built again to the same bytes, or it is said why not."""

from __future__ import annotations

import pytest
from small_build import TODAY, build

from tipbrief.carried import SUMS
from tipbrief.errors import TipbriefError
from tipbrief.release import Refused, make_release, rebuild, verify_release


def reasons(release, settings):
    with pytest.raises(Refused) as refused:
        verify_release(release.folder, settings)
    return refused.value.reasons[1:]


def rewrite(path, data):
    path.chmod(0o644)
    path.write_bytes(data)


def test_a_release_is_built_again_to_the_same_bytes_with_the_changes_since_the_one_before(
    release, settings, operations
):
    build(settings, victims=14)
    second = make_release(settings, operations, "A. Person", TODAY)
    (settings.corpus / "pw.md").unlink()  # the release has a copy
    assert verify_release(second.folder, settings) == []


def test_files_that_are_changed_missing_or_extra_are_named(release, settings):
    rewrite(release.folder / "briefs/PLW.en.pdf", b"other")
    (release.folder / "data/tiers.csv").unlink()
    (release.folder / "extra.txt").write_text("x")
    assert verify_release(release.folder, settings) == [
        "data/tiers.csv is missing.",
        "extra.txt is not one of the release's files.",
        "briefs/PLW.en.pdf is not as it was released: at least one byte differs.",
    ]


def test_a_table_that_was_changed_together_with_its_sum_is_found_by_the_rebuild(release, settings):
    table, sums = release.folder / "data/coverage.csv", release.folder / SUMS
    before = rebuild.sum_of(table.read_bytes())
    rewrite(table, table.read_bytes().replace(b"silent", b"zero"))
    rewrite(sums, sums.read_bytes().replace(before.encode(), rebuild.sum_of(table.read_bytes()).encode()))
    assert verify_release(release.folder, settings)[0] == "data/coverage.csv was built again with other bytes."


def test_a_source_that_is_gone_or_changed_is_refused(release, settings):
    (settings.corpus / "visit.txt").write_text("Other words.")
    (sentence,) = reasons(release, settings)
    assert sentence.startswith("The source visit is gone: the release holds no copy, and the corpus has no visit.txt")


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("code_of", {"digest": "other"}, "The code is not that of the release"),
        ("lexicon_of", "other", "The words in config/lexicon are not those"),
        ("corrections_of", "other", "config/corrections.csv is not that of the release"),
    ],
)
def test_another_version_is_refused(release, settings, monkeypatch, name, value, word):
    monkeypatch.setattr(rebuild, name, lambda: value)
    (sentence,) = reasons(release, settings)
    assert sentence.startswith(word)


def test_a_manifest_that_names_a_file_outside_of_the_corpus_is_refused(release, settings):
    manifest, sums = release.folder / "manifest.json", release.folder / SUMS
    before = rebuild.sum_of(manifest.read_bytes())
    rewrite(manifest, manifest.read_bytes().replace(b'"visit.txt"', b'"../visit.txt"'))
    rewrite(sums, sums.read_bytes().replace(before.encode(), rebuild.sum_of(manifest.read_bytes()).encode()))
    with pytest.raises(TipbriefError, match=r"names \.\./visit.txt, which lies outside"):
        verify_release(release.folder, settings)


def test_packages_of_another_version_are_named(monkeypatch):
    monkeypatch.setattr(rebuild, "libraries_of", lambda: {"weasyprint": "71"})
    (sentence,) = rebuild.other_libraries({"libraries": {"weasyprint": "70"}})
    assert "weasyprint 70 then, 71 now" in sentence

"""Runs that are killed, run out of room, find broken files or meet another run: the next run finishes the work."""

import fcntl
import os
import resource
import signal
import subprocess
import sys

import pytest
from interrupted import (
    COUNTRIES,
    ROOT,
    finished,
    kill,
    leftovers,
    many,
    processes,
    renderers,
    send,
    snakemake,
    start,
    wait_for,
    waits_for_a_lock,
    with_makefile,
)
from test_workflow import Build

from tipbrief.errors import TipbriefError
from tipbrief.keyed import add_to_journal, read_journal, run_pool, start_journal


@pytest.fixture
def killed(tmp_path):
    """A build of which everything was killed after its first brief, and what it had finished."""
    build = many(tmp_path)
    assert build.run("series") == 0, build.printed
    run = start(build, *snakemake(build))
    wait_for(lambda: finished(build))
    os.killpg(run.pid, signal.SIGKILL)
    kill(*processes("tipbrief briefs", str(build.work)))
    run.communicate()
    wait_for(lambda: not processes(str(build.work)))
    (build.reports / "briefs" / ".XYZ.en.pdf.1.part").write_bytes(b"%PDF")
    return build, build.briefs(), {line[2:5] for line in finished(build)}


def test_a_killed_build_goes_on_where_it_stopped(killed):
    build, before, done = killed
    assert 0 < len(done) < len(COUNTRIES)
    assert subprocess.run(snakemake(build, "--unlock"), cwd=build.project, capture_output=True).returncode == 0
    assert build.run() == 0, build.printed
    after = build.briefs()
    assert [name[:3] for name in after] == sorted(COUNTRIES)
    assert all(after[f"{iso3}.en.pdf"] == before[f"{iso3}.en.pdf"] for iso3 in done)
    assert f"{len(COUNTRIES) - len(done)} written, {len(done)} kept" in build.printed
    assert not leftovers(build)


@pytest.mark.parametrize(
    ("place", "stage"),
    [
        ("work/documents/mt.txt", "documents"),
        ("work/observations/MLT.observations.csv", "observations"),
        ("work/observations/index.csv", "observations"),
        ("work/observations/finished.jsonl", "observations"),
        ("reports/data/observations.csv", "observations"),
        ("reports/data/series.csv", "series"),
        ("work/series/MLT.json", "series"),
        ("reports/briefs/MLT.en.pdf", "briefs"),
        ("work/done/briefs", "briefs"),
    ],
)  # fmt: skip
def test_a_file_that_was_cut_short_is_made_again(spoiled, place, stage):
    path = spoiled.work.parent / place
    whole, briefs = path.read_bytes(), spoiled.briefs()
    path.write_bytes(whole[: len(whole) // 2])
    assert spoiled.run() == 0, spoiled.printed
    assert f"\n{stage}" in f"\n{spoiled.printed}"
    assert {name: digest for name, (digest, _) in spoiled.briefs().items()} == {n: d for n, (d, _) in briefs.items()}
    if path.name not in ("finished.jsonl", "briefs"):  # these two hold times and the order of the work
        assert path.read_bytes() == whole
    spoiled.run()
    assert f"\n{stage}" not in f"\n{spoiled.printed}"


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory):
    """A build that each test damages and that the next run mends."""
    build = Build(tmp_path_factory.mktemp("spoiled"))
    assert build.run() == 0, build.printed
    return build


def test_a_file_that_has_no_room_is_said_and_the_next_run_goes_on(tmp_path):
    build = many(tmp_path)
    assert build.run("series") == 0, build.printed
    run = subprocess.run(
        snakemake(build), cwd=build.project, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),  # smaller than a brief
    )  # fmt: skip
    assert run.returncode != 0
    assert "could not be written: File too large. Make room, then run again: what was finished is kept." in run.stderr
    assert not build.briefs() and not leftovers(build)
    assert build.run() == 0, build.printed
    assert len(build.briefs()) == len(COUNTRIES)


def die_or_double(number):
    if number == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


def test_a_killed_process_of_the_pool_is_a_sentence():
    with pytest.raises(TipbriefError, match=r"A process was killed .* of 8 items are not made"):
        list(run_pool(die_or_double, {str(n): n for n in range(8)}, 2))


def test_a_killed_renderer_costs_only_what_was_not_finished(tmp_path):
    build = many(tmp_path)
    assert build.run("series") == 0, build.printed
    run = start(build, *snakemake(build))
    wait_for(lambda: finished(build))
    kill(max(renderers(build)))
    printed, _ = run.communicate()
    assert run.returncode != 0 and "A process was killed in the middle of its work" in printed
    done = len(finished(build))
    assert build.run() == 0, build.printed
    assert f"{len(COUNTRIES) - done} written, {done} kept" in build.printed


def test_the_pool_ends_with_a_process_that_is_killed(tmp_path):
    code = (
        "import time; from tipbrief.keyed import run_pool\n"
        f"list(run_pool(time.sleep, {{'a': 60, 'b': 60}}, 2))  # {tmp_path}"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    wait_for(lambda: len(processes(str(tmp_path))) == 3)
    parent.kill()
    parent.wait()
    wait_for(lambda: not processes(str(tmp_path)), seconds=20)


def test_a_line_of_the_journal_that_was_cut_short_counts_for_nothing(tmp_path):
    start_journal(tmp_path, {"a": {"key": "1"}})
    with open(tmp_path / "finished.jsonl", "a") as handle:
        handle.write('["b", {"ke')
    add_to_journal(tmp_path, "c", {"key": "3"})
    assert read_journal(tmp_path) == {"a": {"key": "1"}, "c": {"key": "3"}}


@pytest.fixture
def made(tmp_path):
    """The project with its Makefile, and the command that builds it."""
    build = with_makefile(tmp_path)
    build.write_sources()
    settings = (f"CORPUS={build.corpus}", f"WORK={build.work}", f"REPORTS={build.reports}")
    return build, ("make", "briefs", "CORES=2", *settings)


def test_a_second_run_is_told_that_another_runs(made):
    build, command = made
    (build.project / ".snakemake").mkdir(exist_ok=True)
    with open(build.project / ".snakemake" / "tipbrief.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        run = start(build, *command)
        printed, _ = run.communicate()
    assert "Another build runs in this folder; wait until it ends." in printed and "75" in printed
    assert not build.briefs()


def test_make_goes_on_after_its_snakemake_was_killed_while_the_stage_lives_on(made):
    build, command = made
    run = start(build, *command)
    wait_for(lambda: finished(build))
    stage = set(processes("tipbrief briefs", str(build.work)))
    send(signal.SIGSTOP, *stage)  # held until the second run has met it
    kill(*(pid for pid in processes("") if os.getpgid(pid) == run.pid and pid not in stage))
    again = start(build, *command)
    wait_for(lambda: waits_for_a_lock(set(processes("tipbrief briefs", str(build.work))) - stage))
    send(signal.SIGCONT, *stage)
    printed, _ = again.communicate()
    assert again.returncode == 0, printed
    run.communicate()
    assert f"Another process still works in {build.work}; waiting until it ends." in printed
    assert [name[:3] for name in build.briefs()] == sorted(COUNTRIES)
    assert "cannot be locked" not in printed and not leftovers(build)

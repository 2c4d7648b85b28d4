"""The sums of files, remembered: a file that may have changed is read again."""

from __future__ import annotations

import os
import time
from hashlib import sha256
from pathlib import Path

import pytest

from tipbrief import sums
from tipbrief.runs import is_spoiled, record
from tipbrief.sums import TICK, file_sum, remembered


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that is old enough to be remembered."""
    path = tmp_path / "report.txt"
    path.write_bytes(b"117 victims")
    time.sleep(2 * TICK / 1e9)
    return path


@pytest.fixture
def reads(monkeypatch) -> list[Path]:
    """The files that were read from here on; nothing is known before."""
    monkeypatch.setattr(sums, "_known", {})
    found: list[Path] = []
    before = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: found.append(self) or before(self))
    return found


def test_a_sum_is_that_of_the_bytes_and_is_read_once(file, reads):
    assert {file_sum(file) for _ in range(3)} == {sha256(b"117 victims").hexdigest()}
    assert reads == [file]


def test_another_process_knows_what_was_asked_for(file, reads, tmp_path):
    with remembered(tmp_path / "sums"):
        first = file_sum(file)
    sums._known.clear()
    with remembered(tmp_path / "sums"):
        assert file_sum(file) == first
    assert reads.count(file) == 1
    with remembered(tmp_path / "sums"):
        pass
    assert (tmp_path / "sums").read_text() == ""


def swap(path: Path, data: bytes) -> None:
    """Write as many other bytes in place, and give the file its old time again, as `cp -p` and rsync do."""
    before = path.stat()
    with open(path, "r+b") as handle:
        handle.write(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("change", [
    lambda path: path.write_bytes(b"117 victims, all told"),
    lambda path: swap(path, b"118 victims"),
    lambda path: (path.unlink(), path.write_bytes(b"119 victims")),
], ids=["longer", "as long with its old time", "another file"])  # fmt: skip
def test_a_changed_file_is_read_again(file, reads, change):
    first = file_sum(file)
    change(file)
    assert file_sum(file) == sha256(file.read_bytes()).hexdigest() != first


def test_a_file_that_was_written_a_moment_ago_is_not_trusted(tmp_path, reads):
    young = tmp_path / "young.txt"
    young.write_bytes(b"1")
    assert file_sum(young) == file_sum(young) and len(reads) == 2


def test_a_file_that_cannot_be_read_has_no_sum(file, reads):
    assert file_sum(file.with_name("none.txt")) == "" == file_sum(file.parent)


@pytest.mark.parametrize("text", ["", "no table", "\xff", "1:2:3:4 abc"], ids=["empty", "text", "bytes", "cut"])
def test_a_damaged_memory_counts_for_nothing(file, reads, tmp_path, text):
    (tmp_path / "sums").write_bytes(text.encode("latin-1"))
    with remembered(tmp_path / "sums"):
        assert file_sum(file) == sha256(b"117 victims").hexdigest()
    assert len((tmp_path / "sums").read_text().splitlines()) == 1


def test_a_touched_file_is_as_it_was_written_and_a_changed_one_is_spoiled(file, tmp_path):
    marker = tmp_path / "done" / "documents"
    record(marker, [file])
    os.utime(file)
    assert not is_spoiled(marker)
    swap(file, b"118 victims")
    assert is_spoiled(marker)

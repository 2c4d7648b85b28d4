"""A disk that is full in the middle of a build, for real: a small file system in memory."""

import os
import subprocess

import pytest
from interrupted import COUNTRIES, leftovers, many

pytestmark = pytest.mark.system


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a file system of 8 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small file system is mounted as root: run `make test-system` as root to test a full disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_said_and_the_next_run_goes_on(small_disk, tmp_path):
    build = many(tmp_path)
    build.work, build.reports = small_disk / "work", small_disk / "reports"
    assert build.run("series") == 0, build.printed
    filler = small_disk / "filler"
    room = os.statvfs(small_disk)
    filler.write_bytes(b"x" * (room.f_bavail * room.f_frsize - 150_000))  # two briefs, not six
    assert build.run() != 0
    assert "could not be written: No space left on device. Make room, then run again" in build.printed
    done = build.briefs()
    assert len(done) < len(COUNTRIES) and not leftovers(build)
    filler.unlink()
    assert build.run() == 0, build.printed
    after = build.briefs()
    assert [name[:3] for name in after] == sorted(COUNTRIES)

"""profiles/slurm on a real Slurm of one node, from Debian's packages: a build, one job of it cancelled and retried."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from interrupted import COUNTRIES, ROOT, finished, many, snakemake, start, wait_for

pytestmark = pytest.mark.system
CONF = Path("/etc/slurm/slurm.conf")
PROGRAMS = {"slurmctld": "slurmctld", "slurmd": "slurmd", "scancel": "slurm-client", "munged": "munge"}
SETTINGS = """# Of a test of Tipbrief, which removes this file.
ClusterName=tipbrief
SlurmctldHost={host}
SlurmUser=root
AuthType=auth/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
MinJobAge=600
ReturnToService=2
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
NodeName={host} CPUs=2 RealMemory=2000
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def path_of(program):
    return shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")


def install():
    """Put Slurm onto this machine, or skip with what is missing."""
    if os.getuid() != 0:
        pytest.skip("Slurm's daemons are started as root: run `make test-system` as root to test profiles/slurm")
    if CONF.exists():
        pytest.skip(f"{CONF} is there: this machine has a Slurm of its own, which the test leaves alone")
    missing = [package for program, package in PROGRAMS.items() if not path_of(program)]
    if missing:
        apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=60"]
        quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "capture_output": True, "text": True}
        try:
            subprocess.run([*apt, "update"], check=True, **quiet)
            subprocess.run([*apt, "install", "-y", "--no-install-recommends", *missing], check=True, **quiet)
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.skip(f"apt-get could not install {' '.join(missing)}: {getattr(error, 'stderr', error)}")


def is_up(*command):
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def cluster(tmp_path):
    """A running Slurm of this one machine; stopped in the end by the ids of its processes."""
    install()
    folder = tmp_path / "slurm"
    for name in ("state", "spool"):
        (folder / name).mkdir(parents=True)
    CONF.parent.mkdir(exist_ok=True)
    CONF.write_text(SETTINGS.format(host=socket.gethostname().split(".")[0], folder=folder))
    started = []
    try:
        if not is_up("munge", "-n"):
            Path("/run/munge").mkdir(exist_ok=True)
            shutil.chown("/run/munge", "munge")
            started.append(subprocess.Popen([path_of("munged"), "--foreground"], user="munge", group="munge"))
            wait_for(lambda: is_up("munge", "-n"))
        started += [subprocess.Popen([path_of(name), "-D"]) for name in ("slurmctld", "slurmd")]
        wait_for(lambda: "idle" in subprocess.run(["sinfo", "-h"], capture_output=True, text=True, check=False).stdout)
        yield folder
    finally:
        for process in reversed(started):
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
        CONF.unlink()


@pytest.fixture
def plugin(tmp_path):
    """The folder with the pinned plugin: not in .venv, where each start would ask for Slurm."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-qq",
        "--no-deps",
        "--require-hashes",
        "--target",
        tmp_path / "plugin",
    ]
    subprocess.run([*pip, "-r", ROOT / "requirements-slurm.txt"], check=True)
    return tmp_path / "plugin"


def test_a_build_on_slurm_survives_a_cancelled_job(cluster, plugin, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(plugin))
    build = many(tmp_path)
    build.write_sources()
    small = ("--cores", "2", "--default-resources", "mem_mb=1000", "runtime=10", "--set-resources", "review:mem_mb=500")
    plain = ("--slurm-no-account", "--slurm-status-command", "squeue", "--slurm-init-seconds-before-status-checks", "1")
    command = [
        part for part in snakemake(build, "--profile", "profiles/slurm", *small, *plain) if part not in ("-q", "all")
    ]
    run = start(build, *command)
    wait_for(lambda: finished(build), seconds=240)
    names = ["squeue", "-h", "-t", "RUNNING", "-o", "%i"]
    (job,) = subprocess.run(names, capture_output=True, text=True, check=True).stdout.split()
    subprocess.run(["scancel", job], check=True)
    printed, _ = run.communicate(timeout=400)
    assert run.returncode == 0, printed
    assert len(re.findall(r"has been submitted with SLURM jobid", printed)) == 6  # five stages, one of them twice
    assert f"SLURM jobid {job}" in printed and "Trying to restart job" in printed
    assert [name[:3] for name in build.briefs()] == sorted(COUNTRIES)

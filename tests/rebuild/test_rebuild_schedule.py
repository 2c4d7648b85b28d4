"""The files of schedule/: units that systemd takes, a workflow of the schema, a real cron that runs a real rebuild."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys

import pytest
import yaml
from interrupted import ROOT, many, wait_for

SCHEDULE = ROOT / "schedule"
UNITS = ("tipbrief.service", "tipbrief.timer", "tipbrief-failed.service")


def install(program, package):
    """The program, from Debian's package where it is missing; skips with what is missing."""
    where = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    if not shutil.which(program, path=where):
        apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=60"]
        quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "capture_output": True, "text": True}
        try:
            subprocess.run([*apt, "update"], check=True, **quiet)
            subprocess.run([*apt, "install", "-y", "--no-install-recommends", package], check=True, **quiet)
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.skip(f"apt-get could not install {package}: {getattr(error, 'stderr', error)}")
    return shutil.which(program, path=where)


def test_the_workflow_is_one_by_the_schema_of_its_vendor():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*command, SCHEDULE / "github-workflow.yml"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflow_uploads_and_keeps_nothing_about_recipients():
    steps = yaml.safe_load((SCHEDULE / "github-workflow.yml").read_text())["jobs"]["rebuild"]["steps"]
    paths = "\n".join(step.get("with", {}).get("path", "") for step in steps).split()
    private = {path.removeprefix("private/") for path in paths if path.startswith("private")}
    assert private == {"fetched.json", "status.json", "changed", "earlier"}


def test_all_ways_run_at_the_same_hour():
    timer = (SCHEDULE / "tipbrief.timer").read_text()
    workflow = yaml.safe_load((SCHEDULE / "github-workflow.yml").read_text())
    assert "OnCalendar=Mon *-*-* 05:00:00 UTC" in timer
    assert workflow[True]["schedule"] == [{"cron": "0 5 * * 1"}]  # YAML 1.1 reads `on` as true
    assert re.search(r"^0 5 \* \* 1 cd ", (SCHEDULE / "crontab").read_text(), re.M)


def test_the_units_are_bound_to_each_other():
    service = (SCHEDULE / "tipbrief.service").read_text()
    assert "OnFailure=tipbrief-failed.service" in service and "SuccessExitStatus=75" in service
    assert "Persistent=true" in (SCHEDULE / "tipbrief.timer").read_text()


@pytest.mark.system
def test_systemd_takes_the_units_without_a_word(tmp_path):
    analyze = install("systemd-analyze", "systemd")
    for name in UNITS:
        (tmp_path / name).write_text((SCHEDULE / name).read_text().replace("/opt/tipbrief", str(ROOT)))
    done = subprocess.run(
        [analyze, "verify", *(tmp_path / name for name in UNITS)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.system
def test_systemd_reads_the_calendar_as_every_monday():
    (calendar,) = re.findall(r"^OnCalendar=(.*)$", (SCHEDULE / "tipbrief.timer").read_text(), re.M)
    command = [install("systemd-analyze", "systemd"), "calendar", "--iterations=2", calendar]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    days = re.findall(r"(?:Next elapse|Iteration #2|Iter\. #2): Mon \d{4}-\d\d-(\d\d) 05:00:00 UTC", told)
    assert len(days) == 2 and days[0] != days[1], told


@pytest.fixture
def cron():
    """A cron daemon in the foreground, ended by its id."""
    if os.getuid() != 0:
        pytest.skip("cron is started as root: run `make test-system` as root to test the crontab line")
    program = install("cron", "cron")
    daemon = subprocess.Popen([program, "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield daemon
    daemon.send_signal(signal.SIGTERM)
    daemon.wait(timeout=30)


@pytest.mark.system
def test_cron_runs_the_line_of_the_crontab(cron, tmp_path):
    build = many(tmp_path)
    build.write_sources()
    for name in ("Makefile", "requirements.txt"):
        shutil.copy2(ROOT / name, build.project)
    (build.project / ".venv").symlink_to(ROOT / ".venv")
    launcher = build.project / "run"
    launcher.write_text(f'#!/bin/sh\nexec {sys.executable} -m tipbrief "$@"\n')
    launcher.chmod(0o755)
    folders = json.dumps({"corpus": str(build.corpus), "work": str(build.work), "reports": str(build.reports)})
    line = next(line for line in (SCHEDULE / "crontab").read_text().splitlines() if line.startswith("0 5"))
    line = line.replace("0 5 * * 1", "* * * * *").replace("/opt/tipbrief", str(build.project))
    line = line.replace(".venv/bin/tipbrief rebuild >", f"./run rebuild --settings '{folders}' >")
    before = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False).stdout
    try:
        subprocess.run(["crontab", "-"], input=f"PATH={os.environ['PATH']}\n{line}\n", text=True, check=True)
        status = build.project / "private" / "status.json"
        wait_for(lambda: status.is_file() and "ended" in status.read_text(), seconds=150)
    finally:
        restore = (["crontab", "-"], before) if before else (["crontab", "-r"], None)
        subprocess.run(restore[0], input=restore[1], text=True, check=True)
    found = json.loads(status.read_text())
    assert found["built"] and len(build.briefs()) == len(build.rows), found

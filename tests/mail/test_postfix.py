"""Through a real Postfix: one message arrives, one is deferred, one comes back; then a whole delivery."""

import json
import subprocess
import sys
from dataclasses import asdict, replace
from email import message_from_bytes, policy

import pytest
import yaml
from postfix import postfix, wait_for  # noqa: F401 - a fixture
from test_messages import ANNA, ENVELOPE, KGZ, NEWS, OPERATIONS, delivery
from test_workflow import Build

from tipbrief.mail.bounces import read_notifications
from tipbrief.mail.server import open_server
from tipbrief.releases import all_releases

pytestmark = pytest.mark.system
RECIPIENTS = """address,name,language,countries,consent,consent_date,by,active
anna@donor.example,Anna,en,all,agreed,2026-01-31,attachment,yes
later@donor.example,Later,en,PLW,agreed,2026-01-31,attachment,yes
nobody@gone.example,Nobody,en,MLT,agreed,2026-01-31,attachment,yes
"""


def test_a_message_arrives_another_is_deferred_and_a_third_comes_back(postfix):  # noqa: F811
    folder, mail = postfix
    operations = replace(OPERATIONS, mail=mail)

    def send(number, address):
        envelope = replace(ENVELOPE, message_id=f"<{number}@sender.example>")
        recipient = replace(ANNA, address=address)
        return server.send(delivery(operations, recipient, (KGZ,), NEWS, envelope), address)

    with open_server(mail, folder) as server:
        answers = [send(1, "anna@donor.example"), send(2, "later@donor.example"), send(3, "nobody@gone.example")]
    assert [(a.outcome, a.code) for a in answers] == [("accepted", 250), ("deferred", 450), ("accepted", 250)]
    assert "@" not in "".join(answer.text for answer in answers)

    boxes = folder / "boxes"
    (arrived,) = wait_for(lambda: list((boxes / "anna/new").glob("*")))
    assert b"Message-ID: <1@sender.example>" in arrived.read_bytes()
    wait_for(lambda: list((boxes / "briefs/new").glob("*")))
    (told,) = read_notifications(boxes / "briefs")
    assert (told.message_id, told.recipient) == ("<3@sender.example>", "nobody@gone.example")
    assert (told.action, told.status) == ("failed", "5.1.1")
    assert "no such user" in told.text and "@" not in told.text


class Operator:
    """Who runs the commands, in a copy of the project with two countries."""

    def __init__(self, folder, mail):
        self.build, self.printed = Build(folder), ""
        file = self.build.project / "config/operations.yaml"
        settings = yaml.safe_load(file.read_text())
        own = {name: str(value) if name == "ca_file" else value for name, value in asdict(mail).items()}
        settings["mail"] = settings["mail"] | own | {"attempts": 1, "per_minute": 6000}
        file.write_text(yaml.safe_dump(settings))
        self.private = self.build.project / "private"
        self.private.mkdir(mode=0o700)
        (self.private / "recipients.csv").write_text(RECIPIENTS)
        (self.private / "recipients.csv").chmod(0o600)

    def tipbrief(self, *arguments, status=0):
        done = subprocess.run(
            [sys.executable, "-m", "tipbrief", *map(str, arguments)],
            cwd=self.build.project, capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.printed += done.stdout + done.stderr
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def release(self):
        """Build, release; the release's folder."""
        assert self.build.run() == 0, self.build.printed
        folders = {name: str(getattr(self.build, name)) for name in ("corpus", "work", "reports")}
        self.tipbrief("release", "--approve", "An Operator", "--settings", json.dumps(folders))
        (folder,) = all_releases(self.build.reports)
        return folder


def test_a_release_is_delivered_and_what_comes_back_is_accounted_for(postfix, tmp_path):  # noqa: F811
    folder, mail = postfix
    operator = Operator(tmp_path, mail)
    release = operator.release()
    operator.tipbrief("deliver", "plan", release)
    (plan,) = (operator.private / "plans").glob("*.json")
    operator.tipbrief("deliver", "send", plan, "--confirm", status=1)  # one is deferred
    (arrived,) = wait_for(lambda: list((folder / "boxes/anna/new").glob("*")))
    message = message_from_bytes(arrived.read_bytes(), policy=policy.default)
    attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert attached == {path.name: path.read_bytes() for path in (release / "briefs").glob("*.en.pdf")}
    for name, data in attached.items():
        (tmp_path / name).write_bytes(data)
        operator.tipbrief("verify", "--sums", release / "SHA256SUMS", tmp_path / name)
    wait_for(lambda: list((folder / "boxes/briefs/new").glob("*")))
    assert operator.tipbrief("deliver", "bounces", folder / "boxes/briefs") == "1 bounced\n"
    operator.tipbrief("deliver", "send", plan, "--confirm", status=1)  # the deferred one only
    told = operator.tipbrief("deliver", "status", release.name)
    assert "accepted 2" in told and "bounced 1" in told and "deferred 1" in told
    assert len(list((folder / "boxes/anna/new").glob("*"))) == 1
    assert not any(name in operator.printed for name in ("anna@", "later@", "nobody@"))

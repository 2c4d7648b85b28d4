"""What tests of deliveries need: a release written by hand, recipients, settings, and a server that remembers."""

import csv
import json
import sqlite3
from contextlib import contextmanager
from email import message_from_bytes
from hashlib import sha256
from pathlib import Path

import yaml
from aiosmtpd.controller import Controller

from tipbrief.deliveries.plan import plan_release
from tipbrief.deliveries.send import send_plan
from tipbrief.operations import read_operations
from tipbrief.recipients.book import COLUMNS
from tipbrief.releases import read_release
from tipbrief.settings import CONFIG

COUNTRIES = ("FJI", "KIR")
NAME = "2026-01-05-1"


class World:
    """An operator's folder with settings, recipients and releases."""

    def __init__(self, folder: Path, people: int = 3, **mail):
        self.folder, self.private, self.reports = folder, folder / "private", folder / "reports"
        self.settings = folder / "operations.yaml"
        self.mail = {"per_minute": 1_000_000, "attempts": 1}
        self.set(**mail)
        self.private.mkdir(parents=True, mode=0o700)
        self.people = [self.person(number) for number in range(people)]
        self.write_recipients()
        self.said = []

    def set(self, delivery=None, **mail):
        values = yaml.safe_load((CONFIG / "operations.yaml").read_text())
        values["private"] = str(self.private)
        self.mail |= mail
        values["mail"] |= self.mail
        values["delivery"] |= delivery or {}
        self.settings.write_text(yaml.safe_dump(values))

    @property
    def operations(self):
        return read_operations(self.settings)

    @staticmethod
    def person(number, **values):
        who = (f"person{number}@donor.example", f"Person {number}", "en", " ".join(COUNTRIES))
        return dict(zip(COLUMNS, (*who, "asked", "2025-01-01", "attachment", "yes"), strict=True)) | values

    def write_recipients(self):
        path = self.private / "recipients.csv"
        with open(path, "w", newline="") as handle:
            writer = csv.DictWriter(handle, COLUMNS)
            writer.writeheader()
            writer.writerows(self.people)
        path.chmod(0o600)

    def release(self, name=NAME, countries=COUNTRIES, previous=None, changes=(), size=0):
        """A release whose briefs hold its name, so that each release has other bytes."""
        folder = self.reports / "releases" / name
        (folder / "briefs").mkdir(parents=True)
        briefs, sums = [], []
        for iso3 in countries:
            data = f"%PDF {iso3} of {name}".encode() + b"x" * size
            path = f"briefs/{iso3}-en.pdf"
            (folder / path).write_bytes(data)
            digest = sha256(data).hexdigest()
            briefs.append({"iso3": iso3, "language": "en", "path": path, "sha256": digest, "size": len(data)})
            sums.append(f"{digest}  {path}\n")
        with open(folder / "changes.csv", "w", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerows([("iso3", "series", "year", "outcome", "value_before", "value_now"), *changes])
        manifest = {"name": name, "briefs": briefs, "changes": "changes.csv", "previous": previous}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        (folder / "SHA256SUMS").write_text("".join(sums))
        return read_release(folder)

    def plan(self, release=None):
        """The plan, its file and its page."""
        return plan_release(self.operations, release or self.release())

    def send(self, path):
        return send_plan(self.operations, path, self.settings, self.said.append)

    def query(self, query, *values):
        connection = sqlite3.connect(self.private / "ledger.sqlite")
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def outbox(self):
        """The messages written, as (recipient's address, names of the files)."""
        return [read_message(path.read_bytes()) for path in sorted((self.private / "outbox").glob("*.eml"))]


def read_message(data):
    message = message_from_bytes(data)
    files = sorted(part.get_filename() for part in message.walk() if part.get_filename())
    return message["To"].rpartition("<")[2].rstrip(">"), files


class Remembering:
    """A server's side: answers in turn by `answers`, else takes everything."""

    def __init__(self, answers=()):
        self.received, self.answers, self.asked = [], list(answers), 0

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
        self.asked += 1
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250"):
            self.received.append((envelope.rcpt_tos[0], read_message(envelope.content)[1]))
        return answer


class AnyPort(Controller):
    """Listens on a free port."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def server(handler):
    """A local server on a free port; gives the settings that lead there."""
    controller = AnyPort(handler, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        yield {"server": "127.0.0.1", "port": controller.port, "security": "none"}
    finally:
        controller.stop()

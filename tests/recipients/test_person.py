"""Export and erasure of a person, and the commands."""

import fcntl
import json
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from click.testing import CliRunner
from test_book import ROW, write

from tipbrief.errors import TipbriefError
from tipbrief.recipients.commands import recipients
from tipbrief.recipients.person import erase, export
from tipbrief.recipients.suppression import Suppressions
from tipbrief.settings import CONFIG, read_yaml

ANNA, BEK = ROW["address"], "bek@example.net"


@pytest.fixture
def private(tmp_path):
    folder = tmp_path / "private"
    (folder / "outbox").mkdir(parents=True)
    for name, to in (("a", f"Anna <{ANNA.upper()}>"), ("b", BEK)):
        (folder / f"outbox/{name}.eml").write_bytes(f"To: {to}\r\n\r\n{ANNA}\r\n".encode())
    return write(folder, {}, {"address": BEK, "name": "Bek"})


def held_anywhere(folder: Path, word: str):
    return [path.name for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes().lower()]


def test_an_export_holds_everything_about_one_person(private):
    Suppressions(private).add(ANNA, "unsubscribed")
    found = json.loads(export(private, "ANNA@example.net"))
    assert found["recipients"] == [ROW] and found["outbox"] == ["a.eml"] and found["deliveries"] == []
    assert found["suppression"]["reason"] == "unsubscribed"


def test_an_erased_person_is_nowhere_and_stays_suppressed(private):
    gone = erase(private, "Anna@EXAMPLE.net")
    assert (gone.rows, gone.messages, gone.ledger) == (1, 1, False)
    assert held_anywhere(private, "anna") == ["b.eml"]  # the words of a message to somebody else
    assert Suppressions(private).holds(ANNA) and [
        r["address"] for r in json.loads(export(private, BEK))["recipients"]
    ] == [BEK]
    assert (private / "recipients.csv").stat().st_mode & 0o777 == 0o600


def test_an_erasure_asked_twice_does_the_same(private):
    erase(private, ANNA)
    before = (private / "recipients.csv").read_bytes()
    assert erase(private, ANNA).rows == 0 and (private / "recipients.csv").read_bytes() == before


def test_an_erasure_does_not_wait_for_a_list_in_order(private):
    write(private, {"language": "nothing"}, {"address": "no address"})
    assert erase(private, ANNA).rows == 1


def test_an_erasure_that_is_stopped_in_the_middle_goes_on(private, monkeypatch):
    monkeypatch.setattr(
        "tipbrief.recipients.person.write_private", lambda *_: (_ for _ in ()).throw(OSError(28, "full"))
    )
    with pytest.raises(OSError, match="full"):
        erase(private, ANNA)
    assert Suppressions(private).holds(ANNA) and held_anywhere(private, "anna")
    monkeypatch.undo()
    assert erase(private, ANNA).rows == 1


def test_the_ledger_forgets_too(private, monkeypatch):
    asked, backup = [], ModuleType("backup")
    backup.forget = lambda folder, address: asked.append((folder, address)) or True
    monkeypatch.setitem(sys.modules, "tipbrief.deliveries", ModuleType("deliveries"))
    monkeypatch.setitem(sys.modules, "tipbrief.deliveries.backup", backup)
    (private / "ledger.sqlite").touch()
    assert erase(private, ANNA).ledger is True and asked == [(private, ANNA)]


def test_two_erasures_do_not_write_at_once(private):
    handle = os.open(private / ".recipients.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(TipbriefError, match="Another erasure"):
        erase(private, ANNA)
    os.close(handle)


@pytest.fixture
def run(private):
    values = read_yaml(CONFIG / "operations.yaml") | {"private": str(private)}
    path = private / "operations.yaml"
    path.write_text(yaml.safe_dump(values))
    return lambda command, *rest, **more: CliRunner().invoke(
        recipients, [command, "--operations", str(path), *rest], **more
    )


def test_check_counts(run, private):
    Suppressions(private).add(BEK, "bounced")
    said = run("check").output
    assert "2 recipients, 2 active (en 2)." in said and "1 of the active are on the suppression list" in said


def test_an_address_may_come_from_the_input(run, private):
    assert run("erase", "-", input=f"{ANNA}\n").exit_code == 0
    assert json.loads(run("export", "-", input=f"{ANNA}\n").output)["recipients"] == []


def test_suppress_takes_an_address_or_a_token(run, private):
    token = Suppressions(private).token(ANNA)
    assert run("suppress", token).output == "Suppressed.\n"
    assert run("suppress", ANNA).output == "It was suppressed before.\n"

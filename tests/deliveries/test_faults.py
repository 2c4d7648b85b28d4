"""What may be broken around a send: the error is a clear sentence without address or password, nothing is lost, and
after mending the same command finishes."""

import datetime
import os
import resource
import sqlite3
import ssl
from collections import Counter

import pytest
import trustme
from aiosmtpd.smtp import AuthResult
from delivering import AnyPort, Remembering, World, server

from tipbrief.deliveries import ledger
from tipbrief.errors import TipbriefError
from tipbrief.mail.server import Outbox

PASSWORD, RIGHT = "planted-secret", "the right one"


def fails(world, path, told):
    """The sentence of a send that fails; no address and no password stands in what was said."""
    with pytest.raises(TipbriefError, match=told) as error:
        world.send(path)
    said = f"{error.value} {world.said}"
    assert "donor" not in said and PASSWORD not in said
    return str(error.value)


def finishes(world, path, received):
    """After mending: everybody has it once."""
    counts = world.send(path)
    assert counts == {"accepted": 2 * len(world.people)}
    assert sorted(to for to, _ in received()) == sorted(person["address"] for person in world.people)


def test_server_down(world):
    _, path, _ = world.plan()
    world.set(server="127.0.0.1", port=9, security="none", per_minute=1_000_000, attempts=1)
    fails(world, path, "The mail server 127.0.0.1:9 cannot be reached: Connection refused")
    handler = Remembering()
    with server(handler) as there:
        world.set(**there)
        finishes(world, path, lambda: handler.received)


class Vanishing(Remembering):
    """Breaks every connection after the first message."""

    async def handle_RCPT(self, smtp, _session, envelope, address, _options):  # noqa: N802
        if self.received:
            smtp.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 go on"


def test_a_server_that_goes_away_in_the_middle(world):
    handler, _ = Vanishing(), world.release()
    _, path, _ = world.plan(read(world))
    with server(handler) as there:
        world.set(**there)
        assert world.send(path) == {"accepted": 2, "deferred": 2, "planned": 2}
    whole = Remembering()
    with server(whole) as there:
        world.set(**there)
        finishes(world, path, lambda: handler.received + whole.received)


def read(world):
    from tipbrief.releases import read_release

    return read_release(world.reports / "releases" / "2026-01-05-1")


class Dropping(Remembering):
    """Takes the first message and never says so."""

    async def handle_DATA(self, smtp, session, envelope):  # noqa: N802
        answer = await super().handle_DATA(smtp, session, envelope)
        if len(self.received) == 1:
            smtp.transport.abort()
        return answer


def test_a_drop_after_the_message_is_in_doubt_and_not_sent_again(world):
    handler = Dropping()
    with server(handler) as there:
        world.set(**there)
        _, path, _ = world.plan()
        assert world.send(path) == world.send(path) == {"in doubt": 2, "accepted": 4}
    assert set(Counter(to for to, _ in handler.received).values()) == {1}


def secure(handler, **certificate):
    """A server with STARTTLS and a login, and the authority of its certificate."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", **certificate).configure_cert(context)

    def login(_server, _session, _envelope, _mechanism, data):
        return AuthResult(success=data.password == RIGHT.encode(), handled=False)

    return authority, AnyPort(handler, hostname="127.0.0.1", port=0, tls_context=context, authenticator=login,
                              auth_required=True, require_starttls=True)  # fmt: skip


def started(world, handler, monkeypatch, password, **certificate):
    """Start such a server, set the settings to it."""
    authority, controller = secure(handler, **certificate)
    controller.start()
    authority.cert_pem.write_to_path(world.folder / "ca.pem")
    monkeypatch.setenv("TIPBRIEF_SMTP_PASSWORD", password)
    world.set(server="127.0.0.1", port=controller.port, security="starttls", user="operator",
              ca_file=str(world.folder / "ca.pem"))  # fmt: skip
    return controller


def test_expired_certificate(world, monkeypatch):
    _, path, _ = world.plan()
    handler, past = Remembering(), datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    controller = started(
        world, handler, monkeypatch, RIGHT, not_before=past, not_after=past + datetime.timedelta(days=9)
    )
    try:
        fails(world, path, "no valid certificate: certificate has expired")
    finally:
        controller.stop()
    assert not handler.received
    controller = started(world, handler, monkeypatch, RIGHT)
    try:
        finishes(world, path, lambda: handler.received)
    finally:
        controller.stop()


def test_wrong_password(world, monkeypatch):
    _, path, _ = world.plan()
    handler = Remembering()
    controller = started(world, handler, monkeypatch, PASSWORD)
    try:
        fails(world, path, "refuses the login")
        monkeypatch.setenv("TIPBRIEF_SMTP_PASSWORD", RIGHT)
        finishes(world, path, lambda: handler.received)
    finally:
        controller.stop()


def test_settings_changed_in_mid_send(world, monkeypatch):
    _, path, _ = world.plan()
    send = Outbox.send

    def meddling(self, message, recipient):
        world.set(per_minute=500_000)
        return send(self, message, recipient)

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "send", meddling)
        fails(world, path, "operations.yaml was changed while messages were being sent")
    assert len(world.outbox()) == 1
    finishes(world, path, world.outbox)


def test_a_ledger_that_cannot_be_written(world, monkeypatch):
    _, path, _ = world.plan()
    connect = sqlite3.connect
    with monkeypatch.context() as patch:
        patch.setattr(
            ledger.sqlite3, "connect", lambda file, **named: connect(f"file:{file}?mode=ro", uri=True, **named)
        )
        fails(world, path, "cannot be written; give its owner the right to write it")
    assert not world.outbox()
    finishes(world, path, world.outbox)


def test_a_ledger_where_there_is_a_folder(world):
    _, path, _ = world.plan()
    for file in world.private.glob("ledger.sqlite*"):
        file.unlink()
    (world.private / "ledger.sqlite").mkdir()
    fails(world, path, r"ledger.sqlite cannot be written \(Is a directory\)")


def test_a_full_disk(tmp_path):
    world = World(tmp_path, people=30)
    _, path, _ = world.plan()
    assert full_after(world, path, 200_000) == "the disk is full or cannot be written; make room, then run again."
    before = {to for to, _ in world.outbox()}
    assert 0 < len(before) < 30
    counts = world.send(path)
    times = Counter(to for to, _ in world.outbox())
    assert set(times.values()) == {1} and counts["accepted"] + counts.get("in doubt", 0) == 60
    assert 30 - len(times) <= counts.get("in doubt", 0) / 2 <= 1


def full_after(world, path, size):
    """Send in a process whose files may not grow beyond `size` bytes; what its error says to do."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            world.send(path)
        except TipbriefError as error:
            os.write(writing, str(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    os.waitpid(child, 0)
    return said.partition("gave out: ")[2].removesuffix(" What was committed is kept.")


def test_an_outbox_that_cannot_be_written_leaves_the_message_to_be_sent(world):
    _, path, _ = world.plan()
    (world.private / "outbox").write_text("in the way")
    fails(world, path, "outbox cannot be written")
    (world.private / "outbox").unlink()
    finishes(world, path, world.outbox)

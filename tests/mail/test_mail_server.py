"""Every answer and fault of a mail server, from one that runs in the test."""

import socket
from datetime import UTC, datetime, timedelta

import pytest
from mail_server import (
    LOGIN,
    MESSAGE,
    SECRET,
    TO,
    Handler,
    authenticator,
    authority,
    context,
    drop,
    plain,
    serving,
    sleep,
    trusted,
)

from tipbrief.errors import TipbriefError
from tipbrief.mail.answers import Answer
from tipbrief.mail.server import open_server


def send(tmp_path, handler, times=1, **changes):
    with serving(handler) as port, open_server(plain(port, **changes), tmp_path) as server:
        return [server.send(MESSAGE, TO) for _ in range(times)]


def fault(tmp_path, mail, environ=None):
    with pytest.raises(TipbriefError) as caught, open_server(mail, tmp_path, environ or {}):
        pass
    assert SECRET not in str(caught.value) and "@" not in str(caught.value)
    return str(caught.value)


def test_a_message_arrives_as_it_was_made(tmp_path):
    handler = Handler()
    assert send(tmp_path, handler) == [Answer("accepted", 250, "taken")]
    assert handler.taken == [(TO, MESSAGE)]


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
@pytest.mark.parametrize(("code", "outcome"), [(451, "deferred"), (550, "refused")])
def test_an_answer_is_told_without_the_address(tmp_path, command, code, outcome):
    handler = Handler({command: f"{code} <{TO}>: user Anna is not here"})
    (answer,) = send(tmp_path, handler)
    assert answer == Answer(outcome, code, "(address): user (address) is not here")


def test_a_large_message_arrives_whole(tmp_path):
    handler, large = Handler(), MESSAGE + b".\r\n" * 60_000
    with serving(handler) as port, open_server(plain(port), tmp_path) as server:
        assert server.send(large, TO).outcome == "accepted"
    assert handler.taken == [(TO, large)]


def test_a_refusal_does_not_touch_the_next_message(tmp_path):
    handler = Handler({"RCPT": ["550 no such user"]})
    assert [answer.outcome for answer in send(tmp_path, handler, 2)] == ["refused", "accepted"]


@pytest.mark.parametrize(("said", "outcome"), [("550 not you", "deferred"), ("552 too large", "refused")])
def test_a_sender_who_is_refused_refuses_no_recipient(tmp_path, said, outcome):
    assert send(tmp_path, Handler({"MAIL": said}))[0].outcome == outcome


def test_a_login_that_is_wanted_late_refuses_no_recipient(tmp_path):
    assert send(tmp_path, Handler({"RCPT": "530 log in first"}))[0].outcome == "deferred"


def test_a_drop_before_the_message_is_deferred(tmp_path):
    handler = Handler(does={"RCPT": drop})
    assert [(a.outcome, a.code) for a in send(tmp_path, handler)] == [("deferred", 0)]


def test_a_drop_after_the_message_is_in_doubt(tmp_path):
    handler = Handler(does={"DATA": drop})
    assert [(a.outcome, a.code) for a in send(tmp_path, handler)] == [("in_doubt", 0)]


def test_after_a_drop_the_next_message_has_a_new_connection(tmp_path):
    async def once(server):
        handler.does.clear()
        await drop(server)

    handler = Handler(does={"DATA": once})
    assert [answer.outcome for answer in send(tmp_path, handler, 2)] == ["in_doubt", "accepted"]


def test_a_server_has_more_time_for_a_message_than_for_a_command(tmp_path):
    assert send(tmp_path, Handler(does={"DATA": sleep}), timeout=1.0)[0].outcome == "accepted"


def test_a_server_that_is_too_slow_after_the_message_leaves_it_in_doubt(tmp_path, monkeypatch):
    monkeypatch.setattr("tipbrief.mail.server.PATIENCE", 1)
    assert send(tmp_path, Handler(does={"DATA": sleep}), timeout=0.3)[0].outcome == "in_doubt"


def test_a_server_that_is_too_slow_before_the_message_defers_it(tmp_path):
    assert send(tmp_path, Handler(does={"RCPT": sleep}), timeout=0.3)[0].outcome == "deferred"


def test_a_connection_closed_between_two_messages_is_opened_again(tmp_path):
    handler = Handler({"MAIL": ["250 ok", "421 enough for one connection"]})
    assert [answer.outcome for answer in send(tmp_path, handler, 2)] == ["accepted", "accepted"]
    assert len(handler.taken) == 2


def test_a_connection_dropped_between_two_messages_is_opened_again(tmp_path):
    async def once(server):
        if handler.taken:
            handler.does.clear()
            await drop(server)

    handler = Handler(does={"MAIL": once})
    assert [answer.outcome for answer in send(tmp_path, handler, 2)] == ["accepted", "accepted"]


def test_a_server_that_closes_every_connection_defers(tmp_path):
    (answer,) = send(tmp_path, Handler({"MAIL": "421 too busy"}))
    assert (answer.outcome, answer.code) == ("deferred", 421)


def test_a_server_that_went_away_defers_without_a_code(tmp_path):
    with serving(Handler()) as port:
        opened = open_server(plain(port), tmp_path)
        server = opened.__enter__()
        assert server.send(MESSAGE, TO).outcome == "accepted"
    answer = server.send(MESSAGE, TO)
    assert (answer.outcome, answer.code) == ("deferred", 0) and "cannot be reached" in answer.text
    opened.__exit__(None, None, None)


def test_a_server_that_is_down_is_a_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert "cannot be reached: Connection refused" in fault(tmp_path, plain(taken.getsockname()[1]))


def test_a_server_that_does_not_greet_is_a_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "does not answer within 0.3 s" in fault(tmp_path, plain(silent.getsockname()[1], timeout=0.3))


def test_nothing_leaves_this_machine_without_protection(tmp_path):
    assert "only a server on this machine" in fault(tmp_path, plain(25, server="mail.example.org"))


def secured(port, **changes):
    return plain(port, security="starttls", user="sender", **changes)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_protected_server_takes_the_login_and_the_message(tmp_path, security):
    ca, handler = authority(), Handler()
    options = {"tls": context(ca, "127.0.0.1"), "implicit": security == "tls", "authenticator": authenticator}
    # Of a connection that was encrypted from its first byte aiosmtpd does not know that it is.
    options["auth_require_tls"] = security == "starttls"
    with serving(handler, **options) as port:
        mail = plain(port, security=security, user="sender", ca_file=trusted(tmp_path, ca))
        with open_server(mail, tmp_path, LOGIN) as server:
            assert server.send(MESSAGE, TO).outcome == "accepted"
    assert len(handler.taken) == 1


def test_a_wrong_password_is_a_sentence_without_it(tmp_path):
    ca = authority()
    with serving(Handler(), tls=context(ca, "127.0.0.1"), authenticator=authenticator) as port:
        mail = secured(port, ca_file=trusted(tmp_path, ca))
        assert "refuses the login (535" in fault(tmp_path, mail, {"TIPBRIEF_SMTP_PASSWORD": f"{SECRET}x"})


@pytest.mark.parametrize(
    ("names", "options", "sentence"),
    [
        (["other.example"], {}, "IP address mismatch"),
        (["127.0.0.1"], {"not_after": datetime.now(UTC) - timedelta(days=1)}, "certificate has expired"),
    ],
)
def test_a_certificate_that_is_not_valid_is_a_sentence(tmp_path, names, options, sentence):
    ca = authority()
    if options:
        options["not_before"] = options["not_after"] - timedelta(days=9)
    with serving(Handler(), tls=context(ca, *names, **options)) as port:
        assert sentence in fault(tmp_path, secured(port, ca_file=trusted(tmp_path, ca)), LOGIN)


def test_a_certificate_of_an_unknown_authority_is_a_sentence(tmp_path):
    with serving(Handler(), tls=context(authority(), "127.0.0.1")) as port:
        assert "no valid certificate: " in fault(tmp_path, secured(port), LOGIN)


def test_a_server_without_starttls_gets_no_password(tmp_path):
    with serving(Handler()) as port:
        assert "does not offer" in fault(tmp_path, secured(port), LOGIN)


def test_a_user_without_a_password_is_a_sentence(tmp_path):
    assert "TIPBRIEF_SMTP_PASSWORD" in fault(tmp_path, secured(25))


def test_a_password_file_that_others_read_is_refused(tmp_path):
    path = tmp_path / "password"
    path.write_text(SECRET)
    path.chmod(0o640)
    assert "chmod 600" in fault(tmp_path, secured(25, password_file=str(path)))


def test_a_closed_password_file_is_read(tmp_path):
    path, ca = tmp_path / "password", authority()
    path.write_text(f"{SECRET}\n")
    path.chmod(0o600)
    with serving(Handler(), tls=context(ca, "127.0.0.1"), authenticator=authenticator) as port:
        mail = secured(port, password_file=str(path), ca_file=trusted(tmp_path, ca))
        with open_server(mail, tmp_path, {}) as server:
            assert server.send(MESSAGE, TO).outcome == "accepted"


def test_without_a_server_messages_are_files_that_only_their_owner_reads(tmp_path):
    with open_server(plain(25, server=None), tmp_path / "outbox") as server:
        assert server.send(MESSAGE, TO).outcome == "accepted"
        server.send(MESSAGE.replace(b"<1@", b"<../2@"), TO)
    first, other = sorted((tmp_path / "outbox").iterdir(), key=lambda path: len(path.name))
    assert first.name == "1.eml" and first.read_bytes() == MESSAGE and len(other.stem) == 64
    assert (first.stat().st_mode & 0o777, (tmp_path / "outbox").stat().st_mode & 0o777) == (0o600, 0o700)

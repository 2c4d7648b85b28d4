"""A mail server of this process, on a free port of 127.0.0.1, that can be told to say or do anything."""

import asyncio
import contextlib
import ssl
from dataclasses import replace

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from tipbrief.mail.connection import PASSWORD
from tipbrief.operations import read_operations

OPERATIONS = read_operations()
MESSAGE = b"From: a@example.org\r\nTo: b@example.net\r\nMessage-ID: <1@example.org>\r\n\r\n.a dot\r\n"
TO = "anna@example.net"
SECRET = "correct horse"  # noqa: S105
LOGIN = {PASSWORD: SECRET}


class Handler:
    """Takes every message, unless `says` has another answer to a command; `does` is called with the session."""

    def __init__(self, says=None, does=None):
        self.says, self.does = says or {}, does or {}
        self.taken = []

    async def answer(self, command, server, usual):
        if action := self.does.get(command):
            await action(server)
        said = self.says.get(command, usual)
        if isinstance(said, list):  # one answer after the other, then the usual one
            return said.pop(0) if said else usual
        return said

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - the library's names
        envelope.mail_from = address
        return await self.answer("MAIL", server, "250 ok")

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        envelope.rcpt_tos.append(address)
        return await self.answer("RCPT", server, "250 ok")

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        said = await self.answer("DATA", server, "250 taken")
        if said.startswith("250"):
            self.taken.append((envelope.rcpt_tos[0], envelope.original_content))
        return said


async def drop(server):
    server.transport.abort()


async def sleep(_server):
    await asyncio.sleep(1.5)


class Local(Controller):
    """aiosmtpd's controller on a port that the system chooses."""

    def __init__(self, handler, tls=None, implicit=False, **options):
        self.options = options | ({"tls_context": tls} if tls and not implicit else {})
        super().__init__(handler, hostname="127.0.0.1", port=0, ssl_context=tls if implicit else None)

    def factory(self):
        return SMTP(self.handler, hostname="test", **self.options)

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextlib.contextmanager
def serving(handler, **options):
    server = Local(handler, **options)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def plain(port, **changes):
    """Settings for a server of this machine without protection."""
    own = {"server": "127.0.0.1", "port": port, "security": "none", "timeout": 5.0}
    return replace(OPERATIONS.mail, **(own | changes))


def context(authority, *names, **options):
    """The server's side of TLS with a certificate for these names."""
    found = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*names, **options).configure_cert(found)
    return found


def trusted(folder, authority):
    path = folder / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


def authenticator(_server, _session, _envelope, _mechanism, data):
    right = data.login == b"sender" and data.password == SECRET.encode()
    return AuthResult(success=right, handled=False)


def authority():
    return trustme.CA()

"""A connection to the SMTP server: protected, its certificate checked, logged in; each fault a sentence."""

from __future__ import annotations

import ipaddress
import os
import smtplib
import ssl
from pathlib import Path
from typing import Mapping

from tipbrief.addresses import without_addresses
from tipbrief.errors import TipbriefError
from tipbrief.operations import Mail
from tipbrief.private import read_closed

PASSWORD = "TIPBRIEF_SMTP_PASSWORD"  # noqa: S105 - the name of the variable


def connect(mail: Mail, environ: Mapping[str, str] = os.environ) -> smtplib.SMTP:
    """A server that is ready for messages; TipbriefError says what is wrong with it, without name or password."""
    where = f"The mail server {mail.server}:{mail.port}"
    password = read_password(mail, environ) if mail.user else None
    smtp: smtplib.SMTP | None = None
    try:
        smtp = _greeted(mail)
        if mail.user:
            smtp.login(mail.user, password or "")
        return smtp
    except ssl.SSLCertVerificationError as error:
        raise _closed(smtp, f"{where} has no valid certificate: {error.verify_message}") from None
    except ssl.SSLError as error:
        raise _closed(smtp, f"{where} gives no TLS connection ({error.reason}); see `mail.security`") from None
    except smtplib.SMTPAuthenticationError as error:
        told = _told(error.smtp_error, mail)
        raise _closed(smtp, f"{where} refuses the login ({error.smtp_code} {told})") from None
    except smtplib.SMTPNotSupportedError:
        raise _closed(smtp, f"{where} does not offer what `mail.security` and `mail.user` ask for") from None
    except smtplib.SMTPResponseException as error:
        raise _closed(smtp, f"{where} answers {error.smtp_code} {_told(error.smtp_error, mail)}") from None
    except (OSError, smtplib.SMTPException) as error:
        if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            raise _closed(smtp, f"{where} does not answer within {mail.timeout:g} seconds") from None
        reason = getattr(error, "strerror", None) or "the connection broke off"
        raise _closed(smtp, f"{where} cannot be reached: {reason}") from None


def read_password(mail: Mail, environ: Mapping[str, str] = os.environ) -> str:
    """The password from the environment, or from a file that only its owner reads; TipbriefError without either."""
    if found := environ.get(PASSWORD):
        return found
    if not mail.password_file:
        raise TipbriefError(f"`mail.user` is set but no password: set {PASSWORD} or `mail.password_file`.")
    text = read_closed(Path(mail.password_file)).decode("utf-8", "replace").rstrip("\r\n")
    if not text:
        raise TipbriefError(f"{mail.password_file} is empty; write the password into it.")
    return text


def trust(mail: Mail) -> ssl.SSLContext:
    """Who is believed: the system's authorities, and those of `ca_file`."""
    context = ssl.create_default_context()
    if mail.ca_file:
        try:
            context.load_verify_locations(mail.ca_file)
        except (OSError, ssl.SSLError):
            raise TipbriefError(f"`mail.ca_file`: {mail.ca_file} holds no certificate that can be read.") from None
    return context


def _greeted(mail: Mail) -> smtplib.SMTP:
    """Connected and protected; the connection is closed where it could not be."""
    host = str(mail.server)
    if mail.security == "tls":
        return smtplib.SMTP_SSL(host, mail.port, timeout=mail.timeout, context=trust(mail))
    if mail.security == "none" and not is_this_machine(host):
        raise TipbriefError(
            f"`mail.security` is none, which only a server on this machine may have; {host} is another."
        )
    smtp = smtplib.SMTP(host, mail.port, timeout=mail.timeout)
    try:
        if mail.security == "starttls":
            smtp.starttls(context=trust(mail))
        smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


def is_this_machine(host: str) -> bool:
    """Whether a host's name or number is that of the machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _told(text: bytes | str, mail: Mail) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return without_addresses(said, mail.user or "")[:200]


def _closed(smtp: smtplib.SMTP | None, sentence: str) -> TipbriefError:
    """The error to raise, once the connection is closed."""
    if smtp:
        smtp.close()
    return TipbriefError(f"{sentence}.")

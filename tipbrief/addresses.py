"""E-mail addresses: their syntax, the form in which they are compared, and texts in which none may stand.

By the standard library alone. What a list of donors holds is the plain form of RFC 5321, `local@domain`; quoted local
parts, comments and local parts beyond ASCII (which most servers refuse) are not taken. Nothing is asked of the network.
"""

from __future__ import annotations

import re
from email.utils import parseaddr

from tipbrief.errors import TipbriefError

LONGEST_LOCAL, LONGEST = 64, 254  # RFC 5321, 4.5.3.1
HIDDEN = "(address)"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?!\d+$){_LABEL}")
_DEVIATING = re.compile("[ßς\u200c\u200d]")  # IDNA 2003, which the standard library knows, maps them to others
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_HIDE = re.compile(r"<[^<>\s]*@[^<>\s]*>|[^\s<>:;,()\[\]\"]+@[^\s<>:;,()\[\]\"]+")


def has_control(text: str) -> bool:
    """Whether a text holds a line end or another control character, which has no place in a header."""
    return bool(_CONTROL.search(text))


def normal_address(text: str) -> str:
    """The address as it is sent to: its domain in small ASCII letters (IDNA), its local part as given.

    TipbriefError says what is wrong, without the address.
    >>> normal_address("Anna.Smith@Пример.EXAMPLE")
    'Anna.Smith@xn--e1afmkfd.example'
    """
    local, at, domain = text.rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local) > LONGEST_LOCAL:
        raise TipbriefError("the address is not of the form name@domain, in plain letters before the @")
    if _DEVIATING.search(domain):
        raise TipbriefError("the domain has a letter that is written in several ways; give its xn-- form")
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        ascii_domain = ""
    if not _DOMAIN.fullmatch(ascii_domain) or len(local) + 1 + len(ascii_domain) > LONGEST:
        raise TipbriefError("what stands after the @ of the address is no domain name")
    return f"{local}@{ascii_domain}"


def same_address(text: str) -> str:
    """The form in which two addresses are compared: nobody has two mailboxes that differ by capital letters alone.

    What is no address is compared as it stands.
    """
    try:
        return normal_address(text.strip()).lower()
    except TipbriefError:
        return text.strip().lower()


def bare_address(text: str) -> str:
    """The address of `Name <address>`, normal; TipbriefError where there is none."""
    return normal_address(parseaddr(text)[1])


def without_addresses(text: str, *known: str) -> str:
    """One line of the text in which no address stands: for logs, errors and the ledger.

    `known` addresses are also hidden where only what stands before their @ is said.
    >>> without_addresses("550 <anna@example.org>: user anna unknown", "anna@example.org")
    '550 (address): user (address) unknown'
    """
    found = _HIDE.sub(HIDDEN, text)
    for address in known:
        local = address.rpartition("@")[0] or address
        found = re.sub(rf"(?<!\w){re.escape(local)}(?!\w)", HIDDEN, found, flags=re.IGNORECASE)
    return " ".join(_CONTROL.sub(" ", found).split())

"""Which addresses may be asked: http and https only, and nothing inside the operator's network unless allowed.

A name is resolved once, and the connection goes to one of the checked addresses: a name that answers differently the
second time (DNS rebinding) leads nowhere else.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urljoin, urlsplit

TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64 (RFC 6052): the last 32 bits are an IPv4 address
PORTS = {"http": 80, "https": 443}

Ip = IPv4Address | IPv6Address


@dataclass
class FetchFailed(Exception):
    """Why a source was not fetched, a sentence; `again` where another attempt, after `wait` seconds, may do better."""

    sentence: str
    again: bool = False
    wait: float = 0

    def __str__(self) -> str:
        return self.sentence


def check_url(url: str) -> SplitResult:
    """The parts of an http or https address with a host; FetchFailed for any other."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
        (host or "").encode("idna")
    except ValueError as error:  # UnicodeError is one
        raise FetchFailed(f"{url!r} is no address ({error}).") from None
    if parts.scheme not in PORTS:
        raise FetchFailed(f"{url!r} begins with {parts.scheme or 'no scheme'!r}; only http and https are fetched.")
    if not host:
        raise FetchFailed(f"{url!r} names no host.")
    if parts.username is not None or parts.password is not None:
        raise FetchFailed(f"An address on {host} holds a name or a password; sources.csv is no place for one.")
    if any(ord(letter) <= 32 or ord(letter) == 127 for letter in url):
        raise FetchFailed(f"{url!r} holds a blank; write it as %20.")
    return parts


def next_url(current: str, location: str) -> str:
    """Where a redirect leads; FetchFailed where it leaves https."""
    url = urljoin(current, location)
    target = check_url(url)
    if urlsplit(current).scheme == "https" and target.scheme != "https":
        raise FetchFailed(f"{current} leads to {url}, which is not protected; only https may follow https.")
    return url


def resolve(host: str, port: int, private: bool) -> list[str]:
    """The host's addresses that may be asked, in the resolver's order; FetchFailed where there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise FetchFailed(f"The name {host} was not found ({why}).", again=True) from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = [address for address in addresses if may_ask(address, private)]
    if not allowed:
        raise FetchFailed(
            f"{host} is {', '.join(addresses)}, an address inside a network and not of the internet;"
            " set fetch.private_addresses in config/operations.yaml if that is meant."
        )
    return allowed


def may_ask(address: str, private: bool) -> bool:
    """Whether the address is the internet's; with `private` also a private network or this machine, never link-local.

    >>> [may_ask(a, False) for a in ("93.184.215.14", "10.0.0.1", "127.0.0.1", "::1", "::ffff:192.168.0.1")]
    [True, False, False, False, False]
    >>> may_ask("10.0.0.1", True), may_ask("169.254.169.254", True)
    (True, False)
    """
    return all(_is_allowed(ip, private) for ip in _meanings(ip_address(address.partition("%")[0])))


def _is_allowed(ip: Ip, private: bool) -> bool:
    # Link-local addresses hold the secrets of cloud machines and no report: never, even where private ones are.
    if ip.is_link_local or ip.is_multicast or ip.is_unspecified:
        return False
    return ip.is_global or (private and (ip.is_private or ip.is_loopback))


def _meanings(ip: Ip) -> list[Ip]:
    """The address that the packets reach: an IPv4 address written as IPv6 counts as what it stands for."""
    if isinstance(ip, IPv4Address):
        return [ip]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    if ip in TRANSLATED:
        return [IPv4Address(int(ip) & 0xFFFFFFFF)]
    inside = [ip.sixtofour, *(ip.teredo or ())]
    return [ip, *(part for part in inside if part)]

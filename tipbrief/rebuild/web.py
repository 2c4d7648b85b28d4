"""One conditional request over http or https: redirects, limits of size and time, a connection to a checked address.

The standard library's http.client, since its connection is one method: `connect` here opens the socket to an address
that was resolved and checked, while certificate and Host header stay those of the name. No proxy of the environment is
used: it would resolve the name again.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse
from typing import BinaryIO, Callable, Iterator, Mapping
from urllib.parse import quote

from tipbrief import __version__
from tipbrief.operations import Fetching
from tipbrief.rebuild.addresses import PORTS, FetchFailed, check_url, next_url, resolve

REDIRECTS = 5
MOVED = (301, 302, 303, 307, 308)
MOVED_FOR_GOOD = (301, 308)
WORTH_ANOTHER_TRY = (408, 425, 429, 500, 502, 503, 504)
WHOLE_ANSWER = 20  # times `timeout`: how long an answer that keeps coming may take
LONGEST_WAIT = 60  # seconds, whatever Retry-After asks for
PIECE = 1 << 16
UNTOUCHED = "!#$%&'()*+,/:;=?@[]~"  # of an address as it is written: what is quoted already stays so


@dataclass(frozen=True)
class Answer:
    """What an address gave: `new` False for 304; `moved` the address that it has moved to for good, or empty."""

    new: bool
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    size: int = 0
    moved: str = ""


class Pinned(HTTPConnection):
    """A connection to one of `addresses`, whatever the name may mean by then; TLS where `tls` is given."""

    def __init__(self, host: str, port: int, addresses: list[str], timeout: float, tls: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=timeout)
        self.default_port = PORTS["https" if tls else "http"]  # a Host header names any other
        self.addresses, self.tls = addresses, tls
        self.wire: socket.socket | None = None

    def connect(self) -> None:
        """Open the socket to the first address that answers; the certificate is held against the name."""
        *others, last = self.addresses
        for address in others:
            with suppress(OSError):
                self.sock = socket.create_connection((address, self.port), self.timeout)
                break
        else:
            self.sock = socket.create_connection((last, self.port), self.timeout)
        self.wire = self.sock
        if self.tls:
            self.sock = self.wire = self.tls.wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End the connection under whoever waits for its next byte."""
        if self.wire is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.wire, socket.SHUT_RDWR)  # of TLS too, without a farewell


def ask(url: str, known: Mapping[str, str], into: BinaryIO, fetching: Fetching) -> Answer:
    """Get `url` into the file, with the headers of `known` (If-None-Match, If-Modified-Since).

    FetchFailed for whatever is no whole answer of status 200 or 304.
    """
    moved, for_good = "", True
    for _ in range(REDIRECTS + 1):
        with _asked(url, known, fetching) as answer:
            if answer.status not in MOVED:
                return _finish(url, answer, into, fetching, moved)
            location = answer.headers.get("Location", "")
            if not location:
                raise FetchFailed(f"{url} says that it has moved, and not where to.")
        for_good = for_good and answer.status in MOVED_FOR_GOOD
        url = next_url(url, location)
        moved = url if for_good else moved
    raise FetchFailed(f"After {REDIRECTS} addresses {url} is still not the last; look in a browser where it ends.")


@contextmanager
def _asked(url: str, known: Mapping[str, str], fetching: Fetching) -> Iterator[HTTPResponse]:
    """The answer to one request, its body not read yet; the connection ends with the block or when the time is up."""
    parts = check_url(url)
    host, port = str(parts.hostname).encode("idna").decode(), parts.port or PORTS[parts.scheme]
    tls = authorities() if parts.scheme == "https" else None
    connection = Pinned(host, port, resolve(host, port, fetching.private_addresses), fetching.timeout, tls)
    path = quote(parts.path or "/", safe=UNTOUCHED) + (f"?{quote(parts.query, safe=UNTOUCHED)}" if parts.query else "")
    headers = {"User-Agent": f"tipbrief/{__version__}", "Accept": ", ".join(fetching.types), **known}
    over = threading.Event()

    def end() -> None:
        over.set()
        connection.cut()

    watch = threading.Timer(fetching.timeout * WHOLE_ANSWER, end)
    watch.daemon = True
    watch.start()
    try:
        with closing(connection):
            # No compression: a limit of size would mean the unpacked size, and a report is compressed as it is.
            connection.request("GET", path, headers=headers | {"Accept-Encoding": "identity", "Connection": "close"})
            with connection.getresponse() as answer:
                yield answer
            _check_time(over)
    except (OSError, HTTPException, ValueError) as error:
        _check_time(over)
        raise FetchFailed(f"{url}: {_told(error, fetching)}.", again=True) from None
    finally:
        watch.cancel()


def _check_time(over: threading.Event) -> None:
    if over.is_set():
        raise FetchFailed("The answer did not end in its time (fetch.timeout in config/operations.yaml).", again=True)


def _told(error: Exception, fetching: Fetching) -> str:
    if isinstance(error, TimeoutError):
        return f"no word for {fetching.timeout:g} seconds"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate is not trusted ({error.verify_message})"
    if isinstance(error, HTTPException):
        return f"the answer broke off or is no HTTP ({type(error).__name__})"
    return str(getattr(error, "strerror", None) or error)


def _finish(url: str, answer: HTTPResponse, into: BinaryIO, fetching: Fetching, moved: str) -> Answer:
    """Read the body of the last answer in the chain, within the limits."""
    if answer.status == 304:
        return Answer(new=False, moved=moved)
    if answer.status != 200:
        again = answer.status in WORTH_ANOTHER_TRY
        raise FetchFailed(f"{url} answers {answer.status} {answer.reason}.", again, _wait(answer.headers))
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise FetchFailed(f"{url} sends compressed data although it was asked not to.")
    media_type = answer.headers.get_content_type() if answer.headers.get("Content-Type") else ""
    if media_type not in fetching.types:
        raise FetchFailed(f"{url} is {media_type or 'of no type'}; fetch.types in config/operations.yaml has not that.")
    size, total = _copy(url, answer, into, int(fetching.largest * 1_000_000))
    etag, changed = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", "")
    return Answer(True, media_type, etag, changed, total, size, moved)


def _copy(url: str, answer: HTTPResponse, into: BinaryIO, largest: int) -> tuple[int, str]:
    """Size in bytes and SHA-256 of the body, which is in `into` by then; FetchFailed where it is too large or cut."""
    too_large = FetchFailed(f"{url} is larger than {largest / 1e6:g} MB (fetch.largest in config/operations.yaml).")
    announced = answer.length
    if announced is not None and announced > largest:
        raise too_large
    size, total = 0, sha256()
    while piece := answer.read1(PIECE):
        size += len(piece)
        if size > largest:
            raise too_large
        total.update(piece)
        into.write(piece)
    if announced is not None and size != announced:
        raise FetchFailed(f"{url} broke off after {size} of {announced} bytes.", again=True)
    return size, total.hexdigest()


def _wait(headers: HTTPMessage) -> float:
    """Seconds that Retry-After asks for, where it gives seconds."""
    asked = headers.get("Retry-After", "")
    return min(float(asked), LONGEST_WAIT) if asked.isdecimal() else 0


@cache
def authorities() -> ssl.SSLContext:
    """This machine's certificate authorities; reading them costs some milliseconds."""
    return ssl.create_default_context()


def patiently(attempts: int, once: Callable[[], Answer], sleep: Callable[[float], None] = time.sleep) -> Answer:
    """What `once` gives; a failure that may pass is tried again after 1, 2, 4 ... seconds, or what the server asks."""
    for attempt in range(attempts - 1):
        try:
            return once()
        except FetchFailed as failed:
            if not failed.again:
                raise
            sleep(failed.wait or min(2.0**attempt, LONGEST_WAIT))
    return once()

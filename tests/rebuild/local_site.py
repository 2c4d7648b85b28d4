"""A local web server whose answers a test writes, and a corpus that is fetched from it."""

import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tipbrief.files import write_table
from tipbrief.operations import Fetching
from tipbrief.rebuild.fetch import COLUMNS, Fetcher, fetch_all
from tipbrief.rebuild.memory import Memory

TYPES = ("text/plain", "text/markdown", "text/html", "application/pdf")
PDF = b"%PDF-1.7\n" + b"1 0 obj\n" * 20 + b"%%EOF\n"


class Site(ThreadingHTTPServer):
    """Answers by path, each a function of the request; `asked` keeps what was asked with which headers."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Request)
        self.answers, self.asked = {}, []

    def url(self, path):
        return f"http://127.0.0.1:{self.server_port}{path}"

    def gives(self, path, body=b"", status=200, kind="text/markdown", **headers):
        """An answer with its length and the headers given (underscores for hyphens)."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        def answer(request):
            request.send_response(status)
            for name, value in ({"Content-Type": kind, "Content-Length": str(len(body))} | named).items():
                request.send_header(name, value)
            request.end_headers()
            request.wfile.write(body)

        self.answers[path] = answer


class Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        with suppress(OSError):  # the client had enough
            self.server.answers[self.path](self)
        self.close_connection = True

    def log_message(self, *words):
        pass


@contextmanager
def served(tls=None):
    site = Site()
    if tls:
        site.socket = tls.wrap_socket(site.socket, server_side=True)
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield site
    site.shutdown()
    site.server_close()


def limits(**changed):
    plain = {"timeout": 0.5, "attempts": 1, "largest": 0.1, "types": TYPES, "private_addresses": True}
    return Fetching(**(plain | changed))


class Corpus:
    """A corpus of one source, `a`, with what fetching it gives."""

    def __init__(self, folder, url, file="a.md", **cells):
        self.corpus, self.reports, self.private = folder / "corpus", folder / "reports", folder / "private"
        self.corpus.mkdir()
        self.path = self.corpus / file
        self.slept = []
        self.write_rows(
            {"doc": "a", "file": file, "iso3": "MLT", "kind": "annual", "edition": "2022", "url": url} | cells
        )

    def write_rows(self, *rows):
        self.rows = rows
        write_table(self.corpus / "sources.csv", COLUMNS, (dict.fromkeys(COLUMNS, "") | row for row in rows))

    def fetch_all(self, accept=(), **changed):
        memory = Memory(self.private)
        fetcher = Fetcher(self.corpus, self.reports, memory, limits(**changed), frozenset(accept), self.slept.append)
        return fetch_all(fetcher)

    def fetch(self, accept=(), **changed):
        (one,) = self.fetch_all(accept, **changed)
        return one

    def leftovers(self):
        return list(self.corpus.glob(".*"))


def drip(seconds):
    """An answer that sends a byte at a time for ever."""

    def answer(request):
        request.send_response(200)
        request.send_header("Content-Type", "text/markdown")
        request.end_headers()
        while True:
            request.wfile.write(b"x")
            time.sleep(seconds)

    return answer

"""Send a release to many recipients through a local mail server: seconds, with the rate limit lifted. Prints a table.

usage, from the repository's root:  .venv/bin/python bench/deliveries.py [--messages 1000] [--kilobytes 300]

Each recipient gets two briefs of `--kilobytes` each. The server (aiosmtpd) runs in a process of its own and counts what
it took; the ledger is on the disk of the temporary folder, with three transactions that are waited for in each message.
"""

from __future__ import annotations

import argparse
import multiprocessing
import multiprocessing.connection
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "deliveries")]

from delivering import World, server  # noqa: E402


def main() -> None:
    """Send with a server and to the outbox."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--kilobytes", type=int, default=300)
    given = parser.parse_args()
    print("| to | messages | planning, s | sending, s | messages in a second |\n| --- | --- | --- | --- | --- |")
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=serve, args=(theirs,))
    process.start()
    there = ours.recv()
    print("| local server |", measure(given.messages, given.kilobytes, there))
    ours.send("stop")
    if (taken := ours.recv()) != given.messages:
        raise SystemExit(f"The server took {taken} messages.")
    process.join()
    print("| outbox |", measure(given.messages, given.kilobytes, {}))


class Counting:
    """Takes every message and only counts it."""

    taken = 0

    async def handle_DATA(self, _server: object, _session: object, _envelope: object) -> str:  # noqa: N802
        """The library's name for a message that is whole."""
        self.taken += 1
        return "250 taken"


def serve(pipe: multiprocessing.connection.Connection) -> None:
    """Take messages until told to stop."""
    handler = Counting()
    with server(handler) as there:
        pipe.send(there)
        pipe.recv()
    pipe.send(handler.taken)


def measure(messages: int, kilobytes: int, there: dict[str, object]) -> str:
    """The rest of the line of a table."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), people=messages, **there)
        release = world.release(size=kilobytes * 1000)
        started = time.perf_counter()
        _, path, _ = world.plan(release)
        planned = time.perf_counter()
        counts = world.send(path)
        sent = time.perf_counter() - planned
    if counts != {"accepted": 2 * messages}:
        raise SystemExit(f"Not everything was accepted: {counts}")
    return f"{messages} | {planned - started:.1f} | {sent:.1f} | {messages / sent:.0f} |"


if __name__ == "__main__":
    main()

"""Run a sender in a process of its own and kill it, as `kill -9` does, at one call of one of its steps."""

import os
import signal
import smtplib

from tipbrief.deliveries import send
from tipbrief.deliveries.compose import Composer
from tipbrief.deliveries.ledger import Ledger
from tipbrief.mail import server

# Where a sender may die: before or after a step, or within the step's transaction (`move`) or dialogue (`smtp`).
STEPS = {
    "register": (send, "register"),
    "recover": (Ledger, "recover"),
    "move": (Ledger, "move"),
    "compose": (Composer, "compose"),
    "claim": (Ledger, "claim"),
    "begin": (Ledger, "begin"),
    "smtp": (smtplib.SMTP, "send"),
    "answer": (smtplib.SMTP, "getreply"),
    "send": (server.SmtpServer, "send"),
    "outbox": (server.Outbox, "send"),
    "settle": (Ledger, "settle"),
}


def send_killed(world, path, step, when, call):
    """Send a plan and die at the call-th call of a step; True where it was killed, False where it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            kill_at(*STEPS[step], when, call)
            world.send(path)
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        assert os.WEXITSTATUS(status) == 0, "the sender failed instead of being killed"
    return os.WIFSIGNALED(status)


def kill_at(owner, name, when, call):
    """Replace a function by one that dies at its call-th call, before or after its work."""
    real, calls = getattr(owner, name), []

    def dying(*arguments, **named):
        calls.append(name)
        if len(calls) == call and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*arguments, **named)
        if len(calls) == call and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, dying)

"""The process beside one that makes briefs: what it answers, and what is said where it does not."""

import os
import subprocess
import sys

import pytest

from tipbrief.briefs.child import Child, Stopped
from tipbrief.settings import ROOT


def asked(work, question, patience=20):
    child = Child(work, lambda: None)
    child.ask(question)
    return child.answer(patience)


def test_a_child_answers_in_the_order_of_the_questions():
    child = Child(lambda number: (number, os.getpid()), lambda: None)
    child.ask(1)
    child.ask(2)
    (first, there), (second, _) = child.answer(20), child.answer(20)
    assert (first, second) == (1, 2) and there != os.getpid()


def test_an_exception_of_the_child_is_told():
    with pytest.raises(Stopped, match="ZeroDivisionError: division by zero"):
        asked(lambda number: 1 / number, 0)


def test_a_child_that_ends_stopped():
    with pytest.raises(Stopped, match=r"^stopped$"):
        asked(os._exit, 0)


def test_a_chart_is_the_same_whoever_draws_it():
    code = (
        "from tipbrief.briefs import chart_draw as charts\n"
        "rows = [{'kind': 'base', 'x': 0, 'x2': 2, 'largest': 1, 'low': 0, 'high': 0}]\n"
        "told = 'bars', rows, {'across': 30}, (0, 0, 500, 90)\n"
        "charts.start_drawing()\n"
        "beside = charts.draw(*told)\n"
        "assert charts._Engine.process == 0\n"
        "charts._Beside.child = None\n"
        "charts._drawn.cache_clear()\n"
        "print(beside == charts.draw(*told), len(beside) > 100)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("True True\n", "")

"""The ledger: modes, versions, key, states, history, sums, copies, forgetting."""

import sqlite3
from collections import Counter

import pytest
from delivering import World
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from tipbrief.deliveries import backup, ledger
from tipbrief.deliveries.counts import check_history, equation, reconcile
from tipbrief.deliveries.ledger import open_ledger
from tipbrief.deliveries.plans import read_plan
from tipbrief.deliveries.register import register
from tipbrief.deliveries.schema import ALLOWED, STATES
from tipbrief.errors import TipbriefError

ONE = "INSERT INTO deliveries (recipient, sha256, reason, release, path, iso3, language, state, changed) "


def one_row(private, state="planned"):
    """A ledger with one row."""
    with open_ledger(private) as book, book.transaction():
        book.connection.execute("INSERT INTO people VALUES ('somebody', NULL)")
        book.connection.execute(ONE + "VALUES ('somebody', 's', 'release', 'r', 'p', 'FJI', 'en', ?, 'now')", (state,))


def test_the_ledger_and_what_stands_beside_it_are_their_owners(tmp_path):
    with open_ledger(tmp_path / "private"):
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "private").glob("ledger.sqlite*")}
    assert modes == dict.fromkeys(("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"), 0o600)


def test_a_ledger_that_others_could_read_is_closed(tmp_path):
    with open_ledger(tmp_path):
        (tmp_path / "ledger.sqlite").chmod(0o644)
    with open_ledger(tmp_path):
        assert (tmp_path / "ledger.sqlite").stat().st_mode & 0o777 == 0o600


def test_the_ledger_waits_for_the_disk(tmp_path):
    with open_ledger(tmp_path) as book:
        told = [book.rows(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert told == ["wal", 2, 1]


def test_an_older_ledger_is_brought_to_the_newest_version_and_keeps_its_rows(tmp_path, monkeypatch):
    one_row(tmp_path)
    monkeypatch.setattr(ledger, "MIGRATIONS", (*ledger.MIGRATIONS, "ALTER TABLE plans ADD COLUMN note TEXT"))
    with open_ledger(tmp_path) as book:
        assert book.rows("PRAGMA user_version")[0][0] == 2 and book.counts() == {"planned": 1}
        assert book.rows("SELECT note FROM plans") == []


def test_a_step_of_a_migration_that_fails_leaves_the_version_before(tmp_path, monkeypatch):
    one_row(tmp_path)
    step = "ALTER TABLE plans ADD COLUMN note TEXT; INSERT INTO nowhere VALUES (1)"
    with monkeypatch.context() as patch:
        patch.setattr(ledger, "MIGRATIONS", (*ledger.MIGRATIONS, step))
        with pytest.raises(TipbriefError, match="no such table"), open_ledger(tmp_path):
            pass
    with open_ledger(tmp_path) as book:
        assert book.rows("PRAGMA user_version")[0][0] == 1
        assert "note" not in [row["name"] for row in book.rows("PRAGMA table_info(plans)")]


def test_a_newer_ledger_is_refused(tmp_path, monkeypatch):
    one_row(tmp_path)
    monkeypatch.setattr(ledger, "MIGRATIONS", ())
    with pytest.raises(TipbriefError, match="newer Tipbrief"), open_ledger(tmp_path):
        pass


def test_a_ledger_without_its_key_is_refused(tmp_path):
    one_row(tmp_path)
    (tmp_path / "suppression.key").unlink()
    with pytest.raises(TipbriefError, match="is not the key of the ledger"), open_ledger(tmp_path):
        pass


def test_a_damaged_ledger_is_told(tmp_path):
    tmp_path.joinpath("ledger.sqlite").write_bytes(b"no database at all" * 500)
    with pytest.raises(TipbriefError, match="it is damaged; put back"), open_ledger(tmp_path):
        pass


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_only_allowed_changes_of_state_are_taken(tmp_path, before, after):
    private = tmp_path / "private"
    one_row(private)
    with open_ledger(private) as book:
        for state in way_to(before)[2:]:
            book.connection.execute("UPDATE deliveries SET state = ?", (state,))
        if (before, after) in ALLOWED:
            book.connection.execute("UPDATE deliveries SET state = ?", (after,))
        else:
            with pytest.raises(sqlite3.IntegrityError, match="does not allow"):
                book.connection.execute("UPDATE deliveries SET state = ?", (after,))
        check_history(book)


def way_to(state):
    """States from the beginning to this one, by way of planned."""
    ways = [["", "planned"]]
    while ways[0][-1] != state:
        way = ways.pop(0)
        ways += [[*way, after] for before, after in ALLOWED if before == way[-1] and after not in way]
    return ways[0]


@pytest.mark.parametrize(
    "statement", ["DELETE FROM history", "UPDATE history SET after = 'accepted'", "DELETE FROM deliveries"]
)
def test_nobody_rewrites_the_history(tmp_path, statement):
    one_row(tmp_path)
    with open_ledger(tmp_path) as book, pytest.raises(sqlite3.IntegrityError, match="stays"):
        book.connection.execute(statement)


def test_a_row_that_is_not_where_its_history_ends_is_found(tmp_path):
    one_row(tmp_path)
    with open_ledger(tmp_path) as book:
        book.connection.execute("DROP TRIGGER next_kept")
        book.connection.execute("UPDATE deliveries SET state = 'claimed'")
        with pytest.raises(TipbriefError, match="not where their history ends"):
            check_history(book)


def test_a_row_that_is_missing_from_the_sum_is_found(tmp_path):
    world = World(tmp_path)
    _, path, _ = world.plan()
    world.send(path)
    with open_ledger(world.private) as book:
        book.connection.execute("DELETE FROM planned WHERE delivery = 1")
        with pytest.raises(TipbriefError, match="The counts do not agree: the plan has 6 rows"):
            reconcile(book, read_plan(path))


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    world = World(tmp_path_factory.mktemp("planned"))
    return world, world.plan()[0]


@profile(max_examples=60)
@given(moves=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(STATES)), max_size=25))
def test_whatever_happens_each_row_has_one_state_and_the_sum_holds(planned, moves):
    world, plan = planned
    with open_ledger(world.private) as book:
        register(book, plan, {})
        before = Counter(row["state"] for row in book.rows("SELECT state FROM deliveries"))
        for number, state in moves:
            old = [
                row["state"]
                for row in book.rows("SELECT state FROM deliveries WHERE message = ?", plan.messages[number].id)
            ]
            try:
                with book.transaction():
                    book.move(state, "message = ?", (plan.messages[number].id,))
                assert {(one, state) for one in old} <= set(ALLOWED)
                before.subtract(old)
                before.update([state] * len(old))
            except TipbriefError:
                assert not {(one, state) for one in old} <= set(ALLOWED)
        counts = reconcile(book, plan)
    assert counts == {state: number for state, number in before.items() if number}
    assert sum(counts.values()) == plan.size == 6


def test_a_bounce_moves_out_of_accepted_and_the_sum_holds():
    assert equation({"accepted": 3, "bounced": 1, "withheld": 1}) == (
        "planned 5 = accepted 3 + in doubt 0 + deferred 0 + refused 0 + withheld 1 + bounced 1"
    )


def test_a_copy_is_whole_and_its_owners(tmp_path):
    one_row(tmp_path / "private")
    copy = tmp_path / "copies" / "ledger.copy"
    with open_ledger(tmp_path / "private") as book:
        backup.backup(book, copy)
    assert copy.stat().st_mode & 0o777 == 0o600 and [path.name for path in copy.parent.iterdir()] == ["ledger.copy"]
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT state FROM deliveries").fetchall() == [("planned",)]
    connection.close()


def test_what_is_forgotten_stands_nowhere_and_is_still_not_sent_twice(tmp_path):
    world = World(tmp_path)
    release = world.release()
    _, path, _ = world.plan(release)
    world.send(path)
    assert backup.forget(world.private, "Person0@donor.example")
    left = [file for file in (world.private).rglob("*") if file.is_file() and file.name != "recipients.csv"]
    holding = [file.name for file in left if b"person0@donor" in file.read_bytes().lower() and file.suffix != ".eml"]
    assert holding == [] and not backup.forget(world.private, "person0@donor.example")
    assert world.plan(release)[0].size == 0

"""The suppression list: keyed, kept for good, and of no use to who has not the key."""

import pytest

from tipbrief.errors import TipbriefError
from tipbrief.recipients.suppression import Suppressions


def test_an_address_is_held_however_it_is_written(tmp_path):
    assert Suppressions(tmp_path).add("Anna@bücher.example", "unsubscribed") is True
    again = Suppressions(tmp_path)
    assert again.holds("anna@XN--bcher-kva.example") and not again.holds("bek@bücher.example")
    assert again.add("ANNA@bücher.example", "bounced") is False
    assert again.entry("anna@bücher.example")["reason"] == "unsubscribed"


def test_the_list_holds_no_address_and_another_key_gives_other_hashes(tmp_path):
    one, other = Suppressions(tmp_path / "one"), Suppressions(tmp_path / "other")
    one.add("planted@example.net", "erased")
    assert "planted" not in (tmp_path / "one/suppression.csv").read_text()
    assert one.token("a@b.example") != other.token("a@b.example")


def test_list_and_key_are_closed_to_others(tmp_path):
    Suppressions(tmp_path / "private").add("a@b.example", "bounced")
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "private").iterdir()}
    assert modes == {"suppression.key": 0o600, "suppression.csv": 0o600}
    assert (tmp_path / "private").stat().st_mode & 0o777 == 0o700


def test_a_key_that_others_read_is_refused(tmp_path):
    Suppressions(tmp_path).key_file.chmod(0o644)
    with pytest.raises(TipbriefError, match="chmod 600"):
        Suppressions(tmp_path)


def test_a_list_without_its_key_is_refused(tmp_path):
    Suppressions(tmp_path).add("a@b.example", "bounced")
    (tmp_path / "suppression.key").unlink()
    with pytest.raises(TipbriefError, match="put both back"):
        Suppressions(tmp_path)


def test_a_key_that_is_cut_is_refused(tmp_path):
    key = Suppressions(tmp_path).key_file
    key.write_bytes(key.read_bytes()[:-1])
    with pytest.raises(TipbriefError, match="is not the key that was made"):
        Suppressions(tmp_path)


def test_two_that_make_the_key_at_once_agree(tmp_path, monkeypatch):
    first = Suppressions(tmp_path)
    monkeypatch.setattr(type(first.key_file), "exists", lambda path: False)
    assert Suppressions(tmp_path).key == first.key


def test_half_a_line_of_a_killed_run_costs_no_other(tmp_path):
    listed = Suppressions(tmp_path)
    listed.list.write_text(listed.token("a@b.example")[:40])
    listed.add("c@d.example", "bounced")
    assert listed.holds("c@d.example") and not listed.holds("a@b.example")


def test_two_processes_see_what_the_other_added(tmp_path):
    one, other = Suppressions(tmp_path), Suppressions(tmp_path)
    one.add("a@b.example", "bounced")
    assert other.holds("a@b.example")


def test_the_token_of_a_link_suppresses_its_address(tmp_path):
    listed = Suppressions(tmp_path)
    assert listed.add_token(listed.token("a@b.example"), "unsubscribed") and listed.holds("a@b.example")


@pytest.mark.parametrize(("token", "reason"), [("a@b.example", "bounced"), ("a" * 64, "bounced\nx"), ("a" * 64, "a,b")])
def test_what_would_break_the_list_is_refused(tmp_path, token, reason):
    with pytest.raises(TipbriefError):
        Suppressions(tmp_path).add_token(token, reason)
    assert not (tmp_path / "suppression.csv").exists()

"""recipients.csv: what is taken, and a sentence with the row for each fault, never with the address."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipbrief.errors import TipbriefError
from tipbrief.recipients.book import COLUMNS, EXAMPLE, Recipient, read_recipients
from tipbrief.settings import ROOT

ROW = {
    "address": "anna@example.net", "name": "Anna", "language": "en", "countries": "KGZ", "consent": "asked",
    "consent_date": "2026-01-31", "by": "attachment", "active": "yes",
}  # fmt: skip
TODAY = date(2026, 2, 1)
NO_FORM = "the address is not of the form name@domain, in plain letters before the @"
CONTROL = "holds a line end or another control character; delete it."


def write(folder, *rows, head=COLUMNS):
    lines = [",".join(head), *(",".join(f'"{(ROW | row)[name]}"' for name in head) for row in rows)]
    (folder / "recipients.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def faults(folder):
    with pytest.raises(TipbriefError) as caught:
        read_recipients(folder, TODAY)
    return [line.partition("recipients.csv: ")[2] for line in str(caught.value).splitlines()]


def test_the_example_is_in_order(tmp_path):
    (tmp_path / "recipients.csv").write_bytes((ROOT / EXAMPLE).read_bytes())
    assert [one.row for one in read_recipients(tmp_path, date(2026, 3, 1))] == [2, 3, 4]


def test_a_row_is_read_with_its_domain_made_plain(tmp_path):
    write(tmp_path, {"address": " Anna@Example.NET ", "countries": "kgz; KAZ KGZ", "active": "No"})
    (found,) = read_recipients(tmp_path, TODAY)
    assert found == Recipient(
        "Anna@example.net", "Anna", "en", ("KGZ", "KAZ"), "asked", "2026-01-31", "attachment", False, 2
    )
    assert (found.wants("KAZ"), found.wants("UZB")) == (True, False)


def test_all_countries_are_wanted_by_who_wants_all(tmp_path):
    (found,) = read_recipients(write(tmp_path, {"countries": "ALL"}), TODAY)
    assert found.wants("UZB")


def test_columns_may_stand_in_any_order_after_a_byte_order_mark(tmp_path):
    write(tmp_path, {}, head=COLUMNS[::-1])
    path = tmp_path / "recipients.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_recipients(tmp_path, TODAY)[0].name == "Anna"


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"address": "anna"}, f"row 2, address: {NO_FORM}."),
        ({"language": "de"}, "row 2, language: has no translation; the languages are en, ky, ru."),
        ({"countries": "KGZ QQQ"}, "row 2, countries: QQQ is no ISO 3166-1 alpha-3 code."),
        ({"countries": ""}, "row 2, countries: is empty; give codes such as KGZ KAZ, or all."),
        ({"countries": "all KGZ"}, "row 2, countries: has all and also codes; give one of both."),
        ({"consent": "yes"}, "row 2, consent: must be one of asked, agreed, contract, interest."),
        ({"consent_date": "31.1.2026"}, "row 2, consent_date: is no date of the form 2026-01-31."),
        ({"consent_date": "2026-02-02"}, "row 2, consent_date: lies in the future."),
        ({"by": "post"}, "row 2, by: must be one of attachment, link."),
        ({"active": "1"}, "row 2, active: must be yes or no."),
        ({"name": "x" * 101}, "row 2, name: is longer than 100 letters."),
        ({"name": "A\nBcc: b@example.net"}, f"row 2, name: {CONTROL}"),
        ({"address": "a@example.net\nBcc: b@example.net"}, f"row 2, address: {CONTROL}"),
    ],
)  # fmt: skip
def test_a_fault_names_row_and_column(tmp_path, cells, fault):
    assert faults(write(tmp_path, cells)) == [fault]


def test_every_fault_is_told_at_once_and_none_with_an_address(tmp_path):
    found = faults(write(tmp_path, {"by": "", "language": ""}, {"address": "planted@ secret"}, {"active": ""}))
    assert [fault[:5] for fault in found] == ["row 2", "row 2", "row 3", "row 4", "row 4"]
    assert "planted" not in " ".join(found) and "@ " not in " ".join(found).replace("the @", "")


@pytest.mark.parametrize("again", ["anna@EXAMPLE.net", "Anna@example.net"])
def test_an_address_stands_once_whatever_its_capitals(tmp_path, again):
    assert faults(write(tmp_path, {}, {"address": again})) == ["row 3, address: is that of row 2 again; keep one."]


def test_two_ways_to_write_a_domain_are_one(tmp_path):
    write(tmp_path, {"address": "a@bücher.example"}, {"address": "a@xn--bcher-kva.example"})
    assert faults(tmp_path) == ["row 3, address: is that of row 2 again; keep one."]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "row 1 must name the columns"),
        (b"address,name\n", "row 1 must name the columns"),
        (",".join(COLUMNS).encode() + b",extra\n", "row 1 must name the columns"),
        (",".join(COLUMNS).encode() + b"\na@b.example,Anna\n", "row 2 has not 8 cells"),
        (",".join(COLUMNS).encode() + b'\n"a', "is no CSV file"),
        (b"\xff\xfea", "is not UTF-8"),
    ],
)
def test_a_file_of_another_form_is_a_sentence(tmp_path, text, sentence):
    (tmp_path / "recipients.csv").write_bytes(text)
    with pytest.raises(TipbriefError, match=sentence):
        read_recipients(tmp_path, TODAY)


def test_a_missing_file_says_where_the_example_is(tmp_path):
    with pytest.raises(TipbriefError, match=r"start from config/recipients.example.csv"):
        read_recipients(tmp_path)


def test_no_repr_shows_a_person(tmp_path):
    assert "anna" not in repr(read_recipients(write(tmp_path, {}), TODAY)).lower()


@given(st.text(max_size=60))
def test_any_text_is_read_or_a_sentence_without_it(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("private")
    write(folder, {"name": text.replace('"', '""')})
    try:
        (found,) = read_recipients(folder, TODAY)
        assert found.name == text.strip(" ") and not set("\r\n\0") & set(found.name)
    except TipbriefError as error:
        assert "row 2, name: " in str(error)

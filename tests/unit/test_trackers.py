"""Tables of people as spreadsheets and people write them, read into contacts."""

import contextlib
import csv
import io
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.tables import csv_file
from bot.documents.trackers import NotATrackerError, read_tracker, understand
from bot.documents.trackers.dates import day_first, read_day
from bot.values import (
    CONTACT_LENGTHS,
    Channel,
    Source,
    Status,
    TrackerChoices,
    TrackerField,
    TrackerReading,
    typed,
)

TODAY = date(2026, 9, 7)

TABLE = (
    "Name,Company,Job title,How we met,Method,Last contact,Status,Notes\n"
    "Maya Chen,Harbor Data,Head of analytics,alumni network,LinkedIn,2026-09-01,Met,Great talk\n"
    "Tom Ruiz,Lakes Bank,,Conference in Boston,,,to contact,\n"
)


def read(
    content: str | bytes, choices: TrackerChoices | None = None, *, today: date = TODAY
) -> TrackerReading:
    raw = content.encode() if isinstance(content, str) else content
    choices = choices or TrackerChoices()
    return understand(read_tracker(raw, choices.encoding), choices, today, CONTACT_LENGTHS)


def names(reading: TrackerReading) -> list[str]:
    return [row.form.name for row in reading.rows]


def problems(reading: TrackerReading) -> dict[int, str]:
    return {note.line: note.text for note in reading.problems}


def test_the_common_columns_are_found_and_nothing_is_lost() -> None:
    maya, tom = read(TABLE).rows
    assert maya.form.name == "Maya Chen"
    assert (maya.form.organisation, maya.form.role) == ("Harbor Data", "Head of analytics")
    assert (maya.form.source, maya.form.channel) == (Source.ALUMNI, Channel.LINKEDIN)
    assert (maya.form.status, maya.last_contact) == (Status.MET, date(2026, 9, 1))
    assert maya.form.notes == "Great talk"
    assert (tom.form.status, tom.last_contact, tom.form.source) == (Status.PLANNED, None, None)
    assert tom.form.notes == "How we met: Conference in Boston"


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("FULL NAME", TrackerField.NAME),
        ("Contact person (name)", TrackerField.NAME),
        ("Surname", TrackerField.LAST_NAME),
        ("Company / Organization", TrackerField.ORGANISATION),
        ("Name of company", TrackerField.ORGANISATION),
        ("Job_Title:", TrackerField.ROLE),
        ("E-mail", TrackerField.PROFILE),
        ("How did we meet?", TrackerField.SOURCE),
        ("Contact method", TrackerField.CHANNEL),
        ("Date reached out", TrackerField.LAST_CONTACT),
        ("Status", TrackerField.STATUS),
        ("Referred by", TrackerField.INTRODUCED_BY),
        ("Reason", TrackerField.WHY),
        ("Comments", TrackerField.NOTES),
        ("Date of birth", None),
        ("Phone", None),
    ],
)
def test_headings_in_other_words(header: str, meaning: TrackerField | None) -> None:
    columns = read(f"{header},Shoe size\nx,43\n").columns
    assert columns == ({} if meaning is None else {meaning: 0})


def test_first_and_last_name_in_two_columns_as_linkedin_writes_them() -> None:
    connections = (
        'Notes:\n"When exporting your connection data, you may notice that some emails are missing."\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Maya,Chen,https://example.org/in/maya,,Harbor Data,Analyst,05 Oct 2025\n"
    )
    (row,) = read(connections).rows
    assert (row.line, row.form.name) == (5, "Maya Chen")
    assert row.form.profile == "https://example.org/in/maya"
    assert row.form.notes == "Connected On: 05 Oct 2025"


UMLAUTS = "Name;Firma;Notizen\r\nJürgen Groß;Müller GmbH;très „nett“ – später\r\n"
CYRILLIC = "Name;Company\nОльга Коваленко;Городская больница\nИван Петров;Яндекс\nМария Иванова;Школа\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(encoding: str) -> None:
    reading = read(UMLAUTS.encode(encoding))
    assert names(reading) == ["Jürgen Groß"]
    assert "très „nett“ – später" in (reading.rows[0].form.notes or "")
    assert reading.tracker.is_sure == (encoding != "cp1252")


def test_letters_that_are_not_latin_are_told_from_the_text() -> None:
    reading = read(CYRILLIC.encode("cp1251"))
    assert (reading.tracker.encoding, names(reading)[1]) == ("cp1251", "Иван Петров")
    long = "Name;Company\n" + "".join(f"Иван Петров {n};Школа {n}\n" for n in range(2_000))
    assert read(long.encode("cp1251")).tracker.encoding == "cp1251"


def test_latin_letters_can_be_chosen() -> None:
    polish = "Name;Company\nŁukasz Wójcik;Żabka\n".encode("cp1250")
    assert names(read(polish)) != ["Łukasz Wójcik"]
    assert names(read(polish, TrackerChoices(encoding="cp1250"))) == ["Łukasz Wójcik"]
    assert names(read(polish, TrackerChoices(encoding="rot13"))) == names(read(polish))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(separator: str) -> None:
    table = separator.join(("Name", "Notes")) + "\n" + separator.join(("Maya", '"a, b; c"')) + "\n"
    assert [row.form.notes for row in read(table).rows] == ["a, b; c"]
    assert names(read(f"sep={separator}\n{table}")) == ["Maya"]


def test_each_line_that_cannot_come_in_is_named() -> None:
    reading = read(
        "Name,Company,Notes\n"
        "Maya,Harbor,\n"
        "\n"
        ",Nobody Inc,\n"
        f"{'x' * 301},Long,\n"
        'Tom,"two\nlines",ok\n'
        "Ana,Lakes,met, liked her,\n"
        " maya , HARBOR,again\n"
    )
    assert names(reading) == ["Maya", "Tom"]
    assert reading.rows[1].line == 6
    assert reading.rows[1].form.organisation == "two lines"
    found = problems(reading)
    assert sorted(found) == [4, 5, 8, 9]
    assert found[4] == "There is no name."
    assert found[5] == "“Name” is too long: 301 characters, and at most 300 are possible."
    assert "more cells" in found[8]
    assert found[9] == "The same person as in line 2."


def test_what_is_not_understood_comes_in_and_is_said() -> None:
    reading = read("Name,Last contact,Status\nMaya,soon,Hired!\nTom,2027-01-01,\nAna,1/2/2026,lead\n")
    maya, tom, ana = reading.rows
    assert maya.form.notes == "Last contact: soon\nStatus: Hired!"
    assert maya.form.status is Status.PLANNED
    assert tom.form.notes == "Last contact: 2027-01-01"
    assert ana.form.notes == "Last contact: 2026-01-02"
    assert [(note.line, note.text) for note in reading.remarks] == [
        (2, "“soon” is not a day in the past."),
        (2, "I do not know the status “Hired!”."),
        (3, "“2027-01-01” is not a day in the past."),
    ]


def test_other_columns_may_make_the_notes_too_long() -> None:
    assert problems(read(f"Name,Phone\nMaya,{'5' * 3_000}\n")) == {
        2: "“Notes” is too long: 3,007 characters, and at most 3,000 are possible."
    }


def test_a_person_with_a_last_contact_was_written_to() -> None:
    assert read("Name,Last contact\nMaya,2026-09-01\n").rows[0].form.status is Status.CONTACTED


def test_the_member_says_what_a_column_is() -> None:
    table = "Nombre,Puesto,Notes\nMaya,Analyst,hi\n"
    assert problems(read(table)) == {2: "There is no name."}
    chosen = TrackerChoices(columns={TrackerField.NAME: 0, TrackerField.ROLE: 1, TrackerField.NOTES: None})
    (row,) = read(table, chosen).rows
    assert (row.form.name, row.form.role, row.form.notes) == ("Maya", "Analyst", "Notes: hi")
    (row,) = read(table, TrackerChoices(columns=chosen.columns, keeps_others=False)).rows
    assert row.form.notes is None
    beyond = TrackerChoices(columns={TrackerField.NAME: 7})
    assert read(table, beyond).rows == ()


def test_a_chosen_column_is_taken_from_what_was_guessed() -> None:
    reading = read("Name,Notes\nMaya,Chen\n", TrackerChoices(columns={TrackerField.LAST_NAME: 1}))
    assert (names(reading), reading.rows[0].form.notes) == (["Maya Chen"], None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("2026/3/2", date(2026, 3, 2)),
        ("2026-03-02T10:30:00Z", date(2026, 3, 2)),
        ("2026-03-02 00:00:00", date(2026, 3, 2)),
        ("2.3.2026", date(2026, 3, 2)),
        ("02.03.26", date(2026, 3, 2)),
        ("March 2, 2026", date(2026, 3, 2)),
        ("Mon, Mar. 2nd, 2026", date(2026, 3, 2)),
        ("2 March 2026", date(2026, 3, 2)),
        ("02-Mar-26", date(2026, 3, 2)),
        ("3/2/2026, 2:30 PM", date(2026, 3, 2)),
        ("13/2/2026", date(2026, 2, 13)),
        ("31/2/2026", None),
        ("2026-02-30", None),
        ("March", None),
        ("2 Foo 2026", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert read_day(text, days_come_first=False) == day


def test_the_order_of_day_and_month_is_taken_from_the_other_dates() -> None:
    assert day_first(["2/3/2026", "13/2/2026"]) is True
    assert day_first(["2/3/2026", "2/13/2026"]) is False
    assert day_first(["2/3/2026", "2026-01-01"]) is None
    assert day_first(["2/3/2026", "13/1/2026", "1/13/2026"]) is None
    assert day_first(["2/2/2026", "3.4.2026", "soon"]) is False
    ambiguous = "Name,Date\nMaya,2/3/2026\n"
    assert read(ambiguous).day_first is False
    assert read(ambiguous).rows[0].last_contact == date(2026, 2, 3)
    chosen = read(ambiguous, TrackerChoices(day_first=True))
    assert (chosen.day_first, chosen.rows[0].last_contact) == (True, date(2026, 3, 2))
    assert read("Name,Date\nMaya,2/13/2026\n", TrackerChoices(day_first=True)).day_first is None


@pytest.mark.parametrize(
    "formula", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1+1", "''=x", "'quoted'", "=cmd|' /C'!A1"]
)
def test_formulas_are_text_on_the_way_out_and_in(formula: str) -> None:
    exported = csv_file([("name", "notes"), (f"x{formula}", formula)])
    ((_header, cell),) = list(csv.reader(io.StringIO(exported.decode("utf-8-sig"))))[1:]
    assert not cell.startswith(("=", "+", "-", "@"))
    assert read(exported).rows[0].form.notes == formula


def test_names_in_other_scripts_and_invisible_characters() -> None:
    (row,) = read("Name,Notes\n\u202eفاطمة الزهراء 🌊\x07,\u200b\n").rows
    assert (row.form.name, row.form.notes) == ("فاطمة الزهراء 🌊", None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n\n", "empty"),
        (b"PK\x03\x04rest of a workbook", "CSV"),
        (b"\x89PNG\r\n\x1a\n\x00\x01\x02\x03\x04\x05\x06\x07\x10\x11", "cannot read"),
        (b'Name\n"' + b"x" * 200_000, "quotation mark"),
        (",".join(f"c{n}" for n in range(41)).encode() + b"\n" + b"x," * 40 + b"x\n", "columns"),
    ],
)
def test_what_is_no_tracker_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(NotATrackerError, match=words):
        read_tracker(content)


def test_an_address_book_with_many_empty_columns_is_read() -> None:
    headers = ["Name", *(f"Custom field {n}" for n in range(90)), "Notes"]
    rows = [["Maya", *[""] * 90, "hi"], ["Tom"]]
    reading = read("\n".join(",".join(row) for row in [headers, *rows]))
    assert reading.tracker.headers == ("Name", "Notes")
    assert [row.form.notes for row in reading.rows] == ["hi", None]


def test_two_thousand_people_are_read_and_one_more_is_refused() -> None:
    rows = [f"Person {number},Company {number % 50}\n" for number in range(100_000)]
    assert len(read("Name,Company\n" + "".join(rows[:2_000])).rows) == 2_000
    begun = time.perf_counter()
    with pytest.raises(NotATrackerError, match="2,000"):
        read("Name,Company\n" + "".join(rows))
    assert time.perf_counter() - begun < 2


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)


@settings(max_examples=60)
@given(table=st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=8))
def test_any_table_is_read_or_refused_and_no_row_vanishes(table: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["Name", "Notes"], *table])
    reading = read(text.getvalue())
    lines = {row.line for row in reading.rows} | {note.line for note in reading.problems}
    filled = [cells for cells in table if any(cell.strip() for cell in cells)]
    assert len(lines) == len(reading.rows) + len(reading.problems) == len(filled)
    for row in reading.rows:
        assert typed(row.form.name) == row.form.name


@settings(max_examples=60)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    with contextlib.suppress(NotATrackerError):
        read(content)

"""Where one reading of a tracker ends and another begins: lines, columns, dates, encodings."""

import codecs
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.trackers import NotATrackerError, read_tracker
from bot.documents.trackers.dates import day_first, read_day
from bot.documents.trackers.encodings import CHOICES, decode
from bot.values import Status, TrackerChoices, TrackerField
from tests.unit.test_trackers import TODAY, names, problems, read

LETTERS = {
    "cp1250": "Łukasz Wójcik",
    "cp1251": "Ольга Коваленко",
    "cp1252": "Jürgen Groß",
    "cp1253": "Ελένη Παππά",
    "cp1254": "Ayşegül Şahin",
    "cp1255": "דנה כהן",
    "cp1256": "فاطمة الزهراء",
    "cp1257": "Jūratė Šimkutė",
    "cp1258": "Đoàn",
    "shift_jis": "田中太郎",
    "gb18030": "王小明",
    "big5": "陳大文",
    "cp949": "김민수",
}
"""A name in the letters of each encoding that can be chosen."""

LISTS = {
    "cp1253": "Όνομα;Εταιρεία\nΕλένη Παππά;Τράπεζα της Ελλάδος\nΓιώργος Νικολάου;Δημόσιο σχολείο\n",
    "cp1255": "שם;חברה\nדנה כהן;בית החולים העירוני\nיוסי לוי;בנק הפועלים\n",
    "shift_jis": "名前;会社\n田中太郎;東京銀行のひとびと\n鈴木花子;さくら病院\n",
    "gb18030": "姓名;公司\n王小明;北京大学图书馆\n李丽华;中国银行上海分行\n",
    "big5": "姓名;公司\n陳大文;台北市立圖書館\n林美麗;國立臺灣大學醫院\n",
    "cp949": "이름;회사\n김민수;서울대학교 병원\n이영희;한국은행 부산지점\n",
}


@pytest.mark.parametrize("encoding", CHOICES)
def test_a_chosen_encoding_is_used(encoding: str) -> None:
    text = f"Name\n{LETTERS[encoding]}\n"
    assert decode(text.encode(encoding), encoding) == (text, encoding, False)


@pytest.mark.parametrize("encoding", LISTS)
def test_an_alphabet_of_its_own_is_told_from_a_short_list(encoding: str) -> None:
    assert decode(LISTS[encoding].encode(encoding)) == (LISTS[encoding], encoding, False)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_tells_the_encoding(mark: bytes, encoding: str) -> None:
    text, _encoding, is_sure = decode(mark + "Zoë".encode(encoding), "cp1250")
    assert (text, is_sure) == ("Zoë", True)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["x", "Āda Maya Chen and Tom Ruiz"])
def test_two_bytes_a_letter_are_told_by_their_zeros(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding, True)


@pytest.mark.parametrize("content", [b"", b"x", b"a\0" + b"x" * 20, b"\0a" + b"x" * 20])
def test_a_few_zeros_or_none_are_no_sign_of_that(content: bytes) -> None:
    assert decode(content) == (content.decode(), "utf-8", True)


def test_the_headings_may_stand_in_the_tenth_line_and_not_below() -> None:
    title, table = "A title\n", "Name,Company\nMaya,Harbor\n"
    assert names(read(title * 9 + table)) == ["Maya"]
    assert names(read(title * 10 + table)) == []


def test_the_first_line_with_a_name_has_the_headings() -> None:
    reading = read("Name,Shoe size\nCompany,Notes\n")
    assert (reading.columns, names(reading)) == ({TrackerField.NAME: 0}, ["Company"])


def test_without_a_name_the_line_with_most_headings_has_them() -> None:
    assert read("Company,x\nCompany,Notes\nHarbor,hi\n").tracker.headers == ("Company", "Notes")


@pytest.mark.parametrize("first", ["sep=:", "SEP=:", "sep=:\r"])
def test_a_first_line_may_name_any_separator(first: str) -> None:
    (row,) = read(f"{first}\nName:Notes\nMaya:a;b,c\n").rows
    assert (row.form.name, row.form.notes) == ("Maya", "a;b,c")


def test_a_short_first_line_of_headings_names_none() -> None:
    assert names(read("Name,\nMaya,\n")) == ["Maya"]
    assert names(read("Name\nMaya\n")) == ["Maya"]


def test_forty_columns_are_read_and_empty_ones_do_not_count() -> None:
    headers = ["Name", *(f"c{number}" for number in range(39)), "empty", " Notes\x07 "]
    cells = ["Maya", *["x"] * 38, "", " ", "hi"]
    tracker = read_tracker("\n".join([",".join(headers), ",".join(cells), "Tom"]).encode())
    assert tracker.headers == ("Name", *(f"c{number}" for number in range(38)), "Notes")
    assert [len(row.cells) for row in tracker.rows] == [40, 40]


def test_a_row_may_be_one_cell_shorter_or_end_with_blanks() -> None:
    reading = read("Name,Notes\nMaya,hi, \nTom\n")
    assert (names(reading), problems(reading)) == (["Maya", "Tom"], {})


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\xd0\xcf\x11\xe0 an old workbook", "CSV"), (b'"' + b"x" * 200_000, "line 1 ")],
)
def test_what_cannot_be_read_says_where(content: bytes, words: str) -> None:
    with pytest.raises(NotATrackerError, match=words):
        read_tracker(content)


@pytest.mark.parametrize(
    ("headers", "columns"),
    [
        ("Name,My notes", {TrackerField.NAME: 0, TrackerField.NOTES: 1}),
        ("Name,Footnotes", {TrackerField.NAME: 0}),
        ("Name,Notes,My notes", {TrackerField.NAME: 0, TrackerField.NOTES: 1}),
        ("Name,Their role", {TrackerField.NAME: 0}),
    ],
)
def test_a_heading_within_a_longer_one(headers: str, columns: dict[TrackerField, int]) -> None:
    width = headers.count(",") + 1
    assert read(f"{headers}\n{','.join(['x'] * width)}\n").columns == columns


def test_every_text_finds_its_place() -> None:
    (row,) = read("Name,Why,Introduced by\nMaya,knows  data,Tom Ruiz\n").rows
    assert (row.form.why, row.form.introduced_by) == ("knows  data", "Tom Ruiz")


def test_a_person_is_the_same_in_any_letters_and_another_elsewhere() -> None:
    reading = read(
        "Name,Company\nMaya Chen,Harbor\nMAYA  chen, harbor\nMaya Chen,\nMaya Chen,\nMaya Chen,Lakes\n"
    )
    assert [(row.form.name, row.form.organisation) for row in reading.rows] == [
        ("Maya Chen", "Harbor"),
        ("Maya Chen", None),
        ("Maya Chen", "Lakes"),
    ]
    assert sorted(problems(reading)) == [3, 5]


def test_a_text_may_be_as_long_as_its_limit() -> None:
    fits, long = "x" * 300, "x" * 301
    reading = read(f"Surname\n{fits}\n{long}\n")
    assert names(reading) == [fits]
    assert problems(reading) == {3: "“Surname” is too long: 301 characters, and at most 300 are possible."}


def test_a_column_that_is_not_there_cannot_be_chosen() -> None:
    chosen = TrackerChoices(columns={TrackerField.NAME: 0, TrackerField.LAST_CONTACT: 2})
    reading = read("Name,Notes\nMaya,hi\n", chosen)
    assert reading.columns == {TrackerField.NAME: 0, TrackerField.NOTES: 1}
    assert names(reading) == ["Maya"]


@pytest.mark.parametrize(
    ("day", "is_known"),
    [(TODAY, True), (date(2026, 9, 8), False), (date(2000, 1, 1), True), (date(1999, 12, 31), False)],
)
def test_a_last_contact_is_of_this_century_and_not_of_tomorrow(day: date, is_known: bool) -> None:
    (row,) = read(f"Name,Last contact\nMaya,{day}\n").rows
    assert row.last_contact == (day if is_known else None)
    assert row.form.status is (Status.CONTACTED if is_known else Status.PLANNED)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["12/3/2026"], None),
        (["3/12/2026"], None),
        (["13/1/2026", "1/13/2026"], False),  # each can be read in one way only
        (["12/12/2026"], False),
        (["Mon, 13/2/2026 10:30"], True),
        ([], False),
    ],
)
def test_what_a_column_tells_of_the_order(texts: list[str], expected: bool | None) -> None:
    assert day_first(texts) is expected


FORMATS = {
    "%Y-%m-%d": False,
    "%Y/%m/%d": False,
    "%Y.%m.%d": False,
    "%Y-%m-%dT%H:%M:%S": False,
    "%d.%m.%Y": False,
    "%m/%d/%Y": False,
    "%d/%m/%Y": True,
    "%d-%m-%Y": True,
    "%B %d, %Y": False,
    "%b %d %Y": False,
    "%A, %B %d, %Y": False,
    "%d %B %Y": False,
    "%d-%b-%Y": False,
    "%a %d %b. %Y": False,
}
"""Ways to write a day, and whether the day comes first in those that leave it open."""


@given(day=st.dates(date(1900, 1, 1), date(2100, 12, 31)), written=st.sampled_from(sorted(FORMATS)))
def test_any_day_is_read_as_it_is_written(day: date, written: str) -> None:
    assert read_day(day.strftime(written), days_come_first=FORMATS[written]) == day


@given(
    text=st.text(alphabet="0123456789/-. ,:tstndhmarchoctsunm", max_size=30), days_come_first=st.booleans()
)
def test_any_text_is_a_day_or_none(text: str, days_come_first: bool) -> None:
    found = read_day(text, days_come_first=days_come_first)
    assert found is None or str(found.year % 100) in text
    day_first([text])

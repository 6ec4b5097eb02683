"""The activity record as a PDF, read back by a library that did not write it, and as a table."""

import csv
import io
import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from bot.documents.fonts import fonts_for, need_shaping
from bot.documents.records import record_file
from bot.values import RecordKind, Sheet

MADE = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)
STATEMENT = "This record is self-reported: the member wrote it. The program did not check it."
SHEET = Sheet(
    title="Activity record",
    facts=("Name: Linh Trần", "Days: Tue, Sep 1, 2026 to Wed, Sep 30, 2026"),
    statement=STATEMENT,
    headings=("Date", "Kind of step", "Name of the contact"),
    widths=(26, 38, 42),
    rows=(("Tue, Sep 1, 2026", "First message", "Maya Chen"),),
    page_words="Page {page} of {pages}",
    language="en",
    author="Linh Trần",
)


def of(*names: str) -> Sheet:
    return replace(SHEET, rows=tuple(("Tue, Sep 1, 2026", "First message", name) for name in names))


def pdf(sheet: Sheet) -> PdfReader:
    return PdfReader(io.BytesIO(record_file(sheet, RecordKind.PDF, MADE)))


def text_of(sheet: Sheet) -> str:
    return "\n".join(page.extract_text() for page in pdf(sheet).pages)


def test_it_says_what_it_is_and_who_checked_it() -> None:
    made = pdf(SHEET)
    (page,) = made.pages
    words = page.extract_text()
    for said in ("Activity record", *SHEET.facts, *SHEET.headings, *SHEET.rows[0], "Page 1 of 1"):
        assert said in words
    assert words.count(STATEMENT) == 2  # above the table, and below the page
    about = made.metadata
    assert about is not None
    assert (about.title, about.author, about.subject) == ("Activity record", "Linh Trần", STATEMENT)
    assert about.creation_date == MADE
    root: Any = made.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_a_long_table_goes_on_with_its_headings_and_numbers() -> None:
    names = [f"Person {number:03}" for number in range(120)]
    pages = [page.extract_text() for page in pdf(of(*names)).pages]
    assert len(pages) > 2
    for number, words in enumerate(pages, 1):
        assert "Kind of step" in words
        assert STATEMENT in words
        assert f"Page {number} of {len(pages)}" in words
    together = "\n".join(pages)
    assert [name for name in names if together.count(name) != 1] == []


NAMES = (
    "Nguyễn Thị Ánh",
    "Светлана Їжак",
    "Ωμέγα Παπαδοπούλου",
    "陈学习",
    "陳學習",
    "さくら タロウ",
    "김철수",
)
SHAPED = {
    "عبد الرحمن": "NotoSansArabic",
    "נועה לוי": "NotoSansHebrew",
    "प्रिया शर्मा": "NotoSansDevanagari",
    "สมชาย": "NotoSansThai",
    "தமிழ்": "NotoSansTamil",
    "አበበ": "NotoSansEthiopic",
}


def fonts_of(made: PdfReader) -> list[Any]:
    page: Any = made.pages[0]
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_names_come_back_in_their_own_letters() -> None:
    # This reader puts a zero before each letter of the East Asian font; others (Poppler) do not.
    words = text_of(of(*NAMES)).replace("\x00", "")
    assert [name for name in NAMES if name not in words] == []


def test_letters_that_change_with_their_neighbours_are_shaped() -> None:
    sheet = of(*SHAPED, "🚀")
    used = [str(font["/BaseFont"]) for font in fonts_of(pdf(sheet))]
    for font in (*SHAPED.values(), "NotoEmoji"):
        assert any(font in name for name in used), font
    assert "\ufffd" not in text_of(sheet)


@pytest.mark.parametrize("name", SHAPED)
def test_only_who_needs_shaping_gets_it(name: str) -> None:
    assert need_shaping(fonts_for(["Maya", name]))
    assert not need_shaping(fonts_for([*NAMES, "🚀"]))


def test_most_texts_need_one_font() -> None:
    assert [path.name for path in fonts_for(["Maya Чен ☐"])][:1] == ["NotoSans[wght].ttf"]
    assert len(fonts_for(["Maya Чен Ωμ é"])) == 1
    assert all(path.exists() for path in fonts_for(["".join(map(chr, range(0x20, 0x3000)))]))


def test_every_font_is_embedded() -> None:
    for font in fonts_of(pdf(of("Maya", "陈", "عبد"))):
        (inner,) = font["/DescendantFonts"]
        assert {"/FontFile2", "/FontFile3"} & set(inner.get_object()["/FontDescriptor"].get_object())


def test_what_no_font_has_is_shown_as_missing_and_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        words = text_of(of("Maya ᠮᠣ\u200d\ufe0f"))
    assert "Maya \ufffd\ufffd" in words
    assert caplog.text == ""


def test_odd_names_fit_into_their_cells() -> None:
    sheet = of("x" * 200, "n o  e n d " * 20, "a\tb\nc", "", "e\u0301", "{nb} {page} **bold**")
    words = text_of(sheet)
    assert "{nb} {page} **bold**" in words
    assert "a b c" in words
    assert "é" in words
    assert words.replace("\n", "").count("x") >= 200


def test_a_table_says_what_it_is_and_computes_nothing() -> None:
    made = record_file(of("=1+1", "+49 30", "-", "@home", "Maya, Chen"), RecordKind.CSV, MADE)
    assert made.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
    assert rows[:5] == [["Activity record"], ["Name: Linh Trần"], [SHEET.facts[1]], [STATEMENT], []]
    assert rows[5] == list(SHEET.headings)
    assert [row[2] for row in rows[6:]] == ["'=1+1", "'+49 30", "'-", "'@home", "Maya, Chen"]

"""A sheet as a PDF. Import it where one is made, and not before: it brings the library for PDF with it."""

import logging
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from fpdf import FPDF
from fpdf.enums import TableHeadingsDisplay, WrapMode, XPos, YPos
from fpdf.fonts import FontFace, TTFFont
from fpdf.prefs import ViewerPreferences

from bot.documents.fonts import fonts_for, need_shaping
from bot.values import Sheet

PRODUCT = "Infoview"

_MARGIN = 15.0  # millimetres, as all lengths here
_LINE = 5.0
_TITLE_POINTS, _TEXT_POINTS, _TABLE_POINTS, _FOOT_POINTS = 18, 10, 9, 8
_NARROW = 150
"""Up to this sum of widths a table stands well on an upright page."""

_COUNT_TO_COME = "\x02\x03"
"""Stands where the number of pages will stand; control characters are in no text of a person."""

_MISSING = "\ufffd"
"""A question mark in a diamond: Unicode's own sign for a character that cannot be shown."""

_VARIATION_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_GREY = 230
"""Of 255: light enough for black on it, dark enough to be seen on a copy."""

# The library writes characters that no font has into its log, and they are of people's names.
logging.getLogger("fpdf").setLevel(logging.CRITICAL)
logging.getLogger("fontTools").setLevel(logging.CRITICAL)


def pdf_file(sheet: Sheet, made_at: datetime) -> bytes:
    """The sheet on as many pages as it needs, with its headings on each of them and numbers below.

    Black on white, with lines around the cells: a copy in black and white loses nothing.
    """
    paper = _Paper(sheet)
    paper.set_creation_date(made_at)
    paper.add_page()
    paper.head()
    paper.body()
    return bytes(paper.output())


class _Paper(FPDF):
    def __init__(self, sheet: Sheet) -> None:
        super().__init__("portrait" if sum(sheet.widths) <= _NARROW else "landscape", "mm", "letter")
        self._sheet = sheet
        self.set_title(sheet.title)
        self.set_subject(sheet.statement)
        self.set_creator(PRODUCT)
        self.set_lang(sheet.language)
        if sheet.author:
            self.set_author(sheet.author)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.set_margin(_MARGIN)
        self.set_auto_page_break(True, _MARGIN + _LINE)
        self.alias_nb_pages(_COUNT_TO_COME)
        self._choose_fonts()

    def head(self) -> None:
        """The title, what stands above the table, and the statement in a box."""
        self._line(self._sheet.title, _TITLE_POINTS)
        for fact in self._sheet.facts:
            self._line(fact, _TEXT_POINTS)
        self.ln(_LINE / 2)
        self.set_font_size(_TEXT_POINTS)
        self.multi_cell(
            0, _LINE, self._sheet.statement, border=1, padding=2, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        self.ln(_LINE)

    def body(self) -> None:
        """The table; a long text goes on in the next line of its cell."""
        self.set_font_size(_TABLE_POINTS)
        with self.table(
            col_widths=self._sheet.widths,
            headings_style=FontFace(fill_color=_GREY),
            line_height=_LINE,
            padding=1,
            repeat_headings=TableHeadingsDisplay.ON_TOP_OF_EVERY_PAGE,
            text_align="LEFT",
            wrapmode=WrapMode.WORD,
        ) as table:
            for row in (self._sheet.headings, *self._sheet.rows):
                table.row([self._printable(cell) for cell in row])

    def footer(self) -> None:
        """The statement and the number of the page, below each."""
        self.set_y(-_MARGIN)
        self.set_font_size(_FOOT_POINTS)
        numbers = self._sheet.page_words.format(page=self.page_no(), pages=_COUNT_TO_COME)
        self.cell(self.epw * 0.8, _LINE, self._sheet.statement)
        self.cell(0, _LINE, numbers, align="RIGHT")

    def _line(self, text: str, points: float) -> None:
        self.set_font_size(points)
        self.multi_cell(
            0, points / 2, self._printable(text), align="LEFT", new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )

    def _printable(self, text: str) -> str:
        """On one line; what no font has is shown as missing, and what has no shape is left out."""
        return "".join(
            character if ord(character) in self._known else _shown_as_missing(character)
            for character in unicodedata.normalize("NFC", " ".join(text.split()))
        )

    def _choose_fonts(self) -> None:
        paths = fonts_for(_texts(self._sheet))
        for path in paths:
            self.add_font(path.name, fname=path)
        self.set_font(paths[0].name)
        self.set_fallback_fonts([path.name for path in paths[1:]], exact_match=False)
        # It takes about three times as long, so it is for those texts only that cannot be read without it.
        self.set_text_shaping(need_shaping(paths))
        embedded = [font for font in self.fonts.values() if isinstance(font, TTFFont)]
        self._known = frozenset().union(*(font.cmap for font in embedded))


def _texts(sheet: Sheet) -> Iterable[str]:
    yield from (sheet.title, sheet.statement, sheet.page_words, *sheet.facts, *sheet.headings)
    for row in sheet.rows:
        yield from row


def _shown_as_missing(character: str) -> str:
    has_no_shape = unicodedata.category(character) == "Cf" or character in _VARIATION_SELECTORS
    return "" if has_no_shape else _MISSING

"""From the bytes of a CSV file to a table: characters, separator, the line with the headings, the rows."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.documents.tables import unmarked
from bot.documents.trackers.columns import guess_columns
from bot.documents.trackers.encodings import decode
from bot.i18n import _
from bot.values import Tracker, TrackerField, TrackerRow, UserError, clean

ROW_LIMIT = 2_000
"""The most people in one import."""

COLUMN_LIMIT = 40
"""The most columns in which anything stands: each field has a menu of them all, and Slack takes 250 kB."""

_HEADINGS_WITHIN = 10
"""Some trackers have a title above the headings: the headings are looked for in so many lines."""

_SEPARATORS = (",", ";", "\t", "|")
_NAMED_SEPARATOR = "sep="
_SAMPLE = 10_000
_OTHER_KINDS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheet programs begin: xlsx, ods and numbers (zip), and xls."""


class NotATrackerError(UserError):
    """A file that is no table of people, or too large a one."""


def read_tracker(content: bytes, encoding: str | None = None) -> Tracker:
    """The table in a CSV file; no more than ``ROW_LIMIT`` rows are read.

    ``encoding`` decides where the file does not tell. Raises NotATrackerError.
    """
    _refuse_other_kinds(content)
    text, used, is_sure = decode(content, encoding)
    _refuse_what_is_no_text(text)
    text, separator = _separator(text)
    lines = _filled_lines(text, separator)
    first = [*islice(lines, _HEADINGS_WITHIN)]
    if not first:
        raise NotATrackerError(_("This file is empty. Please choose the file with your contacts."))
    place = _headings_at(first)
    rows = [*first[place + 1 :]]
    for row in lines:
        rows.append(row)
        if len(rows) > ROW_LIMIT:
            raise NotATrackerError(
                _(
                    "This file has more than {most} people. Please split it into smaller files and import"
                    " them one after the other. Nothing was imported."
                ).format(most=f"{ROW_LIMIT:,}")
            )
    headers, cells = _used_columns(first[place].cells, [row.cells for row in rows])
    lines_of = (row.line for row in rows)
    return Tracker(headers, tuple(map(TrackerRow, lines_of, cells)), used, is_sure)


def _used_columns(
    headers: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Without the columns in which nothing stands; address books write dozens of them.

    What a row has beyond the headings stays beyond them. Raises NotATrackerError for too many columns.
    """
    width = len(headers)
    filled = {number for cells in rows for number, cell in enumerate(cells) if cell.strip()}
    kept = [number for number in range(width) if number in filled or not rows]
    if len(kept) > COLUMN_LIMIT:
        raise NotATrackerError(
            _("This file has more than {most} columns. Please leave out those that you do not need.").format(
                most=COLUMN_LIMIT
            )
        )
    thinned = [
        (*(cells[number] if number < len(cells) else "" for number in kept), *cells[width:]) for cells in rows
    ]
    return tuple(clean(headers[number]) for number in kept), thinned


def _refuse_other_kinds(content: bytes) -> None:
    if content.startswith(_OTHER_KINDS):
        raise NotATrackerError(
            _(
                "This is a spreadsheet file, and I read CSV files. In your spreadsheet program, open it and"
                " choose “Save as” or “Download”, then “CSV”. Then choose that file here."
            )
        )


def _refuse_what_is_no_text(text: str) -> None:
    if "\0" in text[:_SAMPLE]:
        raise NotATrackerError(
            _("I cannot read this file. Please choose a CSV file, or a JSON file that Infoview sent you.")
        )


def _separator(text: str) -> tuple[str, str]:
    """The text without a line that only names the separator (Excel's ``sep=;``), and the separator."""
    first, _end, rest = text.partition("\n")
    if first.lower().startswith(_NAMED_SEPARATOR) and len(first.strip()) == len(_NAMED_SEPARATOR) + 1:
        return rest, first.strip()[-1]
    return text, max(_SEPARATORS, key=lambda candidate: _fitness(text, candidate))


def _fitness(text: str, separator: str) -> tuple[int, int]:
    """How many columns a separator makes: those with a heading we know first, then any."""
    first = [row.cells for row in islice(_filled_lines(text, separator), _HEADINGS_WITHIN)]
    known = max((len(guess_columns(cells)) for cells in first), default=0)
    return known, min((len(cells) for cells in first), default=0)


def _headings_at(rows: list[TrackerRow]) -> int:
    """The first line with a heading for names; else the one with most headings we know, or the first."""
    known = [guess_columns(row.cells) for row in rows]
    for number, columns in enumerate(known):
        if TrackerField.NAME in columns:
            return number
    return max(range(len(rows)), key=lambda number: (len(known[number]), -number))


def _filled_lines(text: str, separator: str) -> Iterator[TrackerRow]:
    """The rows in which anything stands, each with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield TrackerRow(begins, tuple(unmarked(cell) for cell in cells))
            begins = reader.line_num + 1
    except csv.Error:
        raise NotATrackerError(
            _(
                "I cannot read line {line} of this file: a cell there does not end."
                " Is a quotation mark missing?"
            ).format(line=begins)
        ) from None

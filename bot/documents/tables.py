"""Tables as CSV files that a spreadsheet opens as what they are: text."""

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""The wide ones are typed in East Asia, where spreadsheets take them for the same."""
_MARK = "'"


def csv_file(rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file in UTF-8, which the byte order mark tells to Excel; no cell is taken for a formula there."""
    return csv_text(rows).encode("utf-8-sig", "replace")


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """The same table as text, for what names its encoding otherwise."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not compute.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    return _MARK + cell if cell.lstrip(_MARK).startswith(_STARTS_A_FORMULA) else cell


def unmarked(cell: str) -> str:
    """A cell as it was before :func:`harmless`."""
    is_marked = cell.startswith(_MARK) and cell.lstrip(_MARK).startswith(_STARTS_A_FORMULA)
    return cell.removeprefix(_MARK) if is_marked else cell

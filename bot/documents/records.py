"""The activity record as a file: a PDF to print, or a table for a spreadsheet."""

from datetime import datetime

from bot.documents.tables import csv_file
from bot.values import RecordKind, Sheet


def record_file(sheet: Sheet, kind: RecordKind, made_at: datetime) -> bytes:
    """The sheet as a file of this kind; ``made_at`` is when it was asked for.

    A table for a spreadsheet begins with what stands above the table on paper, and an empty row.
    """
    if kind is RecordKind.CSV:
        above = (sheet.title, *sheet.facts, sheet.statement)
        return csv_file([*((line,) for line in above), (), sheet.headings, *sheet.rows])
    from bot.documents.paper import pdf_file  # noqa: PLC0415 - needed by who asks for one, and not before

    return pdf_file(sheet, made_at)

"""Reading the tables of people that members bring: CSV files as spreadsheets make them. Pure."""

from bot.documents.trackers.reading import ROW_LIMIT, NotATrackerError, read_tracker
from bot.documents.trackers.rows import understand

__all__ = ["ROW_LIMIT", "NotATrackerError", "read_tracker", "understand"]

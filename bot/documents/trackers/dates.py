"""Dates as people and spreadsheets write them."""

import re
from collections.abc import Iterable
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-\s]+([a-z]{3,9})\.?,?[-\s]+(\d{4}|\d{2})")
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+")
_TIME = re.compile(r"(?<=\d)(?:[t\s]|,\s)\s*\d{1,2}:\d{2}.*")


def day_first(texts: Iterable[str]) -> bool | None:
    """Whether 2/3/2025 is the second of March, by the other dates of the column.

    None: the column does not tell, and some of its dates can be read in both ways.
    """
    pairs = [pair for text in texts if (pair := _pair(text)) is not None]
    days_first = any(first > 12 for first, _second in pairs)
    months_first = any(second > 12 for _first, second in pairs)
    if days_first != months_first:
        return days_first
    return None if any(first != second for first, second in pairs if first <= 12 >= second) else False


def read_day(text: str, *, days_come_first: bool) -> date | None:
    """The day a text names; a time after it does not count. None where it names none."""
    plain = _plain(text)
    if found := _YEAR_FIRST.fullmatch(plain):
        return _day(found[1], found[2], found[3])
    if found := _NUMBERS.fullmatch(plain):
        return _of_numbers(found, days_come_first=days_come_first)
    if found := _MONTH_FIRST.fullmatch(plain):
        return _day(found[3], _month(found[1]), found[2])
    if found := _DAY_AND_MONTH.fullmatch(plain):
        return _day(found[3], _month(found[2]), found[1])
    return None


def _plain(text: str) -> str:
    small = _WEEKDAY.sub("", " ".join(text.casefold().split()), count=1)
    return _TIME.sub("", small)


def _pair(text: str) -> tuple[int, int] | None:
    """The first two numbers of a date whose order is not known."""
    found = _NUMBERS.fullmatch(_plain(text))
    return (int(found[1]), int(found[3])) if found and found[2] != "." else None


def _of_numbers(found: re.Match[str], *, days_come_first: bool) -> date | None:
    # With dots the day comes first everywhere; else the other order counts where only that is a date.
    first, dot, second, year = found.groups()
    by_day, by_month = _day(year, second, first), _day(year, first, second)
    if dot == ".":
        return by_day
    return (by_day or by_month) if days_come_first else (by_month or by_day)


def _month(word: str) -> int:
    return _MONTHS.index(word[:3]) + 1 if word[:3] in _MONTHS else 0


def _day(year: str, month: str | int, day: str) -> date | None:
    century = 2000 if len(year) == 2 else 0
    try:
        return date(century + int(year), int(month), int(day))
    except ValueError:
        return None

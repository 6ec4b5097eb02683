"""Days on which a cohort's members get no nudges: the dates its leads skip, and public holidays. Pure."""

from collections.abc import Iterable
from datetime import date
from functools import cache

_SEPARATOR = ","


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country (ISO 3166, two letters); none where it is unknown."""
    import holidays  # noqa: PLC0415 - a process that plans nothing need not load it

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


@cache
def countries() -> frozenset[str]:
    """The countries whose public holidays are known, as ISO 3166 codes of two letters."""
    import holidays  # noqa: PLC0415 - a process that plans nothing need not load it

    return frozenset(code for code in holidays.list_supported_countries() if len(code) == 2)


def off_days(country: str | None, skip_dates: str, years: Iterable[int]) -> frozenset[date]:
    """The days without nudges in these years."""
    days = set(read_dates(skip_dates))
    if country is not None:
        for year in years:
            days |= public_holidays(country, year)
    return frozenset(days)


def read_dates(stored: str) -> tuple[date, ...]:
    """Dates as they are stored with a cohort."""
    return tuple(date.fromisoformat(day) for day in stored.split(_SEPARATOR) if day)

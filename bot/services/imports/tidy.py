"""An export that comes back may have been changed on its way: only what could stand in a log comes in."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.i18n import _
from bot.models import ID_LENGTH
from bot.services.interviews import (
    EARLIEST,
    FURTHEST,
    LOCATION_LENGTH,
    LONGEST_MINUTES,
    SHORTEST_MINUTES,
)
from bot.services.preparation import OWN_LENGTH
from bot.values import (
    CONTACT_LENGTHS,
    NOTES_LENGTH,
    DebriefForm,
    ExportedContact,
    ExportedInterview,
    Outcome,
    UserError,
    typed,
)

CONTACT_LIMIT = 5_000
"""The most contacts in one file."""

_MOST_CHANGES = 1_000_000
_RATINGS = range(1, 6)
_LIMITS: Mapping[str, int] = {
    **CONTACT_LENGTHS,
    "place": LOCATION_LENGTH,
    "own": OWN_LENGTH,
    "picked": 64,
    "timezone": 64,
    "calendar_uid": ID_LENGTH,
}
"""The most characters of a text, by the name of its field; others as the notes of a contact."""

_REFERENCES = frozenset({"id", "cohort_id", "introduced_by_id", "calendar_uid", "timezone", "picked"})
"""What nobody typed, and what stays to the letter."""


class BadRecordError(UserError):
    """A record of the file that cannot stand in a log; ``place`` names it."""

    def __init__(self, place: str) -> None:
        super().__init__(
            _("This file was changed, and I cannot take over this part of it: {place}").format(place=place)
        )


def tidied(contacts: tuple[ExportedContact, ...], now: datetime) -> tuple[ExportedContact, ...]:
    """The contacts as they can be stored: clean text, moments in UTC. Raises BadRecordError."""
    if len(contacts) > CONTACT_LIMIT:
        raise BadRecordError(f"contacts > {CONTACT_LIMIT:,}")
    tidy = _Tidy(now + FURTHEST)
    result = tuple(tidy.contact(contact, f"contacts > {at}") for at, contact in enumerate(contacts, 1))
    for at, contact in enumerate(result, 1):
        _check(contact, f"contacts > {at}")
    return result


def _check(contact: ExportedContact, place: str) -> None:
    if not contact.form.name or not contact.history:
        raise BadRecordError(place)
    for at, interview in enumerate(contact.interviews, 1):
        if not _is_possible(interview):
            raise BadRecordError(f"{place} > interviews > {at}")


def _is_possible(interview: ExportedInterview) -> bool:
    return (
        SHORTEST_MINUTES <= interview.minutes <= LONGEST_MINUTES
        and all(0 <= number < _MOST_CHANGES for number in _calendar_numbers(interview))
        and _is_zone(interview.timezone)
        and (interview.debrief is None or _is_complete(interview))
        and all(_is_rated(draft.answers) for draft in interview.debrief_drafts)
    )


def _calendar_numbers(interview: ExportedInterview) -> tuple[int, int]:
    return interview.calendar_sequence, interview.calendar_sent or 0


def _is_complete(interview: ExportedInterview) -> bool:
    debrief = interview.debrief
    assert debrief is not None
    is_held = interview.outcome is Outcome.HELD and interview.debriefed_at is not None
    return is_held and not debrief.answers.missing and _is_rated(debrief.answers)


def _is_rated(answers: DebriefForm) -> bool:
    given = [*answers.ratings.values(), *([answers.confidence] if answers.confidence is not None else [])]
    return all(rating in _RATINGS for rating in given)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


class _Tidy:
    """Walks through a record and rebuilds it. Raises BadRecordError with the place."""

    def __init__(self, latest: datetime) -> None:
        self._latest = latest

    def contact(self, record: ExportedContact, place: str) -> ExportedContact:
        """The contact without what cannot be stored."""
        tidy = self._rebuilt(record, place, "")
        assert isinstance(tidy, ExportedContact)
        return tidy

    def _rebuilt(self, value: object, place: str, name: str) -> object:
        if isinstance(value, Enum):
            return value
        if isinstance(value, str):
            return self._text(value, place, name)
        if isinstance(value, datetime):
            return self._moment(value, place)
        if isinstance(value, date):
            return self._day(value, place)
        return self._parts(value, place, name)

    def _parts(self, value: object, place: str, name: str) -> object:
        if isinstance(value, tuple):
            return tuple(self._rebuilt(part, f"{place} > {at}", name) for at, part in enumerate(value, 1))
        if isinstance(value, Mapping):
            parts = {key: self._rebuilt(part, f"{place} > {key}", name) for key, part in value.items()}
            return {key: part for key, part in parts.items() if part is not None}
        if is_dataclass(value) and not isinstance(value, type):
            changes = {
                field.name: self._rebuilt(getattr(value, field.name), f"{place} > {field.name}", field.name)
                for field in fields(value)
            }
            return replace(value, **changes)
        return value

    def _text(self, text: str, place: str, name: str) -> str | None:
        kept = text if name in _REFERENCES else typed(text)
        if kept is not None and len(kept) > _LIMITS.get(name, NOTES_LENGTH):
            raise BadRecordError(place)
        return kept

    def _moment(self, at: datetime, place: str) -> datetime:
        if at.tzinfo is None or not EARLIEST <= at <= self._latest:
            raise BadRecordError(place)
        return at.astimezone(UTC)

    def _day(self, day: date, place: str) -> date:
        if not EARLIEST.date() <= day <= self._latest.date():
            raise BadRecordError(place)
        return day

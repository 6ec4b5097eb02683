"""The activity record: what a member asks for, what is in it, and the sheet that is made of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.values.words import Channel, Format, Outcome, Status


class RecordColumn(StrEnum):
    """What a record can show of each step, in its order."""

    DAY = "day"
    STEP = "step"
    STATUS = "status"
    FORMAT = "format"
    MINUTES = "minutes"
    ORGANISATION = "organisation"
    NAME = "name"


PRIVATE_COLUMNS = frozenset({RecordColumn.ORGANISATION, RecordColumn.NAME})
"""What is in a record only where the member ticked it."""


class RecordKind(StrEnum):
    """The kinds of file."""

    PDF = "pdf"
    CSV = "csv"


class RecordStep(StrEnum):
    """The steps that count as activity."""

    FOUND_PERSON = "found_person"
    FIRST_MESSAGE = "first_message"
    FOLLOW_UP = "follow_up"
    ANSWER = "answer"
    MEETING_AGREED = "meeting_agreed"
    MEETING = "meeting"
    MEETING_OFF = "meeting_off"
    THANK_YOU = "thank_you"
    DEBRIEF = "debrief"
    KEPT_IN_TOUCH = "kept_in_touch"


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """What a member asks for; both days count. ``own_name`` is only printed, never stored."""

    first_day: date
    last_day: date
    columns: frozenset[RecordColumn]
    kind: RecordKind
    own_name: str | None = None


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One step. What the member did not ask for is None."""

    day: date
    step: RecordStep
    status: Status | Outcome | None = None
    format: Format | Channel | None = None
    minutes: int | None = None
    organisation: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class ActivityRecord:
    """A member's steps in the days they asked for, the first first; ``made_on`` is today where they are."""

    request: RecordRequest
    made_on: date
    lines: tuple[RecordLine, ...]

    def count(self, *steps: RecordStep) -> int:
        """How many lines are of these kinds."""
        return sum(line.step in steps for line in self.lines)

    @property
    def minutes_met(self) -> int:
        """The minutes of all meetings that took place."""
        return _total(line.minutes for line in self.lines if line.step is RecordStep.MEETING)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in words, ready to be printed or opened in a spreadsheet.

    ``facts`` and ``statement`` stand above the table; ``page_words`` has ``{page}`` and ``{pages}``.
    """

    title: str
    facts: tuple[str, ...]
    statement: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]  # in proportion to each other
    rows: tuple[tuple[str, ...], ...]
    page_words: str
    language: str
    author: str | None = None


def _total(numbers: Iterable[int | None]) -> int:
    return sum(number or 0 for number in numbers)

"""A tracker: a table of people that a member kept elsewhere, on its way into the interview log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.values.log import ContactForm


class TrackerField(StrEnum):
    """What a column of a tracker can say of a person."""

    NAME = "name"
    LAST_NAME = "last_name"  # where the name stands in two columns
    ORGANISATION = "organisation"
    ROLE = "role"
    PROFILE = "profile"
    SOURCE = "source"
    CHANNEL = "channel"
    STATUS = "status"
    LAST_CONTACT = "last_contact"
    INTRODUCED_BY = "introduced_by"
    WHY = "why"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class TrackerRow:
    """One row, and the line of the file it begins on, counted from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tracker:
    """A table as it was read. ``encoding`` is Python's name; ``is_sure`` when the file itself tells it."""

    headers: tuple[str, ...]
    rows: tuple[TrackerRow, ...]
    encoding: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class TrackerChoices:
    """What a member corrected in how their file is read; None: as it was guessed.

    A field in ``columns`` stands for a column by its number from 0, or for no column (None).
    """

    columns: Mapping[TrackerField, int | None] = field(default_factory=dict)
    day_first: bool | None = None
    encoding: str | None = None
    keeps_others: bool = True  # columns that stand for nothing go into the notes


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A person as they will come in."""

    line: int
    form: ContactForm
    last_contact: date | None = None


@dataclass(frozen=True, slots=True)
class LineNote:
    """Something to say about one line of the file."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class TrackerReading:
    """A tracker as it was understood: who comes in, which lines cannot, and what to look at in others.

    ``day_first`` is None where no date can be read in two ways.
    """

    tracker: Tracker
    columns: Mapping[TrackerField, int]
    rows: tuple[ImportRow, ...]
    problems: tuple[LineNote, ...]
    remarks: tuple[LineNote, ...]
    day_first: bool | None
    others: tuple[str, ...]
    keeps_others: bool


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file that waits for its member's confirmation."""

    name: str
    content: bytes
    choices: TrackerChoices = field(default_factory=TrackerChoices)


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How many people are new, and how many are in the log already."""

    new: int
    known: int

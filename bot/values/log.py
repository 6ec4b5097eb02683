"""The interview log: contacts and interviews, as forms and as cards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Generic, TypeVar

from bot.values.words import Advocate, Channel, Format, Industry, ListOrder, Need, Outcome, Source, Status

T = TypeVar("T")

NAME_LENGTH = 300
NOTES_LENGTH = 3000
CONTACT_LENGTHS: Mapping[str, int] = {
    "name": NAME_LENGTH,
    "organisation": NAME_LENGTH,
    "role": NAME_LENGTH,
    "profile": 500,
    "introduced_by": NAME_LENGTH,
    "why": NOTES_LENGTH,
    "notes": NOTES_LENGTH,
}
"""The most characters of each text of a contact."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; ``number`` counts from 1."""

    items: tuple[T, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class ContactForm:
    """What a member fills in about a contact. Empty optional text is None."""

    name: str
    organisation: str | None = None
    role: str | None = None
    profile: str | None = None  # an email address or a web address
    why: str | None = None
    introduced_by: str | None = None
    introduced_by_id: str | None = None  # the own contact who suggested this one
    notes: str | None = None
    industry: Industry | None = None
    source: Source | None = None
    introduced: bool | None = None
    channel: Channel | None = None
    status: Status = Status.PLANNED


@dataclass(frozen=True, slots=True)
class InterviewForm:
    """When and how an interview is planned, or was held."""

    starts_at: datetime
    timezone: str
    minutes: int
    format: Format
    location: str | None = None  # an address, a phone number or a link


@dataclass(frozen=True, slots=True)
class InterviewAnswers:
    """What a member filled in about an interview, in their own time."""

    day: date
    at: time
    minutes: int
    format: Format
    held: bool
    location: str | None = None


@dataclass(frozen=True, slots=True)
class InterviewPlace:
    """Which interview a form is about, and in which zone its time is meant."""

    contact_id: str
    interview_id: str  # made when the form opens, so that a double submit makes one row
    version: int  # 0: a new interview
    replaces: str | None  # the interview whose time this one moves
    timezone: str


@dataclass(frozen=True, slots=True)
class InterviewDesk:
    """What the form of an interview shows at first."""

    place: InterviewPlace
    contact_name: str
    day: date
    at: time | None
    minutes: int
    format: Format | None
    held: bool
    location: str | None = None


@dataclass(frozen=True, slots=True)
class InterviewCard:
    """An interview as its member sees it."""

    id: str
    contact_id: str
    contact_name: str
    organisation: str | None
    starts_at: datetime
    timezone: str
    minutes: int
    format: Format
    outcome: Outcome | None
    thanked_at: datetime | None
    debriefed_at: datetime | None
    version: int = 1
    location: str | None = None
    calendar_uid: str = ""
    calendar_sequence: int = 0  # counts changes of what a calendar shows
    calendar_sent: int | None = None  # the sequence that the member got as a file; None: none yet

    @property
    def is_outdated_in_calendar(self) -> bool:
        """Whether the member got a calendar file, and the meeting changed since."""
        return self.calendar_sent is not None and self.calendar_sent < self.calendar_sequence


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact as one line of the member's list; ``interview_id`` is the interview its need is about."""

    id: str
    name: str
    organisation: str | None
    status: Status
    status_at: datetime
    need: Need = Need.NOTHING
    interview_id: str | None = None


@dataclass(frozen=True, slots=True)
class ContactQuery:
    """What a member wants to see of their list: a page, from 1, of a status and of words, in an order."""

    number: int = 1
    status: Status | None = None  # None: every status
    words: str = ""  # of a name or an organisation
    order: ListOrder = ListOrder.NEXT_ACTION


@dataclass(frozen=True, slots=True)
class ContactList:
    """What the list shows: a page, how many the words find in each status, and how many are in the log."""

    page: Page[ContactLine]
    query: ContactQuery
    by_status: Mapping[Status, int]
    in_log: int


@dataclass(frozen=True, slots=True)
class WaitingContacts:
    """The first contacts for whom there is something to do, how many there are, and all by status."""

    first: tuple[ContactLine, ...]
    total: int
    by_status: Mapping[Status, int]


@dataclass(frozen=True, slots=True)
class LastMove:
    """The latest move of a contact while it can be undone: its id, and the status it came from."""

    id: str
    back_to: Status


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A contact as its member sees it, whole."""

    id: str
    form: ContactForm
    status: Status
    status_at: datetime
    advocate: Advocate | None
    next_step: str | None
    next_step_due: date | None
    history: tuple[tuple[Status, datetime], ...]
    interviews: tuple[InterviewCard, ...]
    version: int
    last_move: LastMove | None = None
    timezone: str = "UTC"  # the member's
    introducer: str | None = None  # the name of the own contact who suggested this one

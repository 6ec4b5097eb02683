"""Frozen inputs and results that services, views and handlers share, and the errors a person may cause.

Nothing here knows a table, a block or Slack's protocol. Moments are aware and in UTC; a ``timezone`` is an
IANA name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

MINIMUM_CONTRIBUTORS = 5
"""Cells of a summary with fewer contributors than this are not shown."""


class UserError(Exception):
    """Something a person can put right: ``text`` says what happened and what to do next.

    ``field`` names the form field (a block id) the sentence belongs to, where there is one.
    """

    def __init__(self, text: str, *, field: str | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.field = field


class FormError(UserError):
    """Several fields of a form need another look: ``errors`` maps block ids to sentences."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("Some answers need another look.")
        self.errors = dict(errors)


class NotEnrolledError(UserError):
    """The person is in no running cohort."""

    def __init__(self) -> None:
        super().__init__(
            "You are not in a cohort yet. Type `/infoview join` to see the cohorts you can join."
        )


class NotAllowedError(UserError):
    """The person's role does not allow this."""


class GoneError(UserError):
    """What a button or form points at is not there any more (or never was this person's)."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which workspace. ``is_admin`` is only set where the profile was asked for."""

    team_id: str
    user_id: str
    is_admin: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a person (users.info)."""

    user_id: str
    team_id: str
    timezone: str
    locale: str
    is_admin: bool
    is_bot: bool
    is_deleted: bool


class Status(StrEnum):
    """The statuses of a contact."""

    PLANNED = "planned"
    CONTACTED = "contacted"
    FOLLOWED_UP = "followed_up"
    REPLIED = "replied"
    SCHEDULED = "scheduled"
    MET = "met"
    KEEPING_IN_TOUCH = "keeping_in_touch"
    DECLINED = "declined"
    NO_RESPONSE = "no_response"
    CLOSED = "closed"


_S = Status
NEXT_STATUSES: Mapping[Status, tuple[Status, ...]] = {
    _S.PLANNED: (_S.CONTACTED, _S.SCHEDULED, _S.CLOSED),
    _S.CONTACTED: (
        _S.FOLLOWED_UP,
        _S.REPLIED,
        _S.SCHEDULED,
        _S.DECLINED,
        _S.NO_RESPONSE,
        _S.CLOSED,
    ),
    _S.FOLLOWED_UP: (_S.REPLIED, _S.SCHEDULED, _S.DECLINED, _S.NO_RESPONSE, _S.CLOSED),
    _S.REPLIED: (_S.SCHEDULED, _S.DECLINED, _S.NO_RESPONSE, _S.CLOSED),
    _S.SCHEDULED: (_S.MET, _S.REPLIED, _S.DECLINED, _S.CLOSED),
    _S.MET: (_S.KEEPING_IN_TOUCH, _S.SCHEDULED, _S.CLOSED),
    _S.KEEPING_IN_TOUCH: (_S.SCHEDULED, _S.CLOSED),
    _S.DECLINED: (_S.KEEPING_IN_TOUCH, _S.PLANNED, _S.CLOSED),
    _S.NO_RESPONSE: (_S.REPLIED, _S.PLANNED, _S.CLOSED),
    _S.CLOSED: (_S.PLANNED,),
}
"""Which status may follow which; a contact may be added in any status."""


class Industry(StrEnum):
    """The sectors of NAICS in short words: a fixed list, because free text would reach leads."""

    AGRICULTURE = "agriculture"
    MINING_ENERGY = "mining_energy"
    UTILITIES = "utilities"
    CONSTRUCTION = "construction"
    MANUFACTURING = "manufacturing"
    WHOLESALE = "wholesale"
    RETAIL = "retail"
    TRANSPORT = "transport"
    INFORMATION_TECH = "information_tech"
    FINANCE = "finance"
    REAL_ESTATE = "real_estate"
    PROFESSIONAL_SERVICES = "professional_services"
    MANAGEMENT = "management"
    ADMINISTRATIVE = "administrative"
    EDUCATION = "education"
    HEALTH = "health"
    ARTS = "arts"
    HOSPITALITY = "hospitality"
    PUBLIC_ADMINISTRATION = "public_administration"
    OTHER = "other"


class Source(StrEnum):
    """How the member found the contact."""

    ALUMNI = "alumni"
    PROFESSOR = "professor"
    FRIEND_FAMILY = "friend_family"
    EVENT = "event"
    LINKEDIN_OR_WEB = "linkedin_or_web"
    INTRODUCED_BY_CONTACT = "introduced_by_contact"
    PROGRAM = "program"
    OTHER = "other"


class Channel(StrEnum):
    """How the member writes to the contact."""

    EMAIL = "email"
    LINKEDIN = "linkedin"
    PHONE = "phone"
    IN_PERSON = "in_person"
    OTHER = "other"


class Format(StrEnum):
    """How an interview is held (S14 of the guide)."""

    PHONE = "phone"
    VIRTUAL = "virtual"
    IN_PERSON = "in_person"


class Outcome(StrEnum):
    """What became of an interview; one without an outcome is still to come, or not reported yet."""

    HELD = "held"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    RESCHEDULED = "rescheduled"


class Advocate(StrEnum):
    """Would this person speak up for the member later?"""

    NOT_YET = "not_yet"
    MAYBE = "maybe"
    YES = "yes"


class LearningGoal(StrEnum):
    """The guide's six things to learn (S18 to S23), in its order."""

    CAREER_PATH = "career_path"
    GOT_JOB = "got_job"
    ORGANISATION = "organisation"
    JOB_AND_TEAM = "job_and_team"
    TRENDS = "trends"
    ADVICE = "advice"


class Impression(StrEnum):
    """How the guide hopes the member comes across (S28)."""

    CURIOUS = "curious"
    SMART = "smart"
    MOTIVATED = "motivated"
    LIKABLE = "likable"


class DeliveryState(StrEnum):
    """The life of a delivery; the last four are final."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNCERTAIN = "uncertain"


class StepKind(StrEnum):
    """The kinds of next step; each has its text in ``content/nudges/``."""

    FIRST_PERSON = "first_person"
    WRITE_FIRST_MESSAGE = "write_first_message"
    ADD_ANOTHER_PERSON = "add_another_person"
    FOLLOW_UP = "follow_up"
    CLOSE_SILENT = "close_silent"
    OFFER_TIMES = "offer_times"
    PREPARE = "prepare"
    HOW_DID_IT_GO = "how_did_it_go"
    THANK_YOU = "thank_you"
    DEBRIEF = "debrief"
    NEXT_STEP_DUE = "next_step_due"
    KEEP_IN_TOUCH = "keep_in_touch"
    AFTER_DECLINE = "after_decline"
    ALL_DONE = "all_done"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one next step for a member: what to do, about whom. Texts come from the guidance library."""

    kind: StepKind
    contact_id: str | None = None
    interview_id: str | None = None
    contact_name: str | None = None
    days: int | None = None  # whole days since what the step reminds of
    when: datetime | None = None  # the interview it is about
    goal: str | None = None  # what is left of the member's goals, in words
    step: str | None = None  # the member's own next step: never put into a DM


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; ``number`` counts from 1."""

    items: tuple[T, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class CohortForm:
    """What a lead fills in to create a cohort."""

    name: str
    starts_on: date
    ends_on: date
    goal_messages: int
    goal_meetings: int
    digest_weekday: int  # 0 is Monday
    digest_time: time
    channel_id: str | None
    lead_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CohortCard:
    """A cohort as people see it."""

    id: str
    name: str
    starts_on: date
    ends_on: date
    goal_messages: int
    goal_meetings: int
    digest_weekday: int
    digest_time: time
    timezone: str
    channel_id: str | None
    lead_ids: tuple[str, ...]
    member_count: int
    is_ended: bool


@dataclass(frozen=True, slots=True)
class EnrollmentCard:
    """A member's place in a cohort."""

    id: str
    cohort: CohortCard
    joined_at: datetime
    shares_steps: bool


@dataclass(frozen=True, slots=True)
class NudgeSettings:
    """When a member gets the weekly nudge, and whether the lead may see their own counts and dates."""

    weekday: int  # 0 is Monday
    time: time
    timezone: str
    paused_until: date | None  # the first day with nudges again; None once it has come
    stopped: bool
    next_nudge_at: datetime | None = None
    shares_steps: bool = False


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """What a member chooses in the settings."""

    weekday: int  # 0 is Monday
    time: time
    paused_until: date | None
    stopped: bool
    shares_steps: bool


@dataclass(frozen=True, slots=True)
class ContactForm:
    """What a member fills in about a contact. Empty optional text is None."""

    name: str
    organisation: str | None = None
    role: str | None = None
    profile: str | None = None  # an email address or a web address
    why: str | None = None
    introduced_by: str | None = None
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


@dataclass(frozen=True, slots=True)
class InterviewAnswers:
    """What a member filled in about an interview, in their own time."""

    day: date
    at: time
    minutes: int
    format: Format
    held: bool


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


class Need(StrEnum):
    """What a contact waits for, the most pressing first; a member's list is sorted by it."""

    OUTCOME = "outcome"  # the time of a meeting has passed, and nobody said how it went
    THANKS = "thanks"
    DEBRIEF = "debrief"
    MEETING_TIME = "meeting_time"  # scheduled, and no time is known
    MEETING = "meeting"  # a meeting is to come
    OFFER_TIMES = "offer_times"  # they replied
    FOLLOW_UP = "follow_up"  # a week without a reply
    FIRST_MESSAGE = "first_message"
    REPLY = "reply"  # written to lately
    NOTHING = "nothing"
    REST = "rest"  # declined, no response or closed


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact as one line of the member's list."""

    id: str
    name: str
    organisation: str | None
    status: Status
    status_at: datetime
    need: Need = Need.NOTHING


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
    timezone: str = "UTC"  # the member's


@dataclass(frozen=True, slots=True)
class DebriefForm:
    """The answers of a debrief; every text is private to the member.

    The required answers are ``valuable``, ``advocate`` and ``next_step``; a draft may lack them.
    """

    covered: frozenset[LearningGoal] = frozenset()
    learned: Mapping[LearningGoal, str] = field(default_factory=dict)  # D1 to D6, optional text
    valuable: str | None = None  # P1
    kept_time: bool = False  # X1
    kept_free_of_job_asks: bool = False  # X1
    ratings: Mapping[Impression, int] = field(default_factory=dict)  # P2, 1 to 5
    did_well: str | None = None  # P2
    confidence: int | None = None  # X3, 1 to 5
    left_it: str | None = None  # P3
    advocate: Advocate | None = None  # P3
    introduction_offered: bool = False
    referral_offered: bool = False  # unasked
    suggested: str | None = None  # X2
    next_step: str | None = None  # X2
    next_step_due: date | None = None  # X2

    @property
    def missing(self) -> tuple[str, ...]:
        """The required answers that are not there yet, by field name."""
        return tuple(name for name in ("valuable", "advocate", "next_step") if getattr(self, name) is None)


@dataclass(frozen=True, slots=True)
class DebriefDesk:
    """What the debrief form needs: the interview, and what was written so far."""

    interview: InterviewCard
    form: DebriefForm
    is_submitted: bool


@dataclass(frozen=True, slots=True)
class DebriefChoices:
    """The interviews a member can debrief: those that wait for it, and the latest debriefed ones to edit."""

    waiting: tuple[InterviewCard, ...]
    done: tuple[InterviewCard, ...]


@dataclass(frozen=True, slots=True)
class DebriefReceipt:
    """A recorded debrief, and what none of the member's debriefs covers yet, in the guide's order."""

    interview: InterviewCard
    form: DebriefForm
    not_covered_yet: tuple[LearningGoal, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """A member's own counts against the cohort's goals."""

    messages: int
    goal_messages: int
    meetings: int
    goal_meetings: int
    replies: int
    debriefs: int
    thank_yous: int
    by_status: Mapping[Status, int]


@dataclass(frozen=True, slots=True)
class MemberHome:
    """Home for a member of a running cohort."""

    enrollment: EnrollmentCard
    settings: NudgeSettings
    next_step: NextStep
    progress: Progress
    upcoming: tuple[InterviewCard, ...]
    recent: Page[InterviewCard]


@dataclass(frozen=True, slots=True)
class HomeState:
    """Everything Home shows: the member's part, the lead's cohorts, the cohorts one could join."""

    member: MemberHome | None
    led: tuple[CohortCard, ...]
    open_cohorts: tuple[CohortCard, ...]
    may_create_cohorts: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of a summary; ``count`` is None where fewer than five members contributed."""

    count: int | None

    @classmethod
    def of(cls, count: int, contributors: int) -> "Cell":
        """The count, unless too few members stand behind it."""
        return cls(count if contributors >= MINIMUM_CONTRIBUTORS else None)


@dataclass(frozen=True, slots=True)
class Rate:
    """A count and what it is a part of; both are None where either is not shown."""

    count: int | None
    of: int | None

    @property
    def share(self) -> float | None:
        """The share from 0 to 1; None where it is not shown."""
        return self.count / self.of if self.count is not None and self.of else None


@dataclass(frozen=True, slots=True)
class WeekCounts:
    """One whole ISO week of a cohort; ``starts_on`` is its Monday."""

    starts_on: date
    outreach: Cell  # contacts first written to
    meetings: Cell  # interviews held
    debriefs: Cell  # interviews debriefed


@dataclass(frozen=True, slots=True)
class CohortSummary:
    """What leads see of a cohort: counts and rates only. No field can carry a name or a reflection.

    Whole ISO weeks of the cohort's time zone. ``weeks`` is empty until the first one is over; ``last_day``
    is then the Sunday before ``first_day``.
    """

    cohort_id: str
    cohort_name: str
    first_day: date  # the Monday of the week the term starts in
    last_day: date  # the last Sunday that is counted
    members: int  # who is in the cohort now
    active_7_days: Cell  # members with a logged action in the 7 days up to the last day
    active_14_days: Cell
    contacted: Cell  # contacts, as are the next four
    replied: Rate  # of contacted
    scheduled: Rate  # of replied
    met: Rate  # of scheduled
    kept_in_touch: Rate  # of met
    meetings: Cell  # interviews held, as are the next two
    debriefed: Rate  # of meetings
    thanked: Rate  # of meetings
    response: Rate  # contacts who replied, of those first written to at least 14 days ago
    follow_up: Rate  # replies after a follow-up, of follow-ups sent at least 7 days ago
    weeks: tuple[WeekCounts, ...]

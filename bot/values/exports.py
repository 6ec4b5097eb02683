"""All data of a member as it leaves Infoview, and as it comes back: the format of the JSON export.

Field names are the names in the file, so a change here is a new ``version``: readers of old files stay.
Moments are aware and in UTC. Ids only tie the parts of one file together.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from bot.values.debriefs import DebriefForm
from bot.values.log import ContactForm
from bot.values.meetings import MeetingQuestions
from bot.values.words import Advocate, DeliveryState, Format, Outcome, Status

EXPORT_FORMAT = "infoview-export"
EXPORT_VERSION = 1


@dataclass(frozen=True, slots=True)
class ExportedStep:
    """One line of a contact's history."""

    before: Status | None
    after: Status
    changed_at: datetime
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExportedDebrief:
    """The debrief of an interview."""

    answers: DebriefForm
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ExportedDraft:
    """What was written in a debrief that is not submitted yet, or is being edited."""

    answers: DebriefForm
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ExportedInterview:
    """One interview with a contact."""

    id: str
    starts_at: datetime
    timezone: str
    minutes: int
    format: Format
    outcome: Outcome | None
    calendar_uid: str
    created_at: datetime
    calendar_sequence: int = 0
    calendar_sent: int | None = None
    place: str | None = None
    questions: MeetingQuestions | None = None
    ask_again_at: datetime | None = None
    thanked_at: datetime | None = None
    debriefed_at: datetime | None = None
    debrief: ExportedDebrief | None = None
    debrief_drafts: tuple[ExportedDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class FirstTimes:
    """When a contact reached each step for the first time."""

    contacted_at: datetime | None = None
    followed_up_at: datetime | None = None
    replied_at: datetime | None = None
    scheduled_at: datetime | None = None
    met_at: datetime | None = None
    kept_in_touch_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExportedContact:
    """One contact with all that belongs to it; ``form`` holds its present status, too."""

    id: str
    cohort_id: str
    form: ContactForm
    status_at: datetime
    created_at: datetime
    history: tuple[ExportedStep, ...]
    first_times: FirstTimes = field(default_factory=FirstTimes)
    interviews: tuple[ExportedInterview, ...] = ()
    introduced_by_id: str | None = None  # a contact in the same file
    draft: str | None = None
    advocate: Advocate | None = None
    next_step: str | None = None
    next_step_due: date | None = None


@dataclass(frozen=True, slots=True)
class ExportedSettings:
    """A member's settings."""

    timezone: str
    locale: str
    language: str | None
    nudge_weekday: int  # 0 is Monday
    nudge_time: time
    nudges_stopped: bool
    digest_only: bool
    muted_kinds: str
    prepares_on_rest_days: bool
    paused_until: date | None
    next_digest_at: datetime | None
    next_nudge_at: datetime | None
    active_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ExportedShare:
    """A contact, or the debrief of an interview, that the leads of a cohort may read."""

    contact_id: str
    interview_id: str | None
    shared_at: datetime


@dataclass(frozen=True, slots=True)
class ExportedEnrollment:
    """A cohort the person is or was in."""

    cohort_id: str
    cohort: str
    joined_at: datetime
    left_at: datetime | None
    shares_steps: bool
    chosen_at: datetime | None = None
    help_asked_at: tuple[datetime, ...] = ()
    shares: tuple[ExportedShare, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportedRole:
    """A role in the program: lead of one cohort, or with the right to create cohorts (no ``cohort``)."""

    cohort: str | None
    since: datetime
    weekly_numbers: bool = False  # the person gets the cohort's numbers every Monday


@dataclass(frozen=True, slots=True)
class ExportedAnswer:
    """The reply that was chosen on a practice card."""

    card_id: str
    round: int
    reply: int
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class ExportedNudge:
    """A message that was sent by itself, or was to be; never its words."""

    kind: str
    subject: str  # the id of the contact or interview it is about; empty where there is none
    occurrence: str
    state: DeliveryState
    reason: str | None
    due_at: datetime
    finished_at: datetime | None
    step_kind: str | None  # what a weekly message was about
    step_subject: str | None
    answered_at: datetime | None
    snoozed_at: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Everything Infoview knows of one person."""

    format: str = EXPORT_FORMAT
    version: int = EXPORT_VERSION
    exported_at: datetime
    user_id: str
    settings: ExportedSettings | None = None
    enrollments: tuple[ExportedEnrollment, ...] = ()
    roles: tuple[ExportedRole, ...] = ()
    contacts: tuple[ExportedContact, ...] = ()
    practice: tuple[ExportedAnswer, ...] = ()
    nudges: tuple[ExportedNudge, ...] = ()

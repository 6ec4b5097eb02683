"""What Home shows: the next step, progress, and the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.values.cohorts import CohortCard, EnrollmentCard, NudgeSettings
from bot.values.log import InterviewCard, Page, WaitingContacts
from bot.values.nudges import Milestone
from bot.values.words import Status, StepKind


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one next step for a member: what to do, about whom. Texts come from the guidance library."""

    kind: StepKind
    contact_id: str | None = None
    interview_id: str | None = None
    contact_name: str | None = None
    days: int | None = None  # whole days since what the step reminds of
    when: datetime | None = None  # the interview it is about
    milestone: Milestone | None = None  # what is celebrated
    step: str | None = None  # the member's own next step: never put into a DM


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
class DueStep:
    """What a member said they would do next with a contact, and by when. Never put into a DM."""

    contact_id: str
    contact_name: str
    step: str
    due: date


@dataclass(frozen=True, slots=True)
class Week:
    """The days from ``today`` on: meetings of this week and later ones, the first first, and steps due."""

    today: date
    meetings: tuple[InterviewCard, ...]
    later: tuple[InterviewCard, ...]
    due: tuple[DueStep, ...]


@dataclass(frozen=True, slots=True)
class MemberHome:
    """Home for a member of a running cohort."""

    enrollment: EnrollmentCard
    settings: NudgeSettings
    next_step: NextStep
    progress: Progress
    week: Week
    waiting: WaitingContacts
    recent: Page[InterviewCard]
    places: tuple[EnrollmentCard, ...] = ()  # all the member's cohorts, the current one first


@dataclass(frozen=True, slots=True)
class HomeState:
    """Everything Home shows: the member's part, the lead's cohorts, the cohorts one could join."""

    member: MemberHome | None
    led: tuple[CohortCard, ...]
    open_cohorts: tuple[CohortCard, ...]
    may_create_cohorts: bool

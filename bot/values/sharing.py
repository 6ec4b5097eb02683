"""What a lead sees of one member: what every lead of the cohort sees, and what the member shares."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.values.home import Progress
from bot.values.words import Format, LearningGoal, Status


class SharedStep(StrEnum):
    """A step that has a date; whom it was about is never part of it."""

    WROTE = "wrote"
    FOLLOWED_UP = "followed_up"
    REPLIED = "replied"
    MET = "met"
    THANKED = "thanked"
    DEBRIEFED = "debriefed"


@dataclass(frozen=True, slots=True)
class SharedSteps:
    """A member's own counts, and the days of their latest steps, the latest first."""

    progress: Progress
    days: tuple[tuple[date, SharedStep], ...]


@dataclass(frozen=True, slots=True)
class SharedRecord:
    """One contact as a lead reads it: no notes, no drafts, no way to reach the person."""

    name: str
    organisation: str | None
    role: str | None
    status: Status
    days: tuple[tuple[date, SharedStep], ...]
    share_id: str | None = None  # None: not shared


@dataclass(frozen=True, slots=True)
class SharedReflection:
    """The reflection on one meeting as a lead reads it: what was learned, without the member's ratings."""

    day: date
    format: Format
    covered: tuple[LearningGoal, ...]
    learned: Mapping[LearningGoal, str]
    valuable: str | None
    did_well: str | None
    share_id: str | None = None  # None: not shared


@dataclass(frozen=True, slots=True)
class MemberForLead:
    """All that a lead sees of one member."""

    enrollment_id: str
    user_id: str
    cohort_id: str
    cohort_name: str
    joined_on: date
    steps: SharedSteps | None  # None: not shared
    records: tuple[SharedRecord, ...]
    reflections: tuple[SharedReflection, ...]

    @property
    def shares(self) -> bool:
        """Whether there is more to see than the name and the day of joining."""
        return self.steps is not None or bool(self.records or self.reflections)


@dataclass(frozen=True, slots=True)
class ShareDesk:
    """What of one contact a member can share, each as a lead would read it."""

    contact_id: str
    cohort_name: str
    record: SharedRecord
    reflections: tuple[tuple[str, SharedReflection], ...]  # with the id of the interview


class HelpTopic(StrEnum):
    """What a member wants help with."""

    FIND_PEOPLE = "find_people"
    WRITE_MESSAGE = "write_message"
    NO_REPLIES = "no_replies"
    PREPARE = "prepare"
    AFTER_MEETING = "after_meeting"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class HelpDesk:
    """Whom a member can ask for help."""

    request_id: str  # made when the form opens, so that a double submit asks once
    enrollment_id: str
    cohort_name: str
    lead_ids: tuple[str, ...]

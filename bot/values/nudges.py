"""What nudges are about beside the log itself: milestones, controls, endings and choices."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.values.words import StepKind


class Milestone(StrEnum):
    """What is celebrated once, privately; where several come at the same moment, the last one is told."""

    FIRST_MESSAGE = "first_message"
    FIRST_REPLY = "first_reply"
    FIRST_MEETING = "first_meeting"
    FIRST_ADVOCATE = "first_advocate"
    ALL_SUBJECTS = "all_subjects"  # the guide's six subjects are covered
    MESSAGES_GOAL = "messages_goal"
    MEETINGS_GOAL = "meetings_goal"


class Control(StrEnum):
    """What a member can do with a message that came by itself."""

    SNOOZE = "snooze"
    MUTE = "mute"
    PAUSE = "pause"
    STOP = "stop"
    SETTINGS = "settings"


class Ending(StrEnum):
    """What happened to the step of a message, so that its buttons go."""

    DONE = "done"  # what it asked for
    ADDED = "added"  # the first person
    MET = "met"
    DEBRIEFED = "debriefed"
    CALLED_OFF = "called_off"
    MOVED = "moved"  # to another time
    GONE = "gone"  # from the log
    OVER = "over"  # the log has moved on


@dataclass(frozen=True, slots=True)
class SettledNudge:
    """A message whose buttons make room for what happened."""

    message_ts: str
    kind: StepKind
    ending: Ending
    contact_name: str | None = None


@dataclass(frozen=True, slots=True)
class NudgeChoices:
    """Which nudges a member does not get, and whether "meeting tomorrow" comes on a day of rest, too."""

    muted: frozenset[StepKind] = frozenset()
    on_rest_days: bool = False


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """How many messages of a kind would come, to how many members; None: fewer than five are behind it.

    ``kind`` None is the weekly message. ``counted_on`` is the day of the number, which may be an older one.
    """

    kind: StepKind | None
    messages: int | None = None
    members: int | None = None
    counted_on: date | None = None


@dataclass(frozen=True, slots=True)
class NudgePreview:
    """What a cohort would get in the seven days from ``counted_on`` on; nothing comes on its ``days_off``."""

    cohort_id: str
    cohort_name: str
    counted_on: date
    days_off: tuple[date, ...]
    lines: tuple[PreviewLine, ...]

"""Debriefs: the form, and what stands around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.values.log import InterviewCard
from bot.values.words import Advocate, Impression, LearningGoal


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
class DraftWindow:
    """One open form of a debrief, in ids and marks: it travels in the form, where private text must not."""

    draft_id: str  # made when the form opens: what is written in it is kept under this id
    turn: int = 0  # how often its view was replaced
    follows: str = ""  # the draft it was opened with
    seen: frozenset[str] = frozenset()  # marks of all else that was kept when the member was last shown it


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A draft that another window of the same debrief left."""

    id: str
    form: DebriefForm
    written_at: datetime


@dataclass(frozen=True, slots=True)
class DebriefDesk:
    """What the debrief form needs: the interview, what was written so far, and where else it was written."""

    interview: InterviewCard
    form: DebriefForm
    saved: DebriefForm | None  # None: nothing was saved yet
    window: DraftWindow
    step: str = ""  # where the member left the draft
    drafted_at: datetime | None = None  # when the draft was last written; None: there is none
    others: tuple[DraftCard, ...] = ()  # drafts of other windows that say something else
    saved_elsewhere: bool = False  # another window saved the debrief since the member was last shown it


@dataclass(frozen=True, slots=True)
class DebriefChoices:
    """The interviews a member can debrief: those that wait for it, and the latest debriefed ones to edit.

    ``drafted`` has when a draft of an interview was last written, by the interview's id; ``stranded`` are
    interviews that did not take place and have a draft nevertheless.
    """

    waiting: tuple[InterviewCard, ...]
    done: tuple[InterviewCard, ...]
    drafted: Mapping[str, datetime] = field(default_factory=dict)
    stranded: tuple[InterviewCard, ...] = ()


@dataclass(frozen=True, slots=True)
class DebriefReceipt:
    """A recorded debrief, and what none of the member's debriefs covers yet, in the guide's order."""

    interview: InterviewCard
    form: DebriefForm
    not_covered_yet: tuple[LearningGoal, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whom a contact suggested, in the member's own words."""

    contact_id: str
    contact_name: str
    text: str

"""Debriefs: the form, and what stands around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

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

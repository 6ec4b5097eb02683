"""What a member learned: their own reflections, and the people who help them. For the member only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.values.log import Page
from bot.values.words import Advocate, LearningGoal, Lesson


@dataclass(frozen=True, slots=True)
class Reflection:
    """One answer of a debrief."""

    lesson: Lesson
    text: str
    contact_name: str
    day: date  # of the meeting, in the member's own zone
    interview_id: str


@dataclass(frozen=True, slots=True)
class LearnedQuery:
    """What a member looks for in what they learned; ``words`` are private. ``number`` counts from 1."""

    number: int = 1
    lesson: Lesson | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Learned:
    """The reflections that fit, the latest meeting first, and what all debriefs cover."""

    page: Page[Reflection]
    query: LearnedQuery
    debriefs: int
    covered: Mapping[LearningGoal, int]  # how many debriefs cover each of the six things


@dataclass(frozen=True, slots=True)
class AdvocateLine:
    """A contact who would speak up for the member, or may."""

    contact_id: str
    name: str
    organisation: str | None
    advocate: Advocate


@dataclass(frozen=True, slots=True)
class Introduction:
    """A contact in the chain of introductions, ``depth`` steps below where it begins."""

    contact_id: str
    name: str
    depth: int


@dataclass(frozen=True, slots=True)
class Helpers:
    """The people who help a member, in reading order; ``more`` are not listed."""

    advocates: tuple[AdvocateLine, ...]
    introductions: tuple[Introduction, ...]
    more_advocates: int = 0
    more_introductions: int = 0

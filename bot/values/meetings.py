"""A meeting to come: what the member wants to ask, and the card to prepare with."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.values.log import InterviewCard


@dataclass(frozen=True, slots=True)
class MeetingQuestions:
    """What a member wants to ask: ids of example questions in ``picked``, and their own words (private)."""

    picked: tuple[str, ...] = ()
    own: str | None = None


@dataclass(frozen=True, slots=True)
class PrepCard:
    """A meeting as its member prepares for it; ``timezone`` is where the member is now."""

    interview: InterviewCard
    questions: MeetingQuestions
    timezone: str

    @property
    def ends_at(self) -> datetime:
        """When the agreed time is over."""
        return self.interview.starts_at + timedelta(minutes=self.interview.minutes)

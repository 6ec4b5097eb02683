"""What leads see of a cohort: counts and rates only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MINIMUM_CONTRIBUTORS = 5
"""A number of a summary needs at least this many members behind it, and behind each of its changes."""


class Measure(StrEnum):
    """The numbers of a summary. Each has its name and definition in :mod:`bot.views.measures`."""

    MEMBERS = "members"
    ACTIVE_7_DAYS = "active_7_days"
    ACTIVE_14_DAYS = "active_14_days"

    CONTACTED = "contacted"
    REPLIED = "replied"
    SCHEDULED = "scheduled"
    MET = "met"
    KEPT_IN_TOUCH = "kept_in_touch"

    MEETINGS = "meetings"
    DEBRIEFED = "debriefed"
    DEBRIEFED_IN_48_HOURS = "debriefed_in_48_hours"
    THANKED = "thanked"
    THANKED_IN_24_HOURS = "thanked_in_24_hours"

    RESPONSE = "response"
    FOLLOWED_UP = "followed_up"
    FOLLOW_UP_YIELD = "follow_up_yield"

    WROTE = "wrote"
    GOT_REPLY = "got_reply"
    FIRST_INTERVIEW = "first_interview"  # its amount is the median of days from joining
    ORGANISATIONS = "organisations"
    INDUSTRIES = "industries"
    INTRODUCTION_KNOWN = "introduction_known"
    NOT_INTRODUCED = "not_introduced"

    COVERED_CAREER_PATH = "covered_career_path"
    COVERED_GOT_JOB = "covered_got_job"
    COVERED_ORGANISATION = "covered_organisation"
    COVERED_JOB_AND_TEAM = "covered_job_and_team"
    COVERED_TRENDS = "covered_trends"
    COVERED_ADVICE = "covered_advice"

    ADVOCATES = "advocates"
    INTRODUCTIONS = "introductions"
    REFERRALS = "referrals"
    CONFIDENCE = "confidence"  # matched pairs; its amount is the mean change
    AT_RISK = "at_risk"


COVERAGE = (
    Measure.COVERED_CAREER_PATH,
    Measure.COVERED_GOT_JOB,
    Measure.COVERED_ORGANISATION,
    Measure.COVERED_JOB_AND_TEAM,
    Measure.COVERED_TRENDS,
    Measure.COVERED_ADVICE,
)
"""One for each learning goal, in the guide's order."""

STATES = frozenset(
    {
        Measure.MEMBERS,
        Measure.ACTIVE_7_DAYS,
        Measure.ACTIVE_14_DAYS,
        Measure.WROTE,
        Measure.GOT_REPLY,
        Measure.FIRST_INTERVIEW,
        Measure.ORGANISATIONS,
        Measure.INDUSTRIES,
        Measure.CONFIDENCE,
        Measure.AT_RISK,
    }
)
"""What is so at the end of a period. All other measures count what happened within it."""

WHOLES: Mapping[Measure, Measure] = {
    Measure.ACTIVE_7_DAYS: Measure.MEMBERS,
    Measure.ACTIVE_14_DAYS: Measure.MEMBERS,
    Measure.REPLIED: Measure.CONTACTED,
    Measure.SCHEDULED: Measure.REPLIED,
    Measure.MET: Measure.SCHEDULED,
    Measure.KEPT_IN_TOUCH: Measure.MET,
    Measure.DEBRIEFED: Measure.MEETINGS,
    Measure.DEBRIEFED_IN_48_HOURS: Measure.MEETINGS,
    Measure.THANKED: Measure.MEETINGS,
    Measure.THANKED_IN_24_HOURS: Measure.MEETINGS,
    Measure.RESPONSE: Measure.CONTACTED,
    Measure.FOLLOW_UP_YIELD: Measure.FOLLOWED_UP,
    Measure.WROTE: Measure.MEMBERS,
    Measure.GOT_REPLY: Measure.MEMBERS,
    Measure.FIRST_INTERVIEW: Measure.MEMBERS,
    Measure.NOT_INTRODUCED: Measure.INTRODUCTION_KNOWN,
    Measure.AT_RISK: Measure.MEMBERS,
    **dict.fromkeys(COVERAGE, Measure.DEBRIEFED),
}
"""What a measure is a share of."""


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """Which weeks to show: so many of the latest, or from a day to another one; all None: the whole term."""

    latest: int | None = None
    first: date | None = None
    last: date | None = None


WHOLE_TERM = PeriodChoice()


@dataclass(frozen=True, slots=True)
class Weeks:
    """Whole ISO weeks, from a Monday to a Sunday; none where the Sunday lies before the Monday."""

    first_day: date
    last_day: date

    @property
    def count(self) -> int:
        """How many weeks."""
        return ((self.last_day - self.first_day).days + 1) // 7


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a summary, for the weeks it covers; everything is None where it is not shown.

    The weeks can be fewer than those asked for: a number only moves when five members moved it.
    """

    count: int | None = None
    of: int | None = None  # what it is a share of
    amount: float | None = None  # a median of days, or a mean of points
    weeks: Weeks | None = None

    @property
    def share(self) -> float | None:
        """The share from 0 to 1; None where it is not shown, or the whole is smaller than the part."""
        if self.count is None or not self.of or self.count > self.of:
            return None
        return self.count / self.of


NOT_SHOWN = Figure()


@dataclass(frozen=True, slots=True)
class WeekCounts:
    """One whole ISO week of a cohort. A figure can include the weeks before it that show nothing."""

    starts_on: date
    outreach: Figure  # contacts first written to
    meetings: Figure  # interviews held
    debriefs: Figure  # interviews debriefed


@dataclass(frozen=True, slots=True)
class CohortSummary:
    """What leads see of a cohort: counts and rates only. No field can carry a name or a reflection.

    ``term`` is all weeks that have been counted, ``period`` those that are shown, ``before`` as many weeks
    before them (None: the term does not reach so far back). Every measure has its figure.
    """

    cohort_id: str
    cohort_name: str
    members: int  # who is in the cohort now
    term: Weeks
    period: Weeks
    before: Weeks | None
    figures: Mapping[Measure, Figure]
    figures_before: Mapping[Measure, Figure]
    weeks: tuple[WeekCounts, ...]
    next_numbers_on: date | None  # None: all weeks of the term have been counted

    def change(self, measure: Measure) -> float | None:
        """How a measure changed against the weeks before; None where the two are not both shown in full.

        A count changes by a count; what has a median or a mean changes by that.
        """
        now, then = self.figures[measure], self.figures_before.get(measure, NOT_SHOWN)
        if now.weeks is None or then.weeks is None or now.weeks == then.weeks:
            return None
        if measure not in STATES and (now.weeks, then.weeks) != (self.period, self.before):
            return None
        if now.amount is not None and then.amount is not None:
            return now.amount - then.amount
        return now.count - then.count if now.count is not None and then.count is not None else None

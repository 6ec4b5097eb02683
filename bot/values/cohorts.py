"""Cohorts, enrollments and a member's settings."""

from dataclasses import dataclass
from datetime import date, datetime, time


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
    language: str | None = None  # None: as in Slack


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """What a member chooses in the settings."""

    weekday: int  # 0 is Monday
    time: time
    paused_until: date | None
    stopped: bool
    shares_steps: bool
    language: str | None = None  # "": as in Slack; None: nobody asked, so it stays

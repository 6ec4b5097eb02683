"""Cohorts, enrollments and a member's settings."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from bot.values.nudges import NudgeChoices

MOST_LEADS = 20
"""Leads of one cohort."""


@dataclass(frozen=True, slots=True)
class CohortForm:
    """What a lead fills in to create a cohort, or to change it (then ``lead_ids`` do not count)."""

    name: str
    starts_on: date
    ends_on: date
    goal_messages: int
    goal_meetings: int
    digest_weekday: int  # 0 is Monday
    digest_time: time
    channel_id: str | None
    lead_ids: tuple[str, ...]
    by_invitation: bool = False  # joined with a code or from the Join message only
    country: str | None = None  # no nudges on its public holidays; ISO 3166, two letters
    skip_dates: str = ""  # no nudges on these either: ISO dates with commas between


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
    by_invitation: bool = False
    is_archived: bool = False
    purges_on: date | None = None  # the day on which its log loses all names and texts; None: it has
    version: int = 1
    country: str | None = None
    skip_dates: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """How people can join a cohort, for its leads."""

    cohort: CohortCard
    code: str | None  # None: there is none


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
    next_digest_at: datetime | None = None
    shares_steps: bool = False
    language: str | None = None  # None: as in Slack
    digest_only: bool = False  # the weekly message, and nothing else
    choices: NudgeChoices = field(default_factory=NudgeChoices)


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """What a member chooses in the settings."""

    weekday: int  # 0 is Monday
    time: time
    paused_until: date | None
    stopped: bool
    shares_steps: bool
    language: str | None = None  # "": as in Slack; None: nobody asked, so it stays
    digest_only: bool = False


class AuditAct(StrEnum):
    """What can be done to a cohort, or looked up in it."""

    CREATED = "created"
    COPIED = "copied"  # created with the set-up of another one
    EDITED = "edited"
    LEAD_ADDED = "lead_added"
    LEAD_REMOVED = "lead_removed"
    CODE_MADE = "code_made"
    CODE_REVOKED = "code_revoked"
    ENDED = "ended"
    ARCHIVED = "archived"
    UNARCHIVED = "unarchived"
    PURGED = "purged"
    ROSTER_VIEWED = "roster_viewed"
    MEMBER_VIEWED = "member_viewed"  # what one member shares
    SUMMARY_VIEWED = "summary_viewed"
    SUMMARY_EXPORTED = "summary_exported"
    SUMMARY_PULLED = "summary_pulled"  # with the token, once a day
    SUMMARY_SHARED = "summary_shared"  # the short version, to the channel
    NUDGES_PREVIEWED = "nudges_previewed"
    DIGEST_STARTED = "digest_started"  # the actor gets the numbers every week
    DIGEST_STOPPED = "digest_stopped"
    TOKEN_MADE = "token_made"  # noqa: S105 - an act, not a token
    TOKEN_REVOKED = "token_revoked"  # noqa: S105
    WEBHOOK_SET = "webhook_set"
    WEBHOOK_REMOVED = "webhook_removed"
    WEBHOOK_TESTED = "webhook_tested"
    CREATOR_NAMED = "creator_named"  # may create cohorts; this and the next ones are about a workspace
    CREATOR_REMOVED = "creator_removed"
    GUESTS_LET_IN = "guests_let_in"
    GUESTS_KEPT_OUT = "guests_kept_out"
    ALL_DELETED = "all_deleted"


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Who did what to a cohort, and when."""

    act: AuditAct
    actor_id: str | None  # None: Infoview by itself
    at: datetime
    person_id: str | None = None  # whom it was about
    fields: tuple[str, ...] = ()  # names of the fields that changed

"""The summary outside Slack: the pull address, and the weekly push to an address of the lead's."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.values.cohorts import CohortCard


class PushKind(StrEnum):
    """Why something is pushed."""

    WEEKLY = "weekly"
    TEST = "test"


class PushState(StrEnum):
    """How far a push is."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


class PushTrouble(StrEnum):
    """Why an attempt to push did not succeed."""

    NOT_FOUND = "not_found"  # the name has no address
    NOT_PUBLIC = "not_public"  # it leads into a network that is not public
    NO_CONNECTION = "no_connection"
    TOO_SLOW = "too_slow"
    REDIRECT = "redirect"
    STATUS = "status"  # an answer that is not a success
    GONE = "gone"  # the receiver wants nothing any more (410)
    NOT_LEAD = "not_lead"  # who set the address leads the cohort no more
    NOT_MADE = "not_made"  # something of ours broke


@dataclass(frozen=True, slots=True)
class PushOutcome:
    """How one attempt ended, with the HTTP status; ``trouble`` is None where the receiver took it."""

    trouble: PushTrouble | None
    status: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimedPush:
    """A push in a worker's hand, with what it needs."""

    id: str
    kind: PushKind
    team_id: str
    cohort_id: str
    made_by: str
    address: str
    secret: str


@dataclass(frozen=True, slots=True)
class PushLine:
    """One push in the lead's list."""

    kind: PushKind
    state: PushState
    trouble: PushTrouble | None
    status: int | None
    attempts: int
    due_at: datetime
    send_after: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokenCard:
    """The token of a cohort, without the token itself: that is shown once."""

    made_by: str
    made_at: datetime
    used_on: date | None  # UTC


@dataclass(frozen=True, slots=True)
class WebhookCard:
    """Where a cohort's summary goes every week."""

    address: str
    made_by: str
    next_push_at: datetime | None
    pushes: tuple[PushLine, ...]  # the newest first


@dataclass(frozen=True, slots=True)
class OutsideDesk:
    """All ways out of Slack that a cohort's summary has now."""

    cohort: CohortCard
    token: TokenCard | None
    webhook: WebhookCard | None

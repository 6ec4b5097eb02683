"""What becomes of a message that Infoview sends by itself, as Slack, the sender and its services tell it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.values.nudges import Milestone
from bot.values.summary import CohortSummary
from bot.values.words import DeliveryState


class FailureKind(StrEnum):
    """Whom an error of Slack's concerns, which decides what happens next."""

    WORKSPACE = "workspace"  # nothing can be sent there any more
    USER = "user"  # this person cannot get messages
    CHANNEL = "channel"  # this channel cannot be posted to
    FILE = "file"  # the workspace takes or gives no such file
    LIMITED = "limited"  # too fast: wait for as long as Slack says
    TRANSIENT = "transient"  # Slack had trouble and did not do it: later it may work
    UNKNOWN_OUTCOME = "unknown_outcome"  # Slack may have done it or not: it broke off, or says so itself
    REQUEST = "request"  # our request is wrong: a bug


@dataclass(frozen=True, slots=True)
class Failure:
    """A call of a Web API method that did not succeed. ``retry_after``: seconds, where Slack named them."""

    method: str
    code: str
    kind: FailureKind
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class PurgeNotice:
    """What a member is told before names and texts are deleted: of which cohort, and on which day."""

    cohort_name: str
    purges_on: date
    language: str | None = None  # what the member chose; None: as in their Slack


@dataclass(frozen=True, slots=True)
class LeadNotice:
    """What a lead is told when Slack takes no message: for which channel (None: members' DMs), and why."""

    cohort_name: str
    channel_id: str | None
    code: str
    language: str | None = None  # what the lead chose, if they are a member too; None: as in their Slack


@dataclass(frozen=True, slots=True)
class LeadDigest:
    """What a lead is told every week: the numbers of a cohort's last week."""

    summary: CohortSummary
    language: str | None = None  # what the lead chose, if they are a member too; None: as in their Slack


@dataclass(frozen=True, slots=True)
class MilestonePost:
    """What a member wants everybody in their cohort's channel to hear."""

    user_id: str
    milestone: Milestone
    language: str | None = None  # as in the channel: nobody chose one for it


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One delivery as an operator sees it. ``at`` is when it ended."""

    id: str
    team_id: str
    recipient: str
    kind: str
    due_at: datetime
    at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class HeldWorkspace:
    """A workspace that gets nothing now: until a moment, or (None) until somebody mends the ``reason``."""

    team_id: str
    method: str
    until: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class DeliveryOverview:
    """How the deliveries stand, for operators. ``workers`` are the names of those that are alive."""

    counts: dict[DeliveryState, int]
    uncertain: tuple[DeliveryLine, ...]
    held: tuple[HeldWorkspace, ...]
    workers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeliveryNumbers:
    """Deliveries in numbers that stay cheap to count, for metrics.

    ``lag_seconds`` is how long the oldest one has waited that could be sent now; ``sent`` and ``failed`` are
    those of the last hour, ``uncertain`` those nobody has looked into yet.
    """

    queued: int
    sending: int
    uncertain: int
    sent: int
    failed: int
    lag_seconds: float
    stopped_workspaces: int
    workers: int

"""How long a message for everybody takes, second by simulated second, against Slack's limit."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.load.page import Part, table


@dataclass(slots=True)
class Look:
    """When the worker looked for work (simulated seconds); what it took, in how many claims and seconds."""

    at: float
    messages: int = 0
    claims: int = 0
    seconds: float = 0


@dataclass(frozen=True, slots=True)
class Pace:
    """``limit``: the seconds that Slack lets a workspace take at the least."""

    workspaces: int
    members: int
    limit: float
    looks: Sequence[Look]


def _pace(raw: Pace) -> str:
    simulated = raw.looks[-1].at
    rate = sum(look.messages for look in raw.looks) / sum(look.seconds for look in raw.looks)
    head = [
        "workspaces",
        "members",
        "Slack's limit, s",
        "simulated, s",
        "ratio",
        "claims",
        "messages claimed a second by one worker",
    ]
    row = [
        f"{raw.workspaces:,}",
        f"{raw.members:,}",
        f"{raw.limit:,.0f}",
        f"{simulated:,.0f}",
        f"{simulated / raw.limit:.2f}",
        f"{sum(look.claims for look in raw.looks):,}",
        f"{rate:,.0f}",
    ]
    return table(head, [row], words=0)


PACE = Part("pace", Pace, _pace)

"""What planning, claiming and sending cost as a program grows and workers are added."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import median

from tests.load.page import Part, table

FLOOR = "a bare loop that looks up and posts"
"""What sending is compared with."""


@dataclass(frozen=True, slots=True)
class Grown:
    """A database with so many members: milliseconds of each step, and how many deliveries each claim took."""

    database: str
    members: int
    first_start: float
    later_start: float
    ticks: Sequence[float]
    plans: Sequence[float]
    claims: Sequence[float]
    claimed: Sequence[int]


@dataclass(frozen=True, slots=True)
class Planning:
    """``batch``: the members of one plan."""

    batch: int
    grown: Sequence[Grown]


@dataclass(frozen=True, slots=True)
class Spent:
    """What a worker process used: CPU seconds, and its memory in MB half-way and at the end."""

    cpu: float
    half_way: float = 0
    at_the_end: float = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """How many messages were sent by whom in how many seconds, and what each process used for them."""

    by: str
    messages: int
    seconds: float
    spent: Sequence[Spent]

    @property
    def cpu(self) -> float:
        """CPU milliseconds a message."""
        return sum(one.cpu for one in self.spent) * 1000 / self.messages


@dataclass(frozen=True, slots=True)
class Called:
    """CPU milliseconds of one call, of each round: by aiohttp alone and by our gateway, in turns."""

    aiohttp: Sequence[float]
    gateway: Sequence[float]


def _planning(raw: Planning) -> str:
    head = [
        "database",
        "members",
        "first start, ms",
        "later start, ms",
        "tick with nothing due, ms",
        f"plan {raw.batch}, ms",
        "members planned a second",
        "claim, ms (deliveries)",
    ]
    rows = (
        [
            one.database,
            f"{one.members:,}",
            f"{one.first_start:,.0f}",
            f"{one.later_start:,.1f}",
            _ms(one.ticks),
            _ms(one.plans),
            f"{raw.batch / median(one.plans) * 1000:,.0f}",
            f"{_ms(one.claims)} ({median(one.claimed):.0f})",
        ]
        for one in raw.grown
    )
    return table(head, rows, words=2)


def _ms(times: Collection[float]) -> str:
    return f"{median(times):,.1f}"


def _sending(raw: Sequence[Sent]) -> str:
    (floor,) = (one for one in raw if one.by == FLOOR)
    head = [
        "sent by",
        "messages a second",
        "CPU ms a message",
        "against the bare loop",
        "memory of each, MB: half-way / end",
    ]
    rows = (
        [
            one.by,
            f"{one.messages / one.seconds:,.0f}",
            f"{one.cpu:.2f}",
            f"{one.cpu / floor.cpu:.1f}",
            ", ".join(
                f"{used.half_way:.0f} / {used.at_the_end:.0f}" for used in one.spent if used.at_the_end
            ),
        ]
        for one in raw
    )
    return table(head, rows)


def _call(raw: Called) -> str:
    ratio = median(own / floor for floor, own in zip(raw.aiohttp, raw.gateway, strict=True))
    head = ["aiohttp alone, CPU ms a call", "the same by our gateway", "ratio"]
    row = [f"{median(raw.aiohttp):.3f}", f"{median(raw.gateway):.3f}", f"{ratio:.2f}"]
    return table(head, [row], words=0)


PLANNING = Part("planning", Planning, _planning)
SENDING = Part("sending", list[Sent], _sending)
CALL = Part("call", Called, _call)

"""How fast Infoview answers and starts, and its size: against the least that could answer, and other bots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tests.load.page import Part, table
from tests.load.tables.quantiles import Quantiles

FLOOR = "bare Starlette"
"""The server that all are compared with."""

_LARGEST = 10


@dataclass(frozen=True, slots=True)
class Round:
    """So many requests: the seconds of all, processor seconds a request, milliseconds until an answer."""

    requests: int
    seconds: float
    cpu: float
    ms: Quantiles

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


@dataclass(frozen=True, slots=True)
class Asked:
    """What one server was asked, in rounds: over one connection, over many, and as Poisson arrivals."""

    server: str
    what: str
    one: Sequence[Round]
    many: Sequence[Round]
    arrivals: Sequence[Round]


@dataclass(frozen=True, slots=True)
class Command:
    """A command over many connections, and the other that it is compared with."""

    what: str
    against: str | None
    many: Sequence[Round]


@dataclass(frozen=True, slots=True)
class Memory:
    """MB in use after so many requests."""

    requests: int
    mb: float


@dataclass(frozen=True, slots=True)
class Start:
    """Milliseconds until a process ended or was ready: by the clock, and of processor time."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Started:
    """Two commands that were started in turns."""

    what: str
    mine: Sequence[Start]
    its: Sequence[Start]


@dataclass(frozen=True, slots=True)
class Disk:
    """MB of the wheel, and of each package that is installed with it, the largest first."""

    wheel: float
    installed: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Answering:
    """Everything; ``missing`` says what was not measured, ``thinking`` is milliseconds in process."""

    asked: Sequence[Asked]
    missing: Sequence[str]
    commands: Sequence[Command]
    memory: Sequence[Memory]
    thinking: Mapping[str, Quantiles]
    started: Sequence[Started]
    disk: Disk


def _answering(raw: Answering) -> str:
    return "\n\n".join(
        [
            _asked(raw.asked),
            *raw.missing,
            _commands(raw.commands),
            table(
                ["requests answered since", "memory, MB"],
                ([f"{one.requests:,}", f"{one.mb:,.1f}"] for one in raw.memory),
            ),
            table(
                ["in process", "p50 ms", "p99 ms"],
                ([name, f"{ms['p50']:.2f}", f"{ms['p99']:.2f}"] for name, ms in raw.thinking.items()),
            ),
            _started(raw.started),
            _disk(raw.disk),
        ]
    )


def _asked(raw: Sequence[Asked]) -> str:
    (floor,) = (one.many for one in raw if one.server == FLOOR)
    head = [
        "server",
        "what is asked",
        "p50 ms, 1 connection",
        "requests a second, 32 connections",
        "p99 ms at 500 a second",
        "CPU ms a request",
        "CPU against the floor",
    ]
    rows = (
        [
            one.server,
            one.what,
            f"{_quantile(one.one, 'p50'):.2f}",
            f"{_rate(one.many):,.0f}",
            f"{_quantile(one.arrivals, 'p99'):.1f}" if one.arrivals else "",
            f"{median(each.cpu for each in one.many) * 1000:.2f}",
            f"{_cpu_against(one.many, floor):.2f}",
        ]
        for one in raw
    )
    return table(head, rows, words=2)


def _commands(raw: Sequence[Command]) -> str:
    rounds = {one.what: one.many for one in raw}
    head = [
        "32 connections",
        "requests a second",
        "of the other",
        "ratio of them",
        "ratio of CPU a request",
    ]
    rows = (
        [
            f"{one.what}, against {one.against}",
            f"{_rate(one.many):,.0f}",
            f"{_rate(rounds[one.against]):,.0f}",
            f"{_slower_than(one.many, rounds[one.against]):.2f}",
            f"{_cpu_against(one.many, rounds[one.against]):.2f}",
        ]
        for one in raw
        if one.against
    )
    return table(head, rows)


def _started(raw: Sequence[Started]) -> str:
    head = ["start", "ms", "CPU ms", "CPU ms of the other", "ratio of CPU"]
    rows = (
        [
            one.what,
            f"{median(start.wall for start in one.mine):,.0f}",
            f"{median(start.cpu for start in one.mine):,.0f}",
            f"{median(start.cpu for start in one.its):,.0f}",
            f"{median(mine.cpu / its.cpu for mine, its in zip(one.mine, one.its, strict=True)):.2f}",
        ]
        for one in raw
    )
    return table(head, rows)


def _disk(raw: Disk) -> str:
    rows = [
        ["the wheel", f"{raw.wheel:.1f}"],
        [f"installed, {len(raw.installed)} packages with Infoview", f"{sum(raw.installed.values()):,.0f}"],
        *([name, f"{size:,.1f}"] for name, size in list(raw.installed.items())[:_LARGEST]),
    ]
    return table(["on the disk", "MB"], rows)


def _rate(rounds: Sequence[Round]) -> float:
    """The median round's requests a second."""
    return median(one.rate for one in rounds)


def _quantile(rounds: Sequence[Round], name: str) -> float:
    """The median round's."""
    return median(one.ms[name] for one in rounds)


def _cpu_against(rounds: Sequence[Round], others: Sequence[Round]) -> float:
    """The median of the rounds' ratios of processor time a request: a slow minute strikes both alike."""
    return median(mine.cpu / its.cpu for mine, its in zip(rounds, others, strict=True))


def _slower_than(rounds: Sequence[Round], others: Sequence[Round]) -> float:
    """The median of the rounds' ratios of requests a second: how many times as many the other answers."""
    return median(its.rate / mine.rate for mine, its in zip(rounds, others, strict=True))


ANSWERING = Part("answering", Answering, _answering)

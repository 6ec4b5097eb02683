"""Rounds of requests to servers that run beside each other, one after the other, and what each used."""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.load.servers import Server
from tests.load.traffic import Load, arrivals, closed_loop

ARRIVALS = 0
"""In place of a number of connections: Poisson arrivals."""
ARRIVALS_A_SECOND = 500
LOOK_SECONDS = 0.25
IDLE_SHARE = 0.04
"""A server that uses less of a core than this has done what follows its answers, which counts too."""

Requests = Callable[[int], list[bytes]]


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of requests on one server; ``sizes`` is how many in a round, by the number of connections.

    ``expected`` stands in each answer.
    """

    server: Server
    requests: Requests
    sizes: Mapping[int, int]
    expected: bytes = b""


@dataclass(frozen=True, slots=True)
class Measured:
    """One case by one number of connections, round by round."""

    loads: list[Load] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # seconds a request

    @property
    def rate(self) -> float:
        """The median round's requests a second."""
        return median(load.rate for load in self.loads)

    @property
    def cpu_ms(self) -> float:
        """The median round's milliseconds of processor time a request."""
        return median(self.cpu) * 1000

    def quantile_ms(self, share: float) -> float:
        """The median round's milliseconds within which this share was answered."""
        return median(load.quantile(share) for load in self.loads) * 1000

    def cpu_against(self, other: "Measured") -> float:
        """The median of the rounds' ratios of processor time a request: a slow minute strikes both alike."""
        return median(mine / its for mine, its in zip(self.cpu, other.cpu, strict=True))

    def slower_than(self, other: "Measured") -> float:
        """The median of the rounds' ratios of requests a second: how many times as many the other answers."""
        rates = zip(self.loads, other.loads, strict=True)
        return median(its.rate / mine.rate for mine, its in rates)


Results = Mapping[tuple[str, int], Measured]
"""By the case's name and the number of connections."""


async def measure(cases: Mapping[str, Case], rounds: int) -> Results:
    """Warm every case up, then measure all of them in turns."""
    results = {(name, many): Measured() for name, case in cases.items() for many in case.sizes}
    for case in cases.values():
        for many, size in case.sizes.items():
            await _burst(case, many, max(size // 4, 1))
        await _idle(case.server)
    for _ in range(rounds):
        for (name, many), measured in results.items():
            case = cases[name]
            before = case.server.cpu_seconds
            load = await _burst(case, many, case.sizes[many])
            await _idle(case.server)
            measured.loads.append(load)
            measured.cpu.append((case.server.cpu_seconds - before) / len(load.seconds))
    return results


async def _idle(server: Server) -> None:
    """Wait until the server has nothing to do any more."""
    used = LOOK_SECONDS
    while used > IDLE_SHARE * LOOK_SECONDS:
        before = server.cpu_seconds
        await asyncio.sleep(LOOK_SECONDS)
        used = server.cpu_seconds - before


async def memory(server: Server, requests: Requests, total: int, parts: int) -> Sequence[float]:
    """MB in use before, and after each part of so many requests."""
    found = [server.memory_mb]
    for _ in range(parts):
        for _ in range(total // parts // _AT_A_TIME):
            await closed_loop(server.port, requests(_AT_A_TIME), b"", _CONNECTIONS)
        found.append(server.memory_mb)
    return found


_AT_A_TIME = 5_000
_CONNECTIONS = 32


async def _burst(case: Case, connections: int, size: int) -> Load:
    requests, port = case.requests(size), case.server.port
    if connections == ARRIVALS:
        return await arrivals(port, requests, case.expected, ARRIVALS_A_SECOND, random.Random(7))
    return await closed_loop(port, requests, case.expected, connections)

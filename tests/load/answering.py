"""Rounds of requests to servers that run beside each other, one after the other, and what each used."""

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.load.servers import Server
from tests.load.tables.answering import Memory, Round
from tests.load.tables.quantiles import milliseconds
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


Results = Mapping[tuple[str, int], list[Round]]
"""By the case's name and the number of connections."""


async def measure(cases: Mapping[str, Case], count: int) -> Results:
    """Warm every case up, then measure all of them in turns."""
    results = {(name, many): list[Round]() for name, case in cases.items() for many in case.sizes}
    for case in cases.values():
        for many, size in case.sizes.items():
            await _burst(case, many, max(size // 4, 1))
        await _idle(case.server)
    for _ in range(count):
        for (name, many), rounds in results.items():
            case = cases[name]
            before = case.server.cpu_seconds
            load = await _burst(case, many, case.sizes[many])
            await _idle(case.server)
            requests = len(load.seconds)
            cpu = (case.server.cpu_seconds - before) / requests
            rounds.append(Round(requests, load.total, cpu, milliseconds(load.seconds)))
    return results


async def _idle(server: Server) -> None:
    """Wait until the server has nothing to do any more."""
    used = LOOK_SECONDS
    while used > IDLE_SHARE * LOOK_SECONDS:
        before = server.cpu_seconds
        await asyncio.sleep(LOOK_SECONDS)
        used = server.cpu_seconds - before


async def memory(server: Server, requests: Requests, total: int, parts: int) -> list[Memory]:
    """What is in use before, and after each part of so many requests."""
    found = [Memory(0, server.memory_mb)]
    for part in range(1, parts + 1):
        for _ in range(total // parts // _AT_A_TIME):
            await closed_loop(server.port, requests(_AT_A_TIME), b"", _CONNECTIONS)
        found.append(Memory(total // parts * part, server.memory_mb))
    return found


_AT_A_TIME = 5_000
_CONNECTIONS = 32


async def _burst(case: Case, connections: int, size: int) -> Load:
    requests, port = case.requests(size), case.server.port
    if connections == ARRIVALS:
        return await arrivals(port, requests, case.expected, ARRIVALS_A_SECOND, random.Random(7))
    return await closed_loop(port, requests, case.expected, connections)

"""Failures on demand, for tests of how the bot behaves when Slack does not."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

FaultKind = Literal["ratelimited", "server_error", "error", "drop", "slow"]


@dataclass
class Fault:
    """One planned failure of a Web API method.

    `ratelimited`: 429, with `Retry-After: retry_after` seconds unless it is None. `server_error`: 500.
    `error`: `ok: false` with the name `error`. `drop`: the call is carried out, then the connection is cut.
    `slow`: the call is carried out, and answered `seconds` later or when the faults are cleared.
    """

    method: str
    kind: FaultKind
    times: int = 1
    retry_after: int | None = None
    error: str = "fatal_error"
    seconds: float = 0.0


class Faults:
    """The planned failures; the oldest of a method goes first."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self.freed = asyncio.Event()
        """Set when those who are kept waiting now may have their answer."""

    def add(
        self,
        method: str,
        kind: FaultKind,
        *,
        times: int = 1,
        retry_after: int | None = None,
        error: str = "fatal_error",
        seconds: float = 0.0,
    ) -> None:
        """Make the next `times` calls of `method` fail."""
        self._planned.append(Fault(method, kind, times, retry_after, error, seconds))

    def clear(self) -> None:
        """Forget what was planned and has not happened yet, and answer those who are kept waiting."""
        self._planned.clear()
        self.freed.set()
        self.freed = asyncio.Event()

    def take(self, method: str) -> Fault | None:
        """The failure planned for this call, if any; counts it."""
        fault = next((f for f in self._planned if f.method == method), None)
        if fault is None:
            return None
        fault.times -= 1
        if fault.times <= 0:
            self._planned.remove(fault)
        return fault

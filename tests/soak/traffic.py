"""The members of a soak: they use Infoview at a steady rate, and now and then Slack sends a request again."""

import asyncio
from collections import Counter
from collections.abc import Callable
from random import Random
from time import perf_counter

from tests.load.members import SAVED, Sending
from tests.load.signed import repeated
from tests.load.traffic import once

SHARES = {"tips": 35, "home": 25, "contacts": 20, "meetings": 12, "debriefs": 8}
"""Of a hundred requests."""

REPEATED = 0.05
_REPEATED_AFTER_SECONDS = 1.0
_PATIENCE_SECONDS = 60.0
_SHOWN = 200


class Members:
    """Send requests to one port as they come, whether or not earlier ones are answered."""

    def __init__(self, sending: Sending, port: int, chance: Random) -> None:
        self._port = port
        self._chance = chance
        self._sending = sending
        self._make: dict[str, tuple[Callable[[], bytes], bytes]] = {
            "tips": (lambda: sending.tips(1)[0], b'"blocks"'),
            "home": (lambda: sending.home(1)[0], b""),
            "contacts": (lambda: sending.contact(1)[0], SAVED),
            "meetings": (sending.meeting, SAVED),
            "debriefs": (lambda: sending.debrief(1)[0], SAVED),
        }
        self.sent: Counter[str] = Counter()
        self.repetitions = 0
        self.wrong: list[str] = []
        self.seconds: list[float] = []

    async def act(self, a_second: float, stop: asyncio.Event) -> None:
        """So many requests a second at random moments, until ``stop``; then wait for the answers."""
        async with asyncio.TaskGroup() as group:
            due = perf_counter()
            while not stop.is_set():
                due += self._chance.expovariate(a_second)
                await asyncio.sleep(max(due - perf_counter(), 0))
                group.create_task(self._ask(self._next(), is_repeated=self._chance.random() < REPEATED))

    def _next(self) -> str:
        (kind,) = self._chance.choices(list(SHARES), list(SHARES.values()))
        # A contact whose form was sent a moment ago may not be saved yet.
        return "contacts" if kind == "meetings" and self._sending.waiting < len(SHARES) else kind

    async def _ask(self, kind: str, *, is_repeated: bool) -> None:
        make, expected = self._make[kind]
        request = make()
        self.sent[kind] += 1
        await self._send(kind, request, expected)
        if is_repeated:
            await asyncio.sleep(_REPEATED_AFTER_SECONDS)
            self.repetitions += 1
            await self._send(f"{kind} again", repeated(request), b"")

    async def _send(self, kind: str, request: bytes, expected: bytes) -> None:
        begun = perf_counter()
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await once(self._port, request, expected)
        except (RuntimeError, OSError, EOFError) as error:
            self.wrong.append(f"{kind}: {type(error).__name__} {error}"[:_SHOWN])
        self.seconds.append(perf_counter() - begun)

"""One transaction for what comes in at the same moment: a commit costs the same for one row and for fifty."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from sqlmodel import Session

from bot.clock import Clock
from bot.db import Database

T = TypeVar("T")
R = TypeVar("R")

MOST = 50
"""How many share a transaction: its locks are held until the last of them is done."""

log = logging.getLogger(__name__)


class Together(Generic[T, R]):
    """Runs a service over what is waiting, as the worker's :meth:`bot.db.Database.system` does.

    The service takes a list and returns an answer for each, in the same order. Where it fails for several, it
    is run again for each alone, so that one that cannot work fails alone.
    """

    def __init__(self, db: Database, service: Callable[[Session, Clock, Sequence[T]], Sequence[R]]) -> None:
        self._db = db
        self._service = service
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._task: asyncio.Task[None] | None = None

    async def run(self, one: T) -> R:
        """The answer for this one, after its commit."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, answer))
        if self._task is None:
            self._task = asyncio.create_task(self._run_waiting())
        return await answer

    async def _run_waiting(self) -> None:
        try:
            while self._waiting:
                some, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._run(some)
        finally:
            self._task = None

    async def _run(self, some: Sequence[tuple[T, "asyncio.Future[R]"]]) -> None:
        try:
            answers = await self._db.system(self._service, [one for one, _answer in some])
        except Exception as error:
            if len(some) == 1:
                _fail(some[0][1], error)
                return
            log.info("%d are run one by one: %s", len(some), type(error).__name__)
            for one in some:
                await self._run([one])
            return
        for (_one, waiting), answer in zip(some, answers, strict=True):
            if not waiting.done():  # it is, where whoever asked was cancelled
                waiting.set_result(answer)


def _fail(waiting: "asyncio.Future[R]", error: Exception) -> None:
    if not waiting.done():
        waiting.set_exception(error)

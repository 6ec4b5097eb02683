"""One transaction for what comes in at the same moment: a commit costs the same for one row and for fifty."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from bot.clock import Clock
from bot.db import Database

P = ParamSpec("P")
T = TypeVar("T")

MOST = 50
"""How many calls share a transaction: its locks are held until the last of them is done."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Call:
    service: Callable[[Session, Clock], Any]
    answer: "asyncio.Future[Any]"


class Together:
    """Runs services of the worker: alone where one comes, in one transaction where many do.

    Each call returns after its commit. Where a transaction of several fails, each call is run again by
    itself, so that one that cannot work fails alone.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: list[_Call] = []
        self._task: asyncio.Task[None] | None = None

    async def system(
        self,
        service: Callable[Concatenate[Session, Clock, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Like :meth:`bot.db.Database.system`."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Call(lambda session, clock: service(session, clock, *args, **kwargs), answer))
        if self._task is None:
            self._task = asyncio.create_task(self._run_waiting())
        return await answer

    async def _run_waiting(self) -> None:
        try:
            while self._waiting:
                calls, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._run(calls)
        finally:
            self._task = None

    async def _run(self, calls: Sequence[_Call]) -> None:
        try:
            answers = await self._db.system(_all, calls)
        except Exception as error:
            if len(calls) == 1:
                _set(calls[0].answer, error)
                return
            log.info("%d calls are run one by one: %s", len(calls), type(error).__name__)
            for call in calls:
                await self._run([call])
            return
        for call, answer in zip(calls, answers, strict=True):
            _set(call.answer, answer)


def _all(session: Session, clock: Clock, calls: Sequence[_Call]) -> list[Any]:
    return [call.service(session, clock) for call in calls]


def _set(answer: "asyncio.Future[Any]", result: object) -> None:
    if answer.done():  # whoever asked was cancelled
        return
    if isinstance(result, Exception):
        answer.set_exception(result)
    else:
        answer.set_result(result)

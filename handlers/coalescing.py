"""Work that is asked for again while it is done: once more is enough, however often it was asked for."""

import logging
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

log = logging.getLogger(__name__)

W = TypeVar("W")


class Coalescer:
    """Does one piece of work at a time for each key; what is wanted meanwhile becomes one more piece."""

    def __init__(self) -> None:
        self._next: dict[Hashable, Any] = {}

    async def run(
        self, key: Hashable, wanted: W, work: Callable[[W], Awaitable[None]], merge: Callable[[W, W], W]
    ) -> None:
        """Do ``work``, or leave it to the run that is under way for this key.

        ``merge`` makes one wish of two, the earlier one first. Raises what the last piece of work raises.
        """
        if key in self._next:
            earlier = self._next[key]
            self._next[key] = wanted if earlier is None else merge(earlier, wanted)
            return
        self._next[key] = wanted
        try:
            while self._next[key] is not None:
                await self._once(key, work)
        finally:
            del self._next[key]

    async def _once(self, key: Hashable, work: Callable[[Any], Awaitable[None]]) -> None:
        wanted, self._next[key] = self._next[key], None
        try:
            await work(wanted)
        except Exception as error:
            if self._next[key] is None:
                raise
            log.warning("%s, but it is asked for again already", type(error).__name__)

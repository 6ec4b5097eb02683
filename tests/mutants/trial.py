"""Trying mutants: a plugin of pytest that runs, for each mutant, those tests that come across it.

The tests run once without a mutant, to learn which functions each of them calls and how long it takes. Then
each mutant gets a process of its own, forked from the one that has everything loaded and collected: it plants
the fault and runs the tests that call the function, the quickest first, until one fails.
"""

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil

import pytest

from tests import databases
from tests.mutants.planting import Ground, Mutant, Place, UndefinableError

_EXTRA_SECONDS = 30.0
_EXTRA_SECONDS_OF_UNITS = 5.0
"""Units make no database first."""
_TIMES_AS_LONG = 10


class End(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    TOO_SLOW = "killed by the time limit"
    SURVIVED = "survived"
    MET_BY_NONE = "survived: no test calls it"
    BROKEN = "could not be planted"


_ENDS = {0: End.SURVIVED, 1: End.KILLED, 2: End.BROKEN, -signal.SIGALRM: End.TOO_SLOW}


@dataclass(eq=False)
class Trial:
    """The plugin; ``ends`` holds what became of each mutant when pytest is done."""

    mutants: Sequence[Mutant]
    is_for: Callable[[Mutant, str], bool]
    """Whether a test, by its id, should notice a mutant if it comes across it."""
    is_in_migrations: Callable[[Mutant], bool]
    """Whether all tests come across a mutant, by the tables they find."""
    ground: Ground
    jobs: int
    tell: Callable[[Mutant, End], None]
    ends: dict[Mutant, End] = field(default_factory=dict)
    _reached: dict[str, frozenset[Place]] = field(default_factory=dict)
    _seconds: dict[str, float] = field(default_factory=dict)
    _failed: list[str] = field(default_factory=list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what failed."""
        if report.failed:
            self._failed.append(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests as they are, then for each mutant."""
        items = session.items
        self._learn(items)
        if self._failed:
            raise session.Failed(f"without any mutant: {', '.join(self._failed)}")
        self.ground.look_around()
        databases.drop_spares()
        if (end := self._outcome(self._start(session, None, items))) is not End.SURVIVED:
            raise session.Failed(f"in a process of its own, and without any mutant: {end}")
        gc.freeze()  # what the processes share stays shared
        self._try_all(session)
        return True

    def _learn(self, items: Sequence[pytest.Item]) -> None:
        for item, following in _with_next(items):
            begin = time.perf_counter()
            with self.ground.watching() as reached:
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self._seconds[item.nodeid] = time.perf_counter() - begin
            self._reached[item.nodeid] = frozenset(reached)

    def _try_all(self, session: pytest.Session) -> None:
        running: dict[int, tuple[Mutant, float]] = {}
        for mutant in self.mutants:
            chosen = self._meeting(mutant, session.items)
            if not chosen:
                self._end(mutant, End.MET_BY_NONE)
                continue
            while len(running) >= self.jobs:
                self._reap(running)
            limit = _EXTRA_SECONDS + _TIMES_AS_LONG * sum(self._seconds[item.nodeid] for item in chosen)
            running[self._start(session, mutant, chosen)] = (mutant, time.monotonic() + limit)
        while running:
            self._reap(running)

    def _meeting(self, mutant: Mutant, items: Sequence[pytest.Item]) -> list[pytest.Item]:
        """The tests of the mutant's group that come across it, the quickest first."""
        places = self.ground.places(mutant)
        found = [
            item
            for item in items
            if self.is_for(mutant, item.nodeid)
            and (places & self._reached[item.nodeid] or self.is_in_migrations(mutant))
        ]
        return sorted(found, key=lambda item: self._seconds[item.nodeid])

    def _limit(self, item: pytest.Item) -> float:
        """After how many seconds a test counts as hanging."""
        extra = _EXTRA_SECONDS_OF_UNITS if item.nodeid.startswith("tests/unit/") else _EXTRA_SECONDS
        return extra + _TIMES_AS_LONG * self._seconds[item.nodeid]

    @staticmethod
    def _outcome(process: int) -> End:
        _, status = os.waitpid(process, 0)
        return _ENDS.get(os.waitstatus_to_exitcode(status), End.BROKEN)

    def _reap(self, running: dict[int, tuple[Mutant, float]]) -> None:
        """Take note of processes that have ended, and end those that take too long."""
        for process, (mutant, limit) in list(running.items()):
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                # One that died otherwise, by a crash of the interpreter for instance, is noticed as well.
                self._end(mutant, _ENDS.get(os.waitstatus_to_exitcode(status), End.KILLED))
            elif time.monotonic() > limit:
                os.killpg(process, signal.SIGKILL)
                os.waitpid(process, 0)
                self._end(mutant, End.TOO_SLOW)
            else:
                continue
            del running[process]
            return
        time.sleep(0.01)

    def _end(self, mutant: Mutant, end: End) -> None:
        self.ends[mutant] = end
        self.tell(mutant, end)

    def _start(self, session: pytest.Session, mutant: Mutant | None, items: Sequence[pytest.Item]) -> int:
        process = os.fork()
        if process:
            return process
        os.setpgid(0, 0)
        status = 2
        try:
            session.config.pluginmanager.unregister(name="terminalreporter")
            _be_quiet()
            if mutant is not None:
                self.ground.plant(mutant)
                if self.is_in_migrations(mutant):
                    databases.forget_templates()
            status = self._run(items)
        except UndefinableError:
            status = 1
        finally:
            os._exit(status)

    def _run(self, items: Sequence[pytest.Item]) -> int:
        """Run tests until one fails; 1 where one does. One that hangs ends the process."""
        for item, following in _with_next(items):
            signal.alarm(ceil(self._limit(item)))
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._failed:
                break
        signal.alarm(0)
        databases.drop_spares()
        return int(bool(self._failed))


def _with_next(items: Sequence[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    return zip(items, [*items[1:], None], strict=True)


def _be_quiet() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)

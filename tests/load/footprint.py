"""What starting costs until Infoview answers, and how much of the disk it takes."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement

from tests.load.servers import ROOT, Server, environment_of
from tests.load.tables.answering import Start, Started

MB = 1e6


def ended(command: Sequence[str], folder: Path) -> Start:
    """Run a command to its end. Raises RuntimeError where it fails."""
    with _started(command, folder, {}) as (process, begun):
        assert process.stdout is not None
        said = process.stdout.read()
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = status
        if status:
            raise RuntimeError(f"{command} failed: {said.decode()}")
        return Start((time.perf_counter() - begun) * 1000, (used.ru_utime + used.ru_stime) * 1000)


def ready(command: Sequence[str], folder: Path, word: str, settings: dict[str, str]) -> Start:
    """Run a command until it prints a line with ``word``. Raises RuntimeError where it never does."""
    with _started(command, folder, settings) as (process, begun):
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line.decode())
            if word in said[-1]:
                return Start((time.perf_counter() - begun) * 1000, Server(0, process.pid).cpu_seconds * 1000)
        raise RuntimeError(f"{command} was never ready: {''.join(said)}")


@contextmanager
def _started(
    command: Sequence[str], folder: Path, settings: dict[str, str]
) -> "Iterator[tuple[subprocess.Popen[bytes], float]]":
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment_of(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    with process:
        try:
            yield process, begun
        finally:
            if process.returncode is None:
                process.kill()


def compared(what: str, one: Callable[[], Start], other: Callable[[], Start], rounds: int) -> Started:
    """Both, taken in turns."""
    one(), other()  # byte code is compiled, files are in memory
    pairs = [(one(), other()) for _ in range(rounds)]
    return Started(what, *zip(*pairs, strict=True))


def wheel_mb(folder: Path) -> float:
    """The size of the wheel of this checkout."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built.stat().st_size / MB


def installed_mb() -> dict[str, float]:
    """The size of Infoview and of each package that is installed for it, the largest first."""
    found = {name: _size(distribution(name)) for name in _needed("infoview-bot")}
    found["infoview-bot"] = sum(
        _size_of(path) for room in ("bot", "handlers", "content") for path in (ROOT / room).rglob("*")
    )
    return dict(sorted(found.items(), key=lambda entry: -entry[1]))


def _needed(name: str) -> set[str]:
    """A package and all that it needs on this machine, by their normalised names."""
    there = {_normal(one.name): one for one in distributions()}
    found, left = set[str](), [(_normal(name), frozenset[str]())]
    while left:
        wanted, extras = left.pop()
        if wanted not in there:
            continue
        found.add(wanted)
        for line in there[wanted].requires or ():
            requirement = Requirement(line)
            if requirement.marker is not None and not any(
                requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras)
            ):
                continue
            needed = (_normal(requirement.name), frozenset(requirement.extras))
            if needed[0] not in found or needed[1]:
                left.append(needed)
    return found


def _normal(name: str) -> str:
    return name.lower().replace("_", "-")


def _size(package: Distribution) -> float:
    return sum(_size_of(Path(str(package.locate_file(file)))) for file in package.files or ())


def _size_of(path: Path) -> float:
    is_counted = path.is_file() and path.suffix != ".pyc"
    return path.stat().st_size / MB if is_counted else 0

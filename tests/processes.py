"""Infoview as its own process: started by the command line, configured by the environment alone."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

START_SECONDS = 60
STOP_SECONDS = 20


def infoview(*arguments: str, cwd: Path, **settings: str) -> "subprocess.Popen[str]":
    """Start ``infoview …`` with nothing but these settings; what it prints can be read."""
    return _start(arguments, cwd, settings, subprocess.PIPE)


def infoview_into(log: IO[str], /, *arguments: str, cwd: Path, **settings: str) -> "subprocess.Popen[str]":
    """The same, with what it prints written to a file."""
    return _start(arguments, cwd, settings, log)


def _start(
    arguments: Sequence[str], cwd: Path, settings: Mapping[str, str], output: IO[str] | int
) -> "subprocess.Popen[str]":
    kept = ("PATH", "HOME", "COVERAGE")  # coverage measures child processes by its own variables
    environment = {name: value for name, value in os.environ.items() if name.startswith(kept)}
    return subprocess.Popen(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=cwd,
        env={
            **environment,
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "PYTHONUNBUFFERED": "1",
            **settings,
        },
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def running(process: "subprocess.Popen[str]", ready: str) -> Iterator[str]:
    """Wait for the line that says it is ready; end it by SIGTERM and expect a clean exit."""
    with process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if ready in line:
                break
        else:
            raise AssertionError(f"ended with {process.wait()} before it was ready: {''.join(said)}")
        try:
            yield said[-1]
        finally:
            process.send_signal(signal.SIGTERM)
            rest = process.stdout.read()
            assert process.wait(STOP_SECONDS) == 0, rest


@contextmanager
def running_into(
    log: Path, ready: str, *arguments: str, **settings: str
) -> Iterator["subprocess.Popen[str]"]:
    """``infoview …`` runs beside ``log``, where all it prints goes; ended by SIGTERM, which has to be clean.

    Waits until the line is there that says it is ready.
    """
    with log.open("w") as file:
        process = infoview_into(file, *arguments, cwd=log.parent, **settings)
    try:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None and ready not in log.read_text():
            time.sleep(0.05)
        assert ready in log.read_text(), log.read_text()
        yield process
        process.terminate()
        assert process.wait(STOP_SECONDS) == 0, log.read_text()
    finally:
        process.kill()
        process.wait()


def address_in(line: str) -> str:
    """The address in what it says when it is ready."""
    found = re.search(r"http://\S+", line)
    assert found is not None, line
    return found[0]


def output_of(process: "subprocess.Popen[str]") -> str:
    """All it prints, once it has ended by itself."""
    with process:
        return process.communicate(timeout=START_SECONDS)[0]

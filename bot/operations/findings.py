"""What the doctor finds: one line each, and what to do about it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

_WIDTH = 12
_INDENT = " " * 9


class State(StrEnum):
    """How it stands."""

    OK = "ok"
    PROBLEM = "problem"
    NOT_CHECKED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it stands, in words, and what to do where it is not in order."""

    about: str
    state: State
    words: str
    fix: str = ""


def ok(about: str, words: str) -> Finding:
    """It is in order."""
    return Finding(about, State.OK, words)


def problem(about: str, words: str, fix: str) -> Finding:
    """It is not in order; ``fix`` says in one sentence what to do."""
    return Finding(about, State.PROBLEM, words, fix)


def not_checked(about: str, words: str, fix: str = "") -> Finding:
    """It could not be looked at."""
    return Finding(about, State.NOT_CHECKED, words, fix)


def report(findings: Iterable[Finding], secrets: Collection[str]) -> str:
    """All lines as plain text. Whatever an error of a library quotes, no secret is in it."""
    return "\n".join(line for finding in findings for line in _lines(finding, secrets))


def _lines(finding: Finding, secrets: Collection[str]) -> Iterator[str]:
    yield f"{finding.state:<8} {finding.about:<{_WIDTH}} {_without(secrets, finding.words)}"
    if finding.fix:
        yield f"{_INDENT}{'':<{_WIDTH}} -> {finding.fix}"


def _without(secrets: Collection[str], words: str) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        words = words.replace(secret, "(secret)")
    return words

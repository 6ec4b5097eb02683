"""What a check of an outreach message says: a verdict, and a finding for each rule that is not met."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a rule weighs; ``block`` and ``required`` decide the verdict, ``tip`` never does."""

    BLOCK = "block"
    REQUIRED = "required"
    TIP = "tip"


LEVELS: dict[str, Level] = {
    "J1": Level.BLOCK,
    "J2": Level.BLOCK,
    "J3": Level.BLOCK,
    "D1": Level.REQUIRED,
    "F1": Level.REQUIRED,
    "W1": Level.REQUIRED,
    "A1": Level.REQUIRED,
    "T1": Level.REQUIRED,
    "B1": Level.REQUIRED,
    "P1": Level.REQUIRED,
    "G1": Level.TIP,
    "N1": Level.TIP,
}
"""The rules of the check, in the order in which findings are shown."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that is not met.

    ``level`` is the rule's, or ``tip`` where it is nearly met (15 to 19 minutes). ``quote`` holds the words
    at fault exactly as they stand in the message; None where something is missing. ``aspect`` says which part
    of the rule it is where a rule has several ("greeting"), else it is empty.
    """

    rule: str
    level: Level
    quote: str | None = None
    aspect: str = ""


@dataclass(frozen=True, slots=True)
class DraftVerdict:
    """The verdict on one message; ``findings`` are in the order of the rules, ``words`` is the length.

    ``passed`` are the rules that are met. Where one request is found it has none of the three: a sentence
    often asks for two things at once, and is quoted for one.
    """

    findings: tuple[Finding, ...]
    passed: tuple[str, ...]
    words: int

    @property
    def ready(self) -> bool:
        """Whether the message can be sent: no finding but tips."""
        return all(finding.level is Level.TIP for finding in self.findings)

    @property
    def failed(self) -> frozenset[str]:
        """The rules that keep the message from being ready."""
        return frozenset(finding.rule for finding in self.findings if finding.level is not Level.TIP)

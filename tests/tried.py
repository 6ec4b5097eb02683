"""The broken set-ups of docs/operations.md, and what the doctor says of each: tests expect just that."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.operations.findings import Finding

_RUNBOOK = Path(__file__).parents[1] / "docs" / "operations.md"
_ROW = re.compile(r"^\| ([^|`]+) \| `([a-z ]+)` \| “([^|]+)” \|$", re.M)


@dataclass(frozen=True, slots=True)
class Tried:
    """The line of the doctor that is a problem, and some of its words."""

    about: str
    words: str

    def is_in(self, found: Mapping[str, Finding]) -> bool:
        """Whether the doctor says so."""
        return self.about in found and self.words in found[self.about].words


@cache
def all_tried() -> Mapping[str, Tried]:
    """All rows of the table, by what was broken."""
    table = _RUNBOOK.read_text(encoding="utf-8").partition("\n### Tried on\n")[2].partition("\n## ")[0]
    rows = _ROW.findall(table)
    assert len(rows) == table.count("\n|") - 2, "a row is not of the form of the others"
    return {broken: Tried(about, words) for broken, about, words in rows}


def tried(broken: str) -> Tried:
    """What the doctor has to say of this set-up."""
    return all_tried()[broken]

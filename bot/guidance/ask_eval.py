"""Measure "ask the guide" on its two halves of questions (``content/eval``).

The set-aside half is only ever counted: its questions leave this module in no way.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import yaml

from bot.guidance.ask import Answer, answer, prepare
from bot.guidance.library import Library, content_root, load_library

TUNING = "ask_tuning"
HELD_OUT = "ask_held_out"
_ROUNDS = 5
"""Each question is timed so often and the quickest counts, which a busy machine disturbs least."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of how many are right."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1; 1 of nothing."""
        return self.right / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.right:3} of {self.of:3}  {self.share:6.1%}"


@dataclass(frozen=True, slots=True)
class Score:
    """One half measured. ``tips`` counts the program tips offered where the guide is silent."""

    kinds: Mapping[str, Count]
    covered: Count
    not_covered: Count
    tips: Count
    failed: tuple[str, ...]
    seconds: tuple[float, ...]

    @property
    def total(self) -> Count:
        """All kinds together."""
        return Count(self.covered.right + self.not_covered.right, self.covered.of + self.not_covered.of)

    def quantile(self, share: float) -> float:
        """The seconds within which this share of the questions was answered."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(share * len(self.seconds)))]


def measure(library: Library, half: str) -> Score:
    """Ask every question of ``half`` (:data:`TUNING` or :data:`HELD_OUT`)."""
    path = content_root() / "eval" / f"{half}.yml"
    entries: Sequence[Mapping[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    prepare(library)
    answers = [answer(library, entry["question"]) for entry in entries]
    pairs = list(zip(entries, answers, strict=True))
    silent = [pair for pair in pairs if not pair[0]["topics"]]
    kinds = dict.fromkeys(entry["kind"] for entry in entries)
    failing = () if half == HELD_OUT else tuple(_failure(*pair) for pair in pairs if not _is_right(*pair))
    return Score(
        kinds={kind: _count(pair for pair in pairs if pair[0]["kind"] == kind) for kind in kinds},
        covered=_count(pair for pair in pairs if pair[0]["topics"]),
        not_covered=_count(silent),
        tips=Count(
            sum(entry["tip"] in {tip.id for tip in given.tips} for entry, given in silent if "tip" in entry),
            sum("tip" in entry for entry, _ in silent),
        ),
        failed=failing,
        seconds=tuple(_quickest(library, entry["question"]) for entry in entries),
    )


def report(*, verbose: bool = False) -> str:
    """The table for people; with ``verbose`` the failing questions of the tuning half below it."""
    library = load_library(content_root())
    halves = {half: measure(library, half) for half in (TUNING, HELD_OUT)}
    tuning, held_out = halves[TUNING], halves[HELD_OUT]
    rows = [f"{'Ask the guide':14} {'tuning':>20} {'set aside':>20}"]
    rows += [_row(kind, count, held_out.kinds[kind]) for kind, count in tuning.kinds.items()]
    rows.append(_row("covered", tuning.covered, held_out.covered))
    rows.append(_row("not covered", tuning.not_covered, held_out.not_covered))
    rows.append(_row("all", tuning.total, held_out.total))
    rows.append(_row("tips (apart)", tuning.tips, held_out.tips))
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        times = [f"{score.quantile(share) * 1000:.2f} ms" for score in (tuning, held_out)]
        rows.append(f"{name:14} {times[0]:>20} {times[1]:>20}")
    return "\n".join([*rows, *(["", *tuning.failed] if verbose else [])])


def _row(name: str, left: Count, right: Count) -> str:
    return f"{name:14} {left!s:>20} {right!s:>20}"


def _count(pairs: Iterator[tuple[Mapping[str, Any], Answer]] | Sequence[Any]) -> Count:
    results = [_is_right(entry, given) for entry, given in pairs]
    return Count(sum(results), len(results))


def _is_right(entry: Mapping[str, Any], given: Answer) -> bool:
    if not entry["topics"]:
        return not given.covered
    return given.covered and given.topics[0].id in entry["topics"]


def _failure(entry: Mapping[str, Any], given: Answer) -> str:
    wanted = ", ".join(entry["topics"]) or "not covered"
    subject = f" ({given.out_of_scope.id})" if given.out_of_scope else ""
    got = given.topics[0].id if given.covered else f"not covered{subject}"
    return f"{entry['kind']}: {entry['question']}\n    wanted {wanted}; got {got}"


def _quickest(library: Library, question: str) -> float:
    times = []
    for _ in range(_ROUNDS):
        start = perf_counter()
        answer(library, question)
        times.append(perf_counter() - start)
    return min(times)

"""Measure "ask the guide" on its questions (``content/eval``): the two halves, and more to tune by.

The set-aside half is only ever counted: its questions leave this module in no way.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from bot.guidance.ask import Answer, answer, prepare
from bot.guidance.library import Library, load_library
from bot.guidance.loaders import read_yaml
from bot.guidance.root import content_root

TUNING = "ask_tuning"
HELD_OUT = "ask_held_out"
MORE = ("ask_more_newcomers", "ask_more_students")
"""Written later by other authors who hadn't seen the matcher; used for tuning like the tuning half."""
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
    """Ask every question of ``half`` (:data:`TUNING`, :data:`HELD_OUT` or one of :data:`MORE`)."""
    path = content_root() / "eval" / f"{half}.yml"
    entries: Sequence[Mapping[str, Any]] = read_yaml(path)
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
    """The table for people; with ``verbose`` the failing questions below it, the set-aside half's never."""
    library = load_library(content_root())
    scores = {half: measure(library, half) for half in (TUNING, *MORE, HELD_OUT)}
    heads = ("tuning", "newcomers", "students", "set aside")
    kinds = dict.fromkeys(kind for score in scores.values() for kind in score.kinds)
    table = {kind: [score.kinds.get(kind) for score in scores.values()] for kind in kinds}
    table["covered"] = [score.covered for score in scores.values()]
    table["not covered"] = [score.not_covered for score in scores.values()]
    table["all"] = [score.total for score in scores.values()]
    table["tips (apart)"] = [score.tips for score in scores.values()]
    rows = [_row("Ask the guide", heads), *(_row(name, cells) for name, cells in table.items())]
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        rows.append(_row(name, [f"{score.quantile(share) * 1000:.2f} ms" for score in scores.values()]))
    failed = [failure for score in scores.values() for failure in score.failed]
    return "\n".join([*rows, *(["", *failed] if verbose else [])])


def _row(name: str, cells: Sequence[Count | str | None]) -> str:
    return f"{name:13}" + "".join(f" {'' if cell is None else str(cell):>20}" for cell in cells)


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

"""How well the check judges the sets under ``content/eval``: scores by category, failures by id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import thread_time
from typing import Any

from bot.guidance.outreach.check import check_draft
from bot.guidance.outreach.messages import messages
from bot.guidance.root import content_root

HELD_OUT = "draft_held_out"
UNREAD = "draft_unread"
SETS = {
    "draft_tuning": "tuning",
    "draft_dev": "development",
    "draft_more": "other voices",
    "draft_former": "once set aside",
    HELD_OUT: "set aside",
    UNREAD: "unread",
}
"""The sets in the order of the table, and what they are called there."""
_REQUESTS = frozenset({"J1", "J2", "J3"})


@dataclass(frozen=True, slots=True)
class Judged:
    """One message of a set, with what the check found."""

    id: str
    category: str
    is_right: bool
    misses_request: bool
    expected: frozenset[str]
    found: frozenset[str]
    quotes: tuple[str, ...]
    rules_wrong: frozenset[str]
    seconds: float


@dataclass(frozen=True, slots=True)
class Score:
    """One half's totals."""

    name: str
    judged: tuple[Judged, ...]

    @property
    def wrong(self) -> int:
        """Messages with the wrong verdict."""
        return sum(not one.is_right for one in self.judged)

    @property
    def missed(self) -> int:
        """Job, referral or resume requests in which none was found."""
        return sum(one.misses_request for one in self.judged)

    def quantile(self, share: float) -> float:
        """Seconds within which this share (0 to 1) of the messages is judged."""
        times = sorted(one.seconds for one in self.judged)
        return times[min(int(len(times) * share), len(times) - 1)]

    @property
    def wrong_share(self) -> float:
        """The share of wrong verdicts, 0 to 1."""
        return self.wrong / len(self.judged)


def score(root: Path, name: str) -> Score:
    """Judge every message of ``root/eval/<name>.yml``."""
    return Score(name, tuple(map(_judge, messages(root, name))))


def report(*, verbose: bool = False) -> str:
    """The table for people; with ``verbose`` the wrong verdicts below it, but none of those set aside."""
    scores = [score(content_root(), name) for name in SETS]
    rows = [_row("Draft check", list(SETS.values()))]
    rows += [_row(kind, [_line(_of_kind(one, kind)) for one in scores]) for kind in _kinds(scores)]
    rows.append(_row("all", [_line(one.judged) for one in scores]))
    rows.append(_row("requests missed", [str(one.missed) for one in scores]))
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        rows.append(_row(name, [f"{one.quantile(share) * 1000:.2f} ms" for one in scores]))
    failed = [failures(one) for one in scores if verbose and one.name != HELD_OUT]
    return "\n".join([*rows, *(["", *filter(None, failed)] if failed else [])])


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:22}" + "".join(f" {cell:>14}" for cell in cells)


def _kinds(scores: Sequence[Score]) -> Sequence[str]:
    """All categories, each once: those of the first set first."""
    return list(dict.fromkeys(_kind(judged) for one in scores for judged in one.judged))


def _kind(judged: Judged) -> str:
    return judged.category.removeprefix("more-")


def _of_kind(one: Score, kind: str) -> Sequence[Judged]:
    return [judged for judged in one.judged if _kind(judged) == kind]


def failures(one: Score) -> str:
    """Each message with a wrong verdict: its id, what was expected and what was found. No texts."""
    return "\n".join(
        f"{judged.id}: expected {_listed(judged.expected)}, found {_listed(judged.found)}"
        for judged in one.judged
        if not judged.is_right or judged.misses_request
    )


def _line(judged: Sequence[Judged]) -> str:
    return f"{sum(one.is_right for one in judged)}/{len(judged)}" if judged else ""


def _listed(rules: frozenset[str]) -> str:
    return " ".join(sorted(rules)) or "nothing"


def _judge(message: Mapping[str, Any]) -> Judged:
    started = thread_time()
    verdict = check_draft(message["text"])
    seconds = thread_time() - started
    expected = frozenset(message["fails"])
    open_to_debate = frozenset(message.get("either", ()))
    asked = (expected & _REQUESTS) - open_to_debate
    return Judged(
        id=message["id"],
        category=message["category"],
        is_right=verdict.ready == (message["verdict"] == "ready"),
        misses_request=bool(asked) and not (verdict.failed & _REQUESTS),
        expected=expected,
        found=verdict.failed,
        quotes=tuple(f"{finding.rule}: {finding.quote}" for finding in verdict.findings if finding.quote),
        rules_wrong=(expected ^ verdict.failed) - open_to_debate,
        seconds=seconds,
    )

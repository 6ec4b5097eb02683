"""How well the check judges the evaluation sets under ``content/eval``: scores by category, failures by id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.guidance.outreach.check import check_draft

HALVES = ("draft_tuning", "draft_held_out")
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

    @property
    def wrong_share(self) -> float:
        """The share of wrong verdicts, 0 to 1."""
        return self.wrong / len(self.judged)


def score(root: Path, name: str) -> Score:
    """Judge every message of ``root/eval/<name>.yml``."""
    content = yaml.safe_load((root / "eval" / f"{name}.yml").read_text(encoding="utf-8"))
    return Score(name, tuple(map(_judge, content["messages"])))


def table(scores: Iterable[Score]) -> str:
    """The scores by category, as text: messages, right verdicts, missed requests."""
    lines = ["Draft check: right verdicts, missed job, referral or resume requests"]
    for one in scores:
        lines += [
            "",
            f"{one.name}: {len(one.judged) - one.wrong} of {len(one.judged)} right"
            f" ({one.wrong_share:.1%} wrong), {one.missed} requests missed",
        ]
        lines += [f"  {category:<24}{line}" for category, line in _by_category(one).items()]
    return "\n".join(lines)


def failures(one: Score) -> str:
    """Each message with a wrong verdict: its id, what was expected and what was found. No texts."""
    return "\n".join(
        f"{judged.id}: expected {_listed(judged.expected)}, found {_listed(judged.found)}"
        for judged in one.judged
        if not judged.is_right or judged.misses_request
    )


def _by_category(one: Score) -> Mapping[str, str]:
    categories = dict.fromkeys(judged.category for judged in one.judged)
    return {category: _line([j for j in one.judged if j.category == category]) for category in categories}


def _line(judged: list[Judged]) -> str:
    missed = sum(one.misses_request for one in judged)
    note = f", {missed} missed" if missed else ""
    return f"{sum(one.is_right for one in judged):>3} of {len(judged)}{note}"


def _listed(rules: frozenset[str]) -> str:
    return " ".join(sorted(rules)) or "nothing"


def _judge(message: Mapping[str, Any]) -> Judged:
    verdict = check_draft(message["text"])
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
    )

"""How well the check judges the sets under ``content/eval``: scores by category, failures by id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import yaml

from bot.guidance.library import content_root
from bot.guidance.outreach.check import check_draft

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

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


def messages(root: Path, name: str) -> Sequence[Mapping[str, Any]]:
    """The messages of ``root/eval/<name>.yml``; see the README beside it for their fields."""
    text = (root / "eval" / f"{name}.yml").read_text(encoding="utf-8")
    content = yaml.load(text, Loader=_LOADER)  # noqa: S506 - one of the safe loaders
    found: Sequence[Mapping[str, Any]] = content["messages"]
    return found


def report(*, verbose: bool = False) -> str:
    """The table for people; with ``verbose`` the tuning messages with a wrong verdict below it."""
    tuning, held_out = (score(content_root(), name) for name in HALVES)
    set_aside = _by_category(held_out)
    rows = [f"{'Draft check':22} {'tuning':>18} {'set aside':>18}"]
    rows += [
        f"{category:22} {line:>18} {set_aside.get(category, ''):>18}"
        for category, line in _by_category(tuning).items()
    ]
    rows.append(f"{'all':22} {_line(tuning.judged):>18} {_line(held_out.judged):>18}")
    rows.append(f"{'requests missed':22} {tuning.missed:>18} {held_out.missed:>18}")
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        times = [f"{one.quantile(share) * 1000:.2f} ms" for one in (tuning, held_out)]
        rows.append(f"{name:22} {times[0]:>18} {times[1]:>18}")
    return "\n".join([*rows, *(["", failures(tuning)] if verbose else [])])


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


def _line(judged: Sequence[Judged]) -> str:
    return f"{sum(one.is_right for one in judged)}/{len(judged)}"


def _listed(rules: frozenset[str]) -> str:
    return " ".join(sorted(rules)) or "nothing"


def _judge(message: Mapping[str, Any]) -> Judged:
    started = perf_counter()
    verdict = check_draft(message["text"])
    seconds = perf_counter() - started
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

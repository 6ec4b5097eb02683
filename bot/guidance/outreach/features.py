"""What is looked at in a clause: its word stems, in a row and a little apart."""

from collections.abc import Sequence
from functools import lru_cache

from bot.guidance.outreach.clauses import Passage

LONGEST_ROW = 3
FARTHEST = 4
"""Words between the two of a pair that stand apart, their own places counted."""

_ENDINGS = ("ing", "ies", "ied", "ed", "es", "s", "ly")
_SHORTEST_STEM = 3


def features_of(passage: Passage) -> set[str]:
    """The stems of its words in rows of one to three, and in pairs two to four places apart."""
    return rows_and_pairs(["^", *(stem(word.text) for word in passage.parts), "$"])


def rows_and_pairs(stems: Sequence[str]) -> set[str]:
    """Neighbours as ``one two``, pairs that stand apart as ``one~three``."""
    count = len(stems)
    found = set(stems)
    for length in range(2, LONGEST_ROW + 1):
        found.update(" ".join(stems[start : start + length]) for start in range(count - length + 1))
    for gap in range(2, FARTHEST + 1):
        found.update(f"{first}~{second}" for first, second in zip(stems, stems[gap:], strict=False))
    return found


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The word without a frequent ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word

"""Repair misspelt words by the words that the files of ``content/ask`` know.

Careful with short words: a wrong repair makes another question of it.
"""

from collections.abc import Collection
from functools import lru_cache
from itertools import groupby

from rapidfuzz import process
from rapidfuzz.distance import OSA

_LONG = 8
"""From this length on, two slips in one word are believed."""
_SHORTEST = 3


class Speller:
    """Finds the known word that a misspelt one stands for."""

    def __init__(self, vocabulary: Collection[str]) -> None:
        self._words = tuple(sorted(word for word in vocabulary if len(word) >= _SHORTEST))
        self.repair = lru_cache(maxsize=4096)(self._repair)

    def _repair(self, word: str) -> str | None:
        if len(word) < _SHORTEST or not word.isalpha():
            return None
        slips = 2 if len(word) >= _LONG else 1
        found = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=slips, limit=8)
        likely = [(distance, known) for known, distance, _ in found if _is_likely(word, known)]
        return min(likely, key=lambda pair: _unlikeliness(word, *pair))[1] if likely else None


def _is_likely(word: str, known: str) -> bool:
    if len(word) == _SHORTEST or len(known) == _SHORTEST:
        return sorted(word) == sorted(known) or _doubled(word) == known
    return word[0] == known[0] or sorted(word) == sorted(known)


def _unlikeliness(word: str, distance: float, known: str) -> tuple[float, bool, bool, str]:
    return (distance, sorted(word) != sorted(known), _once(word) != _once(known), known)


def _once(word: str) -> str:
    """The word with each doubled letter once."""
    return "".join(letter for letter, _ in groupby(word))


def _doubled(word: str) -> str:
    """The word with its last letter once where it stands twice."""
    return word[:-1] if word[-1] == word[-2] else word

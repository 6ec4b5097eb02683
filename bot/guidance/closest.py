"""Find the entries whose words are closest to what somebody typed, misspelt or not.

Used for commands as well as for topics: the caller brings pairs of a key and the words that mean it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from rapidfuzz import fuzz

Key = TypeVar("Key")

_APOSTROPHES = re.compile("['’‘`]")
_SEPARATORS = re.compile(r"[\W_]+")
_LONGEST_QUERY = 200
_PART_WEIGHT = 0.85
"""A word that is only part of a longer phrase counts less than the whole phrase."""
_SHORTEST_PART = 3
"""A word this short ("a", "is") is part of so many phrases that it says nothing."""


def normalise(text: str) -> str:
    """The form in which words are compared: no case, punctuation, apostrophes or doubled spaces."""
    folded = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _SEPARATORS.sub(" ", folded).strip()


def closest(
    word: str, choices: Iterable[tuple[Key, Sequence[str]]], limit: int = 3, cutoff: float = 70.0
) -> tuple[Key, ...]:
    """The keys of at most ``limit`` choices like ``word``, the closest first; a tie keeps the given order.

    A choice counts as its best word. ``cutoff`` goes from 0 (everything) to 100 (the same words). Only the
    first 200 characters of ``word`` are looked at.
    """
    query = normalise(word[:_LONGEST_QUERY])
    if not query:
        return ()
    scored = [
        (max((_score(query, _known(text)) for text in words), default=0.0), key) for key, words in choices
    ]
    ranked = sorted((pair for pair in scored if pair[0] >= cutoff), key=lambda pair: -pair[0])
    return tuple(key for _, key in ranked[:limit])


@lru_cache(maxsize=2048)
def _known(text: str) -> str:
    return normalise(text)


def _score(query: str, known: str) -> float:
    part = _PART_WEIGHT * fuzz.token_set_ratio(query, known) if len(query) >= _SHORTEST_PART else 0.0
    return max(fuzz.ratio(query, known), part)

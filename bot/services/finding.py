"""Finding text by words as people type them: case, accents and invisible characters do not count. Pure."""

import unicodedata
from collections.abc import Sequence

_ALIKE = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i",
        "’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-",
    }
)  # fmt: skip
"""Letters and marks that Unicode does not take apart, as they are typed without their own key."""


def folded(text: str) -> str:
    """``text`` for comparing and sorting: small letters, without accents and without what cannot be seen."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold()
    seen = (c for c in apart if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return "".join(seen).translate(_ALIKE)


def words_of(typed: str) -> tuple[str, ...]:
    """The words somebody looks for, folded."""
    return tuple(folded(typed).split())


def has_all(words: Sequence[str], *texts: str | None) -> bool:
    """Whether each of the folded ``words`` stands in one of the texts, also within a longer word."""
    whole = folded("\n".join(text for text in texts if text))
    return all(word in whole for word in words)

"""Sets of words, written as people read them: with spaces between."""


def word_set(words: str) -> frozenset[str]:
    """The words of a text that are parted by spaces."""
    return frozenset(words.split())

"""Pages of a list."""

from math import ceil


def turn_to(number: int, total: int, size: int) -> tuple[int, int]:
    """The page that is shown when ``number`` is asked for (from 1), and how many there are (at least 1)."""
    pages = max(ceil(total / size), 1)
    return min(max(number, 1), pages), pages

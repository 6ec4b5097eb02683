"""How far a long task is, for whoever waits for it."""

from collections.abc import Callable

Tell = Callable[[int, int], None]
"""Hears how much is done, of how much."""

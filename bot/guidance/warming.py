"""What takes a moment to read, read before somebody waits for it."""

from collections.abc import Iterable

from bot.guidance.ask import prepare
from bot.guidance.library import Library
from bot.guidance.outreach.weights import DETAILS, learned


def warm(libraries: Iterable[Library]) -> None:
    """Read what questions are understood by, and drafts judged by. Raises ContentProblems."""
    for library in libraries:
        prepare(library)
    learned()
    learned(DETAILS)

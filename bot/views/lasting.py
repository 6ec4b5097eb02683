"""Views that say the same to everybody: made once in each language, instead of for each answer."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec

from bot.i18n import catalogue
from bot.views.blocks import Message

P = ParamSpec("P")

_KEPT = 256
"""Answers of one view, in all languages: more than the guide has topics or the glossary terms."""


def lasting(view: Callable[P, Message]) -> Callable[P, Message]:
    """A view that is made once for the same arguments and language; it may depend on nothing else.

    Not for a view that shows what somebody typed, or anybody's own: that would stay in memory.
    """

    @lru_cache(maxsize=_KEPT)
    def made(_catalogue: object, *args: P.args, **kwargs: P.kwargs) -> Message:
        return view(*args, **kwargs)

    @wraps(view)
    def shown(*args: P.args, **kwargs: P.kwargs) -> Message:
        return made(catalogue(), *args, **kwargs)  # type: ignore[arg-type] # what is not hashable fails

    return shown

"""In a language nobody speaks, no English word is left in any message or window, and all still fit."""

import inspect
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from types import FrameType
from typing import Any, get_type_hints

import pytest
from slack_sdk.models.views import View

from bot import views
from bot.guidance import content_root, load_library
from bot.i18n import speaking
from bot.playground.blockkit import check_message, check_view
from bot.views.blocks import Message
from tests import pseudo
from tests.contracts.every_view import PARTS

pytestmark = pytest.mark.slow

LIBRARY = load_library(content_root())
TRANSLATED = pseudo.translated(LIBRARY)

ALIKE = {
    "Infoview",
    "English",
    "UTC",
    "EDT",
    "EST",
    "America",
    "New",
    "York",
    "Argentina",
    "ComodRivadavia",
    pseudo.TAG,
}
"""The product's name, names of languages, time zones."""


@pytest.fixture(autouse=True)
def _in_the_pseudo_language() -> Iterator[None]:
    with pseudo.known(), speaking(pseudo.TAG):
        yield


@pytest.mark.parametrize("part", PARTS)
def test_no_english_is_left(part: str) -> None:
    escaped = {
        (name, text)
        for name, shown in PARTS[part](TRANSLATED)
        for text in pseudo.texts(shown)
        if set(pseudo.english_words(text)) - ALIKE
    }
    assert escaped == set()


@pytest.mark.parametrize("part", PARTS)
def test_longer_words_still_fit(part: str) -> None:
    for name, shown in PARTS[part](TRANSLATED):
        if shown.get("type") in {"modal", "home"}:
            assert check_view(shown) == [], name
        elif "blocks" in shown and "text" in shown:
            assert check_message(shown) == [], name


def test_every_view_is_among_them() -> None:
    called = _called_by(lambda: [list(part(TRANSLATED)) for part in PARTS.values()])
    assert _functions_that_show() - called == set()


def _functions_that_show() -> set[str]:
    """The public functions of ``bot.views`` that make a message or a view, by module and name."""
    found = set()
    for module_info in pkgutil.iter_modules(views.__path__, "bot.views."):
        module = import_module(module_info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and get_type_hints(function).get("return") in {
                Message,
                View,
            }:
                found.add(f"{module.__name__}.{name}")
    return {name for name in found if not name.rpartition(".")[2].startswith("_")}


def _called_by(act: Any) -> set[str]:
    called = set()

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call":
            called.add(f"{frame.f_globals.get('__name__')}.{frame.f_code.co_name}")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(before)
    return called

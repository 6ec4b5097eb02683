"""Texts that somebody who means harm could type, and samples with them in every place for words."""

import dataclasses
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from importlib import import_module
from types import ModuleType
from typing import Any

from bot import views
from bot.guidance import Library

MARK = "evil"
"""In each of the texts, so that it is found in what is made of them."""

ACTS = (
    "<!channel> <!here|evil> <!everyone> <!subteam^S0EVIL|evil> <@U0EVIL> <@W0EVIL|evil> <#C0EVIL|evil>"
    " <https://evil.example|click> <mailto:a@evil.example|evil> <!date^1392734382^evil^https://evil.example|x>"
    " &lt;!evil&gt; &#60;!evil&#62; @channel #evil https://evil.example"
    " {0} {evil} {evil.__class__} %(evil)s %s $evil"
)
"""Slack's control sequences, what is one unless it is escaped again, and the gaps that Python fills."""

BREAKS = (
    "evil\ud800 \udfff\ud83d \u202eevil\u2066 \u202b\u200f\x00\x07\x1b[31m\x7f\x85 e\u200bvil\ufeff\u2060"
    "\u00ad \r\n\n• *evil* _e_ ~e~ `e` ```evil``` > evil\n>>> evil\u2028\u2029 ﷽ Z̸̖͝a̷̧ 👩‍👩‍👧‍👦 \U000e0041"
    " \"'\\ </script>]]>\r\nATTACH:https://evil.example\r\nEND:VEVENT"
)
"""Lone surrogates, directions, control characters, nothing to see, lines, marks, other formats' own."""

FORMULAS = (
    '=HYPERLINK("https://evil.example","evil")',
    *(f"{sign}evil" for sign in "=+-@\t\r\n\0＝＋－＠"),
    "'=evil",
    "''=evil",
)
LONGEST = 10_000
TEXTS: Mapping[str, str] = {
    "acts": (ACTS * (LONGEST // len(ACTS) + 1))[:LONGEST],
    "breaks": (BREAKS * (LONGEST // len(BREAKS) + 1))[:LONGEST],
}

SEQUENCE = re.compile(r"<[^<>]*>")
"""What Slack obeys in mrkdwn."""

_TYPED = re.compile(r"[&<>*_~`漢字]{2,}")
"""What the samples of contract tests have in the place of what a person typed: no word may stand there."""

_ROOM = 400
"""Characters of a text where the sample has fewer; a longer sample is as long as its field allows."""

_OURS = frozenset({"words", "note"})
"""Parameters of views that take mrkdwn made by a view."""


def poisoned(sample: Any, text: str) -> Any:
    """The sample with ``text`` wherever a person's own words stand."""
    if isinstance(sample, str):
        return text[: max(len(sample), _ROOM)] if _TYPED.fullmatch(sample) else sample
    if dataclasses.is_dataclass(sample) and not isinstance(sample, (type, Library)):
        fields = {one.name: getattr(sample, one.name) for one in dataclasses.fields(sample) if one.init}
        changed = {name: poisoned(value, text) for name, value in fields.items()}
        return dataclasses.replace(sample, **changed) if changed != fields else sample
    if isinstance(sample, (tuple, list)):
        return type(sample)(poisoned(one, text) for one in sample)
    if isinstance(sample, dict):
        return {key: poisoned(value, text) for key, value in sample.items()}
    return sample


def view_functions() -> Iterator[tuple[ModuleType, str, Callable[..., Any]]]:
    """All public functions that show something; those of ``blocks`` take what is made already."""
    for found in pkgutil.iter_modules(views.__path__, "bot.views."):
        module = import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_public = function.__module__ == found.name and not name.startswith("_")
            if is_public and found.name != "bot.views.blocks":
                yield module, name, function


def poisoning(function: Callable[..., Any], text: str) -> Callable[..., Any]:
    """The function, given ``text`` wherever a person's own words stand in its arguments."""
    signature = inspect.signature(function)

    @wraps(function)
    def given(*args: Any, **named: Any) -> Any:
        bound = signature.bind(*args, **named)
        for name, value in bound.arguments.items():
            if name not in _OURS:
                bound.arguments[name] = poisoned(value, text)
        return function(*bound.args, **bound.kwargs)

    return given


def mrkdwn(shown: Any) -> Iterator[str]:
    """Every text that Slack reads as mrkdwn: such text objects, and what stands for a whole message."""
    if isinstance(shown, (list, tuple)):
        for one in shown:
            yield from mrkdwn(one)
    elif isinstance(shown, Mapping):
        if isinstance(shown.get("text"), str) and shown.get("type") in {"mrkdwn", None}:
            yield shown["text"]
        for value in shown.values():
            yield from mrkdwn(value)

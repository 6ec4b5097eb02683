"""A language nobody speaks: English with accents, between brackets: a text that escaped is seen at once.

``Show {name}`` becomes ``⟦Šĥóŵ {name}⟧``. What is no language stays: gaps, ``code`` and Slack's ``<…>``.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from gettext import NullTranslations
from typing import Any, TypeVar

from bot import i18n

TAG = "xx"

T = TypeVar("T")

_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ODD = "ÀßÇÐÈƑĜĤÌĴĶĹΜÑÓÞɊŔŠŢÙṼŴẊÝŽáƀčđéƒĝĥíĵķĺɱñóþɋŕšţúṽŵẋýž"
_ACCENTS = str.maketrans(_PLAIN, _ODD)
_KEPT = re.compile(r"(\{[^{}]*\}|`[^`]*`|<[^<>]*>)")
_NO_WORDS = re.compile(r"```(?:=|GET |whsec_)[^`]*```|`[/a-z0-9][^`]*`|<[^|<>]*[|>]|&[a-z]*;?")
_WORD = re.compile(r"[A-Za-z]{2,}")
_IDS = frozenset({"id", "kind", "nudge", "statement", "topic_id", "source_url", "placeholders"})


def accented(text: str) -> str:
    """The letters changed, gaps and code kept."""
    parts = _KEPT.split(text)
    return "".join(part if index % 2 else part.translate(_ACCENTS) for index, part in enumerate(parts))


def said(text: str) -> str:
    """A text of the interface as it is shown in this language."""
    return f"⟦{accented(text)}⟧"


class Pseudo(NullTranslations):
    """The catalogue."""

    def gettext(self, message: str) -> str:
        return said(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@contextmanager
def known() -> Iterator[None]:
    """The language exists while the block runs."""
    i18n.register(TAG, Pseudo())
    try:
        yield
    finally:
        i18n.forget(TAG)


def english_words(text: str) -> list[str]:
    """The words of ``text`` that no catalogue gave; code, addresses and ids are none."""
    return _WORD.findall(_NO_WORDS.sub(" ", text))


def texts(node: Any) -> Iterator[str]:
    """Everything Slack shows of a message or view, but what the person typed into a field."""
    if isinstance(node, list | tuple):
        for item in node:
            yield from texts(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in {"text", "alt_text"} and isinstance(value, str):
                yield value
            else:
                yield from texts(value)


def translated(entry: T) -> T:
    """Content (a library or a part of it) with every text accented; ids and the names of gaps stay."""
    assert is_dataclass(entry)
    assert not isinstance(entry, type)
    changes = {
        part.name: _changed(getattr(entry, part.name))
        for part in fields(entry)
        if part.name not in _IDS and not _are_ids(part.name, getattr(entry, part.name))
    }
    return replace(entry, **changes)


def _are_ids(name: str, value: Any) -> bool:
    """Some names stand for entries in one place and for their ids in another."""
    return name in {"topics", "statements", "tips"} and all(isinstance(item, str) for item in value)


def _changed(value: Any) -> Any:
    if isinstance(value, str):
        return value if isinstance(value, Enum) else accented(value)
    if isinstance(value, tuple):
        return tuple(_changed(item) for item in value)
    if isinstance(value, Mapping):
        return {key: _changed(item) for key, item in value.items()}
    return translated(value) if is_dataclass(value) else value

"""Split a content file into its front matter (YAML between two ``---`` lines) and its Markdown body.

Front matter here is flat: text, whole numbers and lists of text. It is read from the parser's events instead
of from composed nodes, because composing recurses and a deeply nested file crashes libyaml's binding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.guidance.loaders import SAFE
from bot.guidance.problems import ContentError

Value = str | int | tuple[str, ...]
"""What a front matter key can hold. A number in quotes is text."""

_FENCE = "---"
# YAML ends a line at these, editors and Python's split("\n") do not: a problem's line would be counted wrong.
_OTHER_LINE_ENDS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), " ")
_NOT_FLAT = "front matter holds text, whole numbers and lists of text only"


@dataclass(frozen=True, slots=True)
class Document:
    """One file taken apart; ``lines`` has the line of each key, ``body_line`` is that of its first words."""

    file: Path
    fields: dict[str, Value]
    lines: dict[str, int]
    body: str
    body_line: int


def parse(raw: bytes, file: Path) -> Document:
    """Read one file's bytes. Raises :class:`ContentError` for the first thing that can't be read."""
    lines = _decode(raw, file).split("\n")
    if lines[0].rstrip() != _FENCE:
        raise ContentError(file, 1, "the file must begin with a line of three dashes (---) and front matter")
    closing = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if closing is None:
        raise ContentError(file, len(lines), "the front matter is not closed by a line of three dashes (---)")
    fields, positions = _read_fields("\n".join(lines[1:closing]).translate(_OTHER_LINE_ENDS), file)
    body = next((number for number, line in enumerate(lines) if number > closing and line.strip()), closing)
    return Document(file, fields, positions, "\n".join(lines[body:] if body > closing else ()), body + 1)


def _decode(raw: bytes, file: Path) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentError(file, line, "the file is not UTF-8 text") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_fields(text: str, file: Path) -> tuple[dict[str, Value], dict[str, int]]:
    fields: dict[str, Value] = {}
    lines: dict[str, int] = {}
    try:
        for key, value, line in _Pairs(text, file):
            if key in fields:
                raise ContentError(file, line, f"the key “{key}” stands here twice")
            fields[key] = value
            lines[key] = line
    except yaml.YAMLError as error:
        raise ContentError(file, _line_of(error, text), f"the YAML is not valid: {_reason(error)}") from error
    return fields, lines


class _Pairs:
    """The key, value and line of each pair of a flat YAML mapping."""

    def __init__(self, text: str, file: Path) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=SAFE)
        self._file = file

    def __iter__(self) -> Iterator[tuple[str, Value, int]]:
        if not self._enter_mapping():
            return
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._scalar(event)
            yield key.value, self._value(next(self._events)), _line(key)
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise self._problem(event, "front matter is one YAML document, not several")

    def _enter_mapping(self) -> bool:
        next(self._events)
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return False
        event = next(self._events)
        if not isinstance(event, yaml.MappingStartEvent):
            raise self._problem(event, "front matter must be lines of “key: value”")
        return True

    def _value(self, event: yaml.Event) -> Value:
        if isinstance(event, yaml.SequenceStartEvent):
            return tuple(self._items())
        scalar = self._scalar(event)
        text = _one_line(scalar)
        is_plain = scalar.implicit[0]
        return int(text) if is_plain and _is_number(text) else text

    def _items(self) -> Iterator[str]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield _one_line(self._scalar(event))

    def _scalar(self, event: yaml.Event) -> yaml.ScalarEvent:
        if not isinstance(event, yaml.ScalarEvent) or event.tag is not None or event.anchor is not None:
            raise self._problem(event, _NOT_FLAT)
        return event

    def _problem(self, event: yaml.Event, reason: str) -> ContentError:
        return ContentError(self._file, _line(event), reason)


def _one_line(scalar: yaml.ScalarEvent) -> str:
    return " ".join(scalar.value.split())


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _line(event: yaml.Event) -> int:
    # YAML counts from 0, and the opening dashes are line 1 of the file.
    return (event.start_mark.line if event.start_mark else 0) + 2


def _line_of(error: yaml.YAMLError, text: str) -> int:
    mark = getattr(error, "problem_mark", None)
    before: int = mark.line if mark else text.encode().count(b"\n", 0, getattr(error, "position", 0))
    return min(before, text.count("\n")) + 2


def _reason(error: yaml.YAMLError) -> str:
    return getattr(error, "problem", None) or getattr(error, "reason", None) or "it can't be read"

"""The small Markdown of the content files: statement marks out, Slack's mrkdwn and plain text in.

Known are paragraphs (a line end is a space), ``# headings``, ``> quotes`` and ``- items``. A statement of the
guide is marked in place, as Pandoc marks a span: ``[Your contact’s career path]{#S18}``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_SPAN = re.compile(r"\[([^\[\]\n]*)\]\{#([^{}\n]*)\}")
_BROKEN_SPAN = re.compile(r"\{#|[\[\]]")
_PREFIX = {"#": "heading", ">": "quote", "-": "item"}
_LINE = re.compile(r"^([#>-])\s+(.*)$")


@dataclass(frozen=True, slots=True)
class Span:
    """The words marked as one statement, and how many lines below the body's beginning they stand."""

    statement: str
    words: str
    offset: int


@dataclass(frozen=True, slots=True)
class Body:
    """One body: ``mrkdwn`` for Slack (escaped), ``text`` plain, with a line end after each block or item."""

    mrkdwn: str
    text: str
    spans: tuple[Span, ...]
    broken: tuple[int, ...]
    """Line offsets of brackets that are not a whole statement mark."""


@dataclass(frozen=True, slots=True)
class _Block:
    kind: str
    lines: tuple[str, ...]


def escape(text: str) -> str:
    """Escape the three characters that Slack's mrkdwn gives a meaning of its own (``&``, ``<`` and ``>``)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def read(markdown: str) -> Body:
    """Read one body. Marks that are not whole stay in the text and are named in ``broken``."""
    spans = tuple(
        Span(match[2], " ".join(match[1].split()), markdown.count("\n", 0, match.start()))
        for match in _SPAN.finditer(markdown)
    )
    plain = _SPAN.sub(r"\1", markdown)
    blocks = tuple(_blocks(plain))
    broken = tuple(number for number, line in enumerate(plain.split("\n")) if _BROKEN_SPAN.search(line))
    return Body(_mrkdwn(blocks), "\n".join(line for block in blocks for line in block.lines), spans, broken)


def _blocks(plain: str) -> Iterator[_Block]:
    for kind, group in groupby(map(_classify, plain.split("\n")), key=lambda line: line[0]):
        lines = tuple(text for _, text in group)
        if kind == "item":
            yield _Block(kind, lines)
        elif kind != "blank":
            yield _Block(kind, (" ".join(lines),))


def _classify(line: str) -> tuple[str, str]:
    words = " ".join(line.split())
    if match := _LINE.match(words):
        return _PREFIX[match[1]], match[2]
    return ("paragraph" if words else "blank"), words


def _mrkdwn(blocks: tuple[_Block, ...]) -> str:
    parts: list[str] = []
    for number, block in enumerate(blocks):
        if number:
            follows_its_lead = block.kind == "item" and blocks[number - 1].kind == "paragraph"
            parts.append("\n" if follows_its_lead else "\n\n")
        parts.append("\n".join(_render(block.kind, line) for line in block.lines))
    return "".join(parts)


def _render(kind: str, line: str) -> str:
    text = escape(line)
    return {"heading": f"*{text}*", "quote": f"> {text}", "item": f"• {text}"}.get(kind, text)

"""Practice cards: a situation, replies to choose from, and what the guide or a program tip says of each.

A card is one Markdown file. Below the front matter stands the situation; each reply begins with a heading
(``# Good: “…”``, ``# OK: …`` or ``# Better not: …``), then its feedback, then a list of what it cites:
statements of the guide (``- S24``) and program tips by id (``- thank_you``).
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from bot.guidance import markdown
from bot.guidance.crosschecks import Read, twice
from bot.guidance.entries import STATEMENT_IDS
from bot.guidance.fields import Fields
from bot.guidance.frontmatter import Document
from bot.guidance.problems import ContentError

CORE = frozenset({"S24", "S25", "S26", "S27"})
"""The heart of the guide: not the time to ask for a job, and why."""

REPLIES = (3, 4)
"""The fewest and the most replies of a card."""

TITLE_LIMIT = 75
CARD_ID_LIMIT = 48
SITUATION_LIMIT = 300
REPLY_LIMIT = 150
FEEDBACK_LIMIT = 300

_HEADING = re.compile(r"^#\s*(.*)$")
_CITE = re.compile(r"^-\s+(.*)$")
_STATEMENT = re.compile(r"^S\d+$")


class Verdict(StrEnum):
    """What a reply is worth in its situation."""

    GOOD = "good"
    OK = "ok"
    BETTER_NOT = "better not"


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: ``text`` plain, ``feedback`` escaped for Slack; at least one statement or tip is cited."""

    text: str
    verdict: Verdict
    feedback: str
    statements: tuple[str, ...]
    tips: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PracticeCard:
    """One situation (escaped for Slack) and its replies, in the order they are shown."""

    id: str
    title: str
    order: int
    situation: str
    replies: tuple[Reply, ...]

    def best(self) -> Reply:
        """The first good reply; each card has one."""
        return next(reply for reply in self.replies if reply.verdict is Verdict.GOOD)


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines that belong together: the situation (no heading) or one reply; ``offset`` is of the first."""

    heading: str | None
    lines: tuple[str, ...]
    offset: int

    @property
    def words(self) -> str:
        return "\n".join(line for line in self.lines if not _CITE.match(line))

    @property
    def cites(self) -> list[tuple[str, int]]:
        """What is cited, each with its line offset."""
        first = self.offset + (self.heading is not None)
        matches = [(_CITE.match(line), number) for number, line in enumerate(self.lines, first)]
        return [(match[1].strip(), number) for match, number in matches if match]


def read_card(document: Document, problems: list[ContentError]) -> PracticeCard:
    """The practice card in ``document``; what is wrong with it is added to ``problems``."""
    fields = Fields(document, problems)
    _check_marks(document.body, fields)
    situation, *parts = _split(document.body)
    for cite, offset in situation.cites:
        fields.report_body(f"“{cite}” stands in the situation; cite below a reply", offset)
    card = PracticeCard(
        id=fields.text("id", limit=CARD_ID_LIMIT),
        title=fields.text("title", limit=TITLE_LIMIT),
        order=fields.number("order"),
        situation=_text(situation, "the situation", SITUATION_LIMIT, fields),
        replies=tuple(reply for part in parts if (reply := _read_reply(part, fields)) is not None),
    )
    if len(card.replies) == len(parts):
        _check_replies(card.replies, fields)
    fields.finish()
    return card


def check_cards(read: Read[PracticeCard]) -> list[ContentError]:
    """Ids and numbers of practice cards that stand in more than one file."""
    return [
        *twice(read, "id", "id", lambda card: [card.id]),
        *twice(read, "order", "order", lambda card: [card.order]),
    ]


def check_card_tips(read: Read[PracticeCard], tip_ids: Collection[str]) -> list[ContentError]:
    """Program tips that a practice card cites and that don't exist."""
    return [
        ContentError(document.file, document.body_line + offset, f"there is no program tip “{cite}”")
        for document, _ in read
        for part in _split(document.body)
        for cite, offset in part.cites
        if not _STATEMENT.match(cite) and cite not in tip_ids
    ]


def _split(body: str) -> list[_Part]:
    lines = body.split("\n")
    starts = [0, *(number for number, line in enumerate(lines) if _HEADING.match(line)), len(lines)]
    return [_part(lines[start:end], start) for start, end in pairwise(starts)]


def _part(lines: Sequence[str], offset: int) -> _Part:
    match = _HEADING.match(lines[0]) if lines else None
    return _Part(match[1].strip() if match else None, tuple(lines[1:] if match else lines), offset)


def _read_reply(part: _Part, fields: Fields) -> Reply | None:
    name, colon, text = (part.heading or "").partition(":")
    verdict = _verdict(name)
    if verdict is None or not colon:
        known = ", ".join(f"“{each.capitalize()}: …”" for each in Verdict)
        fields.report_body(f"a reply begins with its verdict: {known}", part.offset)
        return None
    text = text.strip()
    _check_length(text, "the reply", REPLY_LIMIT, part, fields)
    cites = [cite for cite, _ in part.cites]
    _check_cites(part, fields)
    return Reply(
        text=text,
        verdict=verdict,
        feedback=_text(part, "the feedback", FEEDBACK_LIMIT, fields),
        statements=tuple(cite for cite in cites if _STATEMENT.match(cite)),
        tips=tuple(cite for cite in cites if not _STATEMENT.match(cite)),
    )


def _verdict(name: str) -> Verdict | None:
    words = " ".join(name.split()).casefold()
    return Verdict(words) if words in list(Verdict) else None


def _text(part: _Part, what: str, limit: int, fields: Fields) -> str:
    body = markdown.read(part.words)
    _check_length(body.text, what, limit, part, fields)
    return body.mrkdwn


def _check_length(text: str, what: str, limit: int, part: _Part, fields: Fields) -> None:
    if not text:
        fields.report_body(f"{what} is missing", part.offset)
    if len(text) > limit:
        fields.report_body(f"{what} is {len(text)} characters long; at most {limit} fit", part.offset)


def _check_cites(part: _Part, fields: Fields) -> None:
    if not part.cites:
        fields.report_body("the reply cites nothing: add a statement (- S24) or a program tip", part.offset)
    for cite, group in groupby(sorted(part.cites), key=lambda each: each[0]):
        offsets = [offset for _, offset in group]
        if _STATEMENT.match(cite) and cite not in STATEMENT_IDS:
            fields.report_body(f"{cite} is not a statement of the guide (S1 to S30)", offsets[0])
        if len(offsets) > 1:
            fields.report_body(f"“{cite}” is cited twice", offsets[1])


def _check_replies(replies: Sequence[Reply], fields: Fields) -> None:
    fewest, most = REPLIES
    if not fewest <= len(replies) <= most:
        fields.report_body(f"a card has {fewest} or {most} replies, this one has {len(replies)}")
    if not any(reply.verdict is Verdict.GOOD for reply in replies):
        fields.report_body("a card needs a good reply")
    if not any(reply.verdict is Verdict.BETTER_NOT and CORE & {*reply.statements} for reply in replies):
        core = ", ".join(sorted(CORE))
        fields.report_body(f"a card needs a reply that is better not said, and cites one of {core}")


def _check_marks(body: str, fields: Fields) -> None:
    read = markdown.read(body)
    for offset in {*read.broken, *(span.offset for span in read.spans)}:
        fields.report_body("brackets are for the guide’s statements; cite one as a list item (- S24)", offset)

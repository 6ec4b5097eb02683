"""Plain words: each topic in short sentences, statement by statement, checked against the guide."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from bot.guidance.crosschecks import Read, problem_at, twice
from bot.guidance.entries import PlainWords, Topic
from bot.guidance.fields import Fields
from bot.guidance.frontmatter import Document
from bot.guidance.problems import ContentError
from bot.guidance.reading import read_body

_NUMBER = re.compile(r"\d+")


def read_plain(document: Document, problems: list[ContentError]) -> PlainWords:
    """The plain words in ``document``; what is wrong with them is added to ``problems``."""
    fields = Fields(document, problems)
    body = read_body(document, fields)
    words: dict[str, str] = {}
    for span in body.spans:
        if span.statement in words:
            fields.report_body(f"{span.statement} is marked twice", span.offset)
        if not span.words:
            fields.report_body(f"{span.statement} has no words", span.offset)
        words.setdefault(span.statement, span.words)
    plain = PlainWords(fields.text("topic"), MappingProxyType(words), body.mrkdwn, body.text)
    fields.finish()
    return plain


def check_plain(read: Read[PlainWords], topics: Mapping[str, Topic]) -> list[ContentError]:
    """Plain words without their topic, or that leave out or change what the guide says."""
    problems = twice(read, "topic", "topic", lambda plain: [plain.topic_id])
    for document, plain in read:
        topic = topics.get(plain.topic_id)
        if topic is not None:
            problems += _beside(document, plain, topic)
        elif plain.topic_id:
            problems.append(problem_at(document, "topic", f"there is no topic “{plain.topic_id}”"))
    return problems


def missing_plain(read: Read[PlainWords], topics: Mapping[str, Topic], folder: Path) -> list[ContentError]:
    """Topics without plain words."""
    present = {plain.topic_id for _, plain in read}
    return [
        ContentError(folder, 1, f"there are no plain words for the topic “{topic_id}”")
        for topic_id in topics
        if topic_id not in present
    ]


def _beside(document: Document, plain: PlainWords, topic: Topic) -> list[ContentError]:
    guide = {statement.id: statement.words for statement in topic.statements}
    reasons = [f"{topic.id} has no statement {marked}" for marked in plain.words if marked not in guide]
    for statement_id, words in guide.items():
        said = plain.words.get(statement_id)
        if said is None:
            reasons.append(f"there are no plain words for the statement {statement_id}")
            continue
        reasons += [
            f"the guide says “{number}” in {statement_id}, the plain words do not"
            for number in _NUMBER.findall(words)
            if number not in _NUMBER.findall(said)
        ]
    return [ContentError(document.file, document.body_line, reason) for reason in reasons]

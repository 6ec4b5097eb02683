"""What can be wrong between content files: a name used twice, a missing statement, a tip without a topic."""

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from bot.guidance.closest import normalise
from bot.guidance.entries import NUDGE_KINDS, STATEMENT_IDS, NudgeText, ProgramTip, Topic
from bot.guidance.frontmatter import Document
from bot.guidance.problems import ContentError

Entry = TypeVar("Entry")
Read = Sequence[tuple[Document, Entry]]
"""The entries of one folder, each with the file it comes from."""


def topic_names(topic: Topic) -> tuple[str, ...]:
    """Everything that names a topic exactly."""
    number = str(topic.order)
    return (topic.id, topic.title, topic.section, number, f"section {number}", *topic.aliases)


def check_topics(read: Read[Topic]) -> list[ContentError]:
    """Ids, numbers, names and statements that stand in more than one place."""
    return [
        *twice(read, "id", "id", lambda topic: [topic.id]),
        *twice(read, "order", "order", lambda topic: [topic.order]),
        *twice(read, "statements", "statement", lambda topic: {item.id for item in topic.statements}),
        *_names_twice(read),
    ]


def check_tips(read: Read[ProgramTip]) -> list[ContentError]:
    """Ids, numbers and aliases of program tips that stand in more than one place."""
    return [
        *twice(read, "id", "id", lambda tip: [tip.id]),
        *twice(read, "order", "order", lambda tip: [tip.order]),
        *twice(read, "aliases", "alias", lambda tip: [normalise(alias) for alias in tip.aliases]),
    ]


def check_tip_topics(read: Read[ProgramTip], topic_ids: Collection[str]) -> list[ContentError]:
    """Topics that a program tip names and that don't exist."""
    return missing(read, "topics", "topic", lambda tip: tip.topics, topic_ids)


def check_nudges(read: Read[NudgeText]) -> list[ContentError]:
    """Kinds of next step that have more than one text."""
    return twice(read, "id", "id", lambda nudge: [nudge.kind])


def missing_statements(read: Read[Topic], folder: Path) -> list[ContentError]:
    """Statements of the guide that no topic has."""
    present = {statement.id for _, topic in read for statement in topic.statements}
    return [
        ContentError(folder, 1, f"no topic has the statement {statement}")
        for statement in STATEMENT_IDS
        if statement not in present
    ]


def missing_nudges(read: Read[NudgeText], folder: Path) -> list[ContentError]:
    """Kinds of next step that no file has a text for."""
    present = {nudge.kind for _, nudge in read}
    return [
        ContentError(folder, 1, f"there is no text for “{kind}”")
        for kind in NUDGE_KINDS
        if kind not in present
    ]


def twice(
    read: Read[Entry], key: str, what: str, values: Callable[[Entry], Iterable[str | int]]
) -> list[ContentError]:
    """What stands in more than one file: ``values`` of an entry, called ``what``, written under ``key``."""
    problems: list[ContentError] = []
    first: dict[str | int, str] = {}
    for document, entry in read:
        for value in values(entry):
            if not value:
                continue
            if value in first:
                problems.append(problem_at(document, key, f"the {what} “{value}” is also in {first[value]}"))
            first.setdefault(value, document.file.name)
    return problems


def missing(
    read: Read[Entry], key: str, what: str, names: Callable[[Entry], Iterable[str]], known: Collection[str]
) -> list[ContentError]:
    """What an entry names that doesn't exist: its ``names``, called ``what``, written under ``key``."""
    return [
        problem_at(document, key, f"there is no {what} “{name}”")
        for document, entry in read
        for name in names(entry)
        if name not in known
    ]


def _names_twice(read: Read[Topic]) -> list[ContentError]:
    problems: list[ContentError] = []
    owners: dict[str, str] = {}
    for document, topic in read:
        for name in filter(None, map(normalise, _distinct_names(topic))):
            if owners.setdefault(name, topic.id) != topic.id:
                problems.append(
                    problem_at(document, "aliases", f"the name “{name}” also means {owners[name]}")
                )
        problems.extend(
            problem_at(document, "aliases", f"the alias “{name}” stands here twice")
            for name in _repeated(topic)
        )
    return problems


def _distinct_names(topic: Topic) -> Iterable[str]:
    # A number used twice has a problem of its own.
    return (topic.id, topic.title, topic.section, *topic.aliases)


def _repeated(topic: Topic) -> list[str]:
    names = [normalise(alias) for alias in topic.aliases]
    return sorted({name for name in names if names.count(name) > 1})


def problem_at(document: Document, key: str, reason: str) -> ContentError:
    """A problem at the line of ``key`` (line 1 when the key is absent)."""
    return ContentError(document.file, document.lines.get(key, 1), reason)

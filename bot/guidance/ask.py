"""Ask the guide: the topic that answers a question, or the plain word that the guide doesn't cover it.

Deterministic and local: no model and no network. How a topic is found: :mod:`bot.guidance.ask_matcher`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.guidance.ask_matcher import Found, Matcher
from bot.guidance.ask_words import Subject, load_ask_words
from bot.guidance.entries import ProgramTip, Statement, Topic
from bot.guidance.library import Library
from bot.guidance.root import content_root

RELATED = 3
"""Topics offered beside an answer, or as near ones where there is none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the guide says to a question.

    ``covered``: the first of ``topics`` answers it and the others are related. Not covered: ``topics`` are
    only near. ``statements`` are all of the first topic's when covered, ``tips`` the program tips to offer
    beside, ``out_of_scope`` the known subject that the guide doesn't speak of.
    """

    covered: bool
    topics: tuple[Topic, ...]
    statements: tuple[Statement, ...] = ()
    tips: tuple[ProgramTip, ...] = ()
    out_of_scope: Subject | None = None


def answer(library: Library, question: str) -> Answer:
    """What the guide says to ``question``: any text, in any script. Raises like :func:`prepare`."""
    found = prepare(library).find(question)
    if found.answering:
        return _covered(library, found.answering)
    return _not_covered(library, found)


def prepare(library: Library) -> Matcher:
    """The matcher for a library's topics, read from ``content/ask`` once.

    Raises :class:`~bot.guidance.problems.ContentProblems` where that content is wrong.
    """
    return _matcher(
        frozenset(topic.id for topic in library.topics), frozenset(tip.id for tip in library.tips)
    )


@lru_cache(maxsize=2)
def _matcher(topic_ids: frozenset[str], tip_ids: frozenset[str]) -> Matcher:
    return Matcher(load_ask_words(content_root(), topic_ids, tip_ids))


def _covered(library: Library, topic_ids: Sequence[str]) -> Answer:
    topics = [library.topic(topic_id) for topic_id in topic_ids]
    first = topics[0]
    beside = [library.next_topic(first.id), library.previous_topic(first.id)]
    related = [topic for topic in beside if topic is not None and topic not in topics]
    return Answer(
        covered=True,
        topics=(*topics, *related)[: RELATED + 1],
        statements=first.statements,
        tips=library.tips_for(first.id),
    )


def _not_covered(library: Library, found: Found) -> Answer:
    tips = tuple(tip for tip in library.tips if found.subject is not None and tip.id == found.subject.tip)
    near = dict.fromkeys([*(topic_id for tip in tips for topic_id in tip.topics), *found.near])
    topics = tuple(library.topic(topic_id) for topic_id in near)
    return Answer(False, topics[:RELATED], tips=tips, out_of_scope=found.subject)

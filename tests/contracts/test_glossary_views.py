"""Plain words and the glossary stay within Slack's limits, with the longest content there can be."""

from dataclasses import replace

import pytest

from bot.guidance import Glossary, Library, Term, content_root, load_library
from bot.playground.blockkit import check_message, check_view
from bot.views import glossary
from bot.views.blocks import Message, window

LIBRARY = load_library(content_root())
LABELS = ["W" * 75, "&<>\"'*_~`" * 8, "<!channel>", "漢字" * 37]
LONGEST = "&lt;" * 750
TOPIC = LIBRARY.topics[1]
STATEMENTS = tuple(statement.id for topic in LIBRARY.topics for statement in topic.statements)


def accepted(message: Message) -> None:
    """Slack takes it as a message and as a window."""
    assert check_message(message.payload()) == []
    assert check_view(window("Infoview", message.blocks).to_dict()) == []


def made(label: str, count: int) -> Library:
    """A library whose topics and terms are as long as the loader lets them be."""
    terms = tuple(
        Term(f"{'t' * 70}{number}", label, (f"word{number}",), STATEMENTS, LONGEST, LONGEST)
        for number in range(count)
    )
    words = " ".join(f"word{number}" for number in range(count))
    return replace(
        LIBRARY,
        topics=tuple(
            replace(topic, title=label, section=label, text=words, mrkdwn=LONGEST) for topic in LIBRARY.topics
        ),
        plain_words=tuple(replace(plain, mrkdwn=LONGEST, text=LONGEST) for plain in LIBRARY.plain_words),
        glossary=Glossary(terms),
    )


def test_each_topic_explained() -> None:
    for topic in LIBRARY.topics:
        accepted(glossary.explained(LIBRARY, topic))


def test_each_term_and_all_of_them() -> None:
    accepted(glossary.term_list(LIBRARY))
    for term in LIBRARY.glossary.terms:
        accepted(glossary.term_page(LIBRARY, term))
        accepted(glossary.term_page(LIBRARY, term, TOPIC))


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("count", [0, 1, 1_000])
def test_the_longest_content_fits(label: str, count: int) -> None:
    library = made(label, count)
    accepted(glossary.term_list(library))
    accepted(glossary.explained(library, library.topics[1]))
    for term in library.glossary.terms[:1]:
        accepted(glossary.term_page(library, term, library.topics[1]))


@pytest.mark.parametrize("typed", ["", "&lt;!channel&gt;", "x" * 80])
def test_an_unknown_word(typed: str) -> None:
    accepted(glossary.unknown_term(typed, ()))
    accepted(glossary.unknown_term(typed, LIBRARY.glossary.terms[:3]))

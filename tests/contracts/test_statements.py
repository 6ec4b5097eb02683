"""The guide's words are kept: every statement, and the whole document."""

import json
import re
from pathlib import Path

import pytest

from bot.guidance import STATEMENT_IDS, Library, Topic, content_root, load_library

STATEMENTS: dict[str, str] = json.loads(
    (Path(__file__).parent / "statements.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(content_root())


def source_words() -> list[str]:
    text = (content_root() / "guide" / "SOURCE.txt").read_text(encoding="utf-8")
    _note, document = text.split("\n----\n", 1)
    return document.replace("•", " ").split()


def sentences(topic: Topic) -> list[str]:
    return [sentence for line in topic.text.split("\n") for sentence in re.split(r"(?<=\.) (?=[A-Z])", line)]


def test_the_contract_names_every_statement() -> None:
    assert tuple(STATEMENTS) == STATEMENT_IDS
    assert len(STATEMENTS) == 30


@pytest.mark.parametrize("statement_id", STATEMENTS)
def test_a_statement_is_shown_in_the_guides_exact_words(library: Library, statement_id: str) -> None:
    words = STATEMENTS[statement_id]
    topic = library.topic_of(statement_id)
    assert library.statement(statement_id).words == words
    assert words in topic.text
    assert words in topic.mrkdwn


@pytest.mark.parametrize("statement_id", STATEMENTS)
def test_a_statement_is_reached_by_what_a_member_types(library: Library, statement_id: str) -> None:
    topic = library.topic_of(statement_id)
    for typed in (topic.id, topic.title, topic.section, str(topic.order), *topic.aliases):
        assert library.find_topic(typed) is topic


def test_statements_stand_in_the_guides_order(library: Library) -> None:
    assert tuple(item.id for topic in library.topics for item in topic.statements) == STATEMENT_IDS


def test_the_topics_together_are_the_whole_document(library: Library) -> None:
    # Two topics share one sentence (S28 and S29): each shows all of it, so it is counted once.
    rebuilt: list[str] = []
    for sentence in (sentence for topic in library.topics for sentence in sentences(topic)):
        if rebuilt[-1:] != [sentence]:
            rebuilt.append(sentence)
    assert " ".join(rebuilt).split() == source_words()


@pytest.mark.parametrize(
    "sentence",
    [
        "the corporate culture of a potential future workplace; while an employed professional learns about",
        "Behavioral interviews, generally referred to as just interviews, happen after your application is",
        "help you learn more about companies while building professional relationships.",
        "curious, smart, motivated and likable, so if a job that you qualify for opens up, the person can",
    ],
)
def test_a_sentence_of_several_statements_reads_as_one(library: Library, sentence: str) -> None:
    assert any(sentence in topic.text for topic in library.topics)


def test_only_the_definition_is_credited_to_wikipedia(library: Library) -> None:
    credited = {key: library.statement(key).credit for key in STATEMENT_IDS if library.statement(key).credit}
    assert credited == dict.fromkeys(("S1", "S2"), "Wikipedia, as quoted in the guide")
    assert "Wikipedia defines informational interviews as:" in library.topic_of("S1").mrkdwn


def test_no_statement_mark_is_ever_shown(library: Library) -> None:
    shown = [text for topic in library.topics for text in (topic.mrkdwn, topic.text)]
    assert not [text for text in shown if re.search(r"[\[\]{}]|S\d", text)]

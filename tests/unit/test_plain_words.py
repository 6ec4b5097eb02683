"""Plain words on the real content: easy to read, and nothing that matters is lost on the way."""

import json
import re
from pathlib import Path

import pytest
import textstat  # type: ignore[import-untyped]

from bot.guidance import PlainWords, Term, Topic, content_root, load_library

LIBRARY = load_library(content_root())
STATEMENTS: dict[str, str] = json.loads(
    (Path(__file__).parents[1] / "contracts" / "statements.json").read_text(encoding="utf-8")
)
PLAIN_GRADE = 7
TERM_GRADE = 8
LONGEST_SENTENCE = 25

# What a statement of the guide hedges or denies, and the plain words that keep it.
KEPT = {
    r"\bgenerally\b": r"in general|usually|most of the time",
    r"\bmay\b": r"\bmay\b",
    r"\bcan\b": r"\bcan\b",
    r"\bpotential\b": r"\bmay\b|\bmight\b",
    r"\bunlikely\b": r"probably .*not",
    r"\bnot\b|n’t\b": r"\bnot\b|n’t\b",
    r"\bcommon\b": r"\bcommon\b",
    r"\bif\b": r"\bif\b",
    r"\bdifferent\b": r"\bdifferent\b",
}
IDIOMS = re.compile(
    r"foot in the door|reach out|touch base|break the ice|pick (someone|your)|brain|ballpark|on the same page"
    r"|get the ball|step up|by heart|figure out|land a|edge",
    re.I,
)


def by_topic(plain: PlainWords) -> str:
    return plain.topic_id


def by_id(entry: Topic | Term) -> str:
    return entry.id


def longest_sentence(text: str) -> int:
    return max(len(sentence.split()) for sentence in re.split(r"(?<=[.?!:])\s+|\n", text))


@pytest.mark.parametrize("plain", LIBRARY.plain_words, ids=by_topic)
def test_plain_words_are_easy_to_read(plain: PlainWords) -> None:
    assert textstat.flesch_kincaid_grade(plain.text) <= PLAIN_GRADE
    assert longest_sentence(plain.text) <= LONGEST_SENTENCE
    assert not IDIOMS.search(plain.text)


@pytest.mark.parametrize("term", LIBRARY.glossary.terms, ids=by_id)
def test_a_term_is_easy_to_read(term: Term) -> None:
    assert textstat.flesch_kincaid_grade(term.text) <= TERM_GRADE
    assert longest_sentence(term.text) <= LONGEST_SENTENCE
    assert term.id == "outreach" or not IDIOMS.search(term.text)


@pytest.mark.parametrize("topic", LIBRARY.topics, ids=by_id)
def test_each_topic_is_explained_statement_by_statement(topic: Topic) -> None:
    assert set(LIBRARY.plain(topic.id).words) == {statement.id for statement in topic.statements}


@pytest.mark.parametrize("statement_id", STATEMENTS)
def test_hedges_and_denials_are_kept(statement_id: str) -> None:
    guide = STATEMENTS[statement_id]
    plain = LIBRARY.plain(LIBRARY.topic_of(statement_id).id).words[statement_id]
    for word, kept in KEPT.items():
        if re.search(word, guide):
            assert re.search(kept, plain, re.I), f"{guide!r} says {word}; {plain!r} does not"


@pytest.mark.parametrize("statement_id", STATEMENTS)
def test_plain_words_add_no_number(statement_id: str) -> None:
    plain = LIBRARY.plain(LIBRARY.topic_of(statement_id).id).words[statement_id]
    assert re.findall(r"\d+", plain) == re.findall(r"\d+", STATEMENTS[statement_id])


def test_the_glossary_has_the_words_that_newcomers_meet() -> None:
    wanted = (
        "refer, referral, advocate, hiring manager, behavioral interview, informational interview,"
        " networking, candidate pool, corporate culture, career path, host, contact, resume, introduction,"
        " job opening, qualify, follow-up, debrief, cohort"
    )
    for word in wanted.split(", "):
        assert LIBRARY.glossary.find(word), word

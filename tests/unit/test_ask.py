"""The matcher: what it answers, what it refuses to answer, and that no text breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guidance.ask import RELATED, answer
from bot.guidance.ask_spelling import Speller
from bot.guidance.ask_text import read, stem
from bot.guidance.ask_words import load_ask_words
from bot.guidance.library import Library, load_library
from bot.guidance.problems import ContentProblems
from bot.guidance.root import content_root
from bot.views.ask import answer_message

LIBRARY = load_library(content_root())

PIECES = [
    "how long",
    "can i ask",
    "for a job",
    "?",
    "salary",
    "<!channel>",
    "&",
    "*b*",
    "求",
    "trabajo",
    "é",
    "zoom",
    "\n",
]
ANY_TEXT = st.text(max_size=300) | st.lists(st.sampled_from(PIECES)).map(" ".join)


@given(ANY_TEXT)
def test_any_text_has_an_answer_and_nothing_of_it_is_shown_raw(question: str) -> None:
    found = answer(LIBRARY, question)
    assert found == answer(LIBRARY, question)
    assert found.covered == bool(found.statements)
    assert len(set(found.topics)) == len(found.topics) <= RELATED + 1
    if found.covered:
        assert found.statements == found.topics[0].statements
        assert found.out_of_scope is None
    echo = answer_message(LIBRARY, question, found).payload()["blocks"][0]["elements"][0]["text"]
    assert "<" not in echo
    assert ">" not in echo


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("", None),
        ("???", None),
        ("🤷", None),
        ("how long", "logistics"),
        ("HOW LONG???", "logistics"),
        ("Can’t I ask for a job?", "dont_ask_for_a_job"),
        ("how long should my first message be", None),
        ("how long does a job interview last", None),
        ("is it normal to ask strangers in the U.S.?", "american_networking"),
        ("is it normal to ask strangers in Japan?", None),
        ("phone or zoom, which is better?", None),
        ("I don't know what to ask", "learn"),
        ("wat shud i ask", "learn"),
        ("My résumé: will the hiring manager see it?", "advocates"),
        ("什么是 advocate", "advocates"),
        ("¿Cuánto dura la entrevista?", None),
        ("Wie lange dauert das Interview?", None),
        ("<@U123> *is zoom ok?* :wave:", "logistics"),
    ],
)
def test_what_is_answered_and_what_is_not(question: str, topic: str | None) -> None:
    found = answer(LIBRARY, question)
    assert (found.topics[0].id if found.covered else None) == topic


@pytest.mark.parametrize(
    ("question", "tip"),
    [
        ("how do i thank them", "thank_you"),
        ("should i attach my cv", "no_resume"),
        ("how long should I wait for a reply", "wait_a_week"),
    ],
)
def test_a_program_tip_is_offered_where_the_guide_is_silent(question: str, tip: str) -> None:
    found = answer(LIBRARY, question)
    assert not found.covered
    assert [offered.id for offered in found.tips] == [tip]


def test_a_story_is_read_by_its_last_question() -> None:
    story = "My aunt sells bread, and I like salaries and visas. " * 5
    assert answer(LIBRARY, f"{story} Is zoom ok?").topics[0].id == "logistics"
    assert not answer(LIBRARY, f"{story} How long is it? Do I need a visa?").covered


def test_wordings_name_topics_and_tips_that_exist() -> None:
    with pytest.raises(ContentProblems, match="there is no topic “learn”"):
        load_ask_words(content_root(), {topic.id for topic in LIBRARY.topics} - {"learn"}, _tips(LIBRARY))
    with pytest.raises(ContentProblems, match="there is no tip “thank_you”"):
        load_ask_words(content_root(), {topic.id for topic in LIBRARY.topics}, _tips(LIBRARY) - {"thank_you"})


def _tips(library: Library) -> set[str]:
    return {tip.id for tip in library.tips}


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("hsot", "host"),
        ("fro", "for"),
        ("lenght", "length"),
        ("adovcate", "advocate"),
        ("recomendasion", "recommendation"),
        ("cat", None),
        ("phase", None),
        ("x", None),
        ("42", None),
    ],
)
def test_spelling_is_repaired_with_care(typed: str, known: str | None) -> None:
    speller = Speller(["host", "for", "car", "phone", "length", "advocate", "recommendation"])
    assert speller.repair(typed) == known


def test_text_is_taken_apart() -> None:
    text = read("Hi <@U1>! I don't know: résumé or CV?")
    assert text.words == ("hi", "i", "do", "not", "know", "resume", "or", "cv")
    assert [sentence.asks for sentence in text.sentences] == [False, False, True]
    assert read("¿Qué?").accented
    assert read("多久").other_script
    assert not read("").sentences


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("questions", "question"),
        ("companies", "company"),
        ("writing", "writ"),
        ("write", "writ"),
        ("us", "us"),
    ],
)
def test_stems(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed

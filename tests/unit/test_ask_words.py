"""The words of "ask the guide": what is read as written, and what is taken for a misspelling."""

import pytest

from bot.guidance import content_root, load_library
from bot.guidance.ask import answer
from bot.guidance.library import Library


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(content_root())


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("wats informational intrview mean", "definition"),
        ("can we do it onlien insted of face too face", "logistics"),
        ("wich questons shoud i prepair", "learn"),
        ("is it me or thm who aranges it", "you_request_it"),
    ],
)
def test_misspelt_words_are_repaired(library: Library, question: str, topic: str) -> None:
    given = answer(library, question)
    assert (given.covered, given.topics[0].id) == (True, topic)


def test_an_ordinary_word_is_not_taken_for_a_misspelt_other_one(library: Library) -> None:
    # "invented" is one letter from "invited", and "shock" from "stock".
    assert not answer(library, "who invented informational interviews").covered
    given = answer(library, "Would it shock an office worker in Chicago if a newcomer asked for a chat?")
    assert given.topics[0].id == "american_networking"


@pytest.mark.parametrize("question", ["is zoom ok", "by phone?", "benefits?", "*in person*?"])
def test_a_wide_kind_of_words_names_no_other_subject(library: Library, question: str) -> None:
    assert answer(library, question).covered


@pytest.mark.parametrize(
    "question",
    [
        "Can a company read my emails?",
        "How do I make a video call on WhatsApp?",
        "What does HR do?",
        "How do I work in a team?",
        "What happens after the informational interview?",
        "Who should I invite to the meeting?",
        "in person classes or online classes?",
    ],
)
def test_near_misses_are_not_answered(library: Library, question: str) -> None:
    assert not answer(library, question).covered

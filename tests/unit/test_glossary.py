"""Looking up words in the glossary: exact, misspelt, unknown, and anything at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guidance import Glossary, content_root, load_library

LIBRARY = load_library(content_root())
GLOSSARY = LIBRARY.glossary


@pytest.mark.parametrize(
    ("typed", "term_id"),
    [
        ("advocate", "advocate"),
        ("  ADVOCATES ", "advocate"),
        ("advocat", "advocate"),
        ("referral", "refer"),
        ("refferal", "refer"),
        ("hirng manger", "hiring_manager"),
        ("behavioural interview", "behavioral_interview"),
        ("resumé", "resume"),
        ("CV", "resume"),
        ("follow up", "follow_up"),
        ("candidate-pool", "candidate_pool"),
    ],
)
def test_a_word_is_found_with_its_slips(typed: str, term_id: str) -> None:
    term = GLOSSARY.find(typed)
    assert term is not None
    assert term.id == term_id


@pytest.mark.parametrize("typed", ["", " ", "?", "mentor", "pizza", "\x00", "x" * 10_000, "<!channel>"])
def test_an_unknown_word_is_not_found(typed: str) -> None:
    assert GLOSSARY.find(typed) is None


def test_what_is_only_close_is_offered() -> None:
    assert GLOSSARY.find("interview") is None
    assert "job_interview" in [term.id for term in GLOSSARY.closest("interview")]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("A job interview with the hiring manager.", ["job_interview", "hiring_manager"]),
        ("They refer you. A referral!", ["refer"]),
        ("Your contact’s career path", ["contact", "career_path"]),
        ("hostile careering preferred", []),
        ("", []),
    ],
)
def test_terms_are_found_as_whole_words_the_longer_name_first(text: str, terms: list[str]) -> None:
    assert [term.id for term in GLOSSARY.found_in(text)] == terms


def test_where_a_term_stands_in_the_guide() -> None:
    assert [topic.id for topic in LIBRARY.topics_with("hiring_manager")] == [
        "not_a_job_interview",
        "advocates",
    ]
    assert LIBRARY.topics_with("cohort") == ()


def test_terms_come_in_the_order_of_the_alphabet() -> None:
    names = [term.term.casefold() for term in GLOSSARY.terms]
    assert names == sorted(names)


@given(st.text())
def test_any_text_can_be_looked_up(typed: str) -> None:
    GLOSSARY.find(typed)
    assert len(GLOSSARY.closest(typed)) <= 3
    GLOSSARY.found_in(typed)
    empty = Glossary(())
    assert empty.find(typed) is None
    assert empty.closest(typed) == empty.found_in(typed) == ()

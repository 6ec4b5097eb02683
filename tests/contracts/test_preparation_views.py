"""The prep card and its forms within Slack's limits, and example questions that ask to learn."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import textstat  # type: ignore[import-untyped]

from bot.guidance import Library, content_root, load_library
from bot.guidance.questions import ExampleQuestion
from bot.playground.blockkit import check_view, is_too_large
from bot.values import GoneError, MeetingQuestions, Outcome, PrepCard
from bot.views import calendars, preparation
from tests.contracts.test_log_views import LONG, ZONE, an_interview
from tests.stage import words

LIBRARY = load_library(content_root())
ALL = tuple(question.id for question in LIBRARY.questions)
FULL = MeetingQuestions((*ALL, "gone_from_the_content"), "&<>\n" * 500)
PLAIN_GRADE = 5.0
"""Flesch-Kincaid grade up to which a text is easy for readers new to English."""


@pytest.fixture
def library() -> Library:
    return LIBRARY


def a_card(questions: MeetingQuestions = FULL, outcome: Outcome | None = None) -> PrepCard:
    return PrepCard(an_interview(outcome), questions, ZONE)


@pytest.mark.parametrize("questions", [FULL, MeetingQuestions()])
@pytest.mark.parametrize("outcome", [None, *Outcome])
def test_everything_fits(library: Library, questions: MeetingQuestions, outcome: Outcome | None) -> None:
    card = a_card(questions, outcome)
    for view in (
        preparation.prep_window(library, card, "*Saved.*"),
        preparation.pick_form(library, card),
        preparation.pick_form(library, card, ALL, preparation.changed_words()),
        preparation.own_form(card, LONG * 9, preparation.changed_words()),
        calendars.on_its_way(card.interview),
    ):
        made = view.to_dict()
        assert check_view(made) == []
        assert not is_too_large(made)
        assert sum(block["type"] == "input" for block in made["blocks"]) <= 6


def test_the_card_quotes_the_guide_and_labels_what_is_not_its(library: Library) -> None:
    shown = words(preparation.prep_window(library, a_card(MeetingQuestions(("culture",), None))).to_dict())
    for number in (*range(15, 25), 28):
        assert f"> {library.statement(f'S{number}').words}" in shown
    assert "• How would you describe the culture of your organization?" in shown
    assert "Program tip: the example questions are not in the guide." in shown
    assert "HKUST" in shown
    assert "Utah" not in shown  # only what was picked needs its source


def test_a_link_can_be_selected_and_nothing_else_is_one(library: Library) -> None:
    def shown(location: str) -> str:
        card = replace(a_card(), interview=replace(an_interview(), location=location))
        return words(preparation.prep_window(library, card).to_dict())

    assert "<https://meet.example/a?b=1&amp;c=2>" in shown("https://meet.example/a?b=1&c=2")
    assert "https://meet.example/|<!channel>" not in shown("https://meet.example/|<!channel>")
    assert "javascript:alert(1)" in shown("javascript:alert(1)")


def test_it_ends_after_its_length_in_the_members_zone(library: Library) -> None:
    late = replace(an_interview(), starts_at=datetime(2026, 11, 1, 5, 50, tzinfo=UTC), minutes=25)
    card = PrepCard(late, MeetingQuestions(), "America/New_York")
    assert "It ends at 1:15 AM (EST)." in words(preparation.prep_window(library, card).to_dict())
    assert card.ends_at - late.starts_at == timedelta(minutes=25)


def test_a_form_of_an_older_version_is_told() -> None:
    for metadata in ("", "i", "i:", "i:²", ":1"):
        with pytest.raises(GoneError):
            preparation.read_place(metadata)


@pytest.mark.parametrize("question", LIBRARY.questions, ids=lambda question: question.id)
def test_an_example_question_asks_to_learn(question: ExampleQuestion) -> None:
    assert question.text.endswith("?")
    assert not re.search(r"\b(hire|hiring|openings?|resume|refer\w*|salary|vacanc\w+)\b", question.text, re.I)
    assert question.text.count("?") == 1


def test_the_example_questions_are_easy_to_read() -> None:
    together = " ".join(question.text for question in LIBRARY.questions)
    assert textstat.flesch_kincaid_grade(together) <= PLAIN_GRADE

"""The debrief form: every step reads back what it shows, and says what is missing."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given

from bot.guidance.library import Library, load_library
from bot.guidance.root import content_root
from bot.playground.forms import initial_values
from bot.values import (
    DebriefChoices,
    DebriefForm,
    DebriefReceipt,
    DraftWindow,
    FormError,
    GoneError,
    LearningGoal,
)
from bot.views import debrief as views
from bot.views.answers import Answers
from bot.views.debrief_fields import TYPED
from bot.views.debrief_steps import Place, Step, check, read, step_after, step_before, step_of, step_view
from tests.debrief_forms import FORMS, FULL, desk_of, interview
from tests.stage import words


@cache
def library() -> Library:
    return load_library(content_root())


def shown(form: DebriefForm, step: Step) -> dict[str, Any]:
    view: dict[str, Any] = step_view(desk_of(form), step, library()).to_dict()
    return view


def answers_of(form: DebriefForm, step: Step) -> Answers:
    """What Slack sends when somebody submits the step as it is shown."""
    return Answers(initial_values(shown(form, step)["blocks"]))


@given(form=FORMS)
def test_all_steps_together_read_back_what_they_show(form: DebriefForm) -> None:
    written = DebriefForm()
    for step in Step:
        written = read(step, answers_of(form, step), written)
    on_ticked = {goal: text for goal, text in form.learned.items() if goal in form.covered}
    assert written == replace(form, learned=on_ticked)


@given(form=FORMS)
def test_each_step_changes_nothing_by_itself(form: DebriefForm) -> None:
    for step in Step:
        assert read(step, answers_of(form, step), form) == form
        assert read(step, Answers({}), form) == form


def test_answers_that_are_taken_away_are_gone() -> None:
    nothing: dict[str, Any] = {
        "value": None,
        "selected_option": None,
        "selected_options": [],
        "selected_date": None,
    }
    written = FULL
    for step in Step:
        emptied = {block: {TYPED: nothing} for block in initial_values(shown(FULL, step)["blocks"])}
        written = read(step, Answers(emptied), written)
    assert written == DebriefForm()


def test_no_step_has_more_than_six_questions() -> None:
    form = replace(FULL, covered=frozenset(LearningGoal))
    for step in Step:
        assert 1 <= sum(block["type"] == "input" for block in shown(form, step)["blocks"]) <= 6


def test_the_goals_are_the_guides_own_words() -> None:
    block = next(b for b in shown(FULL, Step.GOALS)["blocks"] if b.get("block_id") == "covered")
    labels = [option["text"]["text"] for option in block["element"]["options"]]
    assert labels == [library().statement(f"S{number}").words for number in range(18, 24)]


def test_notes_are_asked_for_what_was_ticked_only() -> None:
    blocks = shown(FULL, Step.NOTES)["blocks"]
    names = [block["block_id"] for block in blocks if block["type"] == "input"]
    assert names == ["learned:career_path", "learned:advice"]


def test_the_way_forth_and_back() -> None:
    forth = [step_after(step, FULL) for step in Step]
    assert forth == [Step.NOTES, Step.IMPRESSION, Step.NEXT, Step.NEXT]
    back = [step_before(step, FULL) for step in Step]
    assert back == [Step.GOALS, Step.GOALS, Step.NOTES, Step.IMPRESSION]
    assert step_after(Step.GOALS, DebriefForm()) is Step.IMPRESSION
    assert step_before(Step.IMPRESSION, DebriefForm()) is Step.GOALS


def test_the_first_step_has_no_back_and_the_last_one_saves() -> None:
    assert "debrief.back" not in str(shown(FULL, Step.GOALS))
    for step in list(Step)[1:]:
        assert "debrief.back" in str(shown(FULL, step))
    last = shown(FULL, Step.NEXT)
    assert (last["submit"]["text"], last["title"]["text"]) == ("Save debrief", "Debrief 4 of 4")


def test_the_metadata_holds_the_place_only() -> None:
    window = DraftWindow("d" * 32, 7, "f" * 32, frozenset({"a1", "b2"}))
    desk = replace(desk_of(FULL), window=window)
    metadata = step_view(desk, Step.IMPRESSION, library()).private_metadata or ""
    assert metadata == f"{interview().id}:impression:{'d' * 32}:7:{'f' * 32}:a1,b2"
    assert Place.of(metadata) == Place(interview().id, Step.IMPRESSION, window)
    for foreign in ("", "x", ":goals", "x:goals", "x:other:w:0::", ":goals:w:0::", "x:goals:w:-1::"):
        with pytest.raises(GoneError):
            Place.of(foreign)


def test_required_answers_are_asked_for_in_their_step() -> None:
    for step, names in {Step.GOALS: {"valuable"}, Step.NEXT: {"advocate", "next_step"}}.items():
        with pytest.raises(FormError) as caught:
            check(step, DebriefForm())
        assert caught.value.errors.keys() == names
        assert {step_of(name) for name in names} == {step}
        check(step, FULL)
    check(Step.NOTES, DebriefForm())
    check(Step.IMPRESSION, DebriefForm())


def test_a_saved_debrief_says_how_changes_are_kept() -> None:
    before, after = (
        words(step_view(desk_of(FULL, is_saved=saved), Step.GOALS, library()).to_dict())
        for saved in (False, True)
    )
    assert "save again in step 4" in after
    assert "save again" not in before


def test_what_people_write_is_no_markup() -> None:
    desk = desk_of(FULL, is_saved=True, card=interview("<!channel> & Co", "*x* <@U1>"))
    assert "<!channel>" not in words(step_view(desk, Step.GOALS, library()).to_dict())
    receipt = DebriefReceipt(interview("<!here>"), replace(FULL, next_step="<!channel> hi"), ())
    saved = words(views.saved(receipt, library()).to_dict())
    assert "<!here>" not in saved
    assert "&lt;!channel&gt; hi" in saved


def test_what_is_left_to_ask_is_said() -> None:
    left = (LearningGoal.TRENDS,)
    saved = words(views.saved(DebriefReceipt(interview(), FULL, left), library()).to_dict())
    assert "have not asked anybody about yet:\n• Trends and ideas" in saved
    assert "(by Mon, Sep 14, 2026):* Write to Tom" in saved
    nothing_left = DebriefReceipt(replace(interview(), thanked_at=interview().starts_at), FULL, ())
    saved = words(views.saved(nothing_left, library()).to_dict())
    assert "all six things" in saved
    assert "thank-you" not in saved


def test_the_chooser_names_what_waits_and_what_can_be_edited() -> None:
    one, other = interview("One"), replace(interview("Other", None), id="2" * 32)
    both = views.chooser(DebriefChoices((one,), (other,))).to_dict()
    assert "One, Harbor Foods\nMon, Sep 7, 2026 at 11:00 AM (EDT)" in words(both)
    assert "Your latest debriefs" in words(both)
    assert "latest debriefs" not in words(views.chooser(DebriefChoices((one,), ())).to_dict())

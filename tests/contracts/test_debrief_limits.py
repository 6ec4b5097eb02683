"""The debrief's views stay within Slack's limits at the greatest lengths."""

from dataclasses import replace

import pytest

from bot.guidance.library import content_root, load_library
from bot.playground.blockkit import check_message, check_view
from bot.services.debriefs import DONE_LIMIT, WAITING_LIMIT
from bot.values import DebriefChoices, DebriefDesk, DebriefForm, DebriefReceipt, LearningGoal
from bot.views import debrief as views
from bot.views.debrief_steps import Step, step_view
from tests.debrief_forms import LONG, LONGEST, interview

LIBRARY = load_library(content_root())
NAMED_LONG = interview(LONG, LONG)


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("form", [DebriefForm(), LONGEST], ids=["empty", "longest"])
def test_a_step(step: Step, form: DebriefForm) -> None:
    desk = DebriefDesk(NAMED_LONG, replace(form, covered=frozenset(LearningGoal)), True)
    assert check_view(step_view(desk, step, LIBRARY, note=LONG).to_dict()) == []


@pytest.mark.parametrize("left", [(), tuple(LearningGoal)])
def test_the_saved_card(left: tuple[LearningGoal, ...]) -> None:
    assert check_view(views.saved(DebriefReceipt(NAMED_LONG, LONGEST, left), LIBRARY).to_dict()) == []


def test_the_chooser() -> None:
    cards = [replace(NAMED_LONG, id=f"{number:032}") for number in range(WAITING_LIMIT + DONE_LIMIT)]
    choices = DebriefChoices(tuple(cards[:WAITING_LIMIT]), tuple(cards[WAITING_LIMIT:]))
    assert check_view(views.chooser(choices).to_dict()) == []


def test_nothing_to_debrief() -> None:
    assert check_message(views.nothing_to_debrief().payload()) == []

"""The debrief's views stay within Slack's limits at the greatest lengths."""

from dataclasses import replace

import pytest

from bot.guidance.library import load_library
from bot.guidance.root import content_root
from bot.playground.blockkit import check_message, check_view, is_too_large
from bot.services.debriefs import DONE_LIMIT, WAITING_LIMIT
from bot.values import DebriefChoices, DebriefForm, DebriefReceipt, DraftCard, LearningGoal
from bot.views import debrief as views
from bot.views.debrief_steps import Step, step_view
from tests.clocks import START as NOW
from tests.debrief_forms import LONG, LONGEST, desk_of, interview

LIBRARY = load_library(content_root())
NAMED_LONG = interview(LONG, LONG)
OTHER = DraftCard("f" * 32, LONGEST, NOW)


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("form", [DebriefForm(), LONGEST], ids=["empty", "longest"])
def test_a_step(step: Step, form: DebriefForm) -> None:
    written = replace(form, covered=frozenset(LearningGoal))
    desk = replace(desk_of(written, is_saved=True, card=NAMED_LONG), drafted_at=NOW, others=(OTHER,))
    view = step_view(desk, step, LIBRARY, note=LONG).to_dict()
    assert check_view(view) == []
    assert not is_too_large(view)


@pytest.mark.parametrize("left", [(), tuple(LearningGoal)])
def test_the_saved_card(left: tuple[LearningGoal, ...]) -> None:
    assert check_view(views.saved(DebriefReceipt(NAMED_LONG, LONGEST, left), LIBRARY).to_dict()) == []


def test_the_chooser() -> None:
    cards = [replace(NAMED_LONG, id=f"{number:032}") for number in range(WAITING_LIMIT + DONE_LIMIT)]
    drafted = {card.id: NOW for card in cards}
    stranded = tuple(cards[:DONE_LIMIT])
    choices = DebriefChoices(tuple(cards[:WAITING_LIMIT]), tuple(cards[WAITING_LIMIT:]), drafted, stranded)
    assert check_view(views.chooser(choices).to_dict()) == []


def test_nothing_to_debrief() -> None:
    assert check_message(views.nothing_to_debrief().payload()) == []


def test_the_drafts() -> None:
    others = tuple(replace(OTHER, id=f"{number:032}") for number in range(30))
    desk = replace(desk_of(LONGEST, is_saved=True, card=NAMED_LONG), drafted_at=NOW, others=others)
    for shown in (desk, replace(desk, drafted_at=None, others=())):
        view = views.drafts(shown).to_dict()
        assert check_view(view) == []
        assert not is_too_large(view)
    for message in (
        views.did_not_happen(LONG, NAMED_LONG.id),
        views.draft_deleted(NAMED_LONG, offers_form=True),
    ):
        assert check_message(message.payload()) == []

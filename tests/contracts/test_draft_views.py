"""Every view of the draft check within Slack's limits, with texts as long and as odd as they can be."""

import pytest
from slack_sdk.models.views import View

from bot.guidance import content_root, load_library
from bot.guidance.outreach import LEVELS, DraftVerdict, Finding, check_draft
from bot.guidance.outreach.frames import Guided
from bot.playground.blockkit import check_view
from bot.values.drafts import DraftDesk
from bot.views import drafts, guided

LIBRARY = load_library(content_root())
NAMES = tuple((f"{number:032}", "&<>" * 66) for number in range(100))
FULL = DraftDesk(NAMES, NAMES[99][0], "&" * 3000)
WORST = DraftVerdict(tuple(Finding(rule, LEVELS[rule], "&<>" * 100) for rule in LEVELS), tuple(LEVELS), 10**6)

VIEWS = {
    "empty": drafts.draft_form(DraftDesk()),
    "full": drafts.draft_form(FULL, "&" * 10_000),
    "worst": drafts.checked_form(LIBRARY, FULL, "<" * 3000, WORST),
    "ready": drafts.checked_form(LIBRARY, FULL, "x", DraftVerdict((), tuple(LEVELS), 100)),
    "saved": drafts.saved_form(FULL, "<" * 3000, "&<>" * 66),
    **{kind.value: guided.guided_form(kind, "f" * 32) for kind in Guided},
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_views_keep_slacks_limits(view: View) -> None:
    assert check_view(view.to_dict()) == []


@pytest.mark.parametrize("text", ["", "🤷" * 5000, "word " * 2000, "<!channel> *hire me* <@U1>"])
def test_any_verdict_can_be_shown(text: str) -> None:
    view = drafts.checked_form(LIBRARY, DraftDesk(), text, check_draft(text)).to_dict()
    assert check_view(view) == []


def test_each_rule_shows_the_guide_or_the_source_of_a_tip() -> None:
    for rule in LEVELS:
        verdict = DraftVerdict((Finding(rule, LEVELS[rule]),), (), 10)
        shown = str(drafts.checked_form(LIBRARY, DraftDesk(), "x", verdict).to_dict())
        for statement in LIBRARY.rule(rule).statements:
            assert LIBRARY.statement(statement).words.split(" ")[0] in shown
        assert ("Program tip, not in the guide" in shown) == bool(LIBRARY.rule(rule).source_url)

"""What leads see of one member within Slack's limits, and the same words for the lead and for the member."""

from dataclasses import replace
from datetime import date

import pytest
from slack_sdk.models.views import View

from bot.playground.blockkit import check_message, check_view, is_too_large
from bot.values import (
    Format,
    HelpDesk,
    HelpTopic,
    LearningGoal,
    MemberForLead,
    Page,
    Progress,
    ShareDesk,
    SharedRecord,
    SharedReflection,
    SharedStep,
    SharedSteps,
    Status,
)
from bot.views import helping, sharing
from bot.views.blocks import Message
from tests.contracts.test_home_and_cohort_views import COHORT

ODD = "&<>*_~`" * 40
LONG = "&" * 3000
DAY = date(2026, 9, 30)
DAYS = tuple((DAY, step) for step in SharedStep) * 5
PROGRESS = Progress(500, 500, 100, 100, 500, 100, 100, dict.fromkeys(Status, 500))
RECORD = SharedRecord(ODD[:200], ODD[:200], ODD[:200], Status.KEEPING_IN_TOUCH, DAYS, "s" * 32)
REFLECTION = SharedReflection(
    DAY,
    Format.IN_PERSON,
    tuple(LearningGoal),
    dict.fromkeys(LearningGoal, LONG),
    LONG,
    LONG,
    "s" * 32,
)
QUIET = MemberForLead("e" * 32, "U" + "0" * 20, COHORT.id, ODD[:80], DAY, None, (), ())
OPEN = replace(
    QUIET,
    steps=SharedSteps(PROGRESS, DAYS),
    records=tuple(replace(RECORD, share_id=f"{number:032}") for number in range(20)),
    reflections=tuple(replace(REFLECTION, share_id=f"{number:032}") for number in range(20, 40)),
)
FRESH = replace(QUIET, steps=SharedSteps(replace(PROGRESS, by_status={}), ()))
HELP = HelpDesk("h" * 32, "e" * 32, ODD[:80], COHORT.lead_ids)


def views() -> dict[str, View]:
    """Views at their longest, in the present language."""
    many = tuple(replace((QUIET, OPEN)[n % 2], enrollment_id=f"{n:032}") for n in range(10))
    shared = tuple((f"{n:032}", REFLECTION) for n in range(10))
    open_yet = tuple((f"{n:032}", replace(REFLECTION, share_id=None)) for n in range(30))
    return {
        "roster": sharing.roster_window(COHORT, Page(many, 2, 3, 30)),
        "roster, empty": sharing.roster_window(COHORT, Page((), 1, 1, 0)),
        **{
            f"{name}, {number}": view(member)
            for name, view in (("lead", sharing.member_window), ("member", sharing.lead_sees_window))
            for number, member in enumerate((QUIET, OPEN, FRESH))
        },
        "share": sharing.share_window(ShareDesk("c" * 32, ODD[:80], RECORD, shared), "*x*"),
        "share, nothing yet": sharing.share_window(
            ShareDesk("c" * 32, ODD[:80], replace(RECORD, share_id=None), open_yet)
        ),
        "reflection": sharing.reflection_window(REFLECTION),
        "reflection, short": sharing.reflection_window(
            replace(REFLECTION, covered=(), learned={}, did_well=None)
        ),
        "help form": helping.help_form(HELP),
        "help sent": helping.sent_window(HELP.lead_ids[1:], HELP.lead_ids[:1]),
    }


def messages() -> dict[str, Message]:
    """Messages at their longest, in the present language."""
    return {
        f"request {topic} {bool(text)}": helping.request_message("U1", HELP, topic, text)
        for topic in HelpTopic
        for text in (None, "&" * helping.TEXT_LIMIT)
    }


VIEWS = views()
MESSAGES = messages()


@pytest.mark.parametrize("name", VIEWS)
def test_views(name: str) -> None:
    view = VIEWS[name].to_dict()
    assert check_view(view) == []
    assert not is_too_large(view)


@pytest.mark.parametrize("name", MESSAGES)
def test_messages(name: str) -> None:
    assert check_message(MESSAGES[name].payload()) == []


@pytest.mark.parametrize("member", [QUIET, OPEN, FRESH], ids=["nothing shared", "everything", "no step yet"])
def test_the_member_reads_the_very_words_the_lead_reads(member: MemberForLead) -> None:
    def about_the_member(view: View) -> list[str]:
        own = {sharing.line_words(member), *map(sharing.record_words, member.records)}
        own |= set(map(sharing.reflection_line, member.reflections))
        own |= set(sharing.steps_words(member.steps)) if member.steps is not None else set()
        texts = [block.get("text", {}).get("text") for block in view.to_dict()["blocks"]]
        return [text for text in texts if text in own]

    lead, mine = sharing.member_window(member), sharing.lead_sees_window(member)
    assert about_the_member(lead) == about_the_member(mine)
    assert about_the_member(lead)

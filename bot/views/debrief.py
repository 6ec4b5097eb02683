"""Around the debrief form: which interview to choose, and what was kept when it is saved."""

from collections.abc import Iterable, Sequence

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.guidance.library import Library
from bot.guidance.markdown import escape
from bot.i18n import _
from bot.values import DebriefChoices, DebriefReceipt, InterviewCard
from bot.views.blocks import (
    Message,
    actions,
    button,
    context,
    day_words,
    literal,
    moment_words,
    section,
    window,
)
from bot.views.debrief_fields import goal_words
from bot.views.notices import notice

_NEXT_STEP_LIMIT = 500


def chooser(choices: DebriefChoices) -> View:
    """The interviews to write about, then the latest debriefs to edit."""
    blocks = [
        *_group(
            _("Which meeting do you want to write about?"),
            choices.waiting,
            _("Write debrief"),
            "debrief.open",
        ),
        *_group(_("Your latest debriefs"), choices.done, _("Edit debrief"), "debrief.open"),
        context(_("Other meetings are in your log: type `/infoview list` and open the contact.")),
    ]
    return window(_("Write a debrief"), blocks, callback_id="debrief.chooser")


def nothing_to_debrief() -> Message:
    """No interview has taken place yet."""
    return notice(
        _(
            "There is no meeting to write about yet, and that is fine. When you have met somebody,"
            " add the meeting to that contact. Then a debrief of two minutes keeps what you learned."
        ),
        (_("Add a contact"), "log.open"),
        (_("Add a meeting to a contact"), "list.open"),
    )


def saved(receipt: DebriefReceipt, library: Library) -> View:
    """What was covered, what nobody was asked about yet, and what comes next."""
    interview = receipt.interview
    blocks: list[Block] = [
        section(
            _("*Your debrief of the meeting with {name} is saved.*").format(
                name=literal(interview.contact_name, 120)
            )
        ),
        section(_covered(receipt, library)),
        section(_next(receipt)),
        actions(*_ways_on(interview)),
        context(_("Only you can read your answers, unless you share them. Program leads see counts.")),
    ]
    return window(_("Debrief saved"), blocks, callback_id="debrief.saved")


def _ways_on(interview: InterviewCard) -> list[ButtonElement]:
    ways = [
        button(_("Open contact"), "contact.open", interview.contact_id),
        button(_("Edit debrief"), "debrief.open", interview.id),
    ]
    if interview.thanked_at is None:
        ways.insert(0, button(_("I sent my thank-you"), "interview.thanked", interview.id))
    return ways


def _group(heading: str, interviews: Sequence[InterviewCard], label: str, action_id: str) -> list[Block]:
    if not interviews:
        return []
    rows = [
        section(_line(interview), button(label, f"{action_id}:{interview.id}", interview.id))
        for interview in interviews
    ]
    return [section(f"*{heading}*"), *rows]


def _line(interview: InterviewCard) -> str:
    place = f", {literal(interview.organisation, 120)}" if interview.organisation else ""
    name = literal(interview.contact_name, 120)
    return f"{name}{place}\n{moment_words(interview.starts_at, interview.timezone)}"


def _covered(receipt: DebriefReceipt, library: Library) -> str:
    covered = goal_words(library, receipt.form.covered)
    left = goal_words(library, receipt.not_covered_yet)
    parts = [_("You learned about:\n{subjects}").format(subjects=_items(covered))] if covered else []
    if left:
        parts.append(
            _("For your next meeting, here is what you have not asked anybody about yet:\n{subjects}").format(
                subjects=_items(left)
            )
        )
    else:
        parts.append(
            _("In your debriefs so far you have covered all six things the guide wants you to learn.")
        )
    return "\n\n".join(parts)


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"• {escape(line)}" for line in lines)


def _next(receipt: DebriefReceipt) -> str:
    due = receipt.form.next_step_due
    step = literal(receipt.form.next_step or "", _NEXT_STEP_LIMIT)
    if due:
        text = _("*Your next step (by {day}):* {step}").format(day=day_words(due), step=step)
    else:
        text = _("*Your next step:* {step}").format(step=step)
    if receipt.interview.thanked_at is None:
        text += "\n" + _("A short thank-you message is a good step too. Name one thing you learned.")
    return text

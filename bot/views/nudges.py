"""A member's next step in words and buttons: on Home, below ``/infoview``, and in messages by themselves.

The texts and the button's label come from ``content/nudges/``; what the button does is fixed here. A message
may name the contact; it never carries notes, reflections or the member's own next step, because workspace
owners may be able to export direct messages.
"""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block, ButtonElement

from bot.guidance.library import Library
from bot.guidance.markdown import escape
from bot.i18n import _
from bot.values import NextStep, StepKind
from bot.views import labels, milestones, nudge_controls
from bot.views.blocks import (
    Message,
    actions,
    button,
    context,
    day_words,
    literal,
    moment_words,
    section,
    shorten,
)
from bot.views.nudge_controls import RECORDED

NAME_LIMIT = 80

_ADD = "log.open"
_DONE = "step.done"
_CONTACT = "contact.open"
_DEBRIEF = "debrief.open"
_PREPARE = "prepare.open"
_THANK = "thanks.write"

ACTIONS: Mapping[StepKind, str] = {
    StepKind.FIRST_PERSON: _ADD,
    StepKind.ADD_ANOTHER_PERSON: _ADD,
    StepKind.NEXT_PERSON: _ADD,
    StepKind.AFTER_DECLINE: _ADD,
    StepKind.ALL_DONE: _ADD,
    StepKind.WRITE_FIRST_MESSAGE: _DONE,
    StepKind.FOLLOW_UP: _DONE,
    StepKind.CLOSE_SILENT: _DONE,
    StepKind.THANK_YOU: _THANK,
    StepKind.KEEP_IN_TOUCH: _DONE,
    StepKind.OFFER_TIMES: "interview.add",
    StepKind.PREPARE: _PREPARE,
    StepKind.HOW_DID_IT_GO: _DEBRIEF,
    StepKind.DEBRIEF: _DEBRIEF,
    StepKind.NEXT_STEP_DUE: _CONTACT,
    StepKind.CELEBRATE: "progress.open",
}
"""What the button of each kind of step does."""


def step_words(library: Library, step: NextStep, timezone: str) -> str:
    """What the step says, as mrkdwn; moments are in the member's own IANA zone."""
    return library.nudge(step.kind).render(
        {
            "contact": _name(step),
            "days": str(step.days or 0),
            "when": _when(step, timezone),
            "goal": labels.MILESTONE[step.milestone] if step.milestone is not None else "",
        }
    )


def step_blocks(
    library: Library, step: NextStep, timezone: str, *, with_own_words: bool = True
) -> tuple[Block, ...]:
    """The step with its buttons; the member's own words only where nobody can export them (never in a DM)."""
    words = step_words(library, step, timezone)
    if step.step and with_own_words:
        words += "\n" + _("*Your next step:* {step}").format(step=literal(step.step))
    return section(words), actions(*_buttons(library, step))


def nudge(
    library: Library,
    step: NextStep,
    timezone: str,
    delivery_id: str,
    *,
    may_ask_later: bool = False,
    may_share: bool = False,
) -> Message:
    """A message that comes by itself: who sends it, one step, its button, and how to get fewer of them.

    ``may_ask_later``: "How did it go?" may be answered with "Ask me later". ``may_share``: a milestone may be
    told in the channel of a cohort.
    """
    words = step_words(library, step, timezone)
    more = [button(_("Ask me later"), "nudge.later", step.interview_id)] if may_ask_later else []
    if may_share and step.milestone is not None:
        more.append(milestones.share_button(step.milestone, delivery_id))
    return Message(
        text=words,
        blocks=(
            context(_("From your networking program.")),
            section(words),
            actions(_button(library, step), *_others(step), *more, nudge_controls.menu(delivery_id)),
        ),
    )


def recorded(step: NextStep, undo: Sequence[ButtonElement] = ()) -> Message:
    """What a "done" button has saved; it takes the place of the message with the button."""
    words = RECORDED[step.kind].format(contact=escape(_name(step)))
    ways = actions(button(_("See my next step"), "step.open"), *undo)
    return Message(text=words, blocks=(section(words), ways))


def parse_done(value: str) -> tuple[StepKind, str] | None:
    """The kind of step a "done" button is for, and the id it is about; None where it is not one of ours."""
    kind, _colon, subject_id = value.partition(":")
    known = {step.value: step for step in RECORDED}
    return (known[kind], subject_id) if kind in known and subject_id else None


def _buttons(library: Library, step: NextStep) -> list[ButtonElement]:
    buttons = [_button(library, step), *_others(step)]
    if step.contact_id is not None and ACTIONS[step.kind] != _CONTACT:
        buttons.append(button(_("Open this contact"), _CONTACT, step.contact_id))
    return buttons


def _others(step: NextStep) -> list[ButtonElement]:
    """What else may have happened, beside the one action."""
    if step.kind is StepKind.THANK_YOU:
        return [button(_("I sent my thank-you"), _DONE, _done_value(step))]
    if step.kind is StepKind.HOW_DID_IT_GO:
        return [button(_("It did not happen"), "interview.missed", step.interview_id)]
    return []


def _done_value(step: NextStep) -> str:
    return f"{step.kind}:{step.interview_id or step.contact_id}"


def _button(library: Library, step: NextStep) -> ButtonElement:
    action_id = ACTIONS[step.kind]
    values = {
        _ADD: None,
        _DONE: _done_value(step),
        _DEBRIEF: step.interview_id,
        _THANK: step.interview_id,
        _PREPARE: step.interview_id,
    }
    value = values.get(action_id, step.contact_id)
    return button(library.nudge(step.kind).button, action_id, value, style="primary")


def _name(step: NextStep) -> str:
    return shorten(" ".join((step.contact_name or _("your contact")).split()), NAME_LIMIT)


def _when(step: NextStep, timezone: str) -> str:
    if step.when is None:
        return ""
    if step.kind is StepKind.PREPARE:
        return _("on {moment}").format(moment=moment_words(step.when, timezone))
    return _("on {day}").format(day=day_words(step.when.astimezone(ZoneInfo(timezone)).date()))

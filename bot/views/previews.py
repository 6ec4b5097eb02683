"""What a cohort's members would get in the next seven days, in numbers, and a nudge as a test for a lead."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from slack_sdk.models.blocks import Block, PlainTextObject, StaticSelectElement

from bot.guidance.library import Library
from bot.i18n import N_, _
from bot.values import Milestone, NextStep, NudgePreview, PreviewLine, StepKind
from bot.views import labels, nudges
from bot.views.blocks import (
    Message,
    actions,
    button,
    context,
    count_words,
    day_words,
    literal,
    options,
    section,
    short_day_words,
)

TEST = "preview.test"
SAMPLE = "preview.sample"

_NAME_LENGTH = 80
_DAY = timedelta(days=1)
_LAST_DAY = 6 * _DAY
_RULES = (
    N_(
        "The limits are counted in: one nudge a day and two a week, pauses, and what members muted. What"
        " members do in these days changes what they get."
    ),
    N_(
        "You see a number only when at least five members are behind it. It is counted when a lead first"
        " looks in a week. It changes only when at least five members changed it; otherwise its own day"
        " stands beside it. Members who are in several cohorts count in their current one."
    ),
)


def preview(found: NudgePreview) -> Message:
    """The numbers, each kind once; what is not shown stands together at the end."""
    title = _("*{cohort}: a dry run, {first_day} to {last_day}*").format(
        cohort=literal(found.cohort_name, _NAME_LENGTH),
        first_day=day_words(found.counted_on),
        last_day=day_words(found.counted_on + _LAST_DAY),
    )
    intro = _("This is what Infoview would send, as the logs stood on the first day. Nothing was sent.")
    shown = [_line(found, line) for line in found.lines if line.messages is not None]
    hidden = [_name(line.kind) for line in found.lines if line.messages is None]
    rest = _("*From nobody to four members:* {kinds}.").format(kinds=", ".join(hidden))
    return Message(
        text=title,
        blocks=(
            section(f"{title}\n{intro}"),
            *([section("\n".join(shown))] if shown else []),
            *([section(rest)] if hidden else []),
            *_days_off(found),
            actions(_tests(found.cohort_id)),
            *(context(_(rule)) for rule in _RULES),
        ),
    )


def on_its_way() -> Message:
    """The answer while a large cohort is counted."""
    text = _("I am counting. You get the preview in your direct message with Infoview in a moment.")
    return Message(text=text, blocks=(section(text),))


def read_test(value: str) -> tuple[StepKind, str] | None:
    """The kind of nudge to show and the cohort it is for; None where it is not one of ours."""
    kind, _colon, cohort_id = value.partition(":")
    known = {step.value: step for step in labels.NUDGE}
    return (known[kind], cohort_id) if kind in known and cohort_id else None


def sample(library: Library, kind: StepKind, now: datetime, timezone: str) -> Message:
    """A nudge of this kind as members get it, with invented data and a button that does nothing."""
    step = NextStep(
        kind,
        contact_name=_("Alex Example"),
        days=7,
        when=now + _DAY if kind is StepKind.PREPARE else now - _DAY,
        milestone=Milestone.FIRST_MESSAGE,
    )
    words = nudges.step_words(library, step, timezone)
    marked = _("Test of “{kind}”").format(kind=labels.NUDGE[kind])
    return Message(
        text=f"{marked}: {words}",
        blocks=(
            context(f"*{marked}.* " + _("Only you got this. Alex Example is invented.")),
            section(words),
            actions(button(library.nudge(kind).button, SAMPLE, style="primary")),
        ),
    )


def test_sent(kind: StepKind) -> Message:
    """After asking for a test."""
    text = _("The test of “{kind}” is in your direct message with Infoview.").format(kind=labels.NUDGE[kind])
    return Message(text=text, blocks=(section(text),))


def sample_pressed() -> Message:
    """The button of a test was used."""
    text = _("This was a test, so the button does nothing. In a member’s message it does the step.")
    return Message(text=text, blocks=(section(text),))


def _line(found: NudgePreview, line: PreviewLine) -> str:
    words = _("*{kind}:* {messages} to {members}").format(
        kind=_name(line.kind),
        messages=count_words(line.messages or 0, "{count} message", "{count} messages"),
        members=count_words(line.members or 0, "{count} member", "{count} members"),
    )
    if line.counted_on is None or line.counted_on == found.counted_on:
        return words
    return f"{words}  " + _("_as of {day}_").format(day=short_day_words(line.counted_on))


def _name(kind: StepKind | None) -> str:
    return _("The weekly message") if kind is None else labels.NUDGE[kind]


def _days_off(found: NudgePreview) -> Sequence[Block]:
    if not found.days_off:
        return ()
    days = ", ".join(day_words(day) for day in found.days_off)
    words = _("*Days off in this time:* {days}. Only nudges about a meeting come then.").format(days=days)
    return (section(words),)


def _tests(cohort_id: str) -> StaticSelectElement:
    kinds: Mapping[str, str] = {f"{kind}:{cohort_id}": label for kind, label in labels.NUDGE.items()}
    return StaticSelectElement(
        action_id=TEST,
        placeholder=PlainTextObject(text=_("Send me a test")),
        options=options(kinds),
    )

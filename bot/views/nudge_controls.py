"""What a member can do with a message that came by itself, and what stands in its place afterwards."""

from collections.abc import Mapping
from datetime import date, datetime

from slack_sdk.models.blocks import OverflowMenuElement
from slack_sdk.models.views import View

from bot.guidance.markdown import escape
from bot.i18n import N_, Words, _
from bot.values import Control, Ending, InterviewCard, SettledNudge, StepKind
from bot.views import labels
from bot.views.blocks import (
    SETTINGS_ACTION,
    Message,
    actions,
    button,
    day_words,
    literal,
    moment_words,
    options,
    section,
    window,
)

ACTION = "nudge.control"

_CONTROLS: Mapping[Control, str] = Words(
    {
        Control.SNOOZE: N_("Snooze: nothing for a week"),
        Control.MUTE: N_("Mute: no more of this kind"),
        Control.PAUSE: N_("Pause until a day I choose"),
        Control.STOP: N_("Stop: no nudges at all"),
        Control.SETTINGS: N_("Nudge settings"),
    }
)
_ENDINGS: Mapping[Ending, str] = Words(
    {
        Ending.ADDED: N_("Saved: the first person is in your log. Well done!"),
        Ending.MET: N_("Saved: you met {contact}."),
        Ending.DEBRIEFED: N_("Saved: you met {contact}, and your debrief is in your log. Well done!"),
        Ending.CALLED_OFF: N_("Saved: the meeting with {contact} did not take place. This happens."),
        Ending.MOVED: N_("Saved: the meeting with {contact} has a new time."),
        Ending.GONE: N_("This is not in your log any more, so there is nothing to do."),
        Ending.OVER: N_("Your log has moved on, so this message needs nothing more."),
    }
)
RECORDED: Mapping[StepKind, str] = Words(
    {
        StepKind.WRITE_FIRST_MESSAGE: N_(
            "Saved: you wrote to {contact}. Well done! An answer can take a week or more."
        ),
        StepKind.FOLLOW_UP: N_("Saved: you sent {contact} a follow-up. Well done!"),
        StepKind.CLOSE_SILENT: N_(
            "Saved: no response from {contact}. You did your part. If they reply later, you can change it."
        ),
        StepKind.THANK_YOU: N_("Saved: you thanked {contact}. Well done!"),
        StepKind.KEEP_IN_TOUCH: N_("Saved: you wrote to {contact} again. Well done!"),
    }
)
"""What a step that is done has saved."""


def menu(delivery_id: str) -> OverflowMenuElement:
    """The controls in each message that came by itself."""
    choices = {f"{control}:{delivery_id}": label for control, label in _CONTROLS.items()}
    return OverflowMenuElement(action_id=ACTION, options=options(choices))


def parse(value: str) -> tuple[Control, str] | None:
    """What was chosen, and the delivery it is about; None where it is not one of ours."""
    control, _colon, delivery_id = value.partition(":")
    return (Control(control), delivery_id) if control in list(Control) and delivery_id else None


def snoozed(until: date) -> Message:
    """Nothing comes for a week."""
    return _instead(
        _("Snoozed: nothing comes before {day}. Your next step is always on the Home tab.").format(
            day=day_words(until)
        )
    )


def muted(kind: StepKind) -> Message:
    """No more of this kind."""
    return _instead(
        _("Muted: no more messages of this kind (“{kind}”). You can change this in the settings.").format(
            kind=labels.NUDGE[kind]
        )
    )


def stopped() -> Message:
    """No nudges at all."""
    return _instead(_("Stopped: you get no nudges any more. Your next step is always on the Home tab."))


def asked_later(at: datetime | None, timezone: str) -> Message:
    """When "How did it go?" comes again; ``at`` None: not any more."""
    if at is None:
        words = _("All right. I do not ask about this meeting again. You can write your debrief at any time.")
    else:
        words = _("All right. I ask once more on {moment}.").format(moment=moment_words(at, timezone))
    return Message(
        text=words, blocks=(section(words), actions(button(_("Write a debrief"), "debrief.choose")))
    )


def did_not_happen(card: InterviewCard) -> View:
    """What became of a meeting that did not take place."""
    words = _("The meeting with *{name}* did not take place. This happens. What became of it?").format(
        name=literal(card.contact_name, 100)
    )
    return window(
        _("It did not happen"),
        [
            section(words),
            actions(
                button(_("It was cancelled"), "interview.outcome:cancelled", card.id),
                button(_("Somebody did not come"), "interview.outcome:no_show", card.id),
                button(_("We have a new time"), "interview.outcome:rescheduled", card.id),
            ),
        ],
    )


def settled(nudge: SettledNudge) -> Message:
    """What happened to the step of a message; it takes the place of the message's buttons."""
    text = RECORDED[nudge.kind] if nudge.ending is Ending.DONE else _ENDINGS[nudge.ending]
    words = text.format(contact=escape(nudge.contact_name or _("your contact")))
    return Message(text=words, blocks=(section(words), actions(button(_("See my next step"), "step.open"))))


def _instead(words: str) -> Message:
    settings = button(_("Nudge settings"), SETTINGS_ACTION)
    return Message(text=words, blocks=(section(words), actions(settings)))

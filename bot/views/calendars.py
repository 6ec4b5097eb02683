"""From a meeting to the member's own calendar: the button, its answer, the words that come with the file."""

from slack_sdk.models.blocks import ButtonElement
from slack_sdk.models.views import View

from bot.i18n import _
from bot.values import InterviewCard, Outcome
from bot.views.blocks import actions, button, literal, section, window

FILE_NAME = "infoview-meeting.ics"
_NAME_SHOWN = 100


def calendar_buttons(card: InterviewCard) -> list[ButtonElement]:
    """The button for the calendar file; none where a calendar has nothing to learn."""
    if card.outcome is Outcome.CANCELLED and card.is_outdated_in_calendar:
        return [button(_("Cancel it in my calendar"), "interview.calendar", card.id)]
    if card.outcome is not None:
        return []
    label = _("Update my calendar") if card.is_outdated_in_calendar else _("Add to calendar")
    return [button(label, "interview.calendar", card.id)]


def outdated_words() -> str:
    """What the calendar does not know yet, in a sentence."""
    return _("Your calendar does not know this yet: the file that you got is from before.")


def on_its_way(card: InterviewCard) -> View:
    """The answer at once; the file follows in the direct message."""
    words = _(
        "Your calendar file for the meeting with *{name}* is on its way."
        " You find it in your direct message with Infoview. Open it there to bring it into your calendar."
        " Your questions are in it."
    ).format(name=literal(card.contact_name, _NAME_SHOWN))
    ways = actions(button(_("Open contact"), "contact.open", card.contact_id))
    return window(_("Calendar file"), [section(words), ways], callback_id="calendar.window")


def comment(card: InterviewCard) -> str:
    """What the message with the file says, as mrkdwn: it may name the contact, and no more."""
    if card.outcome is Outcome.CANCELLED:
        words = _(
            "Your meeting with {name} was cancelled. Open this file to cancel it in your calendar, too."
        )
    elif card.calendar_sent is None:
        words = _("Your meeting with {name}: open this file to add it to your calendar.")
    else:
        words = _("Your meeting with {name} as it is now: open this file to update your calendar.")
    return words.format(name=literal(card.contact_name, _NAME_SHOWN))

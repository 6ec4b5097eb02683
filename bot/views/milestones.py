"""A milestone for everybody: the button that shares it, what the channel sees, what the member sees then."""

from collections.abc import Mapping

from slack_sdk.models.blocks import ButtonElement

from bot.i18n import N_, Words, _
from bot.values import Milestone, MilestonePost
from bot.views import labels
from bot.views.blocks import Message, actions, button, confirm, context, section

SHARE = "milestone.share"

_TOLD: Mapping[Milestone, str] = Words(
    {
        Milestone.FIRST_MESSAGE: N_("{person} wrote a first message to somebody about their work."),
        Milestone.FIRST_REPLY: N_("{person} got a first reply."),
        Milestone.FIRST_MEETING: N_("{person} had a first informational interview."),
        Milestone.FIRST_ADVOCATE: N_("{person} met somebody who would speak up for them."),
        Milestone.ALL_SUBJECTS: N_("{person} covered all six subjects of the guide."),
        Milestone.MESSAGES_GOAL: N_("{person} reached the goal for messages."),
        Milestone.MEETINGS_GOAL: N_("{person} reached the goal for meetings."),
    }
)


def share_button(milestone: Milestone, delivery_id: str) -> ButtonElement:
    """Share it with everybody in the channel; it asks first, and says what they see."""
    ask = confirm(
        _("Share this in the channel?"),
        _("Everybody in your cohort’s channel, your lead too, sees: “{words}” Nobody else is named.").format(
            words=_TOLD[milestone].format(person=_("Your name"))
        ),
        _("Share with my cohort"),
        _("Keep it private"),
    )
    return button(_("Share with my cohort"), SHARE, delivery_id, confirm=ask)


def post(told: MilestonePost) -> Message:
    """The one message in the channel."""
    words = _TOLD[told.milestone].format(person=f"<@{told.user_id}>")
    return Message(
        text=words,
        blocks=(section(words + " " + _("Well done!")), context(_("Shared by their own choice."))),
    )


def shared(channel_id: str, milestone: Milestone) -> Message:
    """In place of the message with the button."""
    words = _("Everybody in <#{channel_id}> hears of {milestone} now. Well done!").format(
        milestone=labels.MILESTONE[milestone], channel_id=channel_id
    )
    return Message(
        text=words, blocks=(section(words), actions(button(_("See my progress"), "progress.open")))
    )

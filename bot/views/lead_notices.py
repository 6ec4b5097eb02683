"""What a lead is told when Slack takes no message for their cohort. Members are never named."""

from bot.guidance.markdown import escape
from bot.i18n import _
from bot.values import LeadNotice
from bot.views.blocks import Message, context
from bot.views.notices import notice

_NOT_THERE = frozenset({"not_in_channel", "channel_not_found"})


def channel_trouble(trouble: LeadNotice) -> Message:
    """The one message about a channel, or about members' direct messages, and what to do."""
    message = notice(_what_happened(trouble) + " " + _what_to_do(trouble))
    footer = _("This is about the cohort {cohort}. You get this message once.").format(
        cohort=escape(trouble.cohort_name)
    )
    return Message(text=message.text, blocks=(*message.blocks, context(footer)))


def _what_happened(trouble: LeadNotice) -> str:
    code = escape(trouble.code)
    if trouble.channel_id is None:
        words = _("Slack did not take a direct message from Infoview to one of your members (`{code}`).")
        return words.format(code=code)
    words = _("Slack did not take a message from Infoview for <#{channel_id}> (`{code}`).")
    return words.format(channel_id=trouble.channel_id, code=code)


def _what_to_do(trouble: LeadNotice) -> str:
    if trouble.channel_id is None:
        return _(
            "Please ask a workspace admin if apps may write direct messages."
            " Your members still see their next step on Infoview's Home."
        )
    if trouble.code in _NOT_THERE:
        return _("Infoview is not in that channel. Please type `/invite @Infoview` there.")
    if trouble.code == "is_archived":
        return _("The channel is archived. Please choose another one, or open it again.")
    return _("Please ask a workspace admin who may post in that channel.")

"""A member asks their lead for help: the form, the message the lead gets, and what became of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import PlainTextInputElement, RadioButtonsElement
from slack_sdk.models.views import View

from bot.guidance.markdown import escape
from bot.i18n import N_, Words, _
from bot.values import FormError, HelpDesk, HelpTopic
from bot.views.answers import Answers
from bot.views.blocks import Message, actions, button, context, field, form, options, section, titled, window

CALLBACK = "lead.ask_submit"
TEXT_LIMIT = 1500

TOPIC: Mapping[HelpTopic, str] = Words(
    {
        HelpTopic.FIND_PEOPLE: N_("Finding people to write to"),
        HelpTopic.WRITE_MESSAGE: N_("Writing a message"),
        HelpTopic.NO_REPLIES: N_("I get no replies"),
        HelpTopic.PREPARE: N_("Preparing for a meeting"),
        HelpTopic.AFTER_MEETING: N_("After a meeting"),
        HelpTopic.OTHER: N_("Something else"),
    }
)


def help_form(desk: HelpDesk) -> View:
    """What the member wants help with."""
    topics = options({topic.value: TOPIC[topic] for topic in HelpTopic})
    return form(
        _("Ask my lead for help"),
        CALLBACK,
        [
            section(
                _("Your message goes to the leads of *{cohort}*: {people}.").format(
                    cohort=escape(desk.cohort_name), people=_people(desk.lead_ids)
                )
            ),
            field(
                _("What is it about?"),
                "topic",
                RadioButtonsElement(action_id="topic", options=topics, initial_option=topics[0]),
            ),
            field(
                _("Your message"),
                "text",
                PlainTextInputElement(action_id="text", multiline=True, max_length=TEXT_LIMIT),
                hint=_("Please do not name your contacts here: workspace owners may be able to read it."),
                optional=True,
            ),
            context(_("They get it as a direct message with your name, and answer you in Slack.")),
        ],
        submit=_("Send to my lead"),
        private_metadata=desk.request_id,
    )


def read(view: Mapping[str, Any]) -> tuple[HelpTopic, str | None]:
    """What it is about, and the message. Raises FormError where no subject is chosen."""
    answers = Answers.of_view(view)
    topic = answers.member_of(HelpTopic, "topic")
    if topic is None:
        raise FormError({"topic": _("Please choose what it is about.")})
    return topic, answers.text("text")


def request_message(user_id: str, desk: HelpDesk, topic: HelpTopic, text: str | None) -> Message:
    """What a lead gets, in the lead's language; the text is the member's own."""
    asks = _("<@{user_id}> from *{cohort}* asks for help.").format(
        user_id=user_id, cohort=escape(desk.cohort_name)
    )
    about = _("*About:* {topic}").format(topic=TOPIC[topic])
    return Message(
        text=asks,
        blocks=(
            section(f"{asks}\n{about}"),
            *titled(_("Their words"), text),
            actions(button(_("See what they share"), "roster.member", desk.enrollment_id)),
            context(_("Select the name to write to them.")),
        ),
    )


def sent_window(lead_ids: Sequence[str], missed: Sequence[str]) -> View:
    """Who has the message, and whom Slack did not reach."""
    lines = [_("*Sent.* {people} will answer you in Slack.").format(people=_people(lead_ids))]
    if missed:
        lines.append(_("Slack did not reach {people}.").format(people=_people(missed)))
    return window(_("Ask my lead for help"), [section("\n".join(lines))], callback_id="lead.window")


def not_sent() -> FormError:
    """Nobody got the message: it stays in the form."""
    return FormError(
        {"text": _("Slack did not take the message. Nothing was sent. Please try again in a moment.")}
    )


def _people(user_ids: Sequence[str]) -> str:
    return ", ".join(f"<@{user_id}>" for user_id in user_ids)

"""An answer from the guide as people read it: their question, the guide's own words, program tips apart."""

from slack_sdk.models.blocks import Block, ButtonElement, PlainTextInputElement, PlainTextObject
from slack_sdk.models.views import View

from bot.guidance.ask import Answer
from bot.guidance.library import Library
from bot.guidance.markdown import escape
from bot.i18n import _
from bot.views.answers import Answers
from bot.views.blocks import (
    FORM_TEXT_LIMIT,
    Message,
    actions,
    button,
    context,
    field,
    form,
    header,
    literal,
    section,
    window,
)
from bot.views.tips import program_tips, source_of

FORM = "ask.submit"
WINDOW = "ask.window"
QUESTION = "question"
_ECHO_LIMIT = 200
"""Characters of a question that are shown back."""


def question_form() -> View:
    """The modal that asks for a question."""
    element = PlainTextInputElement(
        action_id=QUESTION,
        multiline=True,
        max_length=FORM_TEXT_LIMIT,
        placeholder=PlainTextObject(text=_("For example: How long does it last?")),
    )
    hint = _("Write it in your own words, in English. The answer is the guide's own words.")
    return form(
        _("Ask the guide"),
        FORM,
        [field(_("Your question"), QUESTION, element, hint=hint)],
        submit=_("Ask the guide"),
    )


def parse(view: Answers) -> str | None:
    """The question that was typed; None where nothing can be seen of it."""
    return view.text(QUESTION)


def answer_message(library: Library, question: str, answer: Answer) -> Message:
    """The answer beside what a person sees now."""
    blocks = _covered(library, answer) if answer.covered else _not_covered(answer)
    echo = _("You asked: “{question}”").format(question=literal(question, _ECHO_LIMIT))
    text = escape(answer.topics[0].text) if answer.covered else _silent()
    return Message(text=text, blocks=(context(echo), *blocks))


def answer_window(library: Library, question: str, answer: Answer) -> View:
    """The same in a window."""
    message = answer_message(library, question, answer)
    return window(_("Ask the guide"), message.blocks, callback_id=WINDOW)


def _covered(library: Library, answer: Answer) -> list[Block]:
    topic, *related = answer.topics
    ways = [button(near.title, f"tips.show:{near.id}", near.id) for near in related]
    return [
        header(topic.title),
        section(topic.mrkdwn),
        context(source_of(library, topic)),
        *program_tips(answer.tips),
        *([section(_("*Related parts of the guide*"))] if related else []),
        actions(*ways, button(_("Explain in plain words"), "tips.explain", topic.id), _again()),
    ]


def _not_covered(answer: Answer) -> list[Block]:
    near = [button(topic.title, f"tips.show:{topic.id}", topic.id) for topic in answer.topics]
    blocks: list[Block] = [section(f"*{_silent()}*")]
    if answer.out_of_scope is not None:
        subject = _("It says nothing about this subject: {subject}.")
        blocks.append(section(subject.format(subject=escape(answer.out_of_scope.title))))
    if answer.tips:
        blocks.append(section(_("A program tip can help you. The tip is not from the guide.")))
        blocks += program_tips(answer.tips)
    if near:
        blocks.append(section(_("These parts of the guide are near your question. They do not answer it.")))
    else:
        blocks.append(section(_("You can use other words, or look at all topics.")))
    return [*blocks, actions(*near, button(_("All topics"), "tips.list"), _again())]


def _silent() -> str:
    return _("The guide does not answer this question.")


def _again() -> ButtonElement:
    return button(_("Ask another question"), "ask.open")

"""The glossary as people read it: all terms, one term, a topic in plain words with its terms."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.guidance.entries import Term, Topic
from bot.guidance.library import Library
from bot.guidance.markdown import escape
from bot.i18n import _
from bot.views.blocks import Message, actions, button, context, divider, header, literal, section
from bot.views.lasting import lasting
from bot.views.tips import source_of

_TERMS_A_ROW = 10
_TERMS_SHOWN = 400
"""Forty rows: a message has fifty blocks. Every term is also found by its name."""

_TOPICS_SHOWN = 5


@lasting
def term_list(library: Library) -> Message:
    """All terms, as buttons."""
    return Message(
        text=_("The glossary: words of the guide and of this program. Choose a word."),
        blocks=(
            header(_("Glossary")),
            section(_("Choose a word. You will see what it means, and where it stands in the guide.")),
            *_rows([_term_button(term) for term in library.glossary.terms[:_TERMS_SHOWN]]),
            context(
                _(
                    "You can also type `/infoview glossary` and a word."
                    " For example: `/infoview glossary refer`."
                )
            ),
        ),
    )


@lasting
def term_page(library: Library, term: Term, came_from: Topic | None = None) -> Message:
    """One term: the guide's own words where it explains the term, then plain words; and the way back."""
    return Message(
        text=f"{term.term}: {term.text}",
        blocks=(
            header(term.term),
            *_guide_on(library, term),
            section(term.mrkdwn),
            context(_("The program explains the word in this way. These are not the guide's words.")),
            actions(*_ways_from(library, term, came_from)),
        ),
    )


@lasting
def explained(library: Library, topic: Topic) -> Message:
    """One topic: the guide's words first, then plain words, then the terms in it, and the way back."""
    plain = library.plain(topic.id)
    terms = library.terms_in(topic.id)
    in_plain_words = _("In plain words")
    return Message(
        text=f"{topic.title}: {topic.text}\n{in_plain_words}: {plain.text}",
        blocks=(
            header(topic.title),
            section(topic.mrkdwn),
            context(source_of(library, topic)),
            divider(),
            header(in_plain_words),
            section(plain.mrkdwn),
            context(_("The program wrote these plain words. The guide's own words stand above.")),
            *_terms_of(topic, terms),
            actions(
                button(
                    _("Back to the topic: {title}").format(title=topic.title),
                    f"tips.show:{topic.id}",
                    topic.id,
                    style="primary",
                ),
                button(_("All topics"), "tips.list"),
                button(_("All words"), "glossary.open"),
            ),
        ),
    )


def unknown_term(typed: str, close: Sequence[Term]) -> Message:
    """No term has this name (``typed`` by a person): the closest ones as buttons."""
    text = (
        _("The glossary has no word “{typed}”. Is it one of these?")
        if close
        else _("The glossary has no word “{typed}”. Please choose from all words.")
    ).format(typed=literal(typed, 80))
    row = [_term_button(term) for term in close]
    return Message(text=text, blocks=(section(text), actions(*row, button(_("All words"), "glossary.open"))))


def _guide_on(library: Library, term: Term) -> list[Block]:
    if not term.statements:
        in_guide = bool(library.topics_with(term.id))
        return [
            context(
                _("The guide uses this word. It does not explain it.")
                if in_guide
                else _("This word is not in the guide. The program uses it.")
            )
        ]
    statements = [library.statement(statement_id) for statement_id in term.statements]
    quotes = [section(f"> {escape(statement.words)}") for statement in statements]
    return [section(_("*The guide says:*")), *quotes, divider()]


def _ways_from(library: Library, term: Term, came_from: Topic | None) -> list[ButtonElement]:
    ways = []
    if came_from is not None:
        label = _("Back: {title}").format(title=came_from.title)
        ways.append(button(label, "tips.explain:back", came_from.id, style="primary"))
    for topic in library.topics_with(term.id)[:_TOPICS_SHOWN]:
        label = _("In the guide: {title}").format(title=topic.title)
        ways.append(button(label, f"tips.show:{topic.id}", topic.id))
    return [*ways, button(_("All words"), "glossary.open")]


def _terms_of(topic: Topic, terms: Sequence[Term]) -> list[Block]:
    if not terms:
        return []
    return [
        divider(),
        section(_("*Words in this topic.* Choose one to see what it means.")),
        *_rows([_term_button(term, topic) for term in terms[:_TERMS_SHOWN]]),
    ]


def _rows(buttons: Sequence[ButtonElement]) -> list[ActionsBlock]:
    starts = range(0, len(buttons), _TERMS_A_ROW)
    return [actions(*buttons[start : start + _TERMS_A_ROW]) for start in starts]


def _term_button(term: Term, topic: Topic | None = None) -> ButtonElement:
    """``value`` is the term's id, and after a colon the topic to go back to."""
    return button(term.term, f"glossary.show:{term.id}", f"{term.id}:{topic.id}" if topic else term.id)

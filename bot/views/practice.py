"""Practice as people see it: a situation and its replies, what the guide says of one, and the end."""

from collections.abc import Mapping

from slack_sdk.models.blocks import Block, ButtonElement, SectionBlock

from bot.guidance.library import Library
from bot.guidance.markdown import escape
from bot.guidance.practice import PracticeCard, Reply, Verdict
from bot.i18n import N_, Words, _, ngettext
from bot.values import PracticeChoice, PracticeState
from bot.views.blocks import Message, actions, button, context, divider, header, section
from bot.views.tips import program_tips, source_of

_LETTERS = "ABCD"

VERDICTS: Mapping[Verdict, str] = Words(
    {
        Verdict.GOOD: N_("This is a good reply."),
        Verdict.OK: N_("This can work. There is a better reply."),
        Verdict.BETTER_NOT: N_("Better not say this."),
    }
)


def card_page(card: PracticeCard, state: PracticeState) -> Message:
    """One situation and the replies to choose from."""
    place = _("Practice. Card {number} of {total}.").format(number=state.seen + 1, total=state.total)
    return Message(
        text=f"{card.title}: {card.situation}",
        blocks=(
            header(card.title),
            context(place),
            section(card.situation),
            section(_("*What is best here?*")),
            *_replies(card, state.round),
            actions(button(_("Stop for now"), "practice.stop")),
            context(_("Only you see your answers. You can try everything here.")),
        ),
    )


def feedback(library: Library, card: PracticeCard, reply: Reply, state: PracticeState) -> Message:
    """What the chosen reply is worth, with the guide's own words, and the way on."""
    verdict = VERDICTS[reply.verdict]
    return Message(
        text=f"{verdict} {reply.feedback}",
        blocks=(
            header(card.title),
            section(_("*You chose:*\n{reply}").format(reply=escape(reply.text))),
            section(f"*{verdict}*\n{reply.feedback}"),
            *_better(card, reply),
            *_statements(library, reply),
            *program_tips([library.tip(tip_id) for tip_id in reply.tips]),
            divider(),
            context(_progress(state)),
            actions(*_ways_on(state)),
        ),
    )


def finished(total: int) -> Message:
    """All cards are answered."""
    text = _(
        "You have answered all {total} cards. Thank you for practicing."
        " A real talk can be different, and that is fine. You know now how to answer kindly."
    ).format(total=total)
    return Message(
        text=text,
        blocks=(
            header(_("You have seen all cards")),
            section(text),
            actions(
                button(_("Start again"), "practice.next"),
                button(_("Read the guide"), "tips.list"),
            ),
        ),
    )


def stopped() -> Message:
    """The person stops here; the cards wait."""
    text = _("You can stop here. Your next card waits for you. Type `/infoview practice` at any time.")
    return Message(text=text, blocks=(section(text), actions(button(_("Go on practicing"), "practice.next"))))


def parse_choice(value: str) -> PracticeChoice | None:
    """The choice a reply's button carries; None when it carries none."""
    card_id, _colon, numbers = value.partition(":")
    number, _colon, reply = numbers.partition(":")
    if not (card_id and _is_small(number) and _is_small(reply)):
        return None
    return PracticeChoice(card_id, int(number), int(reply))


def _is_small(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) < 7


def _replies(card: PracticeCard, number: int) -> list[SectionBlock]:
    # The place of a reply must not tell what it is worth, and another round brings another order.
    count = len(card.replies)
    order = [(place + card.order + number) % count for place in range(count)]
    return [
        section(
            f"*{letter}.* {escape(card.replies[index].text)}",
            button(
                _("Choose {letter}").format(letter=letter),
                f"practice.reply:{index}",
                f"{card.id}:{number}:{index}",
            ),
        )
        for letter, index in zip(_LETTERS, order, strict=False)
    ]


def _better(card: PracticeCard, reply: Reply) -> list[Block]:
    if reply.verdict is Verdict.GOOD:
        return []
    return [section(_("*A good reply:*\n{reply}").format(reply=escape(card.best().text)))]


def _statements(library: Library, reply: Reply) -> list[Block]:
    blocks: list[Block] = [divider()] if reply.statements else []
    for statement in map(library.statement, reply.statements):
        blocks.append(section(f"> {escape(statement.words)}"))
        blocks.append(context(source_of(library, library.topic_of(statement.id))))
    return blocks


def _progress(state: PracticeState) -> str:
    return ngettext(
        "You have answered {seen} of {total} card.", "You have answered {seen} of {total} cards.", state.total
    ).format(seen=state.seen, total=state.total)


def _ways_on(state: PracticeState) -> list[ButtonElement]:
    if state.card_id is None:
        return [button(_("Finish"), "practice.finish", style="primary")]
    return [
        button(_("Next card"), "practice.next", style="primary"),
        button(_("Stop for now"), "practice.stop"),
    ]

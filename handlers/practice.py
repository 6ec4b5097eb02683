"""``/infoview practice``: situations of an informational interview, one card at a time."""

from bot.guidance.practice import PracticeCard
from bot.i18n import _
from bot.services import practice as service
from bot.values import GoneError
from bot.views import practice as views
from bot.views.blocks import Message
from handlers.interaction import Interaction
from handlers.router import Routes

routes = Routes()


@routes.command("practice")
@routes.action("practice.open")
async def practice(interaction: Interaction) -> None:
    """The next card."""
    await interaction.tell(await _next_card(interaction))


@routes.action("practice.next")
async def next_card(interaction: Interaction) -> None:
    """The next card, in place of what is shown; after all of them, the first one again."""
    await interaction.mark_done(await _next_card(interaction))


@routes.action("practice.reply")
async def reply(interaction: Interaction) -> None:
    """Remember the reply, and show what the guide says of it in place of the card."""
    choice = views.parse_choice(interaction.value)
    card = _card(interaction, choice.card_id) if choice else None
    if choice is None or card is None or choice.reply >= len(card.replies):
        raise GoneError(_("This card has changed since. Type `/infoview practice` to go on."))
    state = await interaction.tools.db.run(interaction.actor, service.answer, choice, _card_ids(interaction))
    message = views.feedback(interaction.tools.library, card, card.replies[choice.reply], state)
    await interaction.mark_done(message)


@routes.action("practice.finish")
async def finish(interaction: Interaction) -> None:
    """All cards are answered."""
    await interaction.mark_done(views.finished(len(_card_ids(interaction))))


@routes.action("practice.stop")
async def stop(interaction: Interaction) -> None:
    """Stop here; the next card waits."""
    await interaction.mark_done(views.stopped())


async def _next_card(interaction: Interaction) -> Message:
    state = await interaction.tools.db.read(interaction.actor, service.next_card, _card_ids(interaction))
    return views.card_page(interaction.tools.library.card(str(state.card_id)), state)


def _card(interaction: Interaction, card_id: str) -> PracticeCard | None:
    try:
        return interaction.tools.library.card(card_id)
    except KeyError:
        return None


def _card_ids(interaction: Interaction) -> list[str]:
    return [card.id for card in interaction.tools.library.cards]

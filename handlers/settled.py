"""Messages that came by themselves, once used: note it, and put what happened in place of their buttons."""

from bot.i18n import speaking
from bot.services import nudge_controls, settling
from bot.values import Actor
from bot.views import nudge_controls as views
from handlers.interaction import Interaction, Kind, Toolbox


async def settle(tools: Toolbox, actor: Actor) -> None:
    """Put what happened in place of the buttons that have nothing to do any more."""
    if not await tools.db.read(actor, settling.are_waiting):
        return
    nudges = await tools.db.run(actor, settling.settle)
    if not nudges:
        return
    direct = await tools.slack.call("conversations.open", users=actor.user_id)
    for nudge in nudges:
        with speaking(await tools.languages.of(actor)):
            message = views.settled(nudge).payload()
        await tools.slack.call("chat.update", channel=direct["channel"]["id"], ts=nudge.message_ts, **message)


def is_click(interaction: Interaction) -> bool:
    """Whether a button of a message in the DM was used, by somebody who may."""
    container = interaction.body.get("container") or {}
    return (
        interaction.is_admitted
        and interaction.kind is Kind.ACTION
        and container.get("type") == "message"
        and not container.get("is_ephemeral")
        and str(container.get("channel_id", "")).startswith("D")
    )


async def note_click(interaction: Interaction) -> None:
    """Note that the message was used, and whether something else stands in its place now."""
    await interaction.tools.db.run(
        interaction.actor,
        nudge_controls.note_click,
        str(interaction.body["container"].get("message_ts")),
        settled=interaction.is_replaced,
    )

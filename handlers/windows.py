"""Where the next window goes: in place of the one the person is in, so that the stack of three stays low."""

from slack_sdk.models.views import View

from bot.views.blocks import Message
from handlers.interaction import Interaction, Kind


async def present(interaction: Interaction, view: View) -> None:
    """Show ``view`` in place of the present modal; where there is none, open it."""
    if interaction.kind is Kind.SUBMISSION or interaction.view.get("type") == "modal":
        await interaction.update(view)
    else:
        await interaction.open(view)


async def report(interaction: Interaction, message: Message, view: View) -> None:
    """Say what happened: ``message`` in place of the message whose button was used, else ``view``."""
    if interaction.body.get("response_url"):
        await interaction.mark_done(message)
    else:
        await present(interaction, view)

"""What happened, said where the button stands: the answer to one tap takes the place of nothing else."""

from slack_sdk.models.views import View

from bot.views.blocks import Message
from handlers import home, log
from handlers.interaction import Interaction
from handlers.windows import is_home, is_list, present


async def report(interaction: Interaction, message: Message, view: View) -> None:
    """Say what was saved: in place of the message, above the list, on Home; in another window, ``view``.

    Home is published anew in any case.
    """
    if is_home(interaction.view):
        home.say(interaction, message.blocks)
        return
    if interaction.body.get("response_url"):
        await interaction.mark_done(message)
    elif is_list(interaction.view):
        await log.show_in_list(interaction, message.blocks)
    else:
        await present(interaction, view)
    interaction.after(home.refresh)

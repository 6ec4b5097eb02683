"""The summary outside Slack: leads make and revoke its token, and set the address that gets it every week."""

from bot.outbound import AddressError, checked_url
from bot.services import outside as service
from bot.services import pulls, pushes
from bot.views import outside as views
from bot.views.answers import Answers
from handlers.interaction import Interaction
from handlers.router import Routes
from handlers.windows import present

routes = Routes()


@routes.action("outside.open")
async def open_desk(interaction: Interaction) -> None:
    """What is set up now."""
    await _show(interaction, interaction.value)


@routes.action("token.make")
async def make_token(interaction: Interaction) -> None:
    """A fresh token, shown this once."""
    cohort_id = interaction.value
    token = await interaction.tools.db.run(interaction.actor, pulls.make_token, cohort_id)
    await present(interaction, views.token_window(cohort_id, token, interaction.tools.public_url))


@routes.action("token.revoke")
async def revoke_token(interaction: Interaction) -> None:
    """No token any more."""
    await interaction.tools.db.run(interaction.actor, pulls.revoke_token, interaction.value)
    await _show(interaction, interaction.value)


@routes.action("webhook.edit")
async def webhook_form(interaction: Interaction) -> None:
    """Ask for the address."""
    await interaction.tools.db.read(interaction.actor, service.desk, interaction.value)
    await present(interaction, views.webhook_form(interaction.value))


@routes.submission(views.WEBHOOK_FORM)
async def set_webhook(interaction: Interaction) -> None:
    """Save the address; show the new secret this once."""
    typed = views.read_address(Answers.of_view(interaction.view))
    try:
        address = str(checked_url(typed))
    except AddressError:
        address = ""
    if not address or len(address) > views.ADDRESS_LIMIT:
        await interaction.field_errors(views.not_an_address())
        return
    cohort_id = interaction.metadata
    secret = await interaction.tools.db.run(interaction.actor, pushes.set_webhook, cohort_id, address)
    await present(interaction, views.secret_window(cohort_id, secret))


@routes.action("webhook.remove")
async def remove_webhook(interaction: Interaction) -> None:
    """Send nothing any more."""
    await interaction.tools.db.run(interaction.actor, pushes.remove_webhook, interaction.value)
    await _show(interaction, interaction.value)


@routes.action("webhook.test")
async def send_test(interaction: Interaction) -> None:
    """Push the present summary soon."""
    await interaction.tools.db.run(interaction.actor, pushes.send_test, interaction.value)
    await _show(interaction, interaction.value, views.test_note())


async def _show(interaction: Interaction, cohort_id: str, note: str | None = None) -> None:
    desk = await interaction.tools.db.read(interaction.actor, service.desk, cohort_id)
    await present(interaction, views.outside_window(desk, note))

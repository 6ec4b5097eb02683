"""``/infoview settings``: when the weekly nudge comes, which others do, a pause, stopping them, sharing."""

from bot.i18n import N_, speaking
from bot.services import settings as service
from bot.values import Actor
from bot.views import settings as views
from bot.views.blocks import SETTINGS_ACTION
from handlers import home
from handlers.interaction import Interaction, Toolbox
from handlers.router import Opening, Routes

routes = Routes()


@routes.command("settings", opens=Opening(N_("Change settings"), SETTINGS_ACTION))
@routes.action(SETTINGS_ACTION)
async def open_settings(interaction: Interaction) -> None:
    """The form with the settings as they are."""
    settings = await interaction.tools.db.read(interaction.actor, service.read)
    await interaction.open(views.settings_form(settings))


@routes.action(views.KINDS_ACTION)
async def open_kinds(interaction: Interaction) -> None:
    """The form with the kinds of nudges, on top of the settings."""
    settings = await interaction.tools.db.read(interaction.actor, service.read)
    await interaction.open(views.kinds_form(settings.choices))


@routes.submission(views.KINDS)
async def save_kinds(interaction: Interaction) -> None:
    """Save them."""
    choices = views.parse_kinds(interaction.view)
    settings = await interaction.tools.db.run(interaction.actor, service.choose_kinds, choices)
    await interaction.update(views.saved(settings))


@routes.submission(views.CALLBACK)
async def save(interaction: Interaction) -> None:
    """Save them, and say when the next nudge comes."""
    form = views.parse(interaction.view)
    settings = await interaction.tools.db.run(interaction.actor, service.change, form)
    interaction.tools.languages.forget(interaction.actor)
    with speaking(await interaction.tools.languages.of(interaction.actor)):
        await interaction.update(views.saved(settings))
    interaction.after(_refresh_home)


async def _refresh_home(tools: Toolbox, actor: Actor) -> None:
    """Home again, in the language that was just chosen."""
    with speaking(await tools.languages.of(actor)):
        await home.refresh(tools, actor)

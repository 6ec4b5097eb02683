"""``/infoview privacy``: what is stored of a person, forgetting somebody in the log, being forgotten."""

from functools import partial

from bot.i18n import N_
from bot.services import forgetting, persons
from bot.values import Actor
from bot.views import privacy as views
from bot.views.blocks import Message
from handlers import home
from handlers.interaction import Interaction, Toolbox
from handlers.router import Opening, Routes
from handlers.windows import present

routes = Routes()


@routes.command("privacy", opens=Opening(N_("My data"), "privacy.open"))
@routes.action("privacy.open")
async def open_privacy(interaction: Interaction) -> None:
    """What is stored, and what can be done about it."""
    tools = interaction.tools
    data = await tools.db.read(interaction.actor, forgetting.stored)
    shown = views.privacy_window(data, tools.db.texts_kept.days)
    if interaction.view.get("submit"):  # a form stays open below
        await interaction.open(shown)
    else:
        await present(interaction, shown)


@routes.action("privacy.forget")
async def ask(interaction: Interaction) -> None:
    """What will go, and whether the person is sure."""
    data = await interaction.tools.db.read(interaction.actor, forgetting.stored)
    await present(interaction, views.nothing_stored() if data.is_nothing else views.forget_form(data))


@routes.submission(views.FORGET)
async def forget(interaction: Interaction) -> None:
    """Forget the person; the receipt stands where the form was, and comes as a message."""
    views.read_forget(interaction.view)
    tools, actor = interaction.tools, interaction.actor
    timezone = (await tools.slack.profile(actor.user_id)).timezone
    data = await tools.db.run(actor, forgetting.forget)
    tools.languages.forget(actor)
    at = tools.clock.now()
    await interaction.update(views.forgotten_window(data, at, timezone))
    interaction.after(partial(_follow, receipt=views.receipt(data, at, timezone)))


@routes.action("privacy.person")
async def ask_whom(interaction: Interaction) -> None:
    """Whom to look for."""
    await present(interaction, views.person_form())


@routes.submission(views.PERSON)
async def look(interaction: Interaction) -> None:
    """What the log has under a name."""
    typed = views.read_person(interaction.view)
    found = await interaction.tools.db.read(interaction.actor, persons.find, typed)
    await interaction.update(views.person_window(found))


@routes.action("privacy.forget_person")
async def forget_person(interaction: Interaction) -> None:
    """Delete one entry; the button has asked before."""
    found = await interaction.tools.db.run(interaction.actor, persons.forget, interaction.value)
    await present(interaction, views.person_forgotten_window(found))
    interaction.after(home.refresh)
    interaction.after(_scrub)


async def _follow(tools: Toolbox, actor: Actor, *, receipt: Message) -> None:
    await tools.slack.post(actor.user_id, receipt.payload())
    await home.refresh(tools, actor)
    await tools.db.scrub()


async def _scrub(tools: Toolbox, _actor: Actor) -> None:
    await tools.db.scrub()

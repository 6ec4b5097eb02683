"""``/infoview export``: all of a person's own data, as files in their direct message."""

import asyncio

from bot.documents.exports import export_files
from bot.services import exports as service
from bot.values import Actor, OutgoingFile
from bot.views import exports as views
from handlers.interaction import Interaction, Toolbox
from handlers.router import Routes
from handlers.sending import make_and_send

routes = Routes()


@routes.command("export")
@routes.action("export.open")
async def explain(interaction: Interaction) -> None:
    """What the files hold and who may see them, before any is made."""
    await interaction.tell(views.before_export())


@routes.action("export.make")
async def make(interaction: Interaction) -> None:
    """Say at once that they come."""
    await interaction.show(views.making())
    interaction.after(_send)


@routes.action("export.delete")
async def delete(interaction: Interaction) -> None:
    """Take the files of an export out of Slack again."""
    for file_id in interaction.value.split(","):
        await interaction.tools.slack.delete_file(file_id)
    await interaction.mark_done(views.deleted())


async def _send(tools: Toolbox, actor: Actor) -> None:
    async def files() -> tuple[OutgoingFile, ...]:
        export = await tools.db.read(actor, service.gather)
        return await asyncio.to_thread(export_files, export)

    file_ids = await make_and_send(tools, actor, views.comment(), files)
    await tools.slack.post(actor.user_id, views.offer_to_delete(file_ids).payload())

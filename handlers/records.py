"""``/infoview record``: a member's activity as a file in their own direct message, made on demand."""

import asyncio
from functools import partial

from bot.documents.records import record_file
from bot.i18n import N_
from bot.services import records as service
from bot.values import ActivityRecord, Actor, OutgoingFile
from bot.views import records as views
from bot.views.answers import Answers
from handlers.interaction import Interaction, Toolbox
from handlers.router import Opening, Routes
from handlers.sending import send_files
from handlers.windows import present

routes = Routes()


@routes.command("record", opens=Opening(N_("Make an activity record"), "record.open"))
@routes.action("record.open")
async def open_form(interaction: Interaction) -> None:
    """The form: which days, what is on it, which kind of file."""
    today = await interaction.tools.db.read(interaction.actor, service.today)
    await present(interaction, views.record_form(today))


@routes.submission(views.CALLBACK)
async def submit(interaction: Interaction) -> None:
    """Say that the record is on its way, and send it."""
    request = views.read(Answers.of_view(interaction.view))
    record = await interaction.tools.db.read(interaction.actor, service.build, request)
    await interaction.update(views.on_its_way(record))
    interaction.after(partial(_send, record))


async def _send(record: ActivityRecord, tools: Toolbox, actor: Actor) -> None:
    sheet = views.sheet(record)
    made = await asyncio.to_thread(record_file, sheet, record.request.kind, tools.clock.now())
    await send_files(
        tools, actor, views.comment(record), OutgoingFile(views.file_name(record), made, sheet.title)
    )

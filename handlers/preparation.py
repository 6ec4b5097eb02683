"""Before a meeting: the prep card, the questions to ask, and the file for the member's calendar."""

import asyncio
from functools import partial

from bot.documents.calendar import calendar_file
from bot.i18n import _
from bot.services import calendars
from bot.services import preparation as service
from bot.values import Actor, OutgoingFile, PrepCard
from bot.views import calendars as calendar_views
from bot.views import preparation as views
from bot.views.answers import Answers
from handlers.interaction import Interaction, Toolbox
from handlers.router import Routes
from handlers.sending import send_files
from handlers.windows import present

routes = Routes()


@routes.action("prepare.open")
async def open_card(interaction: Interaction) -> None:
    """The prep card of the meeting of the button."""
    card = await _get(interaction)
    await present(interaction, views.prep_window(interaction.tools.library, card))


@routes.action("questions.choose")
async def choose(interaction: Interaction) -> None:
    """The example questions to choose from."""
    card = await _get(interaction)
    await present(interaction, views.pick_form(interaction.tools.library, card))


@routes.action("questions.write")
async def write(interaction: Interaction) -> None:
    """The form for own questions."""
    await present(interaction, views.own_form(await _get(interaction)))


@routes.submission(views.PICK)
async def pick(interaction: Interaction) -> None:
    """Keep the questions that were ticked."""
    tools = interaction.tools
    interview_id, version = views.read_place(interaction.metadata)
    picked = views.read_picked(tools.library, Answers.of_view(interaction.view))
    try:
        card = await tools.db.run(interaction.actor, service.pick, interview_id, picked, version)
    except service.QuestionsChangedError as error:
        again = views.pick_form(tools.library, error.card, picked, views.changed_words())
        await interaction.update(again)
        return
    await interaction.update(views.prep_window(tools.library, card, _("*Saved.*")))


@routes.submission(views.OWN)
async def keep_own(interaction: Interaction) -> None:
    """Keep the member's own questions."""
    tools = interaction.tools
    interview_id, version = views.read_place(interaction.metadata)
    own = Answers.of_view(interaction.view).text("own")
    try:
        card = await tools.db.run(interaction.actor, service.write_own, interview_id, own, version)
    except service.QuestionsChangedError as error:
        await interaction.update(views.own_form(error.card, own or "", views.changed_words()))
        return
    await interaction.update(views.prep_window(tools.library, card, _("*Saved.*")))


@routes.action("interview.calendar")
async def add_to_calendar(interaction: Interaction) -> None:
    """Say that the file for the calendar is on its way, and send it."""
    card = await _get(interaction)
    await present(interaction, calendar_views.on_its_way(card.interview))
    interaction.after(partial(_send_calendar_file, card.interview.id))


async def _send_calendar_file(interview_id: str, tools: Toolbox, actor: Actor) -> None:
    card = await tools.db.read(actor, service.get, interview_id)
    meeting = card.interview
    title = views.title_words(card)
    made = await asyncio.to_thread(
        calendar_file, card, tools.clock.now(), title, views.plain_words(tools.library, card)
    )
    file = OutgoingFile(calendar_views.FILE_NAME, made, title)
    await send_files(tools, actor, calendar_views.comment(meeting), file)
    await tools.db.run(actor, calendars.mark_sent, meeting.id, meeting.calendar_sequence)


async def _get(interaction: Interaction) -> PrepCard:
    return await interaction.tools.db.read(interaction.actor, service.get, interaction.value)

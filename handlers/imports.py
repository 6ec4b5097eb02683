"""``/infoview import``: a table or an export is read, shown as it was understood, and comes in on a click."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import date
from functools import partial

from slack_sdk.models.views import View

from bot.documents.exports import read_json
from bot.documents.trackers import read_tracker, understand
from bot.i18n import N_
from bot.services.imports import people, restore, waiting
from bot.slack.failures import SlackFailureError
from bot.values import (
    CONTACT_LENGTHS,
    Actor,
    ExportedContact,
    ImportFile,
    IncomingFile,
    TrackerField,
    TrackerReading,
    UserError,
)
from bot.views import imports as views
from bot.views.answers import Answers
from bot.views.as_json import as_json
from handlers import home
from handlers.interaction import Interaction, Toolbox
from handlers.router import Opening, Routes
from handlers.windows import present

routes = Routes()


@routes.command("import", opens=Opening(N_("Import contacts"), "import.open"))
@routes.action("import.open")
async def open_form(interaction: Interaction) -> None:
    """The form that takes the file."""
    import_id = await interaction.tools.db.read(interaction.actor, waiting.prepare)
    await present(interaction, views.upload_form(import_id))


@routes.submission(views.UPLOAD)
async def upload(interaction: Interaction) -> None:
    """Answer at once; the file is fetched and read afterwards."""
    file = views.parse_upload(Answers.of_view(interaction.view))
    await interaction.update(views.reading_window(interaction.metadata))
    interaction.after(partial(_read, str(interaction.view["id"]), interaction.metadata, file))


@routes.action("import.show")
async def show(interaction: Interaction) -> None:
    """What was found in the file, should the window not have changed by itself."""
    try:
        view = await _preview(interaction.tools, interaction.actor, interaction.metadata)
    except UserError:
        view = views.reading_window(interaction.metadata, again=True)
    await interaction.update(view)


@routes.action("import.column")
async def choose_column(interaction: Interaction) -> None:
    """Another column stands for a field, or none."""
    meaning = TrackerField(str(interaction.action["action_id"]).partition(":")[2])
    column = views.chosen_column(interaction.value)
    await _choose(interaction, lambda now: replace(now, columns={**now.columns, meaning: column}))


@routes.action("import.dates")
async def choose_dates(interaction: Interaction) -> None:
    """Whether the day or the month comes first."""
    days_first = views.chosen_yes(interaction.value)
    await _choose(interaction, lambda now: replace(now, day_first=days_first))


@routes.action("import.letters")
async def choose_letters(interaction: Interaction) -> None:
    """The encoding of a file that does not tell it."""
    encoding = interaction.value
    await _choose(interaction, lambda now: replace(now, encoding=encoding))


@routes.action("import.others")
async def choose_others(interaction: Interaction) -> None:
    """Whether the other columns go into the notes."""
    keeps = views.chosen_yes(interaction.value)
    await _choose(interaction, lambda now: replace(now, keeps_others=keeps))


@routes.action("import.restart")
async def restart(interaction: Interaction) -> None:
    """Forget this file and take another."""
    await interaction.tools.db.run(interaction.actor, waiting.forget, interaction.metadata)
    await interaction.update(views.upload_form(interaction.metadata))


@routes.submission(views.PREVIEW)
async def bring_in(interaction: Interaction) -> None:
    """Answer at once; thousands of rows take longer than Slack waits."""
    await interaction.update(views.working_window())
    interaction.after(partial(_bring_in, str(interaction.view["id"]), interaction.metadata))


@routes.closing(views.READING)
@routes.closing(views.PREVIEW)
async def cancel(interaction: Interaction) -> None:
    """A closed window cancels the import."""
    await interaction.tools.db.run(interaction.actor, waiting.forget, interaction.metadata)


async def _choose(interaction: Interaction, change: waiting.Change) -> None:
    await interaction.tools.db.run(interaction.actor, waiting.choose, interaction.metadata, change)
    await interaction.update(await _preview(interaction.tools, interaction.actor, interaction.metadata))


async def _read(view_id: str, import_id: str, file: IncomingFile, tools: Toolbox, actor: Actor) -> None:
    """Fetch the file, keep it, and show in the window how it is read."""

    async def found() -> View:
        content = await tools.slack.download(file, views.limit(file))
        await tools.db.run(actor, waiting.keep, import_id, ImportFile(file.name, content))
        try:
            return await _preview(tools, actor, import_id)
        except UserError:
            await tools.db.run(actor, waiting.forget, import_id)
            raise

    if not await _answer(tools, view_id, import_id, found()):
        await tools.db.run(actor, waiting.forget, import_id)  # closing the window cancels the import


async def _bring_in(view_id: str, import_id: str, tools: Toolbox, actor: Actor) -> None:
    """All new people of the file come in, or none."""

    async def added() -> View:
        file, today = await tools.db.read(actor, waiting.find, import_id)
        if views.is_export(file.name):
            counts = await tools.db.run(actor, restore.add, import_id, await _exported(file))
        else:
            rows = (await _understood(file, today)).rows
            counts = await tools.db.run(actor, people.add, import_id, rows)
        return views.done(counts)

    await _answer(tools, view_id, import_id, added())
    await home.refresh(tools, actor)


async def _answer(tools: Toolbox, view_id: str, import_id: str, result: Awaitable[View]) -> bool:
    """Show the result in the window, or what went wrong; says whether the window is still open.

    Raises what was no mistake of the member's, for the log, once it is shown.
    """
    try:
        view, trouble = await result, None
    except Exception as error:
        view, trouble = views.upload_form(import_id, _sentence(error)), error
    is_open = await _update(tools, view_id, view)
    if trouble is not None and not isinstance(trouble, UserError):
        raise trouble
    return is_open


def _sentence(error: Exception) -> str:
    if isinstance(error, UserError):
        return error.text
    if isinstance(error, SlackFailureError):
        return views.too_large() if error.code == "too_large" else views.not_fetched()
    return views.failed()


async def _update(tools: Toolbox, view_id: str, view: View) -> bool:
    try:
        await tools.slack.call("views.update", view_id=view_id, view=as_json(view))
    except SlackFailureError as error:
        if error.code != "not_found":
            raise
        return False
    return True


async def _preview(tools: Toolbox, actor: Actor, import_id: str) -> View:
    file, today = await tools.db.read(actor, waiting.find, import_id)
    if views.is_export(file.name):
        contacts = await _exported(file)
        counts = await tools.db.read(actor, restore.count, contacts)
        return views.export_preview(import_id, file.name, contacts, counts)
    reading = await _understood(file, today)
    counts = await tools.db.read(actor, people.count, [row.form for row in reading.rows])
    return views.tracker_preview(import_id, file.name, reading, counts)


async def _exported(file: ImportFile) -> tuple[ExportedContact, ...]:
    return (await asyncio.to_thread(read_json, file.content)).contacts


async def _understood(file: ImportFile, today: date) -> TrackerReading:
    def work() -> TrackerReading:
        tracker = read_tracker(file.content, file.choices.encoding)
        return understand(tracker, file.choices, today, CONTACT_LENGTHS)

    return await asyncio.to_thread(work)

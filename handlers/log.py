"""``/infoview log`` and ``/infoview list``: add a contact, and the list of contacts and coming meetings."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.i18n import N_, _
from bot.services import contact_list, debriefs, interviews, introductions
from bot.services import contacts as service
from bot.values import ContactList, ContactQuery, InterviewCard, Status
from bot.views import contact_forms as forms
from bot.views import contact_list as lists
from bot.views import contacts as views
from bot.views.interviews import interview_form
from handlers import home
from handlers.interaction import Interaction
from handlers.router import Opening, Routes
from handlers.windows import is_list, present

routes = Routes()


@routes.command("log", opens=Opening(N_("Log a contact"), "log.open"))
@routes.action("log.open")
@routes.shortcut("log.shortcut")
async def open_form(interaction: Interaction) -> None:
    """The form to add a contact; words after the command are the name."""
    contact_id = await interaction.tools.db.read(interaction.actor, service.prepare)
    await present(interaction, forms.add_form(contact_id, interaction.words))


@routes.action("log.suggested")
async def add_suggested(interaction: Interaction) -> None:
    """The form to add the person whom the contact of a debrief suggested."""
    tools, actor = interaction.tools, interaction.actor
    suggestion = await tools.db.read(actor, debriefs.suggested, interaction.value)
    contact_id = await tools.db.read(actor, service.prepare)
    choices = await tools.db.read(actor, introductions.choices)
    await present(interaction, forms.suggested_form(contact_id, suggestion, choices))


@routes.action(forms.SOURCE)
async def choose_source(interaction: Interaction) -> None:
    """Ask who suggested the contact, where it was another contact."""
    choices = await interaction.tools.db.read(interaction.actor, introductions.choices)
    await interaction.update(forms.with_introducer(interaction.view, choices))


@routes.submission(forms.ADD)
async def add(interaction: Interaction) -> None:
    """Add the contact; one that is scheduled or met is asked for the meeting next.

    Where somebody of this name and organization is in the log, the member is told first, and may add another.
    """
    tools, actor = interaction.tools, interaction.actor
    contact_id, told_of = forms.read_add_place(interaction.metadata)
    form = forms.read_added(interaction.view)
    twin = await tools.db.read(actor, service.twin, contact_id, form)
    if twin is not None and twin.id != told_of:
        choices = await tools.db.read(actor, introductions.choices)
        await interaction.update(forms.add_again(contact_id, form, twin, choices))
        return
    card = await tools.db.run(actor, service.add, contact_id, form)
    interaction.after(home.refresh)
    if card.status in {Status.SCHEDULED, Status.MET}:
        desk = await tools.db.read(actor, interviews.desk_for_new, card.id, held=card.status is Status.MET)
        note = _("*The contact is saved.* One question more:")
        await interaction.update(interview_form(tools.library, desk, note))
    else:
        await interaction.update(views.added_window(card))


# Without a window to open, a list of names would stay in the DM, which owners may be able to export.
@routes.command("list", opens=Opening(N_("See my contacts"), "list.open"))
async def show_list(interaction: Interaction) -> None:
    """The list, as an ephemeral message; with words to look for, in a window."""
    if interaction.words:
        await interaction.open(await _window(interaction, ContactQuery(words=interaction.words)))
    else:
        await interaction.tell(lists.list_message(*await _found(interaction, ContactQuery())))


@routes.action("list.open")
async def open_list(interaction: Interaction) -> None:
    """The list in a window."""
    await present(interaction, await _window(interaction, ContactQuery()))


@routes.action(lists.PAGE)
async def turn_page(interaction: Interaction) -> None:
    """Another page, in place of the one shown."""
    number = int(interaction.value)
    if interaction.view:
        query = lists.read_query(interaction.view, number=number)
        await interaction.update(await _window(interaction, query))
    else:
        await interaction.mark_done(lists.list_message(*await _found(interaction, ContactQuery(number))))


@routes.action(lists.BY_STATUS)
async def filter_by_status(interaction: Interaction) -> None:
    """The contacts of one status: in the window with the list, or in a new one."""
    if is_list(interaction.view):
        await _show_again(interaction, number=1)
    else:
        wanted = interaction.value
        query = ContactQuery(status=Status(wanted) if wanted in list(Status) else None)
        await present(interaction, await _window(interaction, query))


@routes.action(lists.BY_ORDER)
async def sort(interaction: Interaction) -> None:
    """The list in another order."""
    await _show_again(interaction, number=1)


@routes.submission(lists.WINDOW)
async def search(interaction: Interaction) -> None:
    """The contacts that fit the words."""
    await _show_again(interaction, number=1)


async def show_in_list(interaction: Interaction, note: Sequence[Block]) -> None:
    """The list of the window as it is now, with what just happened above it."""
    await _show_again(interaction, note=note)


async def _show_again(
    interaction: Interaction, *, number: int | None = None, note: Sequence[Block] = ()
) -> None:
    query = lists.read_query(interaction.view, number=number)
    await interaction.update(await _window(interaction, query, note))


async def _window(interaction: Interaction, query: ContactQuery, note: Sequence[Block] = ()) -> View:
    found, upcoming = await _found(interaction, query)
    return lists.list_window(found, upcoming, note)


async def _found(
    interaction: Interaction, query: ContactQuery
) -> tuple[ContactList, tuple[InterviewCard, ...]]:
    tools, actor = interaction.tools, interaction.actor
    found = await tools.db.read(actor, contact_list.page, query)
    return found, await tools.db.read(actor, interviews.upcoming)

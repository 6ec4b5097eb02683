"""``/infoview log`` and ``/infoview list``: add a contact, and the list of contacts and coming meetings."""

from bot.i18n import N_, _
from bot.services import contacts as service
from bot.services import interviews
from bot.values import ContactLine, InterviewCard, Page, Status
from bot.views import contact_forms as forms
from bot.views import contacts as views
from bot.views.answers import Answers
from bot.views.interviews import interview_form
from handlers import home
from handlers.interaction import Interaction
from handlers.router import Opening, Routes
from handlers.windows import present

routes = Routes()


@routes.command("log", opens=Opening(N_("Log a contact"), "log.open"))
@routes.action("log.open")
@routes.shortcut("log.shortcut")
async def open_form(interaction: Interaction) -> None:
    """The form to add a contact; words after the command are the name."""
    contact_id = await interaction.tools.db.read(interaction.actor, service.prepare)
    await present(interaction, forms.add_form(contact_id, interaction.words))


@routes.submission(forms.ADD)
async def add(interaction: Interaction) -> None:
    """Add the contact; one that is scheduled or met is asked for the meeting next."""
    tools, actor = interaction.tools, interaction.actor
    form = forms.read_added(Answers.of_view(interaction.view))
    card = await tools.db.run(actor, service.add, interaction.metadata, form)
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
    """The list, as an ephemeral message."""
    await interaction.tell(views.log_message(*await _page(interaction, 1)))


@routes.action("list.open")
async def open_list(interaction: Interaction) -> None:
    """The list in a window."""
    await present(interaction, views.log_window(*await _page(interaction, 1)))


@routes.action("list.page")
async def turn_page(interaction: Interaction) -> None:
    """Another page, in place of the one shown."""
    shown = await _page(interaction, int(interaction.value))
    if interaction.view:
        await present(interaction, views.log_window(*shown))
    else:
        await interaction.mark_done(views.log_message(*shown))


async def _page(interaction: Interaction, number: int) -> tuple[Page[ContactLine], tuple[InterviewCard, ...]]:
    tools, actor = interaction.tools, interaction.actor
    page = await tools.db.read(actor, service.list_page, number)
    return page, await tools.db.read(actor, interviews.upcoming)

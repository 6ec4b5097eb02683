"""One contact: its card, its status, editing and deleting it."""

from collections.abc import Callable
from functools import partial

from slack_sdk.models.views import View

from bot.i18n import _
from bot.services import contacts as service
from bot.services import interviews, introductions
from bot.services.moves import CannotUndoError
from bot.services.statuses import IllegalMoveError
from bot.values import NEXT_STATUSES, ContactCard, ContactForm, GoneError, Status
from bot.views import contact_forms as forms
from bot.views import contacts as views
from bot.views.answers import Answers
from bot.views.interviews import interview_form
from handlers import home
from handlers.interaction import Interaction
from handlers.reports import report
from handlers.router import Routes
from handlers.windows import present

routes = Routes()


@routes.action("contact.open")
async def open_card(interaction: Interaction) -> None:
    """One contact, whole."""
    await present(interaction, views.card_window(await _get(interaction, interaction.value)))


@routes.action("contact.status")
async def change_status(interaction: Interaction) -> None:
    """The status after the colon of the action id; one that needs a meeting asks for it first."""
    wanted = _status_of(interaction)
    try:
        if wanted is Status.SCHEDULED:
            await _ask_when(interaction)
        else:
            await _move(interaction, wanted)
    except IllegalMoveError:
        card = await _get(interaction, interaction.value)
        await report(
            interaction, views.illegal_message(card), views.card_window(card, views.illegal_words(card))
        )


async def _move(interaction: Interaction, wanted: Status) -> None:
    tools, actor = interaction.tools, interaction.actor
    try:
        card = await tools.db.run(actor, service.move, interaction.value, wanted)
    except service.MeetingNeededError:
        desk = await tools.db.read(actor, interviews.desk_for_met, interaction.value)
        await present(interaction, interview_form(tools.library, desk, _("*When did you meet?*")))
        return
    words = views.moved_words(card)
    undo = views.undo_buttons(card.id, card.last_move)
    await report(interaction, views.message(words, card.id, undo), views.card_window(card, words))


async def _ask_when(interaction: Interaction) -> None:
    card = await _get(interaction, interaction.value)
    if card.status is not Status.SCHEDULED and Status.SCHEDULED not in NEXT_STATUSES[card.status]:
        raise IllegalMoveError(card.status)
    tools = interaction.tools
    desk = await tools.db.read(interaction.actor, interviews.desk_for_new, card.id)
    await present(interaction, interview_form(tools.library, desk, _("*When do you meet?*")))


@routes.action(views.UNDO)
async def undo(interaction: Interaction) -> None:
    """Take back the move of the button, if it is still the last one; say why where it is not."""
    contact_id, move_id = views.parse_undo(interaction.value)
    try:
        card = await interaction.tools.db.run(interaction.actor, service.undo, contact_id, move_id)
        words = views.undone_words(card)
    except CannotUndoError as error:
        card = await _get(interaction, contact_id)
        words = error.text
    await report(interaction, views.message(words, card.id), views.card_window(card, words))


@routes.action("contact.edit")
async def edit(interaction: Interaction) -> None:
    """The form of who the contact is."""
    await present(interaction, forms.edit_form(await _get(interaction, interaction.value)))


@routes.action("contact.notes")
async def edit_notes(interaction: Interaction) -> None:
    """The form of the member's notes."""
    card = await _get(interaction, interaction.value)
    await present(interaction, forms.notes_form(await _introducers(interaction, card.id), card))


@routes.submission(forms.EDIT)
async def save(interaction: Interaction) -> None:
    """Save who the contact is."""
    await _save(interaction, forms.read_edited, forms.edited_again)


@routes.submission(forms.NOTES)
async def save_notes(interaction: Interaction) -> None:
    """Save the member's notes."""
    choices = await _introducers(interaction, forms.read_place(interaction.metadata)[0])
    await _save(interaction, forms.read_noted, partial(forms.noted_again, choices))


@routes.action("contact.delete")
async def delete(interaction: Interaction) -> None:
    """Delete the contact; the button has asked before."""
    name = await interaction.tools.db.run(interaction.actor, service.delete, interaction.value)
    await present(interaction, views.deleted_window(name))
    interaction.after(home.refresh)


async def _save(
    interaction: Interaction,
    read: Callable[[Answers, ContactForm], ContactForm],
    again: Callable[[ContactCard, ContactForm], View],
) -> None:
    contact_id, version = forms.read_place(interaction.metadata)
    before = await _get(interaction, contact_id)
    form = read(Answers.of_view(interaction.view), before.form)
    try:
        card = await interaction.tools.db.run(interaction.actor, service.edit, contact_id, form, version)
    except service.ContactChangedError as error:
        await interaction.update(again(error.card, form))
        return
    await interaction.update(views.card_window(card, _("*Saved.*")))
    interaction.after(home.refresh)


async def _introducers(interaction: Interaction, contact_id: str) -> forms.Choices:
    return await interaction.tools.db.read(interaction.actor, introductions.choices, contact_id)


async def _get(interaction: Interaction, contact_id: str) -> ContactCard:
    return await interaction.tools.db.read(interaction.actor, service.get, contact_id)


def _status_of(interaction: Interaction) -> Status:
    word = str(interaction.action.get("action_id", "")).partition(":")[2]
    if word not in list(Status):
        raise GoneError(_("This button is from an older version. Type `/infoview list` to go on."))
    return Status(word)

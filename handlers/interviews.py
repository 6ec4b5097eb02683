"""The meetings with a contact: planning, moving and editing them, what became of them, thanks."""

from slack_sdk.models.blocks import ButtonElement

from bot.i18n import _
from bot.services import contacts
from bot.services import interviews as service
from bot.services.localtime import clock_change, moment
from bot.values import GoneError, InterviewCard, InterviewForm, Outcome
from bot.views import contacts as contact_views
from bot.views import interviews as views
from bot.views.answers import Answers
from handlers import home
from handlers.interaction import Interaction
from handlers.reports import report
from handlers.router import Routes
from handlers.windows import present

routes = Routes()


@routes.action("interview.add")
async def add(interaction: Interaction) -> None:
    """The form of a new meeting with the contact of the button."""
    tools, actor = interaction.tools, interaction.actor
    desk = await tools.db.read(actor, service.desk_for_new, interaction.value)
    await present(interaction, views.interview_form(tools.library, desk))


@routes.action("interview.edit")
async def edit(interaction: Interaction) -> None:
    """The form of a meeting."""
    await _open_form(interaction, held=False)


@routes.submission(views.CALLBACK)
async def submit(interaction: Interaction) -> None:
    """Save a new or known meeting; the contact's status follows."""
    tools, actor = interaction.tools, interaction.actor
    place = views.read_place(interaction.metadata)
    typed = views.read(Answers.of_view(interaction.view))
    form = InterviewForm(
        moment(typed.day, typed.at, place.timezone),
        place.timezone,
        typed.minutes,
        typed.format,
        typed.location,
    )
    try:
        if place.version:
            card = await tools.db.run(
                actor, service.edit, place.interview_id, form, place.version, held=typed.held
            )
        else:
            card = await tools.db.run(
                actor,
                service.plan,
                place.contact_id,
                place.interview_id,
                form,
                held=typed.held,
                replaces=place.replaces,
            )
    except service.InterviewChangedError as error:
        await interaction.update(views.typed_again(tools.library, place, error.card, typed))
        return
    words = views.saved_words(card)
    if change := clock_change(typed.day, typed.at, place.timezone):
        words += "\n" + views.clock_change_words(change, typed, card)
    ways = await _next_ways(interaction, card)
    await interaction.update(contact_views.meeting_window(words, card.contact_id, ways))
    interaction.after(home.refresh)


@routes.action("interview.outcome")
async def set_outcome(interaction: Interaction) -> None:
    """What became of a meeting: the outcome after the colon of the action id."""
    tools, actor = interaction.tools, interaction.actor
    outcome = _outcome_of(interaction)
    if outcome is Outcome.RESCHEDULED:
        desk = await tools.db.read(actor, service.desk_for_new_time, interaction.value)
        await present(interaction, views.interview_form(tools.library, desk, _("*What is the new time?*")))
        return
    try:
        card = await tools.db.run(actor, service.set_outcome, interaction.value, outcome)
    except service.StillToComeError:
        # Meetings take place earlier than planned, too: the form asks when.
        await _open_form(interaction, held=True)
        return
    ways = await _next_ways(interaction, card)
    words = views.saved_words(card)
    await report(
        interaction,
        contact_views.message(words, card.contact_id, ways),
        contact_views.meeting_window(words, card.contact_id, ways),
    )


@routes.action("interview.thanked")
async def mark_thanked(interaction: Interaction) -> None:
    """The member sent a thank-you."""
    tools, actor = interaction.tools, interaction.actor
    interview = await tools.db.run(actor, service.mark_thanked, interaction.value)
    words = views.thanked_words(interview)
    await _back_to_card(interaction, interview.contact_id, words)


@routes.action("interview.delete")
async def delete(interaction: Interaction) -> None:
    """Delete a meeting; the button has asked before."""
    contact_id = await interaction.tools.db.run(interaction.actor, service.delete, interaction.value)
    await _back_to_card(interaction, contact_id, _("*Saved.* The meeting is deleted."))


async def _next_ways(interaction: Interaction, card: InterviewCard) -> list[ButtonElement]:
    """What is worth doing after a meeting was saved, and the undo of what it changed."""
    move = await interaction.tools.db.read(interaction.actor, contacts.last_move, card.contact_id)
    return [*views.next_ways(card), *contact_views.undo_buttons(card.contact_id, move)]


async def _open_form(interaction: Interaction, *, held: bool) -> None:
    tools = interaction.tools
    desk = await tools.db.read(interaction.actor, service.desk_for_edit, interaction.value, held=held)
    note = _("*When did you meet?*") if held else None
    await present(interaction, views.interview_form(tools.library, desk, note))


async def _back_to_card(interaction: Interaction, contact_id: str, words: str) -> None:
    card = await interaction.tools.db.read(interaction.actor, contacts.get, contact_id)
    await report(
        interaction, contact_views.message(words, contact_id), contact_views.card_window(card, words)
    )


def _outcome_of(interaction: Interaction) -> Outcome:
    word = str(interaction.action.get("action_id", "")).partition(":")[2]
    if word not in list(Outcome):
        raise GoneError(_("This button is from an older version. Type `/infoview list` to go on."))
    return Outcome(word)

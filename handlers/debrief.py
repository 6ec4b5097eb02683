"""``/infoview debrief``: choose an interview, answer in steps within one view, keep what was learned."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from bot.i18n import N_
from bot.services import debriefs as service
from bot.services.debrief_drafts import Sent
from bot.values import DebriefDesk, DebriefForm
from bot.views import debrief as views
from bot.views import debrief_steps as steps
from bot.views.answers import Answers
from bot.views.debrief_fields import TYPED
from bot.views.debrief_steps import Place, Step
from handlers import home
from handlers.interaction import Interaction
from handlers.router import Opening, Routes
from handlers.windows import present

routes = Routes()

Read = Callable[[Step, Answers, DebriefForm], DebriefForm]
LeadsTo = Callable[[DebriefForm], Step]

_MICROSECONDS = 1_000_000


@routes.command("debrief", opens=Opening(N_("Write a debrief"), "debrief.choose"))
@routes.action("debrief.choose")
@routes.shortcut("debrief.shortcut")
async def choose(interaction: Interaction) -> None:
    """The interviews to choose from; where there is one, its form; where there is none, the way to one."""
    choices = await interaction.tools.db.read(interaction.actor, service.choices)
    found = (*choices.waiting, *choices.done)
    if not found and not choices.stranded:
        await interaction.tell(views.nothing_to_debrief())
    elif len(found) == 1 and not choices.stranded:
        await _open_form(interaction, found[0].id)
    else:
        await present(interaction, views.chooser(choices))


@routes.action("debrief.open")
async def open_form(interaction: Interaction) -> None:
    """The form for the interview of the button."""
    await _open_form(interaction, interaction.value)


@routes.action(TYPED)
async def typed(interaction: Interaction) -> None:
    """Keep what is typed or chosen. The view stays as it is: an update would move the cursor."""
    place = Place.of(interaction.metadata)
    typed_at = int(Decimal(interaction.action["action_ts"]) * _MICROSECONDS)
    await _keep(interaction, place, typed_at=typed_at)


@routes.submission(steps.CALLBACK)
async def submit(interaction: Interaction) -> None:
    """Next, or Save on the last step."""
    place = Place.of(interaction.metadata)
    if place.step.is_last:
        await _record(interaction, place)
        return
    desk = await _keep(interaction, place, partial(steps.step_after, place.step), read=_complete)
    await interaction.update(steps.step_view(desk, Step(desk.step), interaction.tools.library))


@routes.action("debrief.back")
async def back(interaction: Interaction) -> None:
    """The step before; what is filled in here is kept, complete or not."""
    place = Place.of(interaction.metadata)
    desk = await _keep(interaction, place, partial(steps.step_before, place.step))
    await interaction.update(steps.step_view(desk, Step(desk.step), interaction.tools.library))


@routes.action("debrief.drafts")
async def show_drafts(interaction: Interaction) -> None:
    """All drafts of this debrief, this window's among them."""
    place = Place.of(interaction.metadata)
    await _keep(interaction, place)
    desk = await interaction.tools.db.read(
        interaction.actor, service.desk, place.interview_id, place.window.draft_id
    )
    await interaction.update(views.drafts(desk))


@routes.action("debrief.continue")
async def go_on_with(interaction: Interaction) -> None:
    """The form with one of several drafts."""
    interview_id, _colon, draft_id = interaction.value.partition(":")
    await _open_form(interaction, interview_id, draft_id)


@routes.action("debrief.discard")
async def discard(interaction: Interaction) -> None:
    """Delete the draft of this window; the button has asked before."""
    place = Place.of(interaction.metadata)
    interview = await interaction.tools.db.run(
        interaction.actor, service.discard, place.interview_id, place.window
    )
    await interaction.show(views.draft_deleted(interview, offers_form=True))


@routes.action("debrief.discard_all")
async def discard_all(interaction: Interaction) -> None:
    """Delete all drafts for a meeting that did not take place; the button has asked before."""
    interview = await interaction.tools.db.run(interaction.actor, service.discard, interaction.value)
    await interaction.show(views.draft_deleted(interview))


async def _open_form(interaction: Interaction, interview_id: str, draft_id: str | None = None) -> None:
    try:
        desk = await interaction.tools.db.read(interaction.actor, service.desk, interview_id, draft_id)
    except service.DidNotHappenError as error:
        if not error.has_draft:
            raise
        await interaction.tell(views.did_not_happen(error.text, interview_id))
        return
    await present(interaction, steps.opened_view(desk, interaction.tools.library))


async def _record(interaction: Interaction, place: Place) -> None:
    tools = interaction.tools
    sent = _sent(interaction, place, read=_complete)
    try:
        receipt = await tools.db.run(interaction.actor, service.submit, place.interview_id, sent)
    except service.WrittenElsewhereError:
        # The same step again, which now says so.
        desk = await _keep(interaction, place)
        await interaction.update(steps.step_view(desk, place.step, tools.library))
        return
    except service.IncompleteDebriefError as error:
        # What is missing stands in an earlier step: keep this one's answers and go there.
        step = steps.step_of(error.missing[0])
        desk = await _keep(interaction, place, lambda _form: step)
        await interaction.update(steps.step_view(desk, step, tools.library, note=error.text))
        return
    await interaction.update(views.saved(receipt, tools.library))
    interaction.after(home.refresh)


async def _keep(
    interaction: Interaction,
    place: Place,
    leads_to: LeadsTo | None = None,
    *,
    read: Read = steps.read,
    typed_at: int | None = None,
) -> DebriefDesk:
    sent = _sent(interaction, place, leads_to, read=read, typed_at=typed_at)
    return await interaction.tools.db.run(interaction.actor, service.keep, place.interview_id, sent)


def _sent(
    interaction: Interaction,
    place: Place,
    leads_to: LeadsTo | None = None,
    *,
    read: Read = steps.read,
    typed_at: int | None = None,
) -> Sent:
    """What the window sent; the member stays in its step unless ``leads_to`` says otherwise."""
    view = interaction.view
    whole, touched = Answers.of_view(view), Answers.touched_in(view)
    return Sent(
        place.window,
        partial(read, place.step, whole),
        partial(read, place.step, touched),
        leads_to or (lambda _form: place.step),
        typed_at,
    )


def _complete(step: Step, answers: Answers, written: DebriefForm) -> DebriefForm:
    """The form with one step's answers. Raises FormError where a required one is missing."""
    form = steps.read(step, answers, written)
    steps.check(step, form)
    return form

"""``/infoview debrief``: choose an interview, answer in steps within one view, keep what was learned."""

from functools import partial

from bot.i18n import N_
from bot.services import debriefs as service
from bot.values import DebriefForm
from bot.views import debrief as views
from bot.views import debrief_steps as steps
from bot.views.answers import Answers
from bot.views.debrief_steps import Place, Step
from handlers import home
from handlers.interaction import Interaction
from handlers.router import Opening, Routes
from handlers.windows import present

routes = Routes()


@routes.command("debrief", opens=Opening(N_("Write a debrief"), "debrief.choose"))
@routes.action("debrief.choose")
@routes.shortcut("debrief.shortcut")
async def choose(interaction: Interaction) -> None:
    """The interviews to choose from; where there is one, its form; where there is none, the way to one."""
    choices = await interaction.tools.db.read(interaction.actor, service.choices)
    found = (*choices.waiting, *choices.done)
    if not found:
        await interaction.tell(views.nothing_to_debrief())
    elif len(found) == 1:
        await _open_form(interaction, found[0].id)
    else:
        await present(interaction, views.chooser(choices))


@routes.action("debrief.open")
async def open_form(interaction: Interaction) -> None:
    """The form for the interview of the button."""
    await _open_form(interaction, interaction.value)


@routes.submission(steps.CALLBACK)
async def submit(interaction: Interaction) -> None:
    """Next, or Save on the last step."""
    place = Place.of(interaction.metadata)
    answers = Answers.of_view(interaction.view)
    if place.step.is_last:
        await _record(interaction, place, answers)
        return
    desk = await interaction.tools.db.run(
        interaction.actor, service.keep, place.interview_id, partial(_complete, place.step, answers)
    )
    following = steps.step_after(place.step, desk.form)
    await interaction.update(steps.step_view(desk, following, interaction.tools.library))


@routes.action("debrief.back")
async def back(interaction: Interaction) -> None:
    """The step before; what is filled in here is kept, complete or not."""
    place = Place.of(interaction.metadata)
    desk = await interaction.tools.db.run(
        interaction.actor,
        service.keep,
        place.interview_id,
        partial(steps.read, place.step, Answers.of_view(interaction.view)),
    )
    before = steps.step_before(place.step, desk.form)
    await interaction.update(steps.step_view(desk, before, interaction.tools.library))


@routes.closing(steps.CALLBACK)
async def close(interaction: Interaction) -> None:
    """Keep what Slack sends along; earlier steps are kept already."""
    place = Place.of(interaction.metadata)
    await interaction.tools.db.run(
        interaction.actor,
        service.keep,
        place.interview_id,
        partial(steps.read, place.step, Answers.of_view(interaction.view)),
    )


async def _open_form(interaction: Interaction, interview_id: str) -> None:
    desk = await interaction.tools.db.read(interaction.actor, service.desk, interview_id)
    await present(interaction, steps.step_view(desk, Step.GOALS, interaction.tools.library))


async def _record(interaction: Interaction, place: Place, answers: Answers) -> None:
    tools, actor = interaction.tools, interaction.actor
    change = partial(_complete, place.step, answers)
    try:
        receipt = await tools.db.run(actor, service.record, place.interview_id, change)
    except service.IncompleteDebriefError as error:
        # What is missing stands in an earlier step: keep this one's answers and go there.
        desk = await tools.db.run(actor, service.keep, place.interview_id, change)
        step = steps.step_of(error.missing[0])
        await interaction.update(steps.step_view(desk, step, tools.library, note=error.text))
        return
    await interaction.update(views.saved(receipt, tools.library))
    interaction.after(home.refresh)


def _complete(step: Step, answers: Answers, written: DebriefForm) -> DebriefForm:
    """The form with one step's answers. Raises FormError where a required one is missing."""
    form = steps.read(step, answers, written)
    steps.check(step, form)
    return form

"""``/infoview cohort preview [cohort]``: what the next week would send; and a test for the lead."""

from functools import partial

from bot.i18n import N_, _
from bot.services import cohorts
from bot.services import previews as service
from bot.services.previews import Messages
from bot.values import Actor, GoneError, NudgePreview, UserError
from bot.views import previews as views
from bot.views.blocks import shorten
from bot.views.summary import choose
from handlers.choosing import led_by, meant
from handlers.interaction import Interaction, Toolbox
from handlers.router import ECHO_LIMIT, Routes

routes = Routes()

COUNTED_AT_ONCE = 500
"""Members of a cohort that can be counted while Slack waits for the answer: about a second."""

_PICK = "preview.pick"
_NOT_LEAD = N_("Only leads of a cohort can see what its members would get. Please ask your program team.")


async def by_name(interaction: Interaction, name: str) -> None:
    """The cohort with these words in its name; without words the latest one that has begun."""
    led = [cohort for cohort in await led_by(interaction, _NOT_LEAD) if not cohort.is_ended]
    if not led:
        raise UserError(_("None of your cohorts runs now, so nobody gets nudges from them."))
    named = meant(interaction, led, name)
    if len(named) == 1:
        await _show(interaction, named[0].id)
    else:
        await interaction.tell(choose(named or led, shorten(name, ECHO_LIMIT), _PICK))


@routes.action("preview.open")
async def open_one(interaction: Interaction) -> None:
    """The button of one cohort."""
    await _show(interaction, interaction.value)


@routes.action(_PICK)
async def pick(interaction: Interaction) -> None:
    """One of several cohorts."""
    await _show(interaction, interaction.value)


@routes.action(views.TEST)
async def send_test(interaction: Interaction) -> None:
    """Send the lead a nudge with invented data."""
    wanted = views.read_test(interaction.value)
    if wanted is None:
        raise GoneError(_("This list is from an older version. Type `/infoview cohort preview` to go on."))
    kind, cohort_id = wanted
    tools, actor = interaction.tools, interaction.actor
    await tools.db.read(actor, cohorts.led_cohort, cohort_id)
    profile = await tools.slack.profile(actor.user_id)
    message = views.sample(tools.library, kind, tools.clock.now(), profile.timezone)
    await interaction.post(actor.user_id, message)
    await interaction.tell(views.test_sent(kind))


@routes.action(views.SAMPLE)
async def pressed(interaction: Interaction) -> None:
    """The button in a test."""
    await interaction.tell(views.sample_pressed())


async def _show(interaction: Interaction, cohort_id: str) -> None:
    tools, actor = interaction.tools, interaction.actor
    found = await tools.db.run(actor, service.shown, cohort_id)
    if found is None:
        members = await tools.db.read(actor, service.members, cohort_id)
        if len(members) > COUNTED_AT_ONCE:
            await interaction.tell(views.on_its_way())
            interaction.after(partial(_count_and_send, cohort_id))
            return
        found = await _counted(tools, actor, cohort_id)
    await interaction.tell(views.preview(found))


async def _counted(tools: Toolbox, actor: Actor, cohort_id: str) -> NudgePreview:
    """Count the week, some members at a time, so that nobody waits for all of them; then what is shown."""
    members = await tools.db.read(actor, service.members, cohort_id)
    found: dict[str, Messages] = {}
    for first in range(0, len(members), service.BATCH):
        some = members[first : first + service.BATCH]
        found |= await tools.db.read(actor, service.dry_run, cohort_id, some)
    return await tools.db.run(actor, service.publish, cohort_id, found)


async def _count_and_send(cohort_id: str, tools: Toolbox, actor: Actor) -> None:
    found = await _counted(tools, actor, cohort_id)
    await tools.slack.post(actor.user_id, views.preview(found).payload())

"""The numbers every Monday: leads ask for them in the window of a cohort, end them there or in a message."""

from bot.services import cohorts
from bot.services import lead_digests as service
from bot.views import lead_digests as views
from handlers.cohort_life import show_cohort
from handlers.interaction import Interaction
from handlers.router import Routes

routes = Routes()


@routes.action("lead_digest.start")
async def start(interaction: Interaction) -> None:
    """Send them to this lead from the next week on."""
    db, actor, cohort_id = interaction.tools.db, interaction.actor, interaction.value
    profile = await interaction.tools.slack.profile(actor.user_id)
    at = await db.run(actor, service.start, cohort_id, profile.timezone)
    cohort = await db.read(actor, cohorts.led_cohort, cohort_id)
    await show_cohort(interaction, cohort, views.started_words(at, profile.timezone))


@routes.action("lead_digest.stop")
async def stop(interaction: Interaction) -> None:
    """Send them no more."""
    db, actor, cohort_id = interaction.tools.db, interaction.actor, interaction.value
    await db.run(actor, service.stop, cohort_id)
    cohort = await db.read(actor, cohorts.led_cohort, cohort_id)
    if interaction.view:
        await show_cohort(interaction, cohort, views.stopped_words(cohort.name))
    else:
        await interaction.mark_done(views.stopped(cohort.name))

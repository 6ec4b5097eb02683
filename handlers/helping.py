"""Asking the leads for help: a form, and one direct message to each lead of the member's cohort."""

import logging
from collections.abc import Sequence

from bot.i18n import speaking
from bot.services import helping as service
from bot.slack.failures import SlackFailureError
from bot.values import Actor, FailureKind, HelpDesk, HelpTopic
from bot.views import helping as views
from handlers.interaction import Interaction
from handlers.router import Routes
from handlers.windows import present

routes = Routes()

log = logging.getLogger(__name__)


@routes.action("lead.ask")
async def ask(interaction: Interaction) -> None:
    """The form."""
    desk = await interaction.tools.db.read(interaction.actor, service.desk)
    await present(interaction, views.help_form(desk))


@routes.submission(views.CALLBACK)
async def send(interaction: Interaction) -> None:
    """Write to the leads, once; what reached nobody stays in the form."""
    topic, text = views.read(interaction.view)
    db, actor = interaction.tools.db, interaction.actor
    desk = await db.run(actor, service.begin, interaction.metadata)
    if desk is None:
        before = await db.read(actor, service.desk)
        await interaction.update(views.sent_window(before.lead_ids, ()))
        return
    missed = await _write_to_leads(interaction, desk, topic, text)
    reached = [lead_id for lead_id in desk.lead_ids if lead_id not in missed]
    if not reached:
        await db.run(actor, service.take_back, desk.request_id)
        raise views.not_sent()
    await interaction.update(views.sent_window(reached, missed))


async def _write_to_leads(
    interaction: Interaction, desk: HelpDesk, topic: HelpTopic, text: str | None
) -> Sequence[str]:
    """Send the message to each lead in their language; returns those it did not reach."""
    missed = []
    for lead_id in desk.lead_ids:
        with speaking(await interaction.tools.languages.of(Actor(interaction.actor.team_id, lead_id))):
            message = views.request_message(interaction.actor.user_id, desk, topic, text)
        try:
            await interaction.post(lead_id, message)
        except SlackFailureError as failure:
            log.warning("a lead was not told of a request for help: %s", failure.code)
            if failure.kind is not FailureKind.UNKNOWN_OUTCOME:
                missed.append(lead_id)
    return missed

"""Who somebody is in the workspace, as Slack says: admin or not, and who could be a lead."""

from collections.abc import Iterable
from dataclasses import replace

from bot.i18n import _
from bot.slack.failures import SlackFailureError
from bot.values import Actor, Profile, UserError
from handlers.interaction import Interaction


async def with_role(interaction: Interaction) -> Actor:
    """The actor, with whether they are an admin."""
    profile = await interaction.tools.slack.profile(interaction.actor.user_id)
    return replace(interaction.actor, is_admin=profile.is_admin)


async def refuse_who_cannot_lead(interaction: Interaction, user_ids: Iterable[str]) -> None:
    """Raise UserError at the field ``lead_ids`` for apps, closed accounts and people of other workspaces."""
    unfit = []
    for user_id in user_ids:
        try:
            profile = await interaction.tools.slack.profile(user_id)
        except SlackFailureError as failure:
            if failure.code != "user_not_found":
                raise
            unfit.append(user_id)
            continue
        if not _can_lead(profile, interaction.actor.team_id):
            unfit.append(user_id)
    if unfit:
        raise UserError(
            _("A lead must be a person of this workspace whose account is open. Please take out the others."),
            field="lead_ids",
        )


def _can_lead(profile: Profile, team_id: str) -> bool:
    return not profile.is_bot and not profile.is_deleted and profile.team_id == team_id

"""Who may use Infoview at all: asked before each handler, in one place, so that no handler can forget it.

What a member, a lead or an admin may do beyond that is decided by the services, for each id anew.
"""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from bot.i18n import _
from bot.services import guests
from bot.slack.failures import SlackFailureError
from bot.values import NotAllowedError, Profile
from handlers.interaction import Interaction

log = logging.getLogger(__name__)

_PATIENCE_SECONDS = 1
"""For what Slack says of a person; it is kept for five minutes. Slack waits three for the answer itself."""


async def admit(interaction: Interaction) -> None:
    """Raise NotAllowedError, with a sentence for the person, unless they may use Infoview.

    They must be of the installation's workspace, with an open account, and no guest where guests are not
    welcome. Where Slack does not say now who they are, its signed request has to say of which workspace they
    are, and guests must be welcome.
    """
    home = interaction.tools.slack.installation.team_id
    if interaction.actor.team_id != home:
        raise _outsider()
    is_stated = team_of_person(interaction.body) is not None
    profile = await _profile(interaction)
    if profile is None:
        if not is_stated or not await _guests_are_welcome(interaction):
            raise NotAllowedError(
                _("I cannot find out right now who you are in this workspace. Please try again in a minute.")
            )
        return
    if not is_stated and profile.team_id != home:
        raise _outsider()
    if profile.is_deleted:
        raise NotAllowedError(
            _("Your account in this workspace is closed. Please ask your program team to open it again.")
        )
    if profile.is_guest and not await _guests_are_welcome(interaction):
        raise NotAllowedError(
            _(
                "In this workspace, Infoview is for full members and not for guest accounts."
                " Please ask your program team if they can change this."
            )
        )


def waits_for_nothing(interaction: Interaction) -> bool:
    """Whether the gate knows already all that it has to know of this person."""
    profile = interaction.tools.slack.known_profile(interaction.actor.user_id)
    return profile is not None and not profile.is_guest


def team_of_person(body: Mapping[str, Any]) -> str | None:
    """The person's own workspace, where the request says it: elsewhere ``team`` is where they acted.

    In a channel shared with another workspace (Slack Connect) the two differ.
    """
    if "command" in body:
        stated = body.get("team_id")
    else:
        user, event = body.get("user") or {}, body.get("event") or {}
        stated = user.get("team_id") or event.get("user_team")
    return str(stated) if stated else None


def _outsider() -> NotAllowedError:
    return NotAllowedError(
        _(
            "Infoview works for members of the workspace that installed it."
            " Please ask your own program if it uses Infoview."
        )
    )


async def _profile(interaction: Interaction) -> Profile | None:
    """What Slack says of the person; None where it does not say it now."""
    slack, user_id = interaction.tools.slack, interaction.actor.user_id
    if (known := slack.known_profile(user_id)) is not None:
        return known
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await slack.profile(user_id)
    except (SlackFailureError, TimeoutError) as error:
        log.warning("who acts is not known now: %s", type(error).__name__)
        return None


async def _guests_are_welcome(interaction: Interaction) -> bool:
    return await interaction.tools.db.read(interaction.actor, guests.are_welcome)

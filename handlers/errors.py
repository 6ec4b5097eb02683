"""The one error boundary: a typed error shows its own sentence, any other a reference that is in the log.

It never raises, so that Slack always gets 200: an answer of a listener that raises is lost.
"""

import logging
import secrets
from enum import StrEnum

from bot import logs
from bot.slack.failures import SlackFailureError
from bot.values import FormError, UserError
from bot.views.late import too_late
from bot.views.notices import notice, trouble
from handlers.interaction import Interaction, Kind

log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What came of an interaction, for the figures and the log."""

    OK = "ok"
    REFUSED = "refused"  # a typed error, which says what to do
    REPEATED = "repeated"
    TOO_LATE = "too late"  # Slack did not wait for the window
    FAILED = "failed"


_SILENT = frozenset({Kind.CLOSED, Kind.EVENT})
_EXPIRED = frozenset({"expired_trigger_id", "trigger_expired"})
_EXCHANGED = frozenset({"exchanged_trigger_id", "trigger_exchanged"})


async def explain(interaction: Interaction, error: Exception) -> None:
    """Tell the person what happened and what to do next."""
    try:
        if isinstance(error, FormError):
            await interaction.field_errors(error.errors)
        elif isinstance(error, UserError):
            await _explain_user_error(interaction, error)
        elif isinstance(error, SlackFailureError) and error.code in _EXCHANGED:
            log.info("the window was opened before: this request is a repetition")
        elif isinstance(error, SlackFailureError) and error.code in _EXPIRED:
            await interaction.tell(too_late())
        else:
            await _explain_unknown(interaction, error)
    except Exception as second:
        log.error("could not show an error to the person: %s", describe(second))


async def _explain_user_error(interaction: Interaction, error: UserError) -> None:
    if interaction.kind in _SILENT:
        return
    # What an earlier step of a form asked may be refused when the last one is saved.
    fields = {block.get("block_id") for block in interaction.view.get("blocks", ())}
    if error.field is not None and error.field in fields and interaction.kind is Kind.SUBMISSION:
        await interaction.field_errors({error.field: error.text})
    else:
        await interaction.tell(notice(error.text))


async def _explain_unknown(interaction: Interaction, error: Exception) -> None:
    reference = secrets.token_hex(4)
    # No message of the error and no local values: either may hold private text.
    log.error(
        "reference %s: %s in a %s: %s", reference, type(error).__name__, interaction.kind, describe(error)
    )
    if interaction.kind not in _SILENT:
        await interaction.tell(trouble(reference))


def outcome_of(error: Exception) -> Outcome:
    """What an error makes of an interaction."""
    if isinstance(error, UserError):
        return Outcome.REFUSED
    code = error.code if isinstance(error, SlackFailureError) else ""
    if code in _EXCHANGED:
        return Outcome.REPEATED
    return Outcome.TOO_LATE if code in _EXPIRED else Outcome.FAILED


def describe(error: Exception) -> str:
    """Where an error came from, without its message: that may hold what somebody wrote."""
    if isinstance(error, SlackFailureError):
        return f"Slack answered {error.code} to {error.method}"
    return logs.describe(error)

"""The summary as its leads look at it and take it away; each time is in the audit list."""

from sqlmodel import Session

from bot.clock import Clock
from bot.services import audit, pulls, pushes
from bot.services.access import require_lead
from bot.services.cohort_cards import card
from bot.values import Actor, AuditAct, OutsideDesk


def desk(session: Session, _clock: Clock, actor: Actor, cohort_id: str) -> OutsideDesk:
    """All ways out of Slack that a cohort's summary has. Raises GoneError and NotAllowedError."""
    cohort = require_lead(session, actor, cohort_id)
    return OutsideDesk(
        cohort=card(session, cohort),
        token=pulls.token_card(session, cohort.id),
        webhook=pushes.webhook_card(session, cohort.id),
    )


def note(session: Session, clock: Clock, actor: Actor, cohort_id: str, act: AuditAct) -> None:
    """Note that a lead did ``act`` with the summary. Raises GoneError and NotAllowedError."""
    require_lead(session, actor, cohort_id)
    audit.note(session, clock, actor, cohort_id, act)

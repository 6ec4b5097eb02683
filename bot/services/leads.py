"""Who leads one cohort: its leads say so themselves, and admins where nobody else can."""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.i18n import _
from bot.models import CohortLead
from bot.services import audit
from bot.services.access import require_lead_or_admin
from bot.services.cohort_cards import card
from bot.values import MOST_LEADS, Actor, AuditAct, CohortCard, UserError


def desk(session: Session, _clock: Clock, actor: Actor, cohort_id: str) -> CohortCard:
    """A cohort, for those who may say who leads it. Raises GoneError and NotAllowedError."""
    return card(session, require_lead_or_admin(session, actor, cohort_id))


def change(
    session: Session, clock: Clock, actor: Actor, cohort_id: str, user_ids: Collection[str]
) -> tuple[CohortCard, frozenset[str]]:
    """Make exactly these people the cohort's leads; returns it, and who came and who went.

    Somebody who leads no more sees nothing of the cohort from now on. Raises GoneError, NotAllowedError, and
    UserError where a running cohort would be left without a lead by somebody who is no admin.
    """
    cohort = require_lead_or_admin(session, actor, cohort_id, lock=True)
    wanted = set(user_ids)
    if not wanted and cohort.ended_at is None and not actor.is_admin:
        raise UserError(
            _(
                "A cohort needs at least one lead while it runs. Please choose who leads it after you,"
                " or ask a workspace admin."
            ),
            field="lead_ids",
        )
    refuse_too_many(wanted)
    of_cohort = select(CohortLead).where(col(CohortLead.cohort_id) == cohort.id)
    known = {lead.user_id: lead for lead in session.scalars(of_cohort)}
    for user_id in sorted(known.keys() - wanted):
        session.delete(known[user_id])
        audit.note(session, clock, actor, cohort.id, AuditAct.LEAD_REMOVED, person_id=user_id)
    add(session, clock, actor, cohort.id, wanted - known.keys())
    return card(session, cohort), frozenset(known.keys() ^ wanted)


def refuse_too_many(user_ids: Collection[str]) -> None:
    """Raise UserError where these are more leads than a cohort can have."""
    if len(user_ids) > MOST_LEADS:
        raise UserError(
            _("A cohort can have at most {most} leads. Please choose fewer.").format(most=MOST_LEADS),
            field="lead_ids",
        )


def add(session: Session, clock: Clock, actor: Actor, cohort_id: str, user_ids: Iterable[str]) -> None:
    """Make these people leads too. It does not ask whether the actor may: the caller's service did."""
    for user_id in sorted(user_ids):
        session.add(CohortLead(cohort_id=cohort_id, user_id=user_id, added_at=clock.now()))
        audit.note(session, clock, actor, cohort_id, AuditAct.LEAD_ADDED, person_id=user_id)
    session.flush()

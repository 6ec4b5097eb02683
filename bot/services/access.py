"""Who may do what to a cohort: its leads, admins, the invited. Ids from buttons and forms come here first."""

import hmac

from sqlalchemy import select
from sqlmodel import Session, col

from bot import vault
from bot.i18n import _
from bot.models import Cohort, CohortLead, Enrollment, Member
from bot.values import Actor, GoneError, NotAllowedError

CODE = "cohort.code"
"""What a code's digest is for."""


def require_lead(session: Session, actor: Actor, cohort_id: str, *, lock: bool = False) -> Cohort:
    """The cohort, for its leads; ``lock`` keeps others from changing it in this transaction.

    Raises GoneError and NotAllowedError.
    """
    cohort = _cohort(session, cohort_id, lock=lock)
    if not is_lead(session, actor, cohort_id):
        raise NotAllowedError(_("Only the leads of this cohort can do this. Please ask your program team."))
    return cohort


def require_lead_or_admin(session: Session, actor: Actor, cohort_id: str, *, lock: bool = False) -> Cohort:
    """The cohort, for its leads, and for admins, who may say who leads it and nothing else.

    Raises GoneError and NotAllowedError.
    """
    return (
        _cohort(session, cohort_id, lock=lock)
        if actor.is_admin
        else require_lead(session, actor, cohort_id, lock=lock)
    )


def is_lead(session: Session, actor: Actor, cohort_id: str) -> bool:
    """Whether the actor leads the cohort now."""
    lead = select(CohortLead).where(
        col(CohortLead.cohort_id) == cohort_id, col(CohortLead.user_id) == actor.user_id
    )
    return session.scalars(lead).first() is not None


def is_invited(session: Session, actor: Actor, cohort: Cohort, proof: str = "") -> bool:
    """Whether the actor may join the cohort, as far as inviting goes.

    ``proof`` is the code they typed, or the channel in which they saw the Join message. Who was in the cohort
    before, or leads it, needs none.
    """
    if not cohort.by_invitation or is_lead(session, actor, cohort.id):
        return True
    if proof and proof == cohort.channel_id:
        return True
    if proof and cohort.code_digest is not None:
        known = cohort.code_digest
        return any(hmac.compare_digest(known, one) for one in code_digests(session, cohort.team_id, proof))
    return _was_in(session, actor, cohort)


def code_digests(session: Session, team_id: str, code: str) -> tuple[str, ...]:
    """What a code is found by, the one to store first; the code itself is sealed."""
    return vault.of(session).digests(team_id, CODE, code)


def _was_in(session: Session, actor: Actor, cohort: Cohort) -> bool:
    before = (
        select(col(Enrollment.id))
        .join(Member, col(Member.id) == col(Enrollment.member_id))
        .where(col(Enrollment.cohort_id) == cohort.id, col(Member.user_id) == actor.user_id)
    )
    return session.scalars(before).first() is not None


def _cohort(session: Session, cohort_id: str, *, lock: bool) -> Cohort:
    # What this session read before the lock may be out of date.
    cohort = session.get(Cohort, cohort_id, with_for_update=lock or None, populate_existing=lock)
    if cohort is None:
        raise GoneError(_("This cohort is not there any more. Type `/infoview cohort` to see yours."))
    return cohort

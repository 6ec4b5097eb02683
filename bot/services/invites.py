"""Codes to join a cohort with: made and revoked by its leads, typed by people in any case and spacing."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.i18n import _
from bot.models import CodeTry, Cohort
from bot.services import access, audit, joining
from bot.services.access import require_lead
from bot.services.cards import seal, unseal
from bot.services.cohort_cards import card
from bot.values import Actor, AuditAct, CohortCard, Invitation, UserError

ALPHABET = "34679CDFGHJKMNPQRTVWXY"
"""No letters or digits that look alike (0 O, 1 I L, 2 Z, 5 S, 8 B), and no vowels: no words come out."""

LENGTH = 8
"""22 to the power of 8: over 50 billion codes."""

MOST_TRIES = 10
TRIES_WITHIN = timedelta(hours=1)


def invitation(session: Session, _clock: Clock, actor: Actor, cohort_id: str) -> Invitation:
    """How people can join a cohort, for its leads. Raises GoneError and NotAllowedError."""
    return _invitation(session, require_lead(session, actor, cohort_id))


def make_code(session: Session, clock: Clock, actor: Actor, cohort_id: str) -> Invitation:
    """Make a fresh code; the one before works no more.

    Raises GoneError, NotAllowedError, and UserError where the cohort has ended.
    """
    cohort = require_lead(session, actor, cohort_id, lock=True)
    if cohort.ended_at is not None:
        raise UserError(_("This cohort has ended, so nobody can join it any more."))
    code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    cohort.code_sealed = seal(session, cohort, "code_sealed", code)
    cohort.code_digest = access.code_digests(session, cohort.team_id, code)[0]
    audit.note(session, clock, actor, cohort.id, AuditAct.CODE_MADE)
    session.flush()
    return _invitation(session, cohort)


def revoke_code(session: Session, clock: Clock, actor: Actor, cohort_id: str) -> Invitation:
    """Make the code work no more. Raises GoneError and NotAllowedError."""
    cohort = require_lead(session, actor, cohort_id, lock=True)
    if cohort.code_digest is not None:
        cohort.code_sealed = cohort.code_digest = None
        audit.note(session, clock, actor, cohort.id, AuditAct.CODE_REVOKED)
        session.flush()
    return _invitation(session, cohort)


def find(session: Session, clock: Clock, actor: Actor, typed: str) -> CohortCard | None:
    """The cohort that somebody's typed code opens; None where there is none. Such a try is counted.

    Raises UserError after too many of them, and where the person is in the cohort; GoneError where the cohort
    has ended. What cannot be a code is no try.
    """
    code = normal(typed)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    since = clock.now() - TRIES_WITHIN
    own = col(CodeTry.user_id) == actor.user_id
    tries = select(func.count()).select_from(CodeTry).where(own, col(CodeTry.tried_at) > since)
    if (session.scalar(tries) or 0) >= MOST_TRIES:
        raise UserError(
            _(
                "That were many codes that did not work. Please wait an hour, then try again,"
                " or ask your program team for the code."
            )
        )
    cohort = session.scalars(
        select(Cohort).where(col(Cohort.code_digest).in_(access.code_digests(session, actor.team_id, code)))
    ).one_or_none()
    if cohort is None:
        session.execute(delete(CodeTry).where(own, col(CodeTry.tried_at) <= since))
        session.add(CodeTry(user_id=actor.user_id, tried_at=clock.now()))
        return None
    return joining.open_cohort(session, clock, actor, cohort.id, code)


def normal(typed: str) -> str:
    """A code as it is stored: capitals, and nothing between them."""
    return "".join(character for character in typed.upper() if character.isalnum())


def _invitation(session: Session, cohort: Cohort) -> Invitation:
    return Invitation(card(session, cohort), unseal(session, cohort, "code_sealed"))

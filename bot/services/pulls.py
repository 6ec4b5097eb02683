"""The token that lets a program outside Slack read one cohort's summary.

The token is 256 random bits, shown once; a plain SHA-256 of it is kept, since nothing can be guessed from
that. It stands for the lead who made it: it works while that person leads the cohort, and shows what they
see.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import SummaryToken
from bot.services import audit, installations
from bot.services.access import require_lead
from bot.values import Actor, AuditAct, TokenCard

PREFIX = "infoview_"
"""So that a program that looks for leaked secrets knows one."""

_TOKEN_BYTES = 32
_ID = re.compile(r"[0-9a-f]{32}")
_NO_DIGEST = "0" * 64


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a token stands for; ``is_first_today`` where its use is not noted yet."""

    actor: Actor
    is_first_today: bool


def make_token(session: Session, clock: Clock, actor: Actor, cohort_id: str) -> str:
    """Make a fresh token and return it; the one before works no more.

    Raises GoneError and NotAllowedError.
    """
    cohort = require_lead(session, actor, cohort_id, lock=True)
    _delete(session, cohort.id)
    token = PREFIX + secrets.token_hex(_TOKEN_BYTES)
    session.add(
        SummaryToken(cohort_id=cohort.id, digest=digest(token), made_by=actor.user_id, made_at=clock.now())
    )
    audit.note(session, clock, actor, cohort.id, AuditAct.TOKEN_MADE)
    return token


def revoke_token(session: Session, clock: Clock, actor: Actor, cohort_id: str) -> None:
    """Make the token work no more. Raises GoneError and NotAllowedError."""
    cohort = require_lead(session, actor, cohort_id, lock=True)
    if _delete(session, cohort.id):
        audit.note(session, clock, actor, cohort.id, AuditAct.TOKEN_REVOKED)


def token_card(session: Session, cohort_id: str) -> TokenCard | None:
    """What a lead may know of the token. It does not ask whether the actor may: the caller's service did."""
    token = _of_cohort(session, cohort_id)
    return TokenCard(token.made_by, token.made_at, token.used_on) if token is not None else None


def find_reader(session: Session, clock: Clock, cohort_id: str, presented: str) -> Reader | None:
    """Whom the digest of a token stands for at this cohort, in a session over all workspaces; None: nobody.

    ``cohort_id`` and ``presented`` come from outside. Everything that is wrong takes the same way.
    """
    # What is no id would be an error in the database, such as a zero character.
    token = _of_cohort(session, cohort_id if _ID.fullmatch(cohort_id) else "")
    is_right = hmac.compare_digest(token.digest if token is not None else _NO_DIGEST, presented)
    if token is None or not is_right or installations.is_ended(session, token.team_id):
        return None
    return Reader(Actor(token.team_id, token.made_by), token.used_on != clock.now().date())


def note_use(session: Session, clock: Clock, actor: Actor, cohort_id: str) -> None:
    """Note for the leads that the token was used today, once a day: spreadsheets read every hour."""
    token = _of_cohort(session, cohort_id, lock=True)
    today = clock.now().date()
    if token is None or token.used_on == today:
        return
    token.used_on = today
    by_infoview = Actor(actor.team_id, "")
    audit.note(session, clock, by_infoview, cohort_id, AuditAct.SUMMARY_PULLED, person_id=actor.user_id)


def digest(token: str) -> str:
    """What is kept of a token, and compared."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _of_cohort(session: Session, cohort_id: str, *, lock: bool = False) -> SummaryToken | None:
    query = select(SummaryToken).where(col(SummaryToken.cohort_id) == cohort_id)
    return session.scalars(query.with_for_update() if lock else query).one_or_none()


def _delete(session: Session, cohort_id: str) -> bool:
    token = _of_cohort(session, cohort_id)
    if token is None:
        return False
    session.delete(token)
    session.flush()
    return True

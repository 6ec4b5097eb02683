"""What was done to a cohort, by whom and when: written in the same transaction, read by its leads.

What admins do to their whole workspace is a line without a cohort, and read by admins. Whatever changes a
cohort, or shows or exports what is in it, calls :func:`note`. A line has ids, an act and names of fields; it
never carries what somebody wrote.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.i18n import _
from bot.models import AuditEntry
from bot.services.access import require_lead
from bot.services.paging import turn_to
from bot.values import Actor, AuditAct, AuditLine, NotAllowedError, Page

PAGE_SIZE = 15


def note(
    session: Session,
    clock: Clock,
    actor: Actor,
    cohort_id: str | None,
    act: AuditAct,
    *,
    person_id: str | None = None,
    fields: Iterable[str] = (),
) -> None:
    """Write a line: the actor did ``act``; ``person_id`` is whom it was about, ``fields`` what changed.

    It does not ask whether the actor may: the caller's service did.
    """
    session.add(
        AuditEntry(
            team_id=actor.team_id,
            cohort_id=cohort_id,
            actor_id=actor.user_id,
            act=act,
            person_id=person_id,
            fields=",".join(fields),
            noted_at=clock.now(),
        )
    )


def page(session: Session, _clock: Clock, actor: Actor, cohort_id: str, number: int = 1) -> Page[AuditLine]:
    """One page of a cohort's lines for its leads, the newest first. Raises GoneError and NotAllowedError."""
    require_lead(session, actor, cohort_id)
    return _page(session, col(AuditEntry.cohort_id) == cohort_id, number)


def workspace_page(session: Session, _clock: Clock, actor: Actor, number: int = 1) -> Page[AuditLine]:
    """One page of what was done to the whole workspace, for its admins. Raises NotAllowedError."""
    if not actor.is_admin:
        raise NotAllowedError(_("Only workspace admins and owners can see this."))
    return _page(session, col(AuditEntry.cohort_id).is_(None), number)


def _page(session: Session, which: ColumnElement[bool], number: int) -> Page[AuditLine]:
    total = session.scalar(select(func.count()).select_from(AuditEntry).where(which)) or 0
    shown, pages = turn_to(number, total, PAGE_SIZE)
    rows = session.scalars(
        select(AuditEntry)
        .where(which)
        .order_by(col(AuditEntry.noted_at).desc(), col(AuditEntry.id).desc())
        .limit(PAGE_SIZE)
        .offset((shown - 1) * PAGE_SIZE)
    )
    lines = tuple(
        AuditLine(
            act=AuditAct(row.act),
            actor_id=row.actor_id or None,
            at=row.noted_at,
            person_id=row.person_id,
            fields=tuple(row.fields.split(",")) if row.fields else (),
        )
        for row in rows
    )
    return Page(lines, shown, pages, total)

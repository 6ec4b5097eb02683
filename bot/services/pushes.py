"""The weekly push of a cohort's summary to an https address of its lead's choice.

Each push is a row. It is sent at least once: after a failure, or when a worker ended on the way, it is sent
again with the same id, by which the receiver knows it. What is sent is made at each attempt with the rights
of who set the address. :func:`plan`, :func:`claim` and :func:`record` run in the worker's session over all
workspaces; any number of workers share the rows.
"""

import base64
import secrets
from datetime import datetime, time, timedelta

from sqlalchemy import or_, select, text, update
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.i18n import _
from bot.models import QUEUED, Cohort, Webhook, WebhookPush, new_id
from bot.services import audit, installations
from bot.services.access import require_lead
from bot.services.cards import seal, unseal
from bot.services.lanes import backoff
from bot.services.localtime import iso_week, next_weekly
from bot.services.rows import add_once
from bot.values import (
    Actor,
    AuditAct,
    ClaimedPush,
    PushKind,
    PushLine,
    PushOutcome,
    PushState,
    PushTrouble,
    UserError,
    WebhookCard,
)

MONDAY = 0
PUSHED_AT = time(6)
"""In the cohort's zone: the week before is over everywhere in it."""

MOST_ATTEMPTS = 10
FIRST_BACKOFF = timedelta(minutes=1)
LONGEST_BACKOFF = timedelta(hours=12)
"""Ten attempts take about 17 hours at most."""

IN_HAND = timedelta(minutes=2)
"""How long a worker has a push for itself; an attempt takes 15 seconds at most."""

BATCH = 20
LISTED = 10
"""Pushes in the lead's list."""

_SECRET_BYTES = 32  # the specification asks for 24 to 64
_FINAL = {PushTrouble.NOT_LEAD, PushTrouble.GONE}


def set_webhook(session: Session, clock: Clock, actor: Actor, cohort_id: str, address: str) -> str:
    """Send the summary to ``address`` from now on; returns the new secret its signatures are made with.

    The address before, and its list, are forgotten. Raises GoneError and NotAllowedError.
    """
    cohort = require_lead(session, actor, cohort_id, lock=True)
    _delete(session, cohort.id)
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode("ascii")
    webhook = Webhook(
        team_id=cohort.team_id,
        cohort_id=cohort.id,
        address_sealed="",
        secret_sealed="",
        made_by=actor.user_id,
        made_at=clock.now(),
        next_push_at=_next(cohort, clock.now()),
    )
    webhook.address_sealed = seal(session, webhook, "address_sealed", address) or ""
    webhook.secret_sealed = seal(session, webhook, "secret_sealed", secret) or ""
    session.add(webhook)
    audit.note(session, clock, actor, cohort.id, AuditAct.WEBHOOK_SET)
    return secret


def remove_webhook(session: Session, clock: Clock, actor: Actor, cohort_id: str) -> None:
    """Send nothing any more. Raises GoneError and NotAllowedError."""
    cohort = require_lead(session, actor, cohort_id, lock=True)
    if _delete(session, cohort.id):
        audit.note(session, clock, actor, cohort.id, AuditAct.WEBHOOK_REMOVED)


def send_test(session: Session, clock: Clock, actor: Actor, cohort_id: str) -> None:
    """Queue a push of the present summary. Raises GoneError, NotAllowedError and UserError."""
    cohort = require_lead(session, actor, cohort_id, lock=True)
    webhook = _of_cohort(session, cohort.id)
    if webhook is None:
        raise UserError(_("There is no address yet. Please set one first."))
    waiting = select(WebhookPush).where(
        col(WebhookPush.webhook_id) == webhook.id,
        col(WebhookPush.kind) == PushKind.TEST.value,
        text(QUEUED),
    )
    for push in session.scalars(waiting):
        _end(clock, push, PushState.SKIPPED)
    session.add(_push(webhook, PushKind.TEST, new_id(), clock.now()))
    audit.note(session, clock, actor, cohort.id, AuditAct.WEBHOOK_TESTED)


def webhook_card(session: Session, cohort_id: str) -> WebhookCard | None:
    """What leads see of the webhook. It does not ask whether the actor may: the caller's service did."""
    webhook = _of_cohort(session, cohort_id)
    if webhook is None:
        return None
    latest = (
        select(WebhookPush)
        .where(col(WebhookPush.webhook_id) == webhook.id)
        .order_by(col(WebhookPush.id).desc())
        .limit(LISTED)
    )
    return WebhookCard(
        address=unseal(session, webhook, "address_sealed") or "",
        made_by=webhook.made_by,
        next_push_at=webhook.next_push_at,
        pushes=tuple(
            PushLine(
                kind=PushKind(push.kind),
                state=PushState(push.state),
                trouble=PushTrouble(push.reason) if push.reason else None,
                status=push.status,
                attempts=push.attempts,
                due_at=push.due_at,
                send_after=push.send_after,
                finished_at=push.finished_at,
            )
            for push in session.scalars(latest)
        ),
    )


def plan(session: Session, clock: Clock) -> int:
    """Queue the weekly pushes that are due, up to ``BATCH``; returns how many: call it again until that is 0.

    After a time without a worker one push is queued and not one for each week: it has all weeks.
    """
    now = clock.now()
    rows = session.execute(
        select(Webhook, Cohort)
        .join(Cohort, col(Cohort.id) == col(Webhook.cohort_id))
        .where(
            col(Webhook.next_push_at) <= now,
            col(Webhook.team_id).not_in(installations.ended_teams()),
        )
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=Webhook)
    ).all()
    for webhook, cohort in rows:
        add_once(session, _push(webhook, PushKind.WEEKLY, iso_week(now, cohort.timezone), now))
        webhook.next_push_at = _next(cohort, now)
    session.flush()
    return len(rows)


def skip_due(session: Session, clock: Clock) -> None:
    """After a backup was put back: push nothing that was due until now, because it may have been already."""
    while plan(session, clock):
        pass
    session.execute(
        update(WebhookPush).where(text(QUEUED)).values(state=PushState.SKIPPED, finished_at=clock.now())
    )


def claim(session: Session, clock: Clock) -> tuple[ClaimedPush, ...]:
    """Take up to ``BATCH`` pushes in hand whose time has come."""
    now = clock.now()
    claimed_until = col(WebhookPush.claimed_until)
    rows = session.execute(
        select(WebhookPush, Webhook)
        .join(Webhook, col(Webhook.id) == col(WebhookPush.webhook_id))
        .where(
            text(f"webhook_push.{QUEUED}"),
            col(WebhookPush.send_after) <= now,
            or_(claimed_until.is_(None), claimed_until <= now),
        )
        .order_by(col(WebhookPush.send_after))
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=WebhookPush)
    ).all()
    for push, _webhook in rows:
        push.claimed_until = now + IN_HAND
    return tuple(
        ClaimedPush(
            id=push.id,
            kind=PushKind(push.kind),
            team_id=push.team_id,
            cohort_id=webhook.cohort_id,
            made_by=webhook.made_by,
            address=unseal(session, webhook, "address_sealed") or "",
            secret=unseal(session, webhook, "secret_sealed") or "",
        )
        for push, webhook in rows
    )


def record(session: Session, clock: Clock, push_id: str, outcome: PushOutcome, jitter: float) -> None:
    """How an attempt ended, and what follows. ``jitter``, from 0 to 1, spreads the next attempts.

    Nothing where the address was changed meanwhile, or another worker has ended the push.
    """
    push = session.get(WebhookPush, push_id, with_for_update=True)
    if push is None or push.state != PushState.QUEUED:
        return
    push.attempts += 1
    push.claimed_until = None
    push.reason = outcome.trouble
    push.status = outcome.status
    if outcome.trouble is None:
        _end(clock, push, PushState.SENT)
    elif outcome.trouble in _FINAL:
        _end(clock, push, PushState.SKIPPED if outcome.trouble is PushTrouble.NOT_LEAD else PushState.FAILED)
        session.get_one(Webhook, push.webhook_id).next_push_at = None
    elif push.attempts >= MOST_ATTEMPTS:
        _end(clock, push, PushState.FAILED)
    else:
        push.send_after = clock.now() + backoff(FIRST_BACKOFF, LONGEST_BACKOFF, push.attempts - 1, jitter)
    session.flush()


def _push(webhook: Webhook, kind: PushKind, occurrence: str, now: datetime) -> WebhookPush:
    return WebhookPush(
        team_id=webhook.team_id,
        webhook_id=webhook.id,
        kind=kind,
        occurrence=occurrence,
        state=PushState.QUEUED,
        due_at=now,
        send_after=now,
    )


def _end(clock: Clock, push: WebhookPush, state: PushState) -> None:
    push.state = state
    push.finished_at = clock.now()


def _next(cohort: Cohort, now: datetime) -> datetime | None:
    """The next Monday morning whose week before belongs to the term; None: there is none."""
    at = next_weekly(now, MONDAY, PUSHED_AT, cohort.timezone)
    last_day = cohort.ends_on
    if cohort.ended_at is not None:
        last_day = min(last_day, local_date(cohort.ended_at, cohort.timezone))
    return at if local_date(at, cohort.timezone) - timedelta(weeks=1) <= last_day else None


def _of_cohort(session: Session, cohort_id: str) -> Webhook | None:
    return session.scalars(select(Webhook).where(col(Webhook.cohort_id) == cohort_id)).one_or_none()


def _delete(session: Session, cohort_id: str) -> bool:
    webhook = _of_cohort(session, cohort_id)
    if webhook is None:
        return False
    session.delete(webhook)
    session.flush()
    return True

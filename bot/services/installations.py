"""Workspaces that were added by "Add to Slack": their tokens, and what an uninstallation stops.

A workspace has one installation. One that is made again replaces it; one that ends keeps the data for a time,
so that it can come back, and gets nothing meanwhile.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Select, select, text, update
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import QUEUED, Delivery, InstalledWorkspace, WebhookPush, new_id
from bot.services import erasing, lanes
from bot.services.cards import seal, unseal
from bot.services.members import chosen_language
from bot.services.rows import add_once
from bot.values import (
    ActiveInstallation,
    Actor,
    DeliveryState,
    InstallOutcome,
    NewInstallation,
    PushState,
    Reason,
    Welcome,
    WorkspaceLine,
    clean,
)

WELCOME = "welcome"
"""The kind of delivery that tells who installed Infoview what to do first; its subject is the outcome."""

_WELCOME_LATEST = timedelta(hours=24)
_PROBED_EVERY = timedelta(days=1)
_NAME_LENGTH = 120
_PROBES = 20
"""Workspaces that one process asks for at the same time."""

ENDED_CODES = frozenset({"account_inactive", "token_revoked"})
"""Slack's words for a token of a workspace that uninstalled the app. Others may be its trouble, or ours:
``invalid_auth`` can mean that our address is not allowed. https://docs.slack.dev/reference/methods/auth.test"""

_TOKEN_CODES = (*ENDED_CODES, "invalid_auth", "not_authed", "token_expired", "org_login_required")
"""What may stop a queue and is over once Slack takes the token."""


def save(session: Session, clock: Clock, actor: Actor, new: NewInstallation) -> InstallOutcome:
    """The workspace is installed, by the actor, and has one installation: this one.

    What was queued before it had been uninstalled is not sent any more. Where its time to come back is over,
    all of its data is deleted first.
    """
    row = _row(session, clock, actor, new)
    if add_once(session, row):
        outcome = InstallOutcome.NEW
    else:
        known = _locked(session, actor.team_id)
        if known is None:  # deleted at this very moment
            return save(session, clock, actor, new)
        if known.purge_at is not None and known.purge_at <= clock.now():
            erasing.erase(session, actor.team_id)
            return save(session, clock, actor, new)
        outcome = InstallOutcome.RENEWED if known.ended_at is None else InstallOutcome.BACK
        known.sqlmodel_update(row.model_dump())
    if outcome is InstallOutcome.BACK:
        _skip_queue(session, clock, actor.team_id)
    lanes.open_lanes(session, clock, [actor.team_id])
    lanes.start_again(session, clock, [actor.team_id])
    if outcome is not InstallOutcome.RENEWED:
        session.add(_welcome(clock, actor, outcome))
    session.flush()
    return outcome


def end(session: Session, clock: Clock, actor: Actor, reason: str, as_of: datetime, kept: timedelta) -> bool:
    """The workspace uninstalled Infoview: nothing is sent there from now on, and its token is forgotten.

    ``as_of`` is the moment of the news: False where the workspace was installed again since, or where Slack's
    clock and ours differ by so much that this cannot be told. ``kept`` is how long its data is kept. A
    workspace by a token of the settings has no installation, and only its queue is stopped.
    """
    row = _locked(session, actor.team_id)
    if row is not None and row.installed_at.replace(microsecond=0) > as_of:
        return False
    lanes.stop(session, clock, actor.team_id, reason)
    if row is not None and row.ended_at is None:
        row.token_sealed = row.probe_at = None
        row.ended_at, row.end_reason = clock.now(), reason
        row.purge_at = clock.now() + kept
        _skip_pushes(session, clock, actor.team_id)
        session.flush()
    return True


def active(session: Session, _clock: Clock) -> Mapping[str, datetime]:
    """The workspaces that are installed now, each with the moment of its installation."""
    rows = session.execute(
        select(col(InstalledWorkspace.id), col(InstalledWorkspace.installed_at)).where(
            col(InstalledWorkspace.ended_at).is_(None)
        )
    )
    return {row.id: row.installed_at for row in rows}


def granted_scopes(session: Session, _clock: Clock) -> Mapping[str, frozenset[str]]:
    """What each workspace granted that has Infoview now."""
    rows = session.execute(
        select(col(InstalledWorkspace.id), col(InstalledWorkspace.scopes)).where(
            col(InstalledWorkspace.ended_at).is_(None)
        )
    )
    return {row.id: frozenset(row.scopes.split(",")) for row in rows}


def load(session: Session, _clock: Clock, team_ids: Collection[str]) -> tuple[ActiveInstallation, ...]:
    """What calls for these workspaces are made with. Raises VaultError where a token cannot be opened."""
    rows = session.scalars(
        select(InstalledWorkspace).where(
            col(InstalledWorkspace.id).in_(team_ids), col(InstalledWorkspace.ended_at).is_(None)
        )
    )
    return tuple(
        ActiveInstallation(
            row.team_id,
            row.team_name,
            row.bot_id,
            row.bot_user_id,
            unseal(session, row, "token_sealed") or "",
            row.installed_at,
        )
        for row in rows
    )


def overview(session: Session, _clock: Clock) -> tuple[WorkspaceLine, ...]:
    """All workspaces that have Infoview or had it not long ago, for operators; the newest first."""
    rows = session.scalars(select(InstalledWorkspace).order_by(col(InstalledWorkspace.installed_at).desc()))
    return tuple(
        WorkspaceLine(
            row.id,
            row.team_name,
            row.installed_by,
            row.installed_at,
            row.ended_at,
            row.end_reason,
            row.purge_at,
        )
        for row in rows
    )


def take_probes(session: Session, clock: Clock) -> tuple[str, ...]:
    """Workspaces to ask Slack for whether their token still works: each once a day, or after trouble."""
    now = clock.now()
    rows = session.scalars(
        select(InstalledWorkspace)
        .where(col(InstalledWorkspace.probe_at) <= now)
        .order_by(col(InstalledWorkspace.probe_at))
        .limit(_PROBES)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.probe_at = now + _PROBED_EVERY
    session.flush()
    return tuple(row.id for row in rows)


def probe_soon(session: Session, clock: Clock, actor: Actor) -> None:
    """Slack refused a token: look at the next tick what that means."""
    # Never waits: who installs the workspace anew at this moment holds the row and waits for deliveries.
    row = session.scalars(
        select(InstalledWorkspace)
        .where(col(InstalledWorkspace.id) == actor.team_id, col(InstalledWorkspace.ended_at).is_(None))
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if row is not None:
        row.probe_at = clock.now()


def note_alive(session: Session, clock: Clock, actor: Actor) -> int:
    """Slack takes the token: send again what only waits for that. Returns whether something was stopped."""
    return lanes.start_again(session, clock, [actor.team_id], _TOKEN_CODES)


def ended_teams() -> Select[str]:
    """The ids of workspaces that uninstalled Infoview, for the queries of what may not go on there."""
    return select(col(InstalledWorkspace.id)).where(col(InstalledWorkspace.ended_at).is_not(None))


def is_ended(session: Session, team_id: str) -> bool:
    """Whether the workspace uninstalled Infoview."""
    return session.scalars(ended_teams().where(col(InstalledWorkspace.id) == team_id)).first() is not None


def prepare(session: Session, clock: Clock, delivery: Delivery) -> Welcome:
    """What to tell who installed Infoview."""
    language = chosen_language(session, clock, Actor(delivery.team_id, delivery.recipient))
    return Welcome(is_back=delivery.subject == InstallOutcome.BACK, language=language)


def _row(session: Session, clock: Clock, actor: Actor, new: NewInstallation) -> InstalledWorkspace:
    assert actor.team_id == new.team_id, "the actor installs into their own workspace"
    now = clock.now()
    row = InstalledWorkspace(
        id=new.team_id,
        team_id=new.team_id,
        team_name=clean(new.team_name)[:_NAME_LENGTH],
        bot_id=new.bot_id,
        bot_user_id=new.bot_user_id,
        scopes=new.scopes,
        installed_by=actor.user_id,
        installed_at=now,
        probe_at=now + _PROBED_EVERY,
    )
    row.token_sealed = seal(session, row, "token_sealed", new.token)
    return row


def _locked(session: Session, team_id: str) -> InstalledWorkspace | None:
    return session.get(InstalledWorkspace, team_id, with_for_update=True, populate_existing=True)


def _skip_queue(session: Session, clock: Clock, team_id: str) -> None:
    """Also what a worker has in hand that did not begin it: then it has lost it."""
    queued = select(col(Delivery.id)).where(col(Delivery.team_id) == team_id, text(QUEUED))
    # In the order in which the sender locks them.
    ids = session.scalars(queued.order_by(col(Delivery.id)).with_for_update()).all()
    session.execute(
        update(Delivery)
        .where(col(Delivery.id).in_(ids))
        .values(
            state=DeliveryState.SKIPPED,
            reason=Reason.UNINSTALLED,
            finished_at=clock.now(),
            worker_id=None,
        )
    )


def _skip_pushes(session: Session, clock: Clock, team_id: str) -> None:
    session.execute(
        update(WebhookPush)
        .where(col(WebhookPush.team_id) == team_id, text(QUEUED))
        .values(state=PushState.SKIPPED, finished_at=clock.now())
    )


def _welcome(clock: Clock, actor: Actor, outcome: InstallOutcome) -> Delivery:
    now = clock.now()
    return Delivery(
        team_id=actor.team_id,
        recipient=actor.user_id,
        kind=WELCOME,
        subject=outcome,
        occurrence=new_id(),
        state=DeliveryState.QUEUED,
        due_at=now,
        send_after=now,
        expires_at=now + _WELCOME_LATEST,
    )

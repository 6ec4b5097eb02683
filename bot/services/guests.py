"""Whether the guest accounts of a workspace may use Infoview: its admins choose, and until then they may."""

from sqlalchemy import select
from sqlmodel import Session

from bot.clock import Clock
from bot.i18n import _
from bot.models import WorkspaceChoices
from bot.services import audit
from bot.services.rows import add_once
from bot.values import Actor, AuditAct, NotAllowedError


def are_welcome(session: Session, _clock: Clock, _actor: Actor) -> bool:
    """Whether guests of the actor's workspace may use Infoview."""
    chosen = session.scalars(select(WorkspaceChoices)).one_or_none()
    return chosen is None or chosen.guests_welcome


def desk(session: Session, clock: Clock, actor: Actor) -> bool:
    """What is chosen, for admins. Raises NotAllowedError for others."""
    _require_admin(actor)
    return are_welcome(session, clock, actor)


def choose(session: Session, clock: Clock, actor: Actor, *, welcome: bool) -> None:
    """Let guests in, or keep them out; it holds at once. Raises NotAllowedError for others than admins."""
    _require_admin(actor)
    act = AuditAct.GUESTS_LET_IN if welcome else AuditAct.GUESTS_KEPT_OUT
    audit.note(session, clock, actor, None, act)
    fresh = WorkspaceChoices(
        team_id=actor.team_id, guests_welcome=welcome, changed_by=actor.user_id, changed_at=clock.now()
    )
    if add_once(session, fresh):
        return
    chosen = session.scalars(select(WorkspaceChoices).with_for_update()).one()
    chosen.guests_welcome = welcome
    chosen.changed_by = actor.user_id
    chosen.changed_at = clock.now()


def _require_admin(actor: Actor) -> None:
    if not actor.is_admin:
        raise NotAllowedError(_("Only workspace admins and owners can choose this. Please ask one of them."))

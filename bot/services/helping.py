"""A member asks the leads of their cohort for help. What they write goes to the leads and is not kept."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.i18n import _
from bot.models import Cohort, CohortLead, Enrollment, HelpRequest, new_id
from bot.services.members import current_enrollment
from bot.values import Actor, HelpDesk, UserError

MOST = 5
WITHIN = timedelta(hours=24)


def desk(session: Session, _clock: Clock, actor: Actor) -> HelpDesk:
    """Whom the actor can ask. Raises NotEnrolledError, and UserError where the cohort has no other lead."""
    return _desk(session, actor, new_id())


def begin(session: Session, clock: Clock, actor: Actor, request_id: str) -> HelpDesk | None:
    """Note that the actor asks now, and say whom to write to; None where this request was sent already.

    Raises as :func:`desk`, and UserError after ``MOST`` requests within a day.
    """
    enrollment = current_enrollment(session, actor)
    # Two submits of one form wait for each other here.
    session.execute(select(Enrollment).where(col(Enrollment.id) == enrollment.id).with_for_update())
    if session.get(HelpRequest, request_id) is not None:
        return None
    lately = select(func.count()).where(
        col(HelpRequest.enrollment_id) == enrollment.id, col(HelpRequest.asked_at) > clock.now() - WITHIN
    )
    if (session.scalar(lately) or 0) >= MOST:
        raise UserError(
            _(
                "You asked for help {most} times within a day. Your lead has your messages."
                " You can also write to them in Slack."
            ).format(most=MOST)
        )
    found = _desk(session, actor, request_id)
    session.add(HelpRequest(id=request_id, enrollment_id=enrollment.id, asked_at=clock.now()))
    return found


def take_back(session: Session, _clock: Clock, actor: Actor, request_id: str) -> None:
    """The request reached nobody: it may be sent again. Nothing where it is not the actor's."""
    request = session.get(HelpRequest, request_id)
    if request is not None and request.enrollment_id == current_enrollment(session, actor).id:
        session.delete(request)


def _desk(session: Session, actor: Actor, request_id: str) -> HelpDesk:
    enrollment = current_enrollment(session, actor)
    cohort = session.get_one(Cohort, enrollment.cohort_id)
    lead_ids = session.scalars(
        select(col(CohortLead.user_id))
        .where(col(CohortLead.cohort_id) == cohort.id, col(CohortLead.user_id) != actor.user_id)
        .order_by(col(CohortLead.added_at), col(CohortLead.user_id))
    ).all()
    if not lead_ids:
        raise UserError(
            _("This cohort has no other lead now. Please ask somebody of your program team in Slack.")
        )
    return HelpDesk(request_id, enrollment.id, cohort.name, tuple(lead_ids))

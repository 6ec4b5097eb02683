"""The seven days from today, for Home: the meetings to come, and the member's own next steps that are due."""

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.models import Contact, Member
from bot.services.cards import contact_name, unseal
from bot.values import DueStep, InterviewCard, Status, Week

DAYS = 7
OVERDUE_DAYS = 14
"""After that many days a next step is not asked about any more: it would only nag."""

STEPS_SHOWN = 5


def week(session: Session, clock: Clock, member: Member, upcoming: tuple[InterviewCard, ...]) -> Week:
    """Which of the ``upcoming`` meetings are within the seven days, which later, and the steps due."""
    today = local_date(clock.now(), member.timezone)
    after = today + timedelta(days=DAYS)
    soon = tuple(card for card in upcoming if local_date(card.starts_at, member.timezone) < after)
    rows = session.scalars(
        select(Contact)
        .where(
            col(Contact.member_id) == member.id,
            col(Contact.status) != Status.CLOSED,
            col(Contact.next_step_sealed).is_not(None),
            col(Contact.next_step_due) >= today - timedelta(days=OVERDUE_DAYS),
            col(Contact.next_step_due) < after,
        )
        .order_by(col(Contact.next_step_due), col(Contact.id))
        .limit(STEPS_SHOWN)
    )
    due = tuple(_due_step(session, contact) for contact in rows)
    return Week(today=today, meetings=soon, later=upcoming[len(soon) :], due=due)


def _due_step(session: Session, contact: Contact) -> DueStep:
    assert contact.next_step_due is not None, "the query asks for it"
    step = unseal(session, contact, "next_step_sealed") or ""
    return DueStep(contact.id, contact_name(session, contact), step, contact.next_step_due)

"""Who suggested whom among a member's own contacts: the link beside the name that was typed."""

from sqlalchemy import select, update
from sqlmodel import Session, col

from bot import vault
from bot.clock import Clock
from bot.models import Contact
from bot.services.cards import contact_name, is_kept
from bot.services.finding import folded
from bot.services.members import member_of
from bot.values import Actor, ContactForm

MOST_CHOICES = 99
"""Slack shows at most 100 options, and one of them says that it is nobody of these."""


def choices(
    session: Session, _clock: Clock, actor: Actor, contact_id: str = ""
) -> tuple[tuple[str, str], ...]:
    """Whom of the actor's contacts to choose as the one who suggested ``contact_id``: ids and names.

    Nobody where there are too many for Slack to show: then the name is typed.
    """
    member = member_of(session, actor)
    if member is None:
        return ()
    others = session.scalars(
        select(Contact)
        .where(col(Contact.member_id) == member.id, col(Contact.id) != contact_id, is_kept())
        .limit(MOST_CHOICES + 1)
    ).all()
    if len(others) > MOST_CHOICES:
        return ()
    named = ((contact.id, contact_name(session, contact)) for contact in others)
    return tuple(sorted(named, key=lambda choice: folded(choice[1])))


def link(session: Session, contact: Contact, form: ContactForm) -> None:
    """Let ``contact`` point to the chosen contact, else to the newest other one of the typed name."""
    chosen, name = form.introduced_by_id, form.introduced_by
    contact.introduced_by_id = _own(session, contact, chosen) if chosen else None
    if contact.introduced_by_id is None and name:
        contact.introduced_by_id = _contact_named(session, contact, name)


def unlink(session: Session, introducer: Contact) -> None:
    """Let nobody point to ``introducer`` any more; the typed names stay."""
    session.execute(
        update(Contact)
        .where(
            col(Contact.team_id) == introducer.team_id,
            col(Contact.member_id) == introducer.member_id,
            col(Contact.introduced_by_id) == introducer.id,
        )
        .values(introduced_by_id=None)
    )


def _own(session: Session, contact: Contact, other_id: str) -> str | None:
    return session.scalars(
        select(col(Contact.id)).where(
            col(Contact.id) == other_id,
            col(Contact.member_id) == contact.member_id,
            col(Contact.id) != contact.id,
        )
    ).first()


def _contact_named(session: Session, contact: Contact, name: str) -> str | None:
    alike = vault.of(session).digests(contact.team_id, "contact.name", name)
    return session.scalars(
        select(col(Contact.id))
        .where(
            col(Contact.member_id) == contact.member_id,
            col(Contact.name_digest).in_(alike),
            col(Contact.id) != contact.id,
        )
        .order_by(col(Contact.created_at).desc(), col(Contact.id).desc())
        .limit(1)
    ).first()

"""Who suggested whom among a member's own contacts: the link beside the name that was typed."""

from sqlalchemy import select, update
from sqlmodel import Session, col

from bot import vault
from bot.models import Contact


def link(session: Session, contact: Contact, name: str | None) -> None:
    """Let ``contact`` point to the member's newest other contact of this ``name``, or to nobody."""
    contact.introduced_by_id = _contact_named(session, contact, name) if name else None


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


def _contact_named(session: Session, contact: Contact, name: str) -> str | None:
    digest = vault.of(session).digest(contact.team_id, "contact.name", name)
    return session.scalars(
        select(col(Contact.id))
        .where(
            col(Contact.member_id) == contact.member_id,
            col(Contact.name_digest) == digest,
            col(Contact.id) != contact.id,
        )
        .order_by(col(Contact.created_at).desc(), col(Contact.id).desc())
        .limit(1)
    ).first()

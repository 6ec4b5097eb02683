"""Drafts of outreach messages, kept with the contact they are for. Only their owner ever reads them."""

from sqlalchemy import select
from sqlmodel import Session, col

from bot.clock import Clock
from bot.i18n import _
from bot.models import Contact
from bot.services.cards import contact_name, is_kept, own_contact, seal, unseal
from bot.services.members import member_of
from bot.values import Actor, UserError
from bot.values.drafts import DRAFT_LENGTH, DraftDesk

CHOICES = 100
"""Contacts to choose from: Slack shows at most 100 options."""


def desk(session: Session, _clock: Clock, actor: Actor, contact_id: str | None = None) -> DraftDesk:
    """Whom the actor can write to, the newest first; and what is saved for ``contact_id``.

    Somebody who never joined a cohort has no contacts. Raises GoneError where the contact is not theirs.
    """
    chosen = own_contact(session, actor, contact_id) if contact_id is not None else None
    contacts = _newest(session, actor)
    if chosen is not None and all(contact.id != chosen.id for contact in contacts):
        contacts = [chosen, *contacts[: CHOICES - 1]]
    return DraftDesk(
        contacts=tuple((contact.id, contact_name(session, contact)) for contact in contacts),
        chosen=chosen.id if chosen is not None else None,
        saved=unseal(session, chosen, "draft_sealed") if chosen is not None else None,
    )


def save(session: Session, _clock: Clock, actor: Actor, contact_id: str, text: str) -> str:
    """Keep a draft with the contact, in place of the one before; returns the contact's name.

    Raises GoneError where the contact is not the actor's, and UserError where the text is empty or too long.
    """
    contact = own_contact(session, actor, contact_id, lock=True)
    if not text.strip():
        raise UserError(_("Please write a message first."), field="text")
    if len(text) > DRAFT_LENGTH:
        raise UserError(
            _("This is too long: please use at most {most} characters.").format(most=f"{DRAFT_LENGTH:,}"),
            field="text",
        )
    contact.draft_sealed = seal(session, contact, "draft_sealed", text)
    return contact_name(session, contact)


def _newest(session: Session, actor: Actor) -> list[Contact]:
    member = member_of(session, actor)
    if member is None:
        return []
    query = (
        select(Contact)
        .where(col(Contact.member_id) == member.id, is_kept())
        .order_by(col(Contact.status_at).desc(), col(Contact.id).desc())
        .limit(CHOICES)
    )
    return list(session.scalars(query))

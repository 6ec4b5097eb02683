"""The answers of a debrief as they stand in a row: one sealed JSON object, bound to the row."""

import hashlib

from pydantic import TypeAdapter
from sqlmodel import Session

from bot.models import Debrief, DebriefDraft
from bot.services.cards import seal, unseal
from bot.values import DebriefForm
from bot.vault import version_of

_ANSWERS = TypeAdapter(DebriefForm)
_MARK_LENGTH = 10


def answers_of(session: Session, row: Debrief | DebriefDraft) -> DebriefForm:
    """What stands in a debrief or a draft of one. It does not ask who wants to know."""
    answers = unseal(session, row, "answers_sealed")
    return _ANSWERS.validate_json(answers) if answers else DebriefForm()


def sealed(session: Session, row: Debrief | DebriefDraft, form: DebriefForm) -> str:
    """The answers as they are kept in this row."""
    return seal(session, row, "answers_sealed", _ANSWERS.dump_json(form).decode()) or ""


def mark(row: Debrief | DebriefDraft) -> str:
    """Changes with each write, because every sealing has a fresh nonce; tells nothing of what was written."""
    return hashlib.sha256(version_of(row.answers_sealed).encode()).hexdigest()[:_MARK_LENGTH]

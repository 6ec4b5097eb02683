"""Drafts of outreach messages: whom they are for, and what was saved."""

from dataclasses import dataclass

DRAFT_LENGTH = 3000
"""The most characters of a draft."""


@dataclass(frozen=True, slots=True)
class DraftDesk:
    """What the draft form needs to know: the member's contacts (id, name), and the chosen one's saved draft.

    ``contacts`` is empty for somebody who has none, or who never joined a cohort.
    """

    contacts: tuple[tuple[str, str], ...] = ()
    chosen: str | None = None
    saved: str | None = None

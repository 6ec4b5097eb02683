"""What a person may ask of their own data: what there is, that they are forgotten, that somebody else is."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

TEXTS_KEPT = timedelta(days=90)
"""From the last day of a program to the deletion of names and texts, unless the settings say otherwise."""

FORGOTTEN = "forgotten"
"""Stands where the id of a person stood who asked to be forgotten."""


@dataclass(frozen=True, slots=True)
class OwnData:
    """How much is stored of a person: before they are forgotten what will go, after it what went."""

    contacts: int = 0
    meetings: int = 0
    debriefs: int = 0
    drafts: int = 0  # debriefs that are not finished, and files that wait to be imported
    cohorts: int = 0
    messages: int = 0  # that Infoview sent or would have sent
    practice: int = 0  # answers on practice cards
    roles: int = 0  # as a lead

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is stored."""
        return self == OwnData()


@dataclass(frozen=True, slots=True)
class WorkspaceData:
    """How much is stored of a workspace."""

    members: int
    cohorts: int
    contacts: int


class Mentioned(StrEnum):
    """Where in a log, outside of their own entry, somebody's name may stand."""

    INTRODUCED_BY = "introduced_by"
    NOTES = "notes"
    WHY = "why"
    DRAFT = "draft"
    NEXT_STEP = "next_step"
    MEETING = "meeting"
    DEBRIEF = "debrief"


@dataclass(frozen=True, slots=True)
class Mention:
    """A text of the member in which the words of a name stand."""

    contact_id: str
    contact_name: str
    where: Mentioned


@dataclass(frozen=True, slots=True)
class PersonFound:
    """What a member's log has under a name: entries as ids with names, and other texts with the name."""

    typed: str
    entries: tuple[tuple[str, str], ...]
    mentions: tuple[Mention, ...]

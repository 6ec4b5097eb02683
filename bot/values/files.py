"""Files on their way to one person."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file to be sent. ``alt_text`` describes a picture; other files have none."""

    name: str
    content: bytes
    title: str
    alt_text: str | None = None

"""Files on their way to one person, or from them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file to be sent. ``alt_text`` describes a picture; other files have none."""

    name: str
    content: bytes
    title: str
    alt_text: str | None = None


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file a member put into a form, as Slack describes it; ``size`` is in bytes."""

    name: str
    size: int
    address: str

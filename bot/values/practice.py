"""Practice: where a person stands among the cards, and the reply they chose."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PracticeState:
    """Where a person stands: ``seen`` of ``total`` cards are answered in this round (from 1).

    ``card_id`` is the card to show, or None when all cards of the round are answered.
    """

    round: int
    card_id: str | None
    seen: int
    total: int


@dataclass(frozen=True, slots=True)
class PracticeChoice:
    """A reply (from 0) chosen on one card, as it was shown in this round (from 1)."""

    card_id: str
    round: int
    reply: int

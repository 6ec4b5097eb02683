"""When a number of a summary may move: only when five or more members moved it. Pure.

Two numbers that somebody sees, on two days or for two periods, can be subtracted. So a number is not counted
afresh for each reader: it is published, and stays until at least five members contribute something else than
at each time it was published before. Joining, leaving, adding, correcting and deleting all count as that.
What any two published numbers of a measure differ by has five members behind it then, however often one asks.

Members who share their own counts with the lead can be subtracted too, so they are never among the five.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from bot.services.measures import Contributions, Number, number
from bot.values import MINIMUM_CONTRIBUTORS, Measure

_MOST_HIDDEN = MINIMUM_CONTRIBUTORS - 1
_HIDDEN: Number = (None, None)
_TOGETHER = (frozenset({Measure.MET, Measure.MEETINGS}),)
"""Nearly always one number under two names: apart, the later one would move what the earlier one hides."""


@dataclass(frozen=True, slots=True)
class Marks:
    """One keyed mark for each member's contribution: enough to know it again, and nothing else.

    ``shared`` are the marks of members who shared their steps at that time; ``sharers`` counts all of those,
    also without a contribution.
    """

    every: frozenset[bytes] = frozenset()
    shared: frozenset[bytes] = frozenset()
    sharers: int = 0

    @property
    def hidden(self) -> frozenset[bytes]:
        """What no lead can know."""
        return self.every - self.shared


NOBODY = Marks()


def moved(before: Marks, now: Marks) -> int:
    """How many members, whom no lead can know, contribute something else; never more than it truly is.

    One who changed has a mark on either side, one who joined or left on one side only; which marks belong
    together is not known, so the larger side counts. Who shares now lets the lead see the time before, too:
    those of them whose mark is not an old one may be among the ones whose mark is gone.
    """
    perhaps_gone = now.sharers - len(now.shared & before.every)
    return max(len(now.hidden - before.every), len(before.hidden - now.every) - perhaps_gone)


def may_move(before: Sequence[Marks], now: Marks) -> bool:
    """Whether a number may be published anew; ``before`` are the marks of all its publications."""
    return all(moved(old, now) >= MINIMUM_CONTRIBUTORS for old in before or [NOBODY])


def due(before: Mapping[Measure, Sequence[Marks]], now: Mapping[Measure, Marks]) -> list[Measure]:
    """The measures that have a new number to publish; ``before`` are the marks of all publications."""
    ready = {measure for measure, marks in now.items() if may_move(before.get(measure, ()), marks)}
    return [measure for measure in now if measure in ready and _others(measure) <= ready]


def is_shown(members: Set[str], sharing: Set[str]) -> bool:
    """Whether a number with these members behind it is shown: without five who do not share, not at all."""
    return len(members - sharing) >= MINIMUM_CONTRIBUTORS


def published(measure: Measure, parts: Contributions, sharing: Set[str]) -> Number:
    """The number as it is published."""
    return number(measure, parts) if is_shown(parts.keys(), sharing) else _HIDDEN


def active(
    week: Set[str], before: Set[str], sharing: Set[str], *, before_is_shown: bool
) -> tuple[int | None, int | None]:
    """How many were active in a week, and in it and the week before, as it may be shown.

    The two weeks' number is hidden where it would tell that a hidden week has exactly four members: no hidden
    week has more, and the members that only one of two weeks has are known where the other week is shown.
    """
    fortnight = week | before
    hidden = [len(members - sharing) for members in (week, before, fortnight)]
    is_shown, is_fortnight_shown = (size >= MINIMUM_CONTRIBUTORS for size in (hidden[0], hidden[2]))
    if is_shown != before_is_shown:
        is_fortnight_shown &= hidden[2] - hidden[0 if is_shown else 1] != _MOST_HIDDEN
    elif not is_shown:
        is_fortnight_shown &= hidden[2] != 2 * _MOST_HIDDEN
    return len(week) if is_shown else None, len(fortnight) if is_fortnight_shown else None


def _others(measure: Measure) -> frozenset[Measure]:
    return next((group for group in _TOGETHER if measure in group), frozenset())

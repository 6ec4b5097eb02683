"""Which counts of a summary may be shown: only those that five or more members stand behind.

A hidden week must not follow from what is shown. Where the sum of a run of weeks is known, its hidden weeks
together are a count too (that sum less the weeks shown), so they need five members as well. Where they have
fewer, the shown week with the fewest members is hidden with them; it brings five members along.

Each rule holds within one summary. Two summaries of different days can still be subtracted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.values import MINIMUM_CONTRIBUTORS, Cell, Rate


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something happened, and how many different members it happened to."""

    count: int = 0
    members: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether five or more members stand behind the count."""
        return self.members >= MINIMUM_CONTRIBUTORS


NOTHING = Tally()

JointMembers = Callable[[frozenset[int]], int]
"""The number of different members behind some weeks (indexes) together."""


def cell(tally: Tally) -> Cell:
    """The count as it may be shown."""
    return Cell.of(tally.count, tally.members)


def rate(part: Tally, whole: Tally) -> Rate:
    """The part and its whole as they may be shown: both or neither."""
    if part.is_enough and whole.is_enough:
        return Rate(part.count, whole.count)
    return Rate(None, None)


def within(part: Tally, whole: Tally) -> Tally:
    """The part, as one that may only be shown where its whole may be shown too."""
    return Tally(part.count, min(part.members, whole.members))


def week_cells(weeks: Sequence[Tally], known_sums: Sequence[range], joint: JointMembers) -> tuple[Cell, ...]:
    """The weeks as they may be shown beside the sums of ``known_sums``: runs that part all weeks."""
    hidden: set[int] = set()
    for run in known_sums:
        hidden |= _hidden_in(weeks, run, joint)
    return tuple(Cell(None if index in hidden else week.count) for index, week in enumerate(weeks))


def _hidden_in(weeks: Sequence[Tally], run: range, joint: JointMembers) -> frozenset[int]:
    small = frozenset(index for index in run if not weeks[index].is_enough)
    shown = sorted(set(run) - small, key=lambda index: (weeks[index].members, weeks[index].count))
    if not small or not shown or _are_enough(weeks, small, joint):
        return small
    return small | {shown[0]}


def _are_enough(weeks: Sequence[Tally], small: frozenset[int], joint: JointMembers) -> bool:
    at_most = sum(weeks[index].members for index in small)
    return at_most >= MINIMUM_CONTRIBUTORS and joint(small) >= MINIMUM_CONTRIBUTORS

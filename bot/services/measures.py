"""From a cohort's log to its measures: what each member contributes, and the number that follows. Pure.

A contribution is all that a measure takes from one member. Who contributes nothing is left out, so a number
depends on the contributions alone: it stays as long as they do.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from statistics import fmean, median

from bot.services.member_log import MemberLog
from bot.values import STATES, Measure

Contribution = int | tuple[int | str, ...]
Contributions = Mapping[str, Contribution]
"""Each contributing member's part, by the id of their row."""

Number = tuple[int | None, float | None]
"""A count, and the median or mean that some measures have; None is not shown, or not there."""

MANY_UNANSWERED = 5
_DAY = timedelta(days=1)


def contributions(log: MemberLog) -> dict[Measure, Contributions]:
    """What every member contributes to each measure but activity."""
    here = log.joined
    active = log.active | log.active_before
    reached: dict[Measure, Contributions] = {
        Measure.WROTE: {member: 1 for member in log.counts[Measure.CONTACTED] if member in here},
        Measure.GOT_REPLY: {member: 1 for member in log.counts[Measure.REPLIED] if member in here},
        Measure.FIRST_INTERVIEW: {
            member: max((held - here[member]) // _DAY, 0)
            for member, held in log.first_held.items()
            if member in here
        },
        Measure.ORGANISATIONS: {m: tuple(sorted(found)) for m, found in log.organisations.items()},
        Measure.INDUSTRIES: {m: tuple(sorted(found)) for m, found in log.industries.items()},
        Measure.CONFIDENCE: {
            member: (said[0], said[-1]) for member, said in log.confidence.items() if len(said) > 1
        },
        Measure.AT_RISK: {
            member: 1
            for member, joined in here.items()
            if _is_at_risk(log, member, joined, is_active=member in active)
        },
    }
    counted = {
        measure: {member: count for member, count in counts.items() if count}
        for measure, counts in log.counts.items()
    }
    return counted | reached


def number(measure: Measure, parts: Contributions) -> Number:
    """The number that follows from what members contribute; the amount is None where there is none."""
    return _NUMBERS.get(measure, _members if measure in STATES else _sum)(parts)


def _is_at_risk(log: MemberLog, member: str, joined: datetime, *, is_active: bool) -> bool:
    has_had_14_days = joined <= log.cut.fortnight_ago
    return (
        (has_had_14_days and (member not in log.wrote or not is_active))
        or log.unanswered.get(member, 0) >= MANY_UNANSWERED
        or member in log.waiting_debriefs
    )


def _sum(parts: Contributions) -> Number:
    return sum(part for part in parts.values() if isinstance(part, int)), None


def _members(parts: Contributions) -> Number:
    return len(parts), None


def _different(parts: Contributions) -> Number:
    return len({one for part in parts.values() if isinstance(part, tuple) for one in part}), None


def _median(parts: Contributions) -> Number:
    days = [part for part in parts.values() if isinstance(part, int)]
    return len(days), float(median(days)) if days else None


def _mean_change(parts: Contributions) -> Number:
    changes = [int(part[1]) - int(part[0]) for part in parts.values() if isinstance(part, tuple)]
    return len(changes), fmean(changes) if changes else None


_NUMBERS: Mapping[Measure, Callable[[Contributions], Number]] = {
    Measure.FIRST_INTERVIEW: _median,
    Measure.ORGANISATIONS: _different,
    Measure.INDUSTRIES: _different,
    Measure.CONFIDENCE: _mean_change,
}

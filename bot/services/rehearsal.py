"""The curriculum's next days, played through: the member does nothing, the worker is always there. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.services.curriculum import Nudge, plan, weekly_step
from bot.services.history import DIGEST, Past
from bot.services.situation import Situation
from bot.values import DeliveryState, NextStep


def rehearse(situation: Situation, until: datetime) -> Iterator[str]:
    """The kinds of messages the member would get from the moment of their state to ``until``, in order."""
    while situation.state.now < until:
        now = situation.state.now
        found = plan(situation)
        waits = [nudge for nudge in found.due(now) if nudge.at is not None]
        lost = [nudge for nudge in found.due(now) if nudge.at is None]
        for nudge in (*lost, *sorted(waits, key=lambda nudge: nudge.kind == DIGEST)):
            entry = _entry(situation, nudge)
            if entry.is_reached:
                yield nudge.kind
            situation = _with(situation, entry)
        # A weekly message with nothing to say leaves its place to others.
        is_place_free = any(nudge.kind == DIGEST for nudge in waits) and not situation.past[-1].is_reached
        at = now if is_place_free else found.wake_at(now)
        if at is None:
            return
        situation = replace(
            situation, state=replace(situation.state, now=at), digest_at=found.next_digest_at, since=at
        )


def _entry(situation: Situation, nudge: Nudge) -> Past:
    """What stands in the records after this message."""
    step: NextStep | None = nudge.step
    subject, is_weekly = nudge.subject, nudge.kind == DIGEST
    if is_weekly:
        chosen = weekly_step(situation)
        step = chosen if isinstance(chosen, NextStep) else None
        subject = (step.interview_id or step.contact_id or "") if step is not None else ""
    is_sent = nudge.at is not None and step is not None
    return Past(
        kind=step.kind if step is not None else None,
        subject=subject,
        occurrence=nudge.occurrence,
        at=situation.state.now,
        state=DeliveryState.SENT if is_sent else DeliveryState.SKIPPED,
        is_weekly=is_weekly,
    )


def _with(situation: Situation, entry: Past) -> Situation:
    weeks = situation.weeks | {entry.occurrence} if entry.is_weekly else situation.weeks
    return replace(situation, past=(*situation.past, entry), weeks=weeks)

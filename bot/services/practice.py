"""Practice: which card comes next, and what was answered. No card comes twice before all were answered.

The cards themselves are content: callers bring their ids, in the order in which they are shown. Practice
needs no cohort, so progress belongs to the person. Nobody else ever sees it.
"""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from bot.clock import Clock
from bot.i18n import _
from bot.models import PracticeAnswer
from bot.services.rows import add_once
from bot.values import Actor, GoneError, PracticeChoice, PracticeState


def next_card(session: Session, _clock: Clock, actor: Actor, card_ids: Sequence[str]) -> PracticeState:
    """The first card the actor has not answered in this round; after all of them, a new round."""
    state = _state(session, actor, card_ids)
    if state.card_id is not None:
        return state
    return PracticeState(state.round + 1, card_ids[0], 0, state.total)


def answer(
    session: Session, clock: Clock, actor: Actor, choice: PracticeChoice, card_ids: Sequence[str]
) -> PracticeState:
    """Remember the reply, and say where the actor stands then.

    The first reply on a card counts: a second click, or one on a card of an earlier round, changes nothing.
    Raises GoneError for a card or round that is not there.
    """
    open_round = next_card(session, clock, actor, card_ids).round
    if choice.card_id not in card_ids or not 1 <= choice.round <= open_round:
        raise GoneError(_("This card has changed since. Type `/infoview practice` to go on."))
    if choice.round == open_round:
        _keep(session, clock, actor, choice)
    return _state(session, actor, card_ids)


def _keep(session: Session, clock: Clock, actor: Actor, choice: PracticeChoice) -> None:
    if choice.card_id in _answered(session, actor, choice.round):
        return
    row = PracticeAnswer(
        team_id=actor.team_id,
        user_id=actor.user_id,
        card_id=choice.card_id,
        round=choice.round,
        reply=choice.reply,
        answered_at=clock.now(),
    )
    add_once(session, row)  # where the other click of a double click was faster, that one counts


def _state(session: Session, actor: Actor, card_ids: Sequence[str]) -> PracticeState:
    last_round = select(func.max(PracticeAnswer.round)).where(col(PracticeAnswer.user_id) == actor.user_id)
    number = session.exec(last_round).one() or 1
    answered = _answered(session, actor, number)
    left = [card_id for card_id in card_ids if card_id not in answered]
    return PracticeState(number, left[0] if left else None, len(card_ids) - len(left), len(card_ids))


def _answered(session: Session, actor: Actor, number: int) -> frozenset[str]:
    mine = select(PracticeAnswer.card_id).where(
        col(PracticeAnswer.user_id) == actor.user_id, col(PracticeAnswer.round) == number
    )
    return frozenset(session.exec(mine))

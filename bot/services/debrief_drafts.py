"""Drafts of debriefs: kept at each step and while the member types, so that nothing typed is lost.

Every open form (a window) keeps its own draft under its own id. Two windows on one debrief therefore never
write over each other; what one of them lacks, the member is told at its next step. A window that goes on with
a draft takes it over with its first change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from sqlalchemy import delete, select, text
from sqlmodel import Session, col

from bot.clock import Clock
from bot.models import NO_ANSWERS, Debrief, DebriefDraft, Interview
from bot.services.debrief_answers import answers_of, mark, sealed
from bot.values import DebriefForm, DraftCard, DraftWindow

Change = Callable[[DebriefForm], DebriefForm]

SLACK_GIVES_UP = timedelta(seconds=3)
"""Slack waits so long for an answer. What it sent before a step changed arrives in this time, or never."""

KEPT_EMPTY = timedelta(hours=1)
"""How long a row without answers stays, to know what arrives late."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a window sends: ``change`` by all answers of its step.

    ``touched`` is the change by those answers alone that differ from what the window showed: the right one
    for answers that were written elsewhere. ``leads_to`` gives the step the member is in afterwards.
    """

    window: DraftWindow
    change: Change
    touched: Change
    leads_to: Callable[[DebriefForm], str]
    typed_at: int | None = None  # while typing: when, by Slack's clock, in microseconds; None: another step


class Shelf:
    """All that is kept of one interview's debrief: the saved one, and the drafts, the newest first."""

    def __init__(self, session: Session, interview: Interview) -> None:
        self._session = session
        self._interview = interview
        self.debrief = session.scalars(
            select(Debrief).where(col(Debrief.interview_id) == interview.id)
        ).one_or_none()
        rows = session.scalars(
            select(DebriefDraft)
            .where(col(DebriefDraft.interview_id) == interview.id)
            .order_by(col(DebriefDraft.updated_at).desc(), col(DebriefDraft.id).desc())
        )
        self._rows = {row.id: row for row in rows}

    @cached_property
    def saved(self) -> DebriefForm:
        """The saved answers; none where nothing was saved."""
        return self._form(self.debrief) if self.debrief is not None else DebriefForm()

    def draft(self, draft_id: str | None = None) -> DebriefDraft | None:
        """The draft of this id if it still says something of its own, else the newest that does."""
        drafts = self._drafts()
        return next((row for row in drafts if row.id == draft_id), next(iter(drafts), None))

    def form(self, row: DebriefDraft | None) -> DebriefForm:
        """The answers of a draft; the saved ones where it has none."""
        return self._form(row) if row is not None and row.answers_sealed is not None else self.saved

    def own(self, window: DraftWindow) -> DebriefDraft | None:
        """The draft this window wrote, or the one it goes on with while that is as it was."""
        own = self._rows.get(window.draft_id)
        return own if own is not None and own.answers_sealed is not None else self._followed(window)

    def after(self, sent: Sent) -> DebriefForm:
        """The answers of a window with its change; by what was touched alone, where another wrote since."""
        own = self.own(sent.window)
        return sent.touched(self.form(self.draft())) if own is None else sent.change(self.form(own))

    def is_late(self, clock: Clock, sent: Sent) -> bool:
        """Whether Slack delivers this after what the same window wrote later."""
        own = self._rows.get(sent.window.draft_id)
        if own is None or sent.typed_at is None:
            return False
        if sent.typed_at <= own.typed_at:
            return True
        # Later on, the answer to the step change never reached the window: the member still is in that step.
        return sent.window.turn < own.turn and clock.now() - own.updated_at < SLACK_GIVES_UP

    def keep(self, clock: Clock, sent: Sent, form: DebriefForm) -> None:
        """Keep ``form`` as the window's draft."""
        own, before = self._rows.get(sent.window.draft_id), self.own(sent.window)
        if own is None and sent.typed_at is None and form == self.form(before or self.draft()):
            return
        own = own or self._new(clock, sent.window)
        if own.answers_sealed is None or self._form(own) != form:
            own.answers_sealed = sealed(self._session, own, form)
        if before is not None and before is not own:
            before.answers_sealed = None
        if self.saved_mark in sent.window.seen:
            own.saved_mark = self.saved_mark
        own.step = sent.leads_to(form)
        own.turn = sent.window.turn + (sent.typed_at is None)
        own.typed_at = max(own.typed_at, sent.typed_at or 0)
        own.updated_at = clock.now()

    def drop(self, clock: Clock, window: DraftWindow) -> None:
        """Forget what this window wrote, or the draft it goes on with."""
        before = self.own(window)
        if before is not None:
            before.answers_sealed = None
        own = self._rows.get(window.draft_id) or self._new(clock, window)
        own.turn = window.turn + 1
        own.updated_at = clock.now()

    def clear(self) -> None:
        """Forget all drafts."""
        for row in self._rows.values():
            row.answers_sealed = None

    def others(self, window: DraftWindow, form: DebriefForm) -> tuple[DraftCard, ...]:
        """The drafts of other windows that say something else than ``form``."""
        mine = {window.draft_id, getattr(self.own(window), "id", "")}
        cards = [
            DraftCard(row.id, self._form(row), row.updated_at) for row in self._drafts() if row.id not in mine
        ]
        return tuple(card for card in cards if card.form != form)

    def has_news(self, window: DraftWindow, form: DebriefForm) -> bool:
        """Whether another window wrote something else since the member was last shown what there is."""
        rows = [self._rows[card.id] for card in self.others(window, form)]
        return self.was_saved_elsewhere(window, form) or any(mark(row) not in window.seen for row in rows)

    def was_saved_elsewhere(self, window: DraftWindow, form: DebriefForm) -> bool:
        """Whether another window saved something else as the debrief since then."""
        return self.debrief is not None and self.saved != form and self.saved_mark not in window.seen

    @property
    def saved_mark(self) -> str:
        """The mark of the saved debrief; empty where there is none."""
        return mark(self.debrief) if self.debrief is not None else ""

    def marks(self) -> frozenset[str]:
        """Marks of all there is now: a mark changes whenever what it stands for is written."""
        return frozenset({*map(mark, self._drafts()), self.saved_mark} - {""})

    def _drafts(self) -> list[DebriefDraft]:
        rows = (row for row in self._rows.values() if row.answers_sealed is not None)
        return [row for row in rows if self._form(row) != self.saved]

    def _followed(self, window: DraftWindow) -> DebriefDraft | None:
        row = self._rows.get(window.follows)
        return row if row is not None and mark(row) in window.seen else None

    def _form(self, row: Debrief | DebriefDraft) -> DebriefForm:
        return answers_of(self._session, row)

    def _new(self, clock: Clock, window: DraftWindow) -> DebriefDraft:
        row = DebriefDraft(
            id=window.draft_id,
            team_id=self._interview.team_id,
            interview_id=self._interview.id,
            member_id=self._interview.member_id,
            updated_at=clock.now(),
        )
        self._session.add(row)
        self._rows[row.id] = row
        return row


def forget_old(session: Session, clock: Clock) -> None:
    """Forget the rows without answers that nothing late can be about any more, in all workspaces."""
    session.execute(
        delete(DebriefDraft).where(
            text(NO_ANSWERS),
            col(DebriefDraft.updated_at) < clock.now() - KEPT_EMPTY,
        )
    )

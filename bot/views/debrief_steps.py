"""The debrief form: four steps within one view, the way through them, and what each must have.

The private_metadata of a view holds ids, the step and marks of what is kept, never an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from slack_sdk.models.blocks import Block, ConfirmObject
from slack_sdk.models.views import View

from bot.guidance.library import Library
from bot.i18n import N_, Words, _
from bot.values import DebriefDesk, DebriefForm, DraftWindow, FormError, GoneError
from bot.views import debrief_fields as fields
from bot.views.answers import Answers
from bot.views.blocks import actions, button, confirm, context, form, literal, moment_words, section

CALLBACK = "debrief.step"
_PARTS = 6

_REQUIRED: Mapping[str, str] = Words(
    {
        "valuable": N_("Please write one sentence. It can be short."),
        "advocate": N_("Please choose one. “Not yet” is a good answer too."),
        "next_step": N_("Please write one next step. It can be small, for example “send a thank-you”."),
    }
)


class Step(StrEnum):
    """The steps of the form, in order."""

    GOALS = "goals"
    NOTES = "notes"
    IMPRESSION = "impression"
    NEXT = "next"

    @property
    def number(self) -> int:
        """Its place, from 1."""
        return list(Step).index(self) + 1

    @property
    def is_last(self) -> bool:
        """Whether its submission records the debrief."""
        return self is Step.NEXT


_FIELDS: Mapping[Step, fields.Fields] = {
    Step.GOALS: fields.GOALS,
    Step.NOTES: fields.NOTES,
    Step.IMPRESSION: fields.IMPRESSION,
    Step.NEXT: fields.NEXT,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Which interview's debrief a view shows, which step of it, and what its window knows of the draft."""

    interview_id: str
    step: Step
    window: DraftWindow

    def __str__(self) -> str:
        window = self.window
        seen = ",".join(sorted(window.seen))
        return ":".join(
            (self.interview_id, self.step, window.draft_id, str(window.turn), window.follows, seen)
        )

    @classmethod
    def of(cls, metadata: str) -> "Place":
        """Read a view's private_metadata. Raises GoneError where it is not ours."""
        parts = metadata.split(":")
        if len(parts) != _PARTS or not parts[0] or parts[1] not in list(Step) or not parts[3].isdecimal():
            raise GoneError(
                _("This form is from an older version. Type `/infoview debrief` to open it again.")
            )
        interview_id, step, draft_id, turn, follows, seen = parts
        marks = frozenset(mark for mark in seen.split(",") if mark)
        return cls(interview_id, Step(step), DraftWindow(draft_id, int(turn), follows, marks))


def step_after(step: Step, written: DebriefForm) -> Step:
    """The step that follows; the last one stays. Without a ticked subject there is nothing to note."""
    if step is Step.GOALS:
        return Step.NOTES if written.covered else Step.IMPRESSION
    return Step.IMPRESSION if step is Step.NOTES else Step.NEXT


def step_before(step: Step, written: DebriefForm) -> Step:
    """The step that Back goes to; the first step stays."""
    if step is Step.NEXT:
        return Step.IMPRESSION
    return Step.NOTES if step is Step.IMPRESSION and written.covered else Step.GOALS


def step_of(block_id: str) -> Step:
    """The step that asks for this answer."""
    name = block_id.partition(":")[0]
    return next(step for step, part in _FIELDS.items() if name in part.names)


def opened_view(desk: DebriefDesk, library: Library) -> View:
    """The form for a new window: where the draft was left, or at the first step."""
    step = Step(desk.step) if desk.step in list(Step) else Step.GOALS
    if step is Step.NOTES and not desk.form.covered:
        step = Step.GOALS
    note = None
    if desk.drafted_at is not None:
        written = moment_words(desk.drafted_at, desk.interview.timezone)
        note = _("Continued from your draft of {time}.").format(time=written)
    return step_view(desk, step, library, note)


def step_view(desk: DebriefDesk, step: Step, library: Library, note: str | None = None) -> View:
    """One step with what was written so far; ``note`` is a sentence of ours that stands first."""
    blocks: list[Block] = [section(note)] if note else []
    blocks += _elsewhere(desk)
    if step is Step.GOALS or note:
        blocks += _heading(desk)
    blocks += _FIELDS[step].build(desk.form, library)
    blocks += _ways(desk, step)
    kept = _("What you write is kept as a draft while you write. You can close this window at any time.")
    only_you = _("Only you can read your answers, unless you share them. Program leads see counts.")
    blocks.append(context(f"{kept} {only_you}"))
    return form(
        _("Debrief {number} of {count}").format(number=step.number, count=len(Step)),
        CALLBACK,
        blocks,
        submit=_("Save debrief") if step.is_last else _("Next"),
        close=_("Close"),
        private_metadata=str(Place(desk.interview.id, step, desk.window)),
    )


def read(step: Step, answers: Answers, written: DebriefForm) -> DebriefForm:
    """What was written so far with the answers of one step; a field that is not in the answers stays."""
    return _FIELDS[step].read(written, answers)


def check(step: Step, written: DebriefForm) -> None:
    """Refuse a step whose required answers are missing. Raises FormError."""
    errors = {name: _REQUIRED[name] for name in written.missing if name in _FIELDS[step].names}
    if errors:
        raise FormError(errors)


def _elsewhere(desk: DebriefDesk) -> list[Block]:
    """What another window wrote: it is never overwritten without a word."""
    if desk.others:
        words = _(
            "*You also wrote in this debrief in another window.* Both drafts are kept until you save. The"
            " draft that you save becomes your debrief, and the other one is deleted."
        )
    elif desk.saved_elsewhere:
        words = _(
            "*You saved this debrief in another window.* What you write here is a draft. If you save it, it"
            " takes the place of what is saved now."
        )
    else:
        return []
    return [section(words, button(_("See what there is"), "debrief.drafts"), block_id="elsewhere")]


def _ways(desk: DebriefDesk, step: Step) -> list[Block]:
    ways = []
    if step is not Step.GOALS:
        ways.append(button(_("Back"), "debrief.back"))
    if desk.drafted_at is not None:
        ways.append(button(_("Discard draft"), "debrief.discard", confirm=_discard_question(desk)))
    return [actions(*ways, block_id="back")] if ways else []


def _discard_question(desk: DebriefDesk) -> ConfirmObject:
    if desk.saved is not None:
        lost = _("What you changed since you saved this debrief is deleted. The saved debrief stays.")
    else:
        lost = _("What you wrote in this debrief is deleted. This cannot be undone.")
    return confirm(_("Discard this draft?"), lost, _("Discard draft"), _("Keep draft"))


def _heading(desk: DebriefDesk) -> list[Block]:
    interview = desk.interview
    place = f", {literal(interview.organisation, 120)}" if interview.organisation else ""
    who = section(
        f"*{literal(interview.contact_name, 120)}*{place}\n"
        f"{moment_words(interview.starts_at, interview.timezone)}"
    )
    saved = context(
        _("You have saved this debrief. To keep changes, save again in step {number}.").format(
            number=len(Step)
        )
    )
    return [who, saved] if desk.saved is not None else [who]

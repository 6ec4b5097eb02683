"""The debrief form: four steps within one view, the way through them, and what each must have.

The private_metadata of a view holds the interview's id and the step, never an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.guidance.library import Library
from bot.i18n import N_, Words, _
from bot.values import DebriefDesk, DebriefForm, FormError, GoneError
from bot.views import debrief_fields as fields
from bot.views.answers import Answers
from bot.views.blocks import actions, button, context, form, literal, moment_words, section

CALLBACK = "debrief.step"

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
    """Which interview's debrief a view shows, and which step of it."""

    interview_id: str
    step: Step

    def __str__(self) -> str:
        return f"{self.interview_id}:{self.step}"

    @classmethod
    def of(cls, metadata: str) -> "Place":
        """Read a view's private_metadata. Raises GoneError where it is not ours."""
        interview_id, _colon, step = metadata.partition(":")
        if not interview_id or step not in list(Step):
            raise GoneError(
                _("This form is from an older version. Type `/infoview debrief` to open it again.")
            )
        return cls(interview_id, Step(step))


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


def step_view(desk: DebriefDesk, step: Step, library: Library, note: str | None = None) -> View:
    """One step with what was written so far; ``note`` is a sentence of ours that stands first."""
    blocks: list[Block] = [section(note)] if note else []
    if step is Step.GOALS:
        blocks += _heading(desk)
    blocks += _FIELDS[step].build(desk.form, library)
    if step is not Step.GOALS:
        blocks.append(actions(button(_("Back"), "debrief.back"), block_id="back"))
    blocks.append(
        context(_("Only you can read your answers, unless you share them. Program leads see counts."))
    )
    return form(
        _("Debrief {number} of {count}").format(number=step.number, count=len(Step)),
        CALLBACK,
        blocks,
        submit=_("Save debrief") if step.is_last else _("Next"),
        close=_("Close"),
        private_metadata=str(Place(desk.interview.id, step)),
        notify_on_close=True,
    )


def read(step: Step, answers: Answers, written: DebriefForm) -> DebriefForm:
    """What was written so far with the answers of one step; a field that is not in the answers stays."""
    return _FIELDS[step].read(written, answers)


def check(step: Step, written: DebriefForm) -> None:
    """Refuse a step whose required answers are missing. Raises FormError."""
    errors = {name: _REQUIRED[name] for name in written.missing if name in _FIELDS[step].names}
    if errors:
        raise FormError(errors)


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
    return [who, saved] if desk.is_submitted else [who]

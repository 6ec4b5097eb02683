"""The questions of the debrief form, step by step: built from what was written so far, and read back.

A field's block id is the name of its answer in :class:`bot.values.DebriefForm`, with the goal or the
impression after a colon where there are several. Each change is told at once, to be kept in the draft.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DatePickerElement,
    InputBlock,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

from bot.guidance.library import Library
from bot.i18n import N_, Words, _
from bot.values import Advocate, DebriefForm, Impression, LearningGoal
from bot.views import labels
from bot.views.answers import Answers
from bot.views.blocks import FORM_TEXT_LIMIT, chosen, field, options, section

TYPED = "debrief.typed"
"""What Slack is told to send with each character, and with each choice."""

_STATEMENTS: Mapping[LearningGoal, str] = {
    LearningGoal.CAREER_PATH: "S18",
    LearningGoal.GOT_JOB: "S19",
    LearningGoal.ORGANISATION: "S20",
    LearningGoal.JOB_AND_TEAM: "S21",
    LearningGoal.TRENDS: "S22",
    LearningGoal.ADVICE: "S23",
}
_QUESTIONS: Mapping[LearningGoal, str] = Words(
    {
        LearningGoal.CAREER_PATH: N_("What steps brought your contact to where they are now?"),
        LearningGoal.GOT_JOB: N_("How did they get this job?"),
        LearningGoal.ORGANISATION: N_(
            "What did you learn about the organization that its website does not say?"
        ),
        LearningGoal.JOB_AND_TEAM: N_("What does their job and their team look like from day to day?"),
        LearningGoal.TRENDS: N_("Which trends or ideas are changing the organization?"),
        LearningGoal.ADVICE: N_("What job search advice did they give you?"),
    }
)
_RATINGS: Mapping[str, str] = Words(
    {"1": N_("1 (not at all)"), "2": "2", "3": N_("3 (somewhat)"), "4": "4", "5": N_("5 (very)")}
)
_KEPT: Mapping[str, str] = Words(
    {
        "kept_time": N_("I kept to the agreed time"),
        "kept_free_of_job_asks": N_("I did not ask for a job"),
    }
)
_OFFERS: Mapping[str, str] = Words(
    {
        "introduction_offered": N_("They offered to introduce me to somebody"),
        "referral_offered": N_("They offered to refer me for a job, and I had not asked"),
    }
)


def goal_words(library: Library, goals: Iterable[LearningGoal]) -> tuple[str, ...]:
    """Things to learn in the guide's own words, in its order."""
    wanted = set(goals)
    return tuple(library.statement(_STATEMENTS[goal]).words for goal in LearningGoal if goal in wanted)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one step: their names (a block id up to its colon), how to build and to read them."""

    names: frozenset[str]
    build: Callable[[DebriefForm, Library], list[Block]]
    read: Callable[[DebriefForm, Answers], DebriefForm]


def _build_goals(written: DebriefForm, library: Library) -> list[Block]:
    goals = {
        goal.value: words for goal, words in zip(LearningGoal, goal_words(library, LearningGoal), strict=True)
    }
    return [
        _ticks(
            _("What did you learn about?"),
            "covered",
            goals,
            [goal.value for goal in written.covered],
            hint=_("You do not need all six in one meeting."),
        ),
        _text(
            _("What was the most valuable thing you learned, and did it change your plans?"),
            "valuable",
            written.valuable,
            optional=False,
        ),
        _ticks(
            _("How did you keep to the plan? (only you see this)"), "kept", _KEPT, _true_names(written, _KEPT)
        ),
    ]


def _read_goals(written: DebriefForm, answers: Answers) -> DebriefForm:
    goals = _read_ticks(answers, "covered", written.covered)
    kept = _read_ticks(answers, "kept", _true_names(written, _KEPT))
    return replace(
        written,
        covered=frozenset(goal for goal in LearningGoal if goal in goals),
        valuable=_read_text(answers, "valuable", written.valuable),
        kept_time="kept_time" in kept,
        kept_free_of_job_asks="kept_free_of_job_asks" in kept,
    )


def _build_notes(written: DebriefForm, _library: Library) -> list[Block]:
    return [
        section(_("A short note for each subject. You can leave any of them empty.")),
        *(
            _text(_QUESTIONS[goal], f"learned:{goal}", written.learned.get(goal))
            for goal in LearningGoal
            if goal in written.covered
        ),
    ]


def _read_notes(written: DebriefForm, answers: Answers) -> DebriefForm:
    shown = {goal: answers.text(f"learned:{goal}") for goal in LearningGoal if f"learned:{goal}" in answers}
    notes = {**written.learned, **shown}
    return replace(written, learned={goal: text for goal, text in notes.items() if text})


def _build_impression(written: DebriefForm, _library: Library) -> list[Block]:
    return [
        section(_("*How did you come across?* All of this is optional.")),
        *(
            _rating(labels.IMPRESSION[impression], f"ratings:{impression}", written.ratings.get(impression))
            for impression in Impression
        ),
        _text(_("One thing you did well"), "did_well", written.did_well),
        _rating(_("How confident are you about the next interview?"), "confidence", written.confidence),
    ]


def _read_impression(written: DebriefForm, answers: Answers) -> DebriefForm:
    ratings = {i: _read_rating(answers, f"ratings:{i}", written.ratings.get(i)) for i in Impression}
    return replace(
        written,
        ratings={impression: rating for impression, rating in ratings.items() if rating},
        did_well=_read_text(answers, "did_well", written.did_well),
        confidence=_read_rating(answers, "confidence", written.confidence),
    )


def _build_next(written: DebriefForm, _library: Library) -> list[Block]:
    choices = {advocate.value: label for advocate, label in labels.ADVOCATE.items()}
    advocate = RadioButtonsElement(
        action_id=TYPED, options=options(choices), initial_option=_one(choices, written.advocate)
    )
    due = written.next_step_due
    by_when = DatePickerElement(action_id=TYPED, initial_date=due.isoformat() if due else None)
    return [
        _text(_("How did you leave it?"), "left_it", written.left_it),
        field(_("Would this person speak up for you later?"), "advocate", advocate, dispatches=True),
        _ticks(_("Did they offer something?"), "offers", _OFFERS, _true_names(written, _OFFERS)),
        _text(_("Who else did they suggest?"), "suggested", written.suggested),
        _text(_("What will you do next?"), "next_step", written.next_step, optional=False),
        field(_("By when?"), "next_step_due", by_when, optional=True, dispatches=True),
    ]


def _read_next(written: DebriefForm, answers: Answers) -> DebriefForm:
    offers = _read_ticks(answers, "offers", _true_names(written, _OFFERS))
    has_date, has_choice = "next_step_due" in answers, "advocate" in answers
    return replace(
        written,
        left_it=_read_text(answers, "left_it", written.left_it),
        advocate=answers.member_of(Advocate, "advocate") if has_choice else written.advocate,
        introduction_offered="introduction_offered" in offers,
        referral_offered="referral_offered" in offers,
        suggested=_read_text(answers, "suggested", written.suggested),
        next_step=_read_text(answers, "next_step", written.next_step),
        next_step_due=answers.day("next_step_due") if has_date else written.next_step_due,
    )


def _text(label: str, block_id: str, value: str | None, *, optional: bool = True) -> InputBlock:
    element = PlainTextInputElement(
        action_id=TYPED,
        multiline=True,
        initial_value=value and value[:FORM_TEXT_LIMIT],  # while typing, Slack lets people write more
        max_length=FORM_TEXT_LIMIT,
        dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_character_entered"]),
    )
    return field(label, block_id, element, optional=optional, dispatches=True)


def _read_text(answers: Answers, block_id: str, before: str | None) -> str | None:
    return answers.text(block_id) if block_id in answers else before


def _ticks(
    label: str, block_id: str, words: Mapping[str, str], ticked: Iterable[str], hint: str | None = None
) -> InputBlock:
    element = CheckboxesElement(
        action_id=TYPED, options=options(words), initial_options=chosen(words, list(ticked))
    )
    return field(label, block_id, element, optional=True, hint=hint, dispatches=True)


def _true_names(written: DebriefForm, words: Mapping[str, str]) -> list[str]:
    return [name for name in words if getattr(written, name)]


def _read_ticks(answers: Answers, block_id: str, before: Iterable[str]) -> frozenset[str]:
    return frozenset(answers.choices(block_id) if block_id in answers else before)


def _rating(label: str, block_id: str, value: int | None) -> InputBlock:
    element = StaticSelectElement(
        action_id=TYPED,
        placeholder=PlainTextObject(text=_("1 to 5")),
        options=options(_RATINGS),
        initial_option=_one(_RATINGS, str(value)),
    )
    return field(label, block_id, element, optional=True, dispatches=True)


def _read_rating(answers: Answers, block_id: str, before: int | None) -> int | None:
    if block_id not in answers:
        return before
    choice = answers.choice(block_id)
    return int(choice) if choice is not None and choice in _RATINGS else None


def _one(words: Mapping[str, str], value: str | None) -> Any:  # noqa: ANN401 - Option, which slack_sdk types otherwise
    return next(iter(chosen(words, [str(value)]) or ()), None)


GOALS = Fields(frozenset({"covered", "valuable", "kept"}), _build_goals, _read_goals)
NOTES = Fields(frozenset({"learned"}), _build_notes, _read_notes)
IMPRESSION = Fields(frozenset({"ratings", "did_well", "confidence"}), _build_impression, _read_impression)
NEXT = Fields(
    frozenset({"left_it", "advocate", "offers", "suggested", "next_step", "next_step_due"}),
    _build_next,
    _read_next,
)

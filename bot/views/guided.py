"""A guided start for an empty page: short fields, and a message made of the member's own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, PlainTextInputElement
from slack_sdk.models.views import View

from bot.guidance.outreach.frames import FRAMES, Guided
from bot.i18n import N_, _
from bot.views.answers import Answers
from bot.views.blocks import context, field, form, shorten

MAKE = "draft.guided_submit"

_FIELD_LENGTH = 300


@dataclass(frozen=True, slots=True)
class _Question:
    name: str
    label: str
    hint: str
    optional: bool = False


_WHY = _Question("why", N_("Why you"), N_("One sentence. For example: I read your article on port traffic."))
_LEARN = _Question(
    "learn", N_("What I would like to learn"), N_("For example: how you moved into port planning")
)
_HOW = _Question("how", N_("How long, and how?"), N_("For example: 20 minutes by phone"))
_WHEN = _Question("when", N_("When?"), N_("For example: any afternoon next week"))

_QUESTIONS: Mapping[Guided, Sequence[_Question]] = {
    Guided.FIRST: (
        _Question(
            "who", N_("Who I am"), N_("One sentence. For example: I study accounting at Highline College.")
        ),
        _WHY,
        _LEARN,
        _HOW,
        _WHEN,
    ),
    Guided.FOLLOW_UP: (_WHY, _LEARN, _HOW, _WHEN),
    Guided.THANK_YOU: (
        _Question(
            "lesson",
            N_("What I learned"),
            N_("One sentence. For example: I did not know that the license takes four months."),
        ),
        _Question(
            "next",
            N_("What I will do now"),
            N_("One sentence. For example: I will call the licensing board."),
            optional=True,
        ),
    ),
}
_TITLES: Mapping[Guided, str] = {
    Guided.FIRST: N_("A first message"),
    Guided.FOLLOW_UP: N_("A follow-up"),
    Guided.THANK_YOU: N_("A thank-you"),
}
_SENTENCES = frozenset({"who", "why", "lesson", "next"})


def guided_form(kind: Guided, contact_id: str | None, material: Mapping[str, str] | None = None) -> View:
    """The short fields of one kind of message, for a contact or for nobody yet.

    ``material`` is what the member wrote before, by the name of the field: it stands there at first.
    """
    written = material or {}
    blocks: list[Block] = [
        context(_("Short answers are enough. You can change the whole message in the next step.")),
    ]
    for question in _QUESTIONS[kind]:
        element = PlainTextInputElement(
            action_id=question.name,
            initial_value=shorten(" ".join(written.get(question.name, "").split()), _FIELD_LENGTH) or None,
            max_length=_FIELD_LENGTH,
        )
        blocks.append(
            field(
                _(question.label), question.name, element, hint=_(question.hint), optional=question.optional
            )
        )
    return form(
        _(_TITLES[kind]),
        MAKE,
        blocks,
        submit=_("Make a draft"),
        close=_("Back"),
        private_metadata=f"{kind}:{contact_id or ''}",
    )


def read_kind(metadata: str) -> tuple[Guided, str | None] | None:
    """The kind of message and its contact's id, if any; None where the form is not ours."""
    kind, _colon, contact_id = metadata.partition(":")
    return (Guided(kind), contact_id or None) if kind in list(Guided) else None


def make_draft(kind: Guided, answers: Answers, name: str = "") -> str:
    """The message, made of what was filled in; ``name`` is the contact's, where there is one."""
    values = {
        question.name: _tidy(question.name, answers.text(question.name) or "")
        for question in _QUESTIONS[kind]
    }
    values["name"] = name
    paragraphs = (part.format(**values).replace(" ,", ",") for part in FRAMES[kind])
    return "\n\n".join(paragraph.strip() for paragraph in paragraphs)


def _tidy(name: str, answer: str) -> str:
    """A sentence ends with a full stop; what stands within a sentence does not."""
    text = " ".join(answer.split())
    if name in _SENTENCES:
        return text if not text or text[-1] in ".!?" else f"{text}."
    return text.rstrip(" .!?,") if name in {"how", "when", "learn"} else text

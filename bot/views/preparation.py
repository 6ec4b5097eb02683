"""The prep card of a meeting: when it is and when it ends, what to ask, what not to ask, how to appear.

The guide's words are quoted. Example questions are the program's: they are labelled so, with their sources.
"""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    CheckboxesElement,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.guidance.library import Library
from bot.guidance.markdown import escape
from bot.guidance.questions import ExampleQuestion
from bot.i18n import _
from bot.values import GoneError, Outcome, PrepCard
from bot.views import labels
from bot.views.answers import Answers
from bot.views.blocks import (
    actions,
    button,
    chosen,
    context,
    divider,
    field,
    form,
    header,
    literal,
    minutes_words,
    moment_words,
    options,
    section,
    shorten,
    time_words,
    window,
)
from bot.views.calendars import calendar_buttons

PICK = "questions.pick"
OWN = "questions.own"

_PURPOSES = ("S15", "S16", "S17")
_NOT_TO_ASK = "S24"
_APPEAR = "S28"
_OWN_TYPED = 2000
_LOCATION_SHOWN = 500


def prep_window(library: Library, card: PrepCard, note: str | None = None) -> View:
    """The prep card; ``note`` is mrkdwn of ours that stands first."""
    return window(
        _("Prepare"),
        [
            *([section(note)] if note else []),
            header(shorten(_("Meet {name}").format(name=card.interview.contact_name), 150)),
            section(_when_and_where(card)),
            actions(*_ways(card)),
            divider(),
            section("\n".join([_("*What the meeting is for*"), *_quotes(library, _PURPOSES)])),
            section(_("*What you want to learn*")),
            *_subjects(library, card),
            *_own(card),
            section("\n".join([_("*What not to ask*"), *_quotes(library, [_NOT_TO_ASK])])),
            section("\n".join([_("*How to come across*"), *_quotes(library, [_APPEAR])])),
            context(_from_the_guide(library)),
            *_sources(_picked(library, card)),
        ],
        callback_id="prepare.window",
    )


def pick_form(
    library: Library, card: PrepCard, picked: Sequence[str] | None = None, note: str | None = None
) -> View:
    """The example questions to choose from, by subject; ``picked`` where it differs from what is saved."""
    ticked = card.questions.picked if picked is None else picked
    return form(
        _("Choose questions"),
        PICK,
        [
            section(
                note
                or _(
                    "Choose what you want to ask. You do not need all six subjects in one meeting."
                    " The subjects are the guide's own words."
                )
            ),
            *(
                _ticks(library.statement(subject).words, subject, questions, ticked)
                for subject, questions in library.questions_by_subject.items()
            ),
            *_sources(library.questions),
        ],
        private_metadata=_metadata(card),
    )


def own_form(card: PrepCard, typed: str | None = None, note: str | None = None) -> View:
    """The form for the member's own questions; ``typed`` where it differs from what is saved."""
    element = PlainTextInputElement(
        action_id="own",
        multiline=True,
        initial_value=card.questions.own if typed is None else typed,
        max_length=_OWN_TYPED,
    )
    return form(
        _("My own questions"),
        OWN,
        [
            *([section(note)] if note else []),
            field(
                _("What else do you want to ask?"),
                "own",
                element,
                hint=_("One question a line. Only you see this."),
                optional=True,
            ),
        ],
        private_metadata=_metadata(card),
    )


def read_place(metadata: str) -> tuple[str, int]:
    """Which interview a form is about, and its version when the form was opened. Raises GoneError."""
    interview_id, _colon, version = metadata.partition(":")
    if not (interview_id and version.isdecimal()):
        raise GoneError(_("This form is from an older version. Type `/infoview list` to go on."))
    return interview_id, int(version)


def read_picked(library: Library, answers: Answers) -> tuple[str, ...]:
    """The example questions that were ticked, in their order."""
    ticked = {choice for subject in library.questions_by_subject for choice in answers.choices(subject)}
    return tuple(question.id for question in library.questions if question.id in ticked)


def changed_words() -> str:
    """The form was open while the meeting was changed elsewhere."""
    return _(
        "*This meeting was changed after you opened this form.*"
        " If your answers below are right, select Save again."
    )


def prepare_button(interview_id: str) -> ButtonElement:
    """The way to the prep card."""
    return button(_("Prepare"), "prepare.open", interview_id)


def title_words(card: PrepCard) -> str:
    """What the meeting is called in a calendar; plain."""
    words = _("Informational interview with {name}").format(name=_one_line(card.interview.contact_name))
    off = card.interview.outcome is Outcome.CANCELLED
    return _("Cancelled: {meeting}").format(meeting=words) if off else words


def plain_words(library: Library, card: PrepCard) -> str:
    """The prep card as plain text, for a calendar."""
    picked = [question.text for question in _picked(library, card)]
    own = card.questions.own.split("\n") if card.questions.own else []
    said = [library.statement(statement).words for statement in (*_PURPOSES, _NOT_TO_ASK, _APPEAR)]
    *purposes, not_to_ask, appear = (f"“{words}”" for words in said)
    parts = [
        [_end_words(card)],
        [_("What the meeting is for, in the guide's words:"), *_items(purposes)],
        [_("Your questions:"), *_items([*picked, *own])] if picked or own else [],
        [_("What not to ask: {words}").format(words=not_to_ask)],
        [_("How to come across: {words}").format(words=appear)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _from_the_guide(library: Library) -> str:
    quoted = (*_PURPOSES, *library.questions_by_subject, _NOT_TO_ASK, _APPEAR)
    sections = dict.fromkeys(f"*{escape(library.topic_of(statement).section)}*" for statement in quoted)
    return _("The lines with a bar are from the guide: {sections}. Only you see your questions.").format(
        sections=", ".join(sections)
    )


def _when_and_where(card: PrepCard) -> str:
    meeting = card.interview
    lines = [
        f"*{moment_words(meeting.starts_at, card.timezone)}*",
        f"{labels.FORMAT[meeting.format]} · {minutes_words(meeting.minutes)} · {_end_words(card)}",
        _location(meeting.location) if meeting.location else "",
        f"*{labels.OUTCOME[meeting.outcome]}*" if meeting.outcome else "",
    ]
    return "\n".join(line for line in lines if line)


def _location(location: str) -> str:
    """A link to select, where it is nothing but a web address."""
    is_link = location.startswith(("https://", "http://")) and not any(c in location for c in " <>|\n\t")
    return f"<{escape(location)}>" if is_link else literal(location, _LOCATION_SHOWN)


def _end_words(card: PrepCard) -> str:
    local = card.ends_at.astimezone(ZoneInfo(card.timezone))
    return _("It ends at {time} ({zone}).").format(time=time_words(local), zone=f"{local:%Z}")


def _ways(card: PrepCard) -> list[ButtonElement]:
    meeting = card.interview
    return [
        button(
            _("Choose questions"),
            "questions.choose",
            meeting.id,
            style=None if card.questions.picked else "primary",
        ),
        button(_("Write my own questions"), "questions.write", meeting.id),
        *calendar_buttons(meeting),
        button(_("Edit meeting"), "interview.edit", meeting.id),
        button(_("Open contact"), "contact.open", meeting.contact_id),
    ]


def _subjects(library: Library, card: PrepCard) -> list[Block]:
    picked = _picked(library, card)
    blocks: list[Block] = []
    for subject in library.questions_by_subject:
        asked = [f"• {escape(question.text)}" for question in picked if question.statement == subject]
        blocks.append(section("\n".join([*_quotes(library, [subject]), *asked])))
    return blocks


def _own(card: PrepCard) -> list[Block]:
    if not card.questions.own:
        return []
    # Plain text: nothing in it is markup.
    words = SectionBlock(text=PlainTextObject(text=card.questions.own, emoji=False))
    return [section(_("*My own questions*")), words]


def _picked(library: Library, card: PrepCard) -> list[ExampleQuestion]:
    return [question for question in library.questions if question.id in card.questions.picked]


def _quotes(library: Library, statements: Iterable[str]) -> list[str]:
    return [f"> {escape(library.statement(statement).words)}" for statement in statements]


def _items(lines: Iterable[str]) -> list[str]:
    return [f"- {line.strip()}" for line in lines if line.strip()]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sources(questions: Sequence[ExampleQuestion]) -> list[Block]:
    links = {question.source_url: escape(question.source_title) for question in questions}
    if not links:
        return []
    sources = ", ".join(f"<{address}|{title}>" for address, title in links.items())
    return [
        context(
            _("Program tip: the example questions are not in the guide. Sources: {sources}").format(
                sources=sources
            )
        )
    ]


def _ticks(words: str, subject: str, questions: Sequence[ExampleQuestion], ticked: Sequence[str]) -> Block:
    choices = {question.id: question.text for question in questions}
    element = CheckboxesElement(
        action_id=subject, options=options(choices), initial_options=chosen(choices, ticked)
    )
    return field(f"“{words}”", subject, element, optional=True)


def _metadata(card: PrepCard) -> str:
    return f"{card.interview.id}:{card.interview.version}"

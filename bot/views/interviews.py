"""The form of an interview, an interview within its contact's card, and what follows when it was saved."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    DatePickerElement,
    NumberInputElement,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticSelectElement,
    TimePickerElement,
)
from slack_sdk.models.views import View

from bot.guidance.library import Library
from bot.i18n import N_, Words, _
from bot.values import (
    ClockChange,
    Format,
    FormError,
    GoneError,
    InterviewAnswers,
    InterviewCard,
    InterviewDesk,
    InterviewPlace,
    Outcome,
)
from bot.views import labels
from bot.views.answers import Answers
from bot.views.blocks import (
    actions,
    button,
    confirm,
    context,
    field,
    form,
    literal,
    minutes_words,
    moment_words,
    named,
    options,
    section,
    shorten,
    time_words,
)
from bot.views.calendars import calendar_buttons, outdated_words
from bot.views.preparation import prepare_button

CALLBACK = "interview.submit"

_YEARS = range(2000, 2200)
"""Years outside are typing errors, and may not exist as moments in UTC."""

_LENGTH_STATEMENT = "S13"
_NAME_IN_A_BUTTON = 25
_LOCATION_SHOWN = 500
_PLANNED, _HELD = "planned", "held"
_STATES: Mapping[str, str] = Words({_PLANNED: N_("It is planned"), _HELD: N_("It took place")})


def interview_form(library: Library, desk: InterviewDesk, note: str | None = None) -> View:
    """The form of a new or known interview; ``note`` is mrkdwn of ours that stands first."""
    with_whom = _("Your meeting with *{name}*").format(name=literal(desk.contact_name, 100))
    return form(
        _title(desk),
        CALLBACK,
        [
            section(f"{note}\n{with_whom}" if note else with_whom),
            *_fields(library, desk),
            context(_("Only you see this meeting. Your lead sees counts.")),
        ],
        close=_("Not now"),
        private_metadata=_metadata(desk.place),
    )


def read_place(metadata: str) -> InterviewPlace:
    """Which interview a submitted form is about. Raises GoneError where the metadata is not ours."""
    contact_id, _colon, rest = metadata.partition(":")
    interview_id, version, replaces, timezone = [*rest.split(":"), "", "", "", ""][:4]
    if not (contact_id and interview_id and version.isdecimal() and timezone):
        raise GoneError(_("This form is from an older version. Type `/infoview list` to go on."))
    return InterviewPlace(contact_id, interview_id, int(version), replaces or None, timezone)


def read(answers: Answers) -> InterviewAnswers:
    """What was filled in. Raises FormError where a required answer is missing."""
    day, at = answers.day("day"), answers.clock_time("at")
    kind, minutes = answers.member_of(Format, "format"), answers.whole_number("minutes")
    missing = {
        "day": None if day else _("Please choose a day."),
        "at": None if at else _("Please choose a time."),
        "format": None if kind else _("Please choose how you meet."),
        "minutes": _("Please enter a whole number of minutes, for example 25.") if minutes is None else None,
    }
    if day is not None and day.year not in _YEARS:
        missing["day"] = _("Please check the year.")
    if day is None or at is None or kind is None or minutes is None or missing["day"]:
        raise FormError({name: sentence for name, sentence in missing.items() if sentence})
    held = answers.choice("held") == _HELD
    return InterviewAnswers(day, at, minutes, kind, held, answers.text("location"))


def typed_again(
    library: Library, place: InterviewPlace, saved: InterviewCard, typed: InterviewAnswers
) -> View:
    """The form with what was typed, after somebody else's change was saved first."""
    desk = InterviewDesk(
        place=replace(place, version=saved.version),
        contact_name=saved.contact_name,
        day=typed.day,
        at=typed.at,
        minutes=typed.minutes,
        format=typed.format,
        held=typed.held,
        location=typed.location,
    )
    note = _(
        "*This meeting was changed after you opened this form.* Saved now: {saved}."
        " If your answers below are right, select Save again."
    ).format(saved=interview_words(saved))
    return interview_form(library, desk, note)


def interview_words(card: InterviewCard) -> str:
    """When, how, how long, and what became of it, on one line."""
    state = labels.OUTCOME[card.outcome] if card.outcome else _("Planned")
    when = moment_words(card.starts_at, card.timezone)
    return f"{when} · {labels.FORMAT[card.format]} · {minutes_words(card.minutes)} · {state}"


def interview_blocks(card: InterviewCard) -> list[Block]:
    """An interview within its contact's card, with what can be done."""
    when = moment_words(card.starts_at, card.timezone)
    done = [
        label
        for label, moment in (
            (_("Thank-you sent"), card.thanked_at),
            (_("Debrief written"), card.debriefed_at),
        )
        if moment is not None
    ]
    lines = [
        f"*{interview_words(card)}*",
        *([literal(card.location, _LOCATION_SHOWN)] if card.location else []),
        *([" · ".join(done)] if done else []),
    ]
    return [
        section("\n".join(lines), block_id=f"interview:{card.id}"),
        actions(*(named(way, when) for way in _ways(card)), block_id=f"interview.ways:{card.id}"),
    ]


def meeting_name(card: InterviewCard, timezone: str) -> str:
    """Which meeting it is, short enough to be the end of a button's name."""
    return f"{shorten(card.contact_name, _NAME_IN_A_BUTTON)}, {moment_words(card.starts_at, timezone)}"


def debrief_buttons(card: InterviewCard) -> list[ButtonElement]:
    """What is worth doing after a meeting took place."""
    label = _("Edit debrief") if card.debriefed_at else _("Write debrief")
    style = None if card.debriefed_at else "primary"
    ways = [button(label, "debrief.open", card.id, style="primary" if style else None)]
    if card.thanked_at is None:
        ways.append(button(_("I sent my thank-you"), "interview.thanked", card.id))
    return ways


def next_ways(card: InterviewCard) -> list[ButtonElement]:
    """What is worth doing after a meeting was saved."""
    if card.outcome is Outcome.HELD:
        return debrief_buttons(card)
    if card.outcome is None:
        return [prepare_button(card.id), *calendar_buttons(card), edit_button(card)]
    return calendar_buttons(card)


def saved_words(card: InterviewCard) -> str:
    """What was saved, in a sentence or two."""
    words = _what_was_saved(card)
    return (
        f"{words}\n{outdated_words()}" if calendar_buttons(card) and card.is_outdated_in_calendar else words
    )


def clock_change_words(change: ClockChange, typed: InterviewAnswers, saved: InterviewCard) -> str:
    """Which moment was taken for a wall time that is skipped or comes twice."""
    about = {
        ClockChange.SKIPPED: _(
            "On that day the clocks go forward over {time}: this time does not exist where you are."
            " The meeting is saved at {moment}."
        ),
        ClockChange.TWICE: _(
            "On that day the clocks go back, and {time} comes twice where you are."
            " The meeting is saved at the first one: {moment}."
        ),
    }
    sentence = about[change].format(
        time=time_words(typed.at), moment=moment_words(saved.starts_at, saved.timezone)
    )
    return sentence + " " + _("If this is not right, choose “Edit meeting”.")


def edit_button(card: InterviewCard) -> ButtonElement:
    """The way to the form of a meeting."""
    return button(_("Edit meeting"), "interview.edit", card.id)


def thanked_words(card: InterviewCard) -> str:
    """The thank-you is noted, in a sentence."""
    return _("*Saved.* You thanked {name}. This helps people to remember you.").format(
        name=literal(card.contact_name, 100)
    )


def _what_was_saved(card: InterviewCard) -> str:
    name = literal(card.contact_name, 100)
    if card.outcome is Outcome.HELD:
        return _(
            "*Saved.* You met {name}. A debrief takes about two minutes. It is easiest soon after."
        ).format(name=name)
    if card.outcome is None:
        return _("*Saved.* You meet {name} on {moment}.").format(
            name=name, moment=moment_words(card.starts_at, card.timezone)
        )
    return _(
        "*Saved.* The meeting with {name} did not take place. This happens. You can agree on a new time."
    ).format(name=name)


def _title(desk: InterviewDesk) -> str:
    if desk.place.replaces:
        return _("Move the meeting")
    return _("Edit the meeting") if desk.place.version else _("Add a meeting")


def _fields(library: Library, desk: InterviewDesk) -> list[Block]:
    formats = {kind.value: label for kind, label in labels.FORMAT.items()}
    return [
        field(_("Day"), "day", _day_picker(desk.day)),
        field(
            _("Time"),
            "at",
            _time_picker(desk.at),
            hint=_("The time where you are ({timezone}).").format(timezone=desk.place.timezone),
        ),
        field(_("How do you meet?"), "format", _select("format", formats, desk.format)),
        field(
            _("How many minutes?"),
            "minutes",
            NumberInputElement(
                action_id="minutes", is_decimal_allowed=False, initial_value=str(desk.minutes)
            ),
            hint=_("The guide says: “{words}”").format(words=library.statement(_LENGTH_STATEMENT).words),
        ),
        field(
            _("Where?"),
            "location",
            PlainTextInputElement(
                action_id="location", initial_value=desk.location, max_length=_LOCATION_SHOWN
            ),
            hint=_("An address, a phone number or a link. Only you see it."),
            optional=True,
        ),
        field(_("Is it planned, or over?"), "held", _radio(desk)),
    ]


def _day_picker(day: date) -> DatePickerElement:
    return DatePickerElement(action_id="day", initial_date=day.isoformat())


def _time_picker(at: time | None) -> TimePickerElement:
    return TimePickerElement(action_id="at", initial_time=f"{at:%H:%M}" if at else None)


def _select(action_id: str, choices: Mapping[str, str], value: str | None) -> StaticSelectElement:
    return StaticSelectElement(
        action_id=action_id,
        placeholder=_("Choose one"),
        options=options(choices),
        initial_option=options({value: choices[value]})[0] if value else None,
    )


def _radio(desk: InterviewDesk) -> RadioButtonsElement:
    value = _HELD if desk.held else _PLANNED
    return RadioButtonsElement(
        action_id="held",
        options=options(_STATES),
        initial_option=options({value: _STATES[value]})[0],
    )


def _metadata(place: InterviewPlace) -> str:
    return ":".join(
        (place.contact_id, place.interview_id, str(place.version), place.replaces or "", place.timezone)
    )


def _ways(card: InterviewCard) -> list[ButtonElement]:
    change = edit_button(card)
    remove = button(
        _("Delete meeting"),
        "interview.delete",
        card.id,
        confirm=confirm(
            _("Delete this meeting?"),
            _("Its debrief is deleted too. This cannot be undone."),
            _("Delete meeting"),
        ),
    )
    if card.outcome is Outcome.RESCHEDULED:
        return [remove]
    if card.outcome is not None:
        ways = debrief_buttons(card) if card.outcome is Outcome.HELD else calendar_buttons(card)
        return [*ways, change, remove]
    return [
        prepare_button(card.id),
        *calendar_buttons(card),
        button(_("It took place"), "interview.outcome:held", card.id, style="primary"),
        button(_("It was cancelled"), "interview.outcome:cancelled", card.id),
        button(_("Somebody did not come"), "interview.outcome:no_show", card.id),
        button(_("Move to another time"), "interview.outcome:rescheduled", card.id),
        change,
        remove,
    ]

"""The activity record: the form to ask for it, the sheet in words, what is said while it is on its way."""

from collections.abc import Mapping
from datetime import date, timedelta

from slack_sdk.models.blocks import (
    CheckboxesElement,
    DatePickerElement,
    PlainTextInputElement,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from bot.i18n import N_, Words, _, language
from bot.values import (
    PRIVATE_COLUMNS,
    ActivityRecord,
    Channel,
    Format,
    FormError,
    Outcome,
    RecordColumn,
    RecordKind,
    RecordLine,
    RecordRequest,
    RecordStep,
    Sheet,
    Status,
)
from bot.views import labels
from bot.views.answers import Answers
from bot.views.blocks import chosen, context, count_words, day_words, field, form, options, section, window

CALLBACK = "record.submit"

_DEFAULT_DAYS = 30
_NAME_LENGTH = 200
_YEARS = range(2000, 2200)
"""Years outside are typing errors."""

_COLUMNS: Mapping[RecordColumn, str] = Words(
    {
        RecordColumn.DAY: N_("Date"),
        RecordColumn.STEP: N_("Kind of step"),
        RecordColumn.STATUS: N_("Status"),
        RecordColumn.FORMAT: N_("How"),
        RecordColumn.MINUTES: N_("Minutes"),
        RecordColumn.ORGANISATION: N_("Organization"),
        RecordColumn.NAME: N_("Name of the contact"),
    }
)
_KINDS: Mapping[RecordKind, str] = Words(
    {RecordKind.PDF: N_("A document to print (PDF)"), RecordKind.CSV: N_("A table (CSV)")}
)
_STEPS: Mapping[RecordStep, str] = Words(
    {
        RecordStep.FOUND_PERSON: N_("Found a person to write to"),
        RecordStep.FIRST_MESSAGE: N_("First message"),
        RecordStep.FOLLOW_UP: N_("Follow-up message"),
        RecordStep.ANSWER: N_("Answer received"),
        RecordStep.MEETING_AGREED: N_("Meeting agreed"),
        RecordStep.MEETING: N_("Informational interview"),
        RecordStep.MEETING_OFF: N_("Interview that did not take place"),
        RecordStep.THANK_YOU: N_("Thank-you message"),
        RecordStep.DEBRIEF: N_("Debrief written"),
        RecordStep.KEPT_IN_TOUCH: N_("Kept in touch"),
    }
)
_WIDTHS: Mapping[RecordColumn, int] = {
    RecordColumn.DAY: 26,
    RecordColumn.STEP: 38,
    RecordColumn.STATUS: 30,
    RecordColumn.FORMAT: 20,
    RecordColumn.MINUTES: 14,
    RecordColumn.ORGANISATION: 42,
    RecordColumn.NAME: 42,
}


def record_form(today: date) -> View:
    """The form, for the last 30 days at first; what is private is not ticked."""
    columns = {column.value: label for column, label in _COLUMNS.items()}
    kinds = {kind.value: label for kind, label in _KINDS.items()}
    ticked = [column for column in RecordColumn if column not in PRIVATE_COLUMNS]
    return form(
        _("Activity record"),
        CALLBACK,
        [
            section(_("A list of what you did, for example for an agency or a stipend.")),
            field(_("First day"), "first_day", _day(today - timedelta(days=_DEFAULT_DAYS), "first_day")),
            field(_("Last day"), "last_day", _day(today, "last_day")),
            field(
                _("What should be on it?"),
                "columns",
                CheckboxesElement(
                    action_id="columns", options=options(columns), initial_options=chosen(columns, ticked)
                ),
                hint=_("Names and organizations are on it only if you choose them."),
            ),
            field(
                _("Which kind of file?"),
                "kind",
                RadioButtonsElement(
                    action_id="kind",
                    options=options(kinds),
                    initial_option=options({RecordKind.PDF.value: _KINDS[RecordKind.PDF]})[0],
                ),
            ),
            field(
                _("Your name, as it should stand there"),
                "own_name",
                PlainTextInputElement(action_id="own_name", max_length=_NAME_LENGTH),
                hint=_("It is not stored."),
                optional=True,
            ),
            context(_("The file comes to your direct message with Infoview, and to nobody else.")),
        ],
        submit=_("Make the record"),
    )


def read(answers: Answers) -> RecordRequest:
    """What was asked for. Raises FormError where a required answer is missing."""
    first_day, last_day = answers.day("first_day"), answers.day("last_day")
    columns = frozenset(column for column in RecordColumn if column in answers.choices("columns"))
    kind = answers.member_of(RecordKind, "kind")
    missing = {
        "first_day": _day_problem(first_day),
        "last_day": _day_problem(last_day),
        "columns": None if columns else _("Please choose at least one."),
        "kind": None if kind else _("Please choose one."),
    }
    found = {name: sentence for name, sentence in missing.items() if sentence}
    if found or first_day is None or last_day is None or kind is None:
        raise FormError(found)
    return RecordRequest(first_day, last_day, columns, kind, answers.text("own_name"))


def on_its_way(record: ActivityRecord) -> View:
    """The answer at once; the file follows in the direct message."""
    words = _(
        "*Your activity record is on its way.* It has {steps}, {days}."
        " You find it in your direct message with Infoview."
    ).format(
        steps=count_words(len(record.lines), "{count} step", "{count} steps"), days=_period(record.request)
    )
    return window(_("Activity record"), [section(words), context(_statement())], callback_id="record.window")


def comment(record: ActivityRecord) -> str:
    """What the message with the file says: no names."""
    return _("Your activity record, {days}.").format(days=_period(record.request)) + " " + _statement()


def file_name(record: ActivityRecord) -> str:
    """The file's name: the days it is about."""
    request = record.request
    return f"activity-record-{request.first_day}-{request.last_day}.{request.kind}"


def sheet(record: ActivityRecord) -> Sheet:
    """The record in words; a table for a spreadsheet has its dates in numbers, so that it can be sorted."""
    request = record.request
    columns = [column for column in RecordColumn if column in request.columns]
    return Sheet(
        title=_("Activity record"),
        facts=_facts(record),
        statement=_statement(),
        headings=tuple(_COLUMNS[column] for column in columns),
        widths=tuple(_WIDTHS[column] for column in columns),
        rows=tuple(tuple(_cell(line, column, request.kind) for column in columns) for line in record.lines),
        page_words=_("Page {page} of {pages}"),
        language=language(),
        author=request.own_name,
    )


def _facts(record: ActivityRecord) -> tuple[str, ...]:
    own_name = record.request.own_name
    messages = record.count(RecordStep.FIRST_MESSAGE, RecordStep.FOLLOW_UP)
    counts = _(
        "Steps: {steps}. Messages: {messages}. Informational interviews: {meetings}, {minutes} minutes."
    )
    return (
        *([_("Name: {name}").format(name=own_name)] if own_name else []),
        _("Days: {days}").format(days=_period(record.request)),
        _("Made with Infoview on {day}").format(day=day_words(record.made_on)),
        counts.format(
            steps=len(record.lines),
            messages=messages,
            meetings=record.count(RecordStep.MEETING),
            minutes=record.minutes_met,
        ),
        _("The date of an interview is its day. The date of any other step is the day it was noted."),
    )


def _statement() -> str:
    return _("This record is self-reported: the member wrote it. The program did not check it.")


def _period(request: RecordRequest) -> str:
    return _("{first} to {last}").format(first=day_words(request.first_day), last=day_words(request.last_day))


def _cell(line: RecordLine, column: RecordColumn, kind: RecordKind) -> str:
    cells: Mapping[RecordColumn, str | None] = {
        RecordColumn.DAY: day_words(line.day) if kind is RecordKind.PDF else line.day.isoformat(),
        RecordColumn.STEP: _STEPS[line.step],
        RecordColumn.STATUS: _status_words(line.status),
        RecordColumn.FORMAT: _format_words(line.format),
        RecordColumn.MINUTES: str(line.minutes) if line.minutes is not None else None,
        RecordColumn.ORGANISATION: line.organisation,
        RecordColumn.NAME: line.name,
    }
    return cells[column] or ""


def _status_words(status: Status | Outcome | None) -> str:
    if status is None:
        return ""
    return labels.STATUS[status] if isinstance(status, Status) else labels.OUTCOME[status]


def _format_words(format_: Format | Channel | None) -> str:
    if format_ is None:
        return ""
    return labels.FORMAT[format_] if isinstance(format_, Format) else labels.CHANNEL[format_]


def _day_problem(day: date | None) -> str | None:
    if day is None:
        return _("Please choose a day.")
    return None if day.year in _YEARS else _("Please check the year.")


def _day(day: date, action_id: str) -> DatePickerElement:
    return DatePickerElement(action_id=action_id, initial_date=day.isoformat())

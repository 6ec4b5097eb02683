"""Bringing a file into the log: choosing it, how it was read, and what came in."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import Block, Option, SectionBlock, StaticSelectElement
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from bot.guidance.markdown import escape
from bot.i18n import N_, Words, _
from bot.values import (
    ExportedContact,
    FormError,
    ImportCounts,
    ImportRow,
    IncomingFile,
    LineNote,
    TrackerField,
    TrackerReading,
)
from bot.views import labels
from bot.views.answers import Answers
from bot.views.blocks import (
    actions,
    button,
    context,
    count_words,
    day_words,
    divider,
    field,
    form,
    header,
    literal,
    options,
    section,
    shorten,
    window,
)

UPLOAD = "import.upload"
READING = "import.reading"
PREVIEW = "import.preview"

ENDINGS = ("csv", "tsv", "txt", "json")
TABLE_BYTES = 3_000_000
"""A table of 2,000 people with 1,500 bytes each; a larger one is refused before it is fetched."""

EXPORT_BYTES = 10_000_000
"""What Slack takes in a form at most."""

_SHOWN_PROBLEMS = 10
_SHOWN_REMARKS = 5
_SHOWN_PEOPLE = 3
_SAMPLES = 2
_NONE = "none"
_YES, _NO = "yes", "no"

_FIELDS: Mapping[TrackerField, str] = Words(
    {
        TrackerField.NAME: N_("Name, or first name"),
        TrackerField.LAST_NAME: N_("Last name"),
        TrackerField.ORGANISATION: N_("Organization"),
        TrackerField.ROLE: N_("Role"),
        TrackerField.PROFILE: N_("Email or link"),
        TrackerField.SOURCE: N_("How you found them"),
        TrackerField.CHANNEL: N_("How you write to them"),
        TrackerField.STATUS: N_("Status"),
        TrackerField.LAST_CONTACT: N_("Last contact"),
        TrackerField.INTRODUCED_BY: N_("Introduced by"),
        TrackerField.WHY: N_("Why this person"),
        TrackerField.NOTES: N_("Notes"),
    }
)

_ENCODINGS: Mapping[str, str] = Words(
    {
        "cp1252": N_("Western European"),
        "cp1250": N_("Central European"),
        "cp1251": N_("Cyrillic"),
        "cp1253": N_("Greek"),
        "cp1254": N_("Turkish"),
        "cp1255": N_("Hebrew"),
        "cp1256": N_("Arabic"),
        "cp1257": N_("Baltic"),
        "cp1258": N_("Vietnamese"),
        "shift_jis": N_("Japanese"),
        "gb18030": N_("Chinese (simplified)"),
        "big5": N_("Chinese (traditional)"),
        "cp949": N_("Korean"),
    }
)
"""By Python's names, as :mod:`bot.documents.trackers` gives them."""

_DATE_ORDERS: Mapping[str, str] = Words(
    {_NO: N_("month/day/year: 2/3/2025 is Feb 3"), _YES: N_("day/month/year: 2/3/2025 is Mar 2")}
)
_OTHERS: Mapping[str, str] = Words({_YES: N_("Keep them in the notes"), _NO: N_("Leave them out")})


def upload_form(import_id: str, trouble: str | None = None) -> View:
    """Where the file is chosen; ``trouble`` says what was wrong with the last one."""
    blocks: list[Block] = [section(escape(trouble))] if trouble else []
    blocks += [
        section(
            _(
                "*Add people from a file.* Choose a CSV file with the people you keep in a spreadsheet, or a"
                " JSON file that Infoview sent you. Nothing is saved before you have seen it and agreed."
            )
        ),
        field(
            _("Your file"),
            "file",
            FileInputElement(action_id="file", filetypes=list(ENDINGS), max_files=1),
            hint=_("At most 2,000 people at a time. In a spreadsheet, choose “Save as” or “Download”, CSV."),
        ),
        context(_("Only you see what is in the file. Who is in your log already is not added again.")),
    ]
    return form(_("Import contacts"), UPLOAD, blocks, submit=_("Read the file"), private_metadata=import_id)


def parse_upload(answers: Answers) -> IncomingFile:
    """The chosen file. Raises FormError for none, for another kind and for one that is too large."""
    file = answers.file("file")
    if file is None:
        raise FormError({"file": _("Please choose a file.")})
    if file.name.rpartition(".")[2].lower() not in ENDINGS:
        raise FormError({"file": _("Please choose a CSV file, or a JSON file that Infoview sent you.")})
    if file.size > limit(file):
        raise FormError({"file": too_large()})
    return file


def is_export(name: str) -> bool:
    """Whether a file is read as an export of Infoview, by its name."""
    return name.lower().endswith(".json")


def limit(file: IncomingFile) -> int:
    """How many bytes of a file are read at most."""
    return EXPORT_BYTES if is_export(file.name) else TABLE_BYTES


def too_large() -> str:
    """What to do with a file over the limit."""
    return _(
        "This file is too large: at most {most} MB of a table can be read, and 2,000 people come in at a"
        " time. Please split it into smaller files."
    ).format(most=TABLE_BYTES // 1_000_000)


def failed() -> str:
    """Something of ours broke."""
    return _("Sorry, something went wrong on our side. Nothing was imported. Please try again.")


def not_fetched() -> str:
    """Slack did not hand the file over."""
    return _("Slack did not give me the file. Please choose it again.")


def reading_window(import_id: str, *, again: bool = False) -> View:
    """Shown while a file is fetched and read; the button is there in case it does not change by itself."""
    words = _("I am still reading your file.") if again else _("I am reading your file. One moment, please.")
    return window(
        _("Import contacts"),
        [section(words), actions(button(_("Show what you found"), "import.show"))],
        callback_id=READING,
        close=_("Cancel"),
        private_metadata=import_id,
        notify_on_close=True,
    )


def working_window() -> View:
    """Shown while the people come into the log."""
    words = _("I am bringing the people into your log. You can close this window: nothing is lost.")
    return window(_("Import contacts"), [section(words)])


def tracker_preview(import_id: str, name: str, reading: TrackerReading, counts: ImportCounts) -> View:
    """How a tracker was read: what comes in, what cannot, and what each column stands for."""
    blocks: list[Block] = [
        section(_summary(name, counts)),
        *_problem_lines(reading.problems),
        *_remark_lines(reading.remarks),
        *_people_lines(reading.rows),
        divider(),
        header(_("How I read your file")),
        *(_column(meaning, reading) for meaning in TrackerField),
        *_reading_choices(reading),
        actions(button(_("Choose another file"), "import.restart")),
    ]
    return _preview(import_id, blocks, counts)


def export_preview(
    import_id: str, name: str, contacts: Sequence[ExportedContact], counts: ImportCounts
) -> View:
    """What an export of Infoview brings."""
    meetings = [meeting for contact in contacts for meeting in contact.interviews]
    debriefs = sum(meeting.debrief is not None for meeting in meetings)
    holds = _("In the file: {contacts}, {meetings} and {debriefs}.").format(
        contacts=count_words(len(contacts), N_("{count} contact"), N_("{count} contacts")),
        meetings=count_words(len(meetings), N_("{count} meeting"), N_("{count} meetings")),
        debriefs=count_words(debriefs, N_("{count} debrief"), N_("{count} debriefs")),
    )
    stays = _(
        "Each contact comes with its history, meetings and debriefs. Your settings stay as they are here."
    )
    blocks = [
        section(_summary(name, counts)),
        section(holds),
        context(stays),
        actions(button(_("Choose another file"), "import.restart")),
    ]
    return _preview(import_id, blocks, counts)


def done(counts: ImportCounts) -> View:
    """What came in."""
    words = count_words(
        counts.new, N_("*{count} person came into your log.*"), N_("*{count} people came into your log.*")
    )
    blocks: list[Block] = [section(words)]
    if counts.known:
        blocks.append(section(_known(counts)))
    blocks.append(
        context(_("The file itself is deleted here. You can change or delete each contact in your list."))
    )
    blocks.append(actions(button(_("See my contacts"), "list.open")))
    return window(_("Import contacts"), blocks)


def _preview(import_id: str, blocks: Sequence[Block], counts: ImportCounts) -> View:
    if not counts.new:
        return window(
            _("Import contacts"),
            blocks,
            callback_id=PREVIEW,
            private_metadata=import_id,
            notify_on_close=True,
        )
    return form(
        _("Import contacts"),
        PREVIEW,
        blocks,
        submit=_("Import"),
        private_metadata=import_id,
        notify_on_close=True,
    )


def _summary(name: str, counts: ImportCounts) -> str:
    new = count_words(
        counts.new,
        N_("*{count} person* can come into your log."),
        N_("*{count} people* can come into your log."),
    )
    lines = [f"`{literal(name, 80)}`", new if counts.new else _("*Nobody new* is in this file.")]
    if counts.known:
        lines.append(_known(counts))
    return "\n".join(lines)


def _known(counts: ImportCounts) -> str:
    return count_words(
        counts.known,
        N_("{count} person is in your log already and stays as they are there."),
        N_("{count} people are in your log already and stay as they are there."),
    )


def _problem_lines(problems: Sequence[LineNote]) -> list[Block]:
    if not problems:
        return []
    title = count_words(
        len(problems), N_("*{count} line cannot come in:*"), N_("*{count} lines cannot come in:*")
    )
    advice = _(
        "You can import the others now, correct these lines in your file, and import the file again:"
        " nobody is added twice."
    )
    return [section(_notes(title, problems, _SHOWN_PROBLEMS)), context(advice)]


def _remark_lines(remarks: Sequence[LineNote]) -> list[Block]:
    if not remarks:
        return []
    title = _("*Please look at these.* They come in, and what I could not use stays in the notes:")
    return [section(_notes(title, remarks, _SHOWN_REMARKS))]


def _notes(title: str, notes: Sequence[LineNote], most: int) -> str:
    lines = [
        _("• Line {line}: {text}").format(line=note.line, text=literal(note.text, 200))
        for note in notes[:most]
    ]
    more = len(notes) - most
    if more > 0:
        lines.append(count_words(more, N_("and {count} more"), N_("and {count} more")))
    return "\n".join([title, *lines])


def _people_lines(rows: Sequence[ImportRow]) -> list[Block]:
    return [context(_person_words(row)) for row in rows[:_SHOWN_PEOPLE]]


def _person_words(row: ImportRow) -> str:
    known = row.form
    parts = [
        f"*{literal(known.name, 80)}*",
        *([literal(known.organisation, 80)] if known.organisation else []),
        labels.STATUS[known.status],
        *([day_words(row.last_contact)] if row.last_contact else []),
    ]
    return " · ".join(parts)


def _column(meaning: TrackerField, reading: TrackerReading) -> SectionBlock:
    """One field with the menu of the file's columns, and what stands in the chosen one."""
    names = {_NONE: _("Not in my file"), **_column_names(reading.tracker.headers)}
    number = reading.columns.get(meaning)
    now = _NONE if number is None else str(number)
    menu = _menu(f"import.column:{meaning}", names, now, _FIELDS[meaning])
    samples = _samples(reading, number) if number is not None else ""
    return section(f"*{_FIELDS[meaning]}*\n{samples}", menu)


def _column_names(headers: Sequence[str]) -> dict[str, str]:
    return {
        str(number): text or _("Column {number}").format(number=number + 1)
        for number, text in enumerate(headers)
    }


def _samples(reading: TrackerReading, number: int) -> str:
    cells = (row.cells[number] for row in reading.tracker.rows if number < len(row.cells))
    filled = [literal(cell, 40) for cell in cells if cell.strip()][:_SAMPLES]
    return ", ".join(f"“{cell}”" for cell in filled)


def _reading_choices(reading: TrackerReading) -> list[Block]:
    blocks: list[Block] = []
    if reading.day_first is not None:
        words, now = _("*Dates*"), _YES if reading.day_first else _NO
        blocks.append(section(words, _menu("import.dates", _DATE_ORDERS, now, _("Dates"))))
    if not reading.tracker.is_sure:
        words = _("*Letters*\nDo names look wrong above? Choose the letters your file was saved with.")
        blocks.append(
            section(words, _menu("import.letters", _ENCODINGS, reading.tracker.encoding, _("Letters")))
        )
    if reading.others:
        names = ", ".join(literal(name, 40) for name in reading.others)
        words = _("*Other columns*") + "\n" + shorten(names, 300)
        now = _YES if reading.keeps_others else _NO
        blocks.append(section(words, _menu("import.others", _OTHERS, now, _("Other columns"))))
    return blocks


def _menu(action_id: str, names: Mapping[str, str], now: str, label: str) -> StaticSelectElement:
    choices: list[Option] = options(names)
    chosen = next(option for option in choices if option.value == now)
    return StaticSelectElement(
        action_id=action_id, options=choices, initial_option=chosen, placeholder=shorten(label, 150)
    )


def chosen_column(value: str) -> int | None:
    """The number of the chosen column; None for none."""
    return int(value) if value.isascii() and value.isdigit() else None


def chosen_yes(value: str) -> bool:
    """Whether yes was chosen."""
    return value == _YES

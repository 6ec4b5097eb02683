"""What the rows of a tracker say, as contacts; what cannot be a value of a contact stays in its notes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from bot.documents.trackers.columns import guess_columns
from bot.documents.trackers.dates import day_first, read_day
from bot.documents.trackers.words import channel_of, source_of, status_of
from bot.i18n import _
from bot.values import (
    ContactForm,
    ImportRow,
    LineNote,
    Status,
    Tracker,
    TrackerChoices,
    TrackerField,
    TrackerReading,
    TrackerRow,
    typed,
)

T = TypeVar("T")
_F = TrackerField

_LONG_TEXTS = frozenset({_F.NOTES, _F.WHY})
"""What may have several lines."""

_EARLIEST_YEAR = 2000


def understand(
    tracker: Tracker, choices: TrackerChoices, today: date, lengths: Mapping[str, int]
) -> TrackerReading:
    """The people of a tracker. ``lengths`` says how long each text of a contact may be.

    A row that cannot come in, and one that comes in otherwise than it stands there, is named by its line.
    """
    columns = _columns(tracker, choices)
    told = _day_order(tracker, columns)
    days_first = choices.day_first if told is None and choices.day_first is not None else bool(told)
    reader = _Rows(tracker, columns, today, days_first, choices.keeps_others)
    rows, problems = _only_whole(reader, lengths)
    return TrackerReading(
        tracker=tracker,
        columns=columns,
        rows=rows,
        problems=problems,
        remarks=tuple(reader.remarks),
        day_first=days_first if told is None else None,
        others=tuple(tracker.headers[number] for number in reader.others),
        keeps_others=choices.keeps_others,
    )


def _columns(tracker: Tracker, choices: TrackerChoices) -> dict[TrackerField, int]:
    """Every choice of a member counts; what was guessed for the same column gives way."""
    chosen = {meaning: number for meaning, number in choices.columns.items() if number is not None}
    guessed = {
        meaning: number
        for meaning, number in guess_columns(tracker.headers).items()
        if meaning not in choices.columns and number not in chosen.values()
    }
    return guessed | {meaning: number for meaning, number in chosen.items() if number < len(tracker.headers)}


def _day_order(tracker: Tracker, columns: Mapping[TrackerField, int]) -> bool | None:
    number = columns.get(_F.LAST_CONTACT)
    if number is None:
        return False
    return day_first(row.cells[number] for row in tracker.rows if number < len(row.cells))


def _only_whole(
    reader: "_Rows", lengths: Mapping[str, int]
) -> tuple[tuple[ImportRow, ...], tuple[LineNote, ...]]:
    """The rows that can come in, each person once, and why the others cannot."""
    whole: dict[tuple[str, str | None], ImportRow] = {}
    problems: list[LineNote] = []
    for line, row in reader:
        if isinstance(row, str):
            problems.append(LineNote(line, row))
        elif too_long := _length_problem(row.form, lengths, reader):
            problems.append(LineNote(line, too_long))
        elif (first := whole.setdefault(_person(row.form), row)) is not row:
            problems.append(LineNote(line, _("The same person as in line {line}.").format(line=first.line)))
    return tuple(whole.values()), tuple(problems)


def _person(form: ContactForm) -> tuple[str, str | None]:
    return form.name.casefold(), form.organisation and form.organisation.casefold()


def _length_problem(form: ContactForm, lengths: Mapping[str, int], reader: "_Rows") -> str | None:
    for name, most in lengths.items():
        text: str | None = getattr(form, name)
        if text is not None and len(text) > most:
            return _("“{column}” is too long: {count} characters, and at most {most} are possible.").format(
                column=reader.heading(TrackerField(name)), count=f"{len(text):,}", most=f"{most:,}"
            )
    return None


@dataclass
class _Rows:
    """The rows one by one: a person, or why the row can be none. ``remarks`` grow while they are read."""

    tracker: Tracker
    columns: Mapping[TrackerField, int]
    today: date
    days_first: bool
    keeps_others: bool
    remarks: list[LineNote] = field(default_factory=list)

    @property
    def others(self) -> tuple[int, ...]:
        """The columns that stand for nothing and have a heading."""
        used = self.columns.values()
        return tuple(
            number for number, header in enumerate(self.tracker.headers) if header and number not in used
        )

    def heading(self, meaning: TrackerField) -> str:
        """The heading of the column for a field; the notes may be made of other columns alone."""
        used = _F.LAST_NAME if meaning is _F.NAME and meaning not in self.columns else meaning
        number = self.columns.get(used)
        return self.tracker.headers[number] if number is not None else _("Notes")

    def __iter__(self) -> Iterator[tuple[int, ImportRow | str]]:
        for row in self.tracker.rows:
            yield row.line, self._read(row)

    def _read(self, row: TrackerRow) -> ImportRow | str:
        width = len(self.tracker.headers)
        if any(cell.strip() for cell in row.cells[width:]):
            return _(
                "It has more cells than the headings. Perhaps a text with a comma has no quotation marks."
            )
        name = " ".join(filter(None, (self._text(row, _F.NAME), self._text(row, _F.LAST_NAME))))
        if not name:
            return _("There is no name.")
        return self._person(row, name)

    def _person(self, row: TrackerRow, name: str) -> ImportRow:
        kept: list[str] = []
        last_contact = self._last_contact(row, kept)
        status = self._status(row, kept, last_contact)
        if status is Status.PLANNED and last_contact is not None:
            kept.append(f"{self.heading(_F.LAST_CONTACT)}: {last_contact}")
            last_contact = None
        form = ContactForm(
            name=name,
            organisation=self._text(row, _F.ORGANISATION),
            role=self._text(row, _F.ROLE),
            profile=self._text(row, _F.PROFILE),
            why=self._text(row, _F.WHY),
            introduced_by=self._text(row, _F.INTRODUCED_BY),
            source=self._known(row, _F.SOURCE, source_of, kept),
            channel=self._known(row, _F.CHANNEL, channel_of, kept),
            status=status,
            notes=self._notes(row, kept),
        )
        return ImportRow(row.line, form, last_contact)

    def _status(self, row: TrackerRow, kept: list[str], last_contact: date | None) -> Status:
        status = self._known(row, _F.STATUS, status_of, kept)
        if status is not None:
            return status
        if (text := self._text(row, _F.STATUS)) is not None:
            self._remark(row, _("I do not know the status “{text}”.").format(text=text))
        return Status.PLANNED if last_contact is None else Status.CONTACTED

    def _last_contact(self, row: TrackerRow, kept: list[str]) -> date | None:
        text = self._text(row, _F.LAST_CONTACT)
        day = read_day(text, days_come_first=self.days_first) if text is not None else None
        if day is not None and day.year >= _EARLIEST_YEAR and day <= self.today:
            return day
        if text is not None:
            kept.append(f"{self.heading(_F.LAST_CONTACT)}: {text}")
            self._remark(row, _("“{text}” is not a day in the past.").format(text=text))
        return None

    def _known(
        self, row: TrackerRow, meaning: TrackerField, value_of: Callable[[str], T | None], kept: list[str]
    ) -> T | None:
        """The value a text stands for; a text that stands for none is kept."""
        text = self._text(row, meaning)
        value = value_of(text) if text is not None else None
        if text is not None and value is None:
            kept.append(f"{self.heading(meaning)}: {text}")
        return value

    def _notes(self, row: TrackerRow, kept: Sequence[str]) -> str | None:
        others = [
            f"{self.tracker.headers[number]}: {text}"
            for number in (self.others if self.keeps_others else ())
            if (text := self._cell(row, number)) is not None
        ]
        return "\n".join(filter(None, (self._text(row, _F.NOTES), *kept, *others))) or None

    def _remark(self, row: TrackerRow, text: str) -> None:
        self.remarks.append(LineNote(row.line, text))

    def _text(self, row: TrackerRow, meaning: TrackerField) -> str | None:
        number = self.columns.get(meaning)
        text = self._cell(row, number) if number is not None else None
        return text if text is None or meaning in _LONG_TEXTS else " ".join(text.split())

    def _cell(self, row: TrackerRow, number: int) -> str | None:
        return typed(row.cells[number]) if number < len(row.cells) else None

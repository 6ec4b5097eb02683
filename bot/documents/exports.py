"""A member's data as files: one JSON file that Infoview can read again, and tables for a spreadsheet.

Names of fields and columns are the same in every language, so that a file can be read anywhere.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from bot.documents.tables import csv_file
from bot.i18n import _
from bot.values import (
    EXPORT_FORMAT,
    EXPORT_VERSION,
    DebriefForm,
    Export,
    ExportedContact,
    ExportedInterview,
    Impression,
    LearningGoal,
    OutgoingFile,
    UserError,
)

_EXPORT = TypeAdapter(Export)

_CONTACT_COLUMNS = (
    "name",
    "organization",
    "role",
    "email_or_link",
    "how_met",
    "introduced",
    "introduced_by",
    "channel",
    "status",
    "last_contact",
    "why",
    "notes",
    "next_step",
    "next_step_due",
    "advocate",
    "industry",
    "message_draft",
    "added_at",
)
_MEETING_COLUMNS = ("name", "organization", "starts_at", "timezone")
_INTERVIEW_COLUMNS = (
    *_MEETING_COLUMNS,
    "minutes",
    "format",
    "place",
    "outcome",
    "thanked_at",
    "debriefed_at",
    "questions",
)
_DEBRIEF_COLUMNS = (
    *_MEETING_COLUMNS,
    "covered",
    *(f"learned_{goal}" for goal in LearningGoal),
    "most_valuable",
    "kept_time",
    "kept_free_of_job_asks",
    *(f"came_across_{impression}" for impression in Impression),
    "did_well",
    "confidence",
    "how_we_left_it",
    "advocate",
    "introduction_offered",
    "referral_offered",
    "suggested",
    "next_step",
    "next_step_due",
    "submitted",
)


class NotAnExportError(UserError):
    """A JSON file that is no export of ours, or one that was changed so that it cannot be read."""


def export_files(export: Export) -> tuple[OutgoingFile, ...]:
    """The JSON file, and the tables; a table without rows is left out."""
    zone = ZoneInfo(export.settings.timezone if export.settings is not None else "UTC")
    day = f"{export.exported_at.astimezone(zone):%Y-%m-%d}"
    tables = (
        ("contacts", _("Your contacts"), (_CONTACT_COLUMNS, *_contact_rows(export, zone))),
        ("interviews", _("Your meetings"), (_INTERVIEW_COLUMNS, *_interview_rows(export))),
        ("debriefs", _("Your debriefs"), (_DEBRIEF_COLUMNS, *_debrief_rows(export))),
    )
    return (
        OutgoingFile(f"infoview-{day}.json", as_json(export), _("All your data")),
        *(
            OutgoingFile(f"infoview-{name}-{day}.csv", csv_file(rows), title)
            for name, title, rows in tables
            if len(rows) > 1
        ),
    )


def as_json(export: Export) -> bytes:
    """The export as the JSON file that :func:`read_json` reads."""
    return _EXPORT.dump_json(export, indent=2)


def read_json(content: bytes) -> Export:
    """An export of this or an earlier version. Raises NotAnExportError with what is wrong and where."""
    try:
        data = from_json(content.removeprefix(b"\xef\xbb\xbf"))
    except ValueError:
        raise NotAnExportError(
            _("This JSON file is not complete. Please choose the file as Infoview sent it to you.")
        ) from None
    if not isinstance(data, dict) or data.get("format") != EXPORT_FORMAT:
        raise NotAnExportError(
            _("This JSON file does not come from Infoview. Please choose a file that Infoview sent you.")
        )
    if data.get("version") != EXPORT_VERSION:
        raise NotAnExportError(
            _("This file comes from a newer Infoview. Please ask your program team to update Infoview here.")
        )
    try:
        return _EXPORT.validate_python(data)
    except ValidationError as error:
        # The values of the file stay out of the sentence: they are private, and it may reach a log.
        path = error.errors(include_input=False)[0]["loc"]
        place = " > ".join(str(part + 1 if isinstance(part, int) else part) for part in path)
        raise NotAnExportError(
            _("This file was changed, and I cannot read this part of it: {place}").format(place=place)
        ) from None


def _contact_rows(export: Export, zone: ZoneInfo) -> Iterator[Sequence[str]]:
    for contact in export.contacts:
        form = contact.form
        yield (
            form.name,
            form.organisation or "",
            form.role or "",
            form.profile or "",
            form.source or "",
            "" if form.introduced is None else _yes_no(said=form.introduced),
            form.introduced_by or "",
            form.channel or "",
            form.status,
            f"{contact.status_at.astimezone(zone):%Y-%m-%d}",
            form.why or "",
            form.notes or "",
            contact.next_step or "",
            str(contact.next_step_due or ""),
            contact.advocate or "",
            form.industry or "",
            contact.draft or "",
            _moment(contact.created_at, zone),
        )


def _interview_rows(export: Export) -> Iterator[Sequence[str]]:
    for contact, interview in _interviews(export):
        zone = ZoneInfo(interview.timezone)
        yield (
            *_meeting(contact, interview),
            str(interview.minutes),
            interview.format,
            interview.place or "",
            interview.outcome or "",
            _moment(interview.thanked_at, zone),
            _moment(interview.debriefed_at, zone),
            (interview.questions and interview.questions.own) or "",
        )


def _debrief_rows(export: Export) -> Iterator[Sequence[str]]:
    for contact, interview in _interviews(export):
        if interview.debrief is not None:
            yield (*_meeting(contact, interview), *_answers(interview.debrief.answers), "yes")
        for draft in interview.debrief_drafts:
            yield (*_meeting(contact, interview), *_answers(draft.answers), "no")


def _answers(answers: DebriefForm) -> tuple[str, ...]:
    return (
        "; ".join(goal for goal in LearningGoal if goal in answers.covered),
        *(answers.learned.get(goal, "") for goal in LearningGoal),
        answers.valuable or "",
        _yes_no(said=answers.kept_time),
        _yes_no(said=answers.kept_free_of_job_asks),
        *(str(answers.ratings.get(impression, "")) for impression in Impression),
        answers.did_well or "",
        str(answers.confidence or ""),
        answers.left_it or "",
        answers.advocate or "",
        _yes_no(said=answers.introduction_offered),
        _yes_no(said=answers.referral_offered),
        answers.suggested or "",
        answers.next_step or "",
        str(answers.next_step_due or ""),
    )


def _interviews(export: Export) -> Iterator[tuple[ExportedContact, ExportedInterview]]:
    return ((contact, interview) for contact in export.contacts for interview in contact.interviews)


def _meeting(contact: ExportedContact, interview: ExportedInterview) -> tuple[str, str, str, str]:
    starts_at = _moment(interview.starts_at, ZoneInfo(interview.timezone))
    return contact.form.name, contact.form.organisation or "", starts_at, interview.timezone


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    """A local time with its offset, such as ``2026-10-06T14:30-04:00``; empty for None."""
    return at.astimezone(zone).isoformat(timespec="minutes") if at is not None else ""


def _yes_no(*, said: bool) -> str:
    return "yes" if said else "no"

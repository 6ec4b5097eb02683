"""Nothing that a person can type acts, breaks or hides something in a view, a message or a file."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import icalendar
import pytest
from pypdf import PdfReader
from starlette.responses import HTMLResponse

from bot.documents.calendar import calendar_file
from bot.documents.exports import export_files
from bot.documents.install_pages import success_page
from bot.documents.records import record_file
from bot.documents.summaries import as_csv, as_json
from bot.documents.tables import csv_file, csv_text, harmless, unmarked
from bot.guidance import content_root, load_library
from bot.playground.blockkit import check_message, check_view
from bot.values import (
    CONTACT_LENGTHS,
    ActivityRecord,
    ContactForm,
    DebriefForm,
    Export,
    ExportedDebrief,
    MeetingQuestions,
    PrepCard,
    RecordColumn,
    RecordKind,
    RecordRequest,
    Sheet,
)
from bot.views import calendars, records
from tests.clocks import START
from tests.contracts import test_log_views as log_samples
from tests.contracts import test_summary_views as summary_samples
from tests.contracts.every_view import PARTS
from tests.contracts.nasty import FORMULAS, MARK, SEQUENCE, TEXTS, mrkdwn, poisoning, view_functions
from tests.logs import CONTACT, MEETING

pytestmark = pytest.mark.slow

LIBRARY = load_library(content_root())
FOR_FILES = ("records, sheet", "records, cell", "preparation, title", "preparation, plain")
"""Texts that go into a file, where nothing is mrkdwn."""

FEWEST_SHOWN = 400
"""Of about 1,000 views and messages, at least so many show something that a person typed."""

_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.(json|csv|pdf|ics|png)")


def everything() -> Iterator[tuple[str, Any]]:
    """Every message and window, by its part and name."""
    for part, views in PARTS.items():
        for name, shown in views(LIBRARY):
            yield f"{part}, {name}", shown


def refused(shown: Any) -> list[str]:
    """What Slack would say against it; what stands in a field came from there, and is not too long."""
    problems = check_view(shown) if shown.get("type") in {"modal", "home"} else []
    if "blocks" in shown and "text" in shown:
        problems = check_message(shown)
    return [problem for problem in problems if "initial_value" not in problem]


@pytest.fixture(scope="module")
def of_ours() -> set[str]:
    """The control sequences that stand there when nobody means harm."""
    return {
        found for _where, shown in everything() for text in mrkdwn(shown) for found in SEQUENCE.findall(text)
    }


@pytest.mark.parametrize("kind", TEXTS)
def test_nothing_acts_in_any_view_or_message(
    monkeypatch: pytest.MonkeyPatch, of_ours: set[str], kind: str
) -> None:
    for module, name, function in view_functions():
        monkeypatch.setattr(module, name, poisoning(function, TEXTS[kind]))
    shown_in = 0
    for where, shown in everything():
        assert refused(shown) == [], where
        shown_in += MARK in json.dumps(shown)
        if where.startswith(FOR_FILES):
            continue
        for text in mrkdwn(shown):
            assert set(SEQUENCE.findall(text)) <= of_ours, where
            assert "<" not in SEQUENCE.sub("", text), where
            assert "&lt;!evil" not in text, where
    assert shown_in > FEWEST_SHOWN


@pytest.mark.parametrize("text", [*FORMULAS, *TEXTS.values()])
def test_no_cell_is_computed_and_none_is_lost(text: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_text([(text, "a")]), newline=""))
    assert row[0].startswith("'") or row[0][0] not in "=+-@\t\r\n\0＝＋－＠"
    assert unmarked(row[0]) == text
    assert csv_file([(text,)]).decode("utf-8-sig")


@pytest.mark.parametrize("text", ["’tis", "'tis", "''", "", "a=b", "'a'=b"])
def test_a_cell_that_is_no_formula_stays_as_it_is(text: str) -> None:
    assert harmless(text) == unmarked(text) == text


@pytest.mark.parametrize("text", [FORMULAS[0], *TEXTS.values()])
def test_files_are_whole_and_only_data(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()  # as it comes out of a database
    form = ContactForm(text, organisation=text, role=text, profile=text, why=text, notes=text)
    answers = DebriefForm(valuable=text, next_step=text, suggested=text, left_it=text)
    meeting = replace(MEETING, place=text, debrief=ExportedDebrief(answers, START, START))
    export = Export(
        exported_at=START,
        user_id="U1",
        contacts=(replace(CONTACT, form=form, interviews=(meeting,), draft=text),),
    )
    files = export_files(export)
    assert len(files) == 4
    for file in files:
        assert _FILE_NAME.fullmatch(file.name)
        if file.name.endswith(".json"):
            json.loads(file.content)
            continue
        heading, *rows = csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline=""))
        assert {len(row) for row in rows} == {len(heading)}
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]

    name = text[: max(CONTACT_LENGTHS.values())]
    sheet = Sheet(name, (name,), name, ("Name",), (100,), ((name,),) * 2, "{page}/{pages}", "en", name)
    PdfReader(io.BytesIO(record_file(sheet, RecordKind.PDF, START))).pages[0].extract_text()
    assert b"\n=" not in record_file(sheet, RecordKind.CSV, START)

    summary = summary_samples.made(5, 2, text)
    assert json.loads(as_json(summary))["cohort"]["name"].startswith(text[:4])
    assert "\n=" not in as_csv(summary)


@pytest.mark.parametrize("text", [FORMULAS[0], *TEXTS.values()])
def test_a_calendar_file_has_one_meeting_and_nothing_besides(text: str) -> None:
    meeting = replace(log_samples.an_interview(), contact_name=text, location=text, calendar_uid="f" * 32)
    made = calendar_file(PrepCard(meeting, MeetingQuestions(own=text), "UTC"), START, text, text)
    calendar = icalendar.Calendar.from_ical(made)
    (event,) = calendar.walk("VEVENT")
    assert not {"ATTACH", "ATTENDEE", "ORGANIZER", "URL", "RRULE"} & set(event)
    assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VEVENT", "VALARM"]
    assert str(event["SUMMARY"]).startswith(text[:4])
    assert _FILE_NAME.fullmatch(calendars.FILE_NAME)


@pytest.mark.parametrize("text", TEXTS.values())
def test_a_page_shows_a_name_and_obeys_nothing_of_it(text: str) -> None:
    page, plain = success_page(text, "https://slack.com/"), success_page("x", "https://slack.com/")
    assert HTMLResponse(page).body
    assert [page.count(mark) for mark in '<>"'] == [plain.count(mark) for mark in '<>"']


def test_the_days_of_a_record_are_its_name() -> None:
    request = RecordRequest(
        date(2026, 9, 1), date(2026, 9, 30), frozenset(RecordColumn), RecordKind.PDF, MARK
    )
    assert _FILE_NAME.fullmatch(records.file_name(ActivityRecord(request, date(2026, 9, 30), ())))

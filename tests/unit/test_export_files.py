"""The JSON file of an export: what is read again, and what is refused in words without private text."""

import json
from dataclasses import replace

import pytest

from bot.documents.exports import NotAnExportError, as_json, export_files, read_json
from bot.values import DebriefForm, Export, ExportedDraft, LearningGoal, MeetingQuestions
from tests.clocks import START
from tests.logs import CONTACT, MEETING

DRAFT = ExportedDraft(DebriefForm(covered=frozenset({LearningGoal.ADVICE}), valuable="much"), START)
HELD = replace(MEETING, debrief_drafts=(DRAFT,), questions=MeetingQuestions(own="How did you begin?"))
EXPORT = Export(exported_at=START, user_id="U0M01", contacts=(replace(CONTACT, interviews=(HELD,)),))


def changed(**fields: object) -> bytes:
    return json.dumps({**json.loads(as_json(EXPORT)), **fields}).encode()


def test_an_export_is_read_as_it_was_written() -> None:
    assert read_json(as_json(EXPORT)) == EXPORT
    assert read_json(b"\xef\xbb\xbf" + as_json(EXPORT)) == EXPORT


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (as_json(EXPORT)[:-9], "not complete"),
        (b"[" * 100_000, "not complete"),
        (b"", "not complete"),
        (b"[]", "does not come from Infoview"),
        (b'{"contacts": []}', "does not come from Infoview"),
        (changed(version=2), "newer Infoview"),
        (changed(exported_at="yesterday evening"), "exported_at"),
        (changed(contacts=[{"form": {"name": "Ana Ruiz", "status": "hired"}}]), "contacts > 1"),
    ],
)
def test_another_file_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(NotAnExportError, match=words) as refused:
        read_json(content)
    assert "Ana" not in refused.value.text
    assert "yesterday" not in refused.value.text


def test_a_draft_and_own_questions_stand_in_the_tables() -> None:
    tables = {file.title: file.content.decode("utf-8-sig") for file in export_files(EXPORT)}
    assert "How did you begin?" in tables["Your meetings"]
    header, row = tables["Your debriefs"].splitlines()
    assert row.split(",")[header.split(",").index("most_valuable")] == "much"
    assert row.endswith("no")

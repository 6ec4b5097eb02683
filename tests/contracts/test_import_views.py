"""The windows of an import keep to Slack's limits with the largest tracker that is read."""

from dataclasses import replace

from bot.documents.trackers.encodings import CHOICES
from bot.documents.trackers.reading import COLUMN_LIMIT
from bot.playground.blockkit import check_view, is_too_large
from bot.values import (
    ContactForm,
    ImportCounts,
    ImportRow,
    LineNote,
    Status,
    Tracker,
    TrackerField,
    TrackerReading,
    TrackerRow,
)
from bot.views import imports
from tests.clocks import START
from tests.logs import CONTACT as SMALL
from tests.logs import MEETING

ODD = "&<>" * 20
LONG = "漢字&" * 1_000

CONTACT = replace(SMALL, interviews=(MEETING,))
READING = TrackerReading(
    tracker=Tracker((ODD, "", ODD), (TrackerRow(2, (ODD, ODD, "")),), "cp1252", is_sure=False),
    columns={TrackerField.NAME: 0, TrackerField.ROLE: 1},
    rows=(
        ImportRow(2, ContactForm(ODD, organisation=ODD, status=Status.MET), START.date()),
        ImportRow(3, ContactForm(ODD)),
    ),
    problems=tuple(LineNote(line, ODD) for line in range(12)),
    remarks=(LineNote(2, ODD),),
    day_first=False,
    others=(ODD,),
    keeps_others=True,
)
COUNTS = ImportCounts(1_999, 1)


def test_the_largest_preview_is_a_view_slack_takes() -> None:
    width = range(COLUMN_LIMIT)
    largest = replace(
        READING,
        tracker=Tracker((LONG,) * COLUMN_LIMIT, (TrackerRow(2, (LONG,) * COLUMN_LIMIT),), "cp1252", False),
        columns=dict(zip(TrackerField, width, strict=False)),
        rows=(ImportRow(2, ContactForm(LONG, organisation=LONG), START.date()),) * 3,
        problems=(LineNote(1_000_000, LONG),) * 2_000,
        remarks=(LineNote(1_000_000, LONG),) * 2_000,
        others=(LONG,) * COLUMN_LIMIT,
    )
    view = imports.tracker_preview("i" * 32, LONG, largest, COUNTS).to_dict()
    assert check_view(view) == []
    assert not is_too_large(view)


def test_nobody_new_leaves_nothing_to_submit() -> None:
    for counts, submits in ((COUNTS, True), (ImportCounts(0, 3), False)):
        assert ("submit" in imports.tracker_preview("i", "a.csv", READING, counts).to_dict()) is submits
        assert ("submit" in imports.export_preview("i", "a.json", (CONTACT,), counts).to_dict()) is submits


def test_every_encoding_that_is_read_can_be_chosen() -> None:
    view = imports.tracker_preview("i", "a.csv", READING, COUNTS).to_dict()
    (menu,) = [
        block["accessory"]
        for block in view["blocks"]
        if block.get("accessory", {}).get("action_id") == "import.letters"
    ]
    assert [option["value"] for option in menu["options"]] == list(CHOICES)

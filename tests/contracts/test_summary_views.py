"""The summary and the progress message stay within Slack's limits, whatever the cohort."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest

from bot.playground.blockkit import check_message, check_view
from bot.values import (
    NOT_SHOWN,
    WHOLES,
    CohortCard,
    CohortSummary,
    Figure,
    Measure,
    Progress,
    Status,
    WeekCounts,
    Weeks,
)
from bot.views import lead_digests, progress, summary, summary_picture
from bot.views.bars import bar
from bot.views.blocks import Message, window

MONDAY = date(2026, 9, 7)
NAMES = ["A", "W" * 80, "&<>" * 26, "`*_~<!channel>" * 5]
COUNTS = [None, 5, 50_000, 9_999_999]


def made(count: int | None, weeks: int, name: str, members: int = 5_000) -> CohortSummary:
    """A summary of so many weeks, and of as many before them, in which every figure is ``count``."""
    period = Weeks(MONDAY, MONDAY + timedelta(days=7 * weeks - 1))
    before = Weeks(MONDAY - timedelta(days=7 * weeks), MONDAY - timedelta(days=1))
    return CohortSummary(
        cohort_id="0" * 32,
        cohort_name=name,
        members=members,
        term=Weeks(before.first_day, period.last_day),
        period=period,
        before=before if weeks else None,
        figures={measure: figure(measure, count, period) for measure in Measure},
        figures_before={measure: figure(measure, count, before) for measure in Measure} if weeks else {},
        weeks=tuple(
            WeekCounts(monday, *(figure(Measure.CONTACTED, count, week) for _ in range(3)))
            for monday, week in week_by_week(weeks)
        ),
        next_numbers_on=MONDAY + timedelta(days=7),
    )


def figure(measure: Measure, count: int | None, weeks: Weeks) -> Figure:
    if count is None:
        return NOT_SHOWN
    return Figure(count, count if measure in WHOLES else None, -count / 3, weeks)


def week_by_week(weeks: int) -> Iterator[tuple[date, Weeks]]:
    for number in range(weeks):
        monday = MONDAY + timedelta(days=7 * number)
        yield monday, Weeks(monday, monday + timedelta(days=6))


def cards(count: int, name: str) -> list[CohortCard]:
    return [
        CohortCard(
            f"{number:032}", name, MONDAY, MONDAY, 10, 3, 0, time(9), "UTC", None, ("U1",), 5, is_ended=False
        )
        for number in range(count)
    ]


def assert_fits(message: Message) -> None:
    payload = message.payload()
    assert check_message(payload) == []
    assert len(payload["blocks"]) <= 50
    assert len(payload["text"]) <= 3_000
    assert check_view(window("Infoview", message.blocks).to_dict()) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("weeks", [0, 1, 30, 157])
def test_any_summary_fits(count: int | None, weeks: int, name: str) -> None:
    assert_fits(summary.summary(made(count, weeks, name), cards(120, name)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("count", COUNTS)
def test_any_numbers_of_a_week_fit(count: int | None, name: str) -> None:
    assert_fits(lead_digests.digest(made(count, 1, name)))


@pytest.mark.parametrize("members", [0, 1, 4, 5, 5_000])
def test_any_number_of_members_reads_well(members: int) -> None:
    shown = summary.summary(made(None, 2, "Spring", members), [])
    assert_fits(shown)
    assert f"*{members} member{'' if members == 1 else 's'}* in the cohort now" in str(shown.payload())


def test_the_table_of_weeks_is_whole_and_fits_a_phone() -> None:
    found = str(summary.summary(made(50_000, 30, "Spring"), []).payload())
    table = found.split("```")[1].strip("\\n").split("\\n")
    assert len(table) == 31
    assert {len(line) for line in table} == {30}
    assert "…" not in found


@pytest.mark.parametrize("count", [0, 1, 2, 100])
def test_choosing_a_cohort_fits(count: int) -> None:
    assert_fits(summary.choose(cards(max(1, count), NAMES[1]), "&<>" * 40))


@pytest.mark.parametrize("count", [0, 1, 9_999])
def test_any_progress_fits(count: int) -> None:
    by_status = dict.fromkeys(Status, count)
    assert_fits(progress.own_progress(Progress(count, 10, count, 3, count, count, count, by_status)))
    assert_fits(progress.own_progress(Progress(count, 0, count, 0, count, count, count, {})))


def test_a_bar_shows_a_beginning_and_is_full_only_at_the_end() -> None:
    assert [bar(share).count("▰") for share in (0, 0.01, 0.1, 0.55, 0.99, 1)] == [0, 1, 1, 5, 9, 10]
    assert {len(bar(share / 7)) for share in range(8)} == {10}


def test_the_pictures_caption_explains_the_word_that_its_table_and_alt_text_use() -> None:
    hidden = made(None, 2, "A")
    table, _, caption = summary_picture.picture_comment(hidden).rpartition("```")
    assert "\nMet               not shown\n" in table
    assert "Met not shown" in str(summary_picture.picture_file(hidden, b"").alt_text)
    assert caption.strip().startswith(
        "“not shown”, or a question mark in the picture, means: fewer than five"
    )

"""The list of contacts: order, filter, search, pages, and what each contact waits for, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.db import Database
from bot.services import contact_list, contacts, interviews, new_id
from bot.values import (
    ContactForm,
    ContactList,
    ContactQuery,
    Format,
    InterviewForm,
    ListOrder,
    Need,
    Status,
)
from tests.clocks import ManualClock
from tests.full_log import fill_log
from tests.meetings import past_meeting
from tests.people import KWAME, LINH, NEW_YORK, enrolled


async def add(
    database: Database,
    name: str = "Maya Chen",
    organisation: str | None = None,
    status: Status = Status.PLANNED,
) -> str:
    form = ContactForm(name, organisation=organisation, status=status)
    return (await database.run(LINH, contacts.add, new_id(), form)).id


async def shown(database: Database, **query: object) -> ContactList:
    return await database.read(LINH, contact_list.page, ContactQuery(**query))  # type: ignore[arg-type]


async def names(database: Database, **query: object) -> list[str]:
    return [line.name for line in (await shown(database, **query)).page.items]


def meeting(clock: ManualClock, **delta: float) -> InterviewForm:
    return InterviewForm(clock.now() + timedelta(**delta), NEW_YORK, 25, Format.PHONE)


async def test_the_list_shows_first_what_needs_attention(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    expected = {
        Need.REST: await add(database, status=Status.CLOSED),
        Need.NOTHING: await add(database, status=Status.KEEPING_IN_TOUCH),
        Need.FOLLOW_UP: await add(database, status=Status.CONTACTED),
    }
    clock.advance(days=8)
    expected |= {
        Need.REPLY: await add(database, status=Status.CONTACTED),
        Need.FIRST_MESSAGE: await add(database),
        Need.OFFER_TIMES: await add(database, status=Status.REPLIED),
        Need.MEETING_TIME: await add(database, status=Status.MET),
        Need.MEETING: await add(database),
        Need.DEBRIEF: await add(database),
        Need.THANKS: await add(database),
        Need.OUTCOME: await add(database),
    }
    about = {}
    for need, form, held in (
        (Need.MEETING, meeting(clock, hours=4), False),
        (Need.DEBRIEF, meeting(clock, days=-30), True),
        (Need.THANKS, meeting(clock, days=-1), True),
        (Need.OUTCOME, meeting(clock, hours=1), False),
    ):
        about[need] = new_id()
        await database.run(LINH, interviews.plan, expected[need], about[need], form, held=held)
    clock.advance(hours=2)

    first, second = await shown(database), await shown(database, number=2)
    lines = (*first.page.items, *second.page.items)
    assert [(line.need, line.id) for line in lines] == [(need, expected[need]) for need in Need]
    assert {line.need: line.interview_id for line in lines if line.interview_id} == about
    assert (first.page.number, first.page.pages, first.page.total) == (1, 2, 11)

    waiting = await database.read(LINH, contact_list.waiting)
    assert waiting.first == lines[:5]
    assert waiting.total == list(Need).index(Need.REPLY)
    assert waiting.by_status == first.by_status


async def test_the_newest_stands_first_among_equals(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    await add(database, "Older")
    clock.advance(days=1)
    await add(database, "Newer")
    assert await names(database) == ["Newer", "Older"]


async def test_of_several_meetings_the_latest_that_is_over_is_asked_about(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    first = await past_meeting(database, clock, LINH)
    second = await past_meeting(database, clock, LINH, contact_id=first.contact_id)
    (line,) = (await shown(database)).page.items
    assert (line.need, line.interview_id) == (Need.OUTCOME, second.id)


async def test_a_meeting_that_runs_now_is_not_over(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    contact = await add(database)
    await database.run(LINH, interviews.plan, contact, new_id(), meeting(clock, minutes=10))
    clock.advance(minutes=20)
    assert (await shown(database)).page.items[0].need is Need.MEETING
    clock.advance(minutes=20)
    assert (await shown(database)).page.items[0].need is Need.OUTCOME


async def test_other_orders(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    for name in ("Łukasz", "zoë", "Ángel", "Maya"):
        await add(database, name)
        clock.advance(days=1)
    page = await shown(database, order=ListOrder.NEWEST)
    await database.run(LINH, contacts.move, page.page.items[3].id, Status.CONTACTED)
    assert await names(database, order=ListOrder.NEWEST) == ["Maya", "Ángel", "zoë", "Łukasz"]
    assert await names(database, order=ListOrder.NAME) == ["Ángel", "Łukasz", "Maya", "zoë"]


async def test_the_filter_and_its_counts(database: Database) -> None:
    await enrolled(database, LINH)
    for status in (Status.PLANNED, Status.CLOSED, Status.PLANNED):
        await add(database, status=status)
    everybody = await shown(database)
    assert everybody.by_status == {Status.PLANNED: 2, Status.CLOSED: 1}
    closed = await shown(database, status=Status.CLOSED)
    assert [line.status for line in closed.page.items] == [Status.CLOSED]
    assert (closed.by_status, closed.in_log) == (everybody.by_status, 3)
    assert (await shown(database, status=Status.MET)).page.total == 0


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("dang", ["Đặng Thị Hoa"]),
        ("ĐẶNG", ["Đặng Thị Hoa"]),
        ("hoa đ", ["Đặng Thị Hoa"]),
        ("  FOODS ", ["Đặng Thị Hoa", "Zoë O’Neil"]),
        ("harbor zoe", ["Zoë O’Neil"]),
        ("o'neil", ["Zoë O’Neil"]),
        ("مريم", ["مَرْيَم"]),
        ("strasse", ["Weiß"]),
        ("ＷＥＩＳＳ", ["Weiß"]),
        ("we\u200biss", ["Weiß"]),
        ("👩‍💻", ["Ada 👩‍💻"]),
        ("maya", []),
        ("%", []),
        ("", ["Weiß", "مَرْيَم", "Ada 👩‍💻", "Zoë O’Neil", "Đặng Thị Hoa"]),
    ],
)
async def test_search(database: Database, clock: ManualClock, words: str, found: list[str]) -> None:
    await enrolled(database, LINH, KWAME)
    await database.run(KWAME, contacts.add, new_id(), ContactForm("Maya", organisation="Foods"))
    for name, organisation in (
        ("Đặng Thị Hoa", "Harbor Foods"),
        ("Zoë O’Neil", "Harbor FOODS"),
        ("Ada 👩‍💻", None),
        ("مَرْيَم", None),
        ("Weiß", "Straße 5"),
    ):
        await add(database, name, organisation)
        clock.advance(hours=1)
    assert sorted(await names(database, words=words)) == sorted(found)


async def test_counts_are_of_what_was_found(database: Database) -> None:
    await enrolled(database, LINH)
    await add(database, "Ana", status=Status.MET)
    await add(database, "Ana Ruiz")
    await add(database, "Bao")
    found = await shown(database, words="ana", status=Status.MET)
    assert found.by_status == {Status.PLANNED: 1, Status.MET: 1}
    assert (found.page.total, found.in_log) == (1, 3)


async def test_a_page_that_is_not_there_is_the_nearest(database: Database) -> None:
    await enrolled(database, LINH)
    assert (await shown(database, number=7)).page.number == 1
    await add(database)
    assert await names(database, number=0) == ["Maya Chen"]


async def test_the_pages_together_show_everybody_once(database: Database) -> None:
    await enrolled(database, LINH)
    fill_log(database, LINH, 30)
    for order in ListOrder:
        query = ContactQuery(order=order, words="harbor")
        pages = [await database.read(LINH, contact_list.page, replace(query, number=n)) for n in (1, 2, 3, 4)]
        lines = [line.id for page in pages for line in page.page.items]
        assert (len(lines), len(set(lines)), pages[0].page.pages) == (30, 30, 4)

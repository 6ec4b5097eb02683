"""The people of the interview log, on both databases."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import text

from bot.db import Database
from bot.services import contact_list, contacts, interviews, joining, new_id
from bot.services.statuses import IllegalMoveError
from bot.values import (
    NEXT_STATUSES,
    Actor,
    Channel,
    ContactCard,
    ContactForm,
    Format,
    GoneError,
    Industry,
    InterviewForm,
    NotEnrolledError,
    Outcome,
    Source,
    Status,
    UserError,
)
from tests.clocks import ManualClock
from tests.people import KWAME, LINH, enrolled

MAYA = ContactForm(
    name="Maya Chen",
    organisation="Harbor Data",
    role="Head of analytics",
    profile="https://example.org/maya",
    why="She changed from nursing to data",
    introduced_by="Uncle Bao",
    notes="Met at the alumni evening ✨",
    industry=Industry.INFORMATION_TECH,
    source=Source.ALUMNI,
    introduced=True,
    channel=Channel.EMAIL,
)


async def add(database: Database, status: Status = Status.PLANNED, actor: Actor = LINH) -> ContactCard:
    return await database.run(actor, contacts.add, new_id(), replace(MAYA, status=status))


async def move(database: Database, card: ContactCard, *statuses: Status) -> ContactCard:
    for status in statuses:
        card = await database.run(LINH, contacts.move, card.id, status)
    return card


async def dates(database: Database, contact_id: str) -> dict[str, bool]:
    """Which first-time dates are set."""
    names = ("contacted", "followed_up", "replied", "scheduled", "met", "kept_in_touch")
    with database.system_session() as session:
        row = session.execute(
            text(f"SELECT {', '.join(name + '_at' for name in names)} FROM contact WHERE id = :id"),
            {"id": contact_id},
        ).one()
    return {name: value is not None for name, value in zip(names, row, strict=True)}


def meeting(clock: ManualClock, **delta: float) -> InterviewForm:
    return InterviewForm(clock.now() + timedelta(**delta), "America/New_York", 25, Format.PHONE)


async def test_what_was_written_comes_back(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    added = await add(database)
    card = await database.read(LINH, contacts.get, added.id)
    assert card == added
    assert card.form == MAYA
    assert card.history == ((Status.PLANNED, clock.now()),)


async def test_names_and_notes_are_not_readable_in_the_database(database: Database) -> None:
    await enrolled(database, LINH)
    await add(database)
    with database.system_session() as session:
        rows = repr(session.execute(text("SELECT * FROM contact")).all())
    for private in ("Maya", "Chen", "Harbor", "analytics", "nursing", "Bao", "alumni evening", "example.org"):
        assert private not in rows


async def test_the_same_organisation_is_found_by_its_digest(database: Database) -> None:
    await enrolled(database, LINH, KWAME)
    await add(database)
    await database.run(
        KWAME, contacts.add, new_id(), ContactForm("Somebody else", organisation=" HARBOR  data")
    )
    with database.system_session() as session:
        rows = session.execute(text("SELECT DISTINCT organisation_digest, name_digest FROM contact")).all()
    assert len({row[0] for row in rows}) == 1
    assert len({row[1] for row in rows}) == 2


async def test_a_double_submit_adds_one_contact(database: Database) -> None:
    await enrolled(database, LINH)
    contact_id = await database.read(LINH, contacts.prepare)
    first, second = await asyncio.gather(
        database.run(LINH, contacts.add, contact_id, MAYA), database.run(LINH, contacts.add, contact_id, MAYA)
    )
    assert first == second
    assert (await database.read(LINH, contact_list.page)).in_log == 1


async def test_somebody_who_never_joined_is_told_how(database: Database) -> None:
    for service in (contacts.prepare, contact_list.page):
        with pytest.raises(NotEnrolledError, match="/infoview join"):
            await database.read(LINH, service)
    with pytest.raises(NotEnrolledError):
        await add(database)


async def test_who_left_can_read_change_and_delete_but_not_add(database: Database) -> None:
    await enrolled(database, LINH)
    card = await add(database)
    (place,) = await database.read(LINH, joining.enrollments)
    await database.run(LINH, joining.leave, place.id)

    assert (await database.read(LINH, contact_list.page)).in_log == 1
    with pytest.raises(NotEnrolledError):
        await add(database)
    await move(database, card, Status.CONTACTED)
    await database.run(LINH, contacts.delete, card.id)
    assert (await database.read(LINH, contact_list.page)).in_log == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "   "}, "name"),
        ({"name": "\u200b\u2060\ufeff"}, "name"),
        ({"name": "x" * 301}, "name"),
        ({"organisation": "x" * 301}, "organisation"),
        ({"notes": "x" * 3001}, "notes"),
    ],
)
async def test_bad_text_names_its_field(database: Database, change: dict[str, str], field: str) -> None:
    await enrolled(database, LINH)
    with pytest.raises(UserError) as caught:
        await database.run(LINH, contacts.add, new_id(), replace(MAYA, **change))  # type: ignore[arg-type]
    assert caught.value.field == field


async def test_nobody_else_reaches_a_contact(database: Database) -> None:
    await enrolled(database, LINH, KWAME)
    card = await add(database)
    for other in (KWAME, Actor("T0OTHER", LINH.user_id)):
        with pytest.raises(GoneError):
            await database.read(other, contacts.get, card.id)
        with pytest.raises(GoneError):
            await database.run(other, contacts.edit, card.id, MAYA, 1)
        with pytest.raises(GoneError):
            await database.run(other, contacts.move, card.id, Status.CONTACTED)
        with pytest.raises(GoneError):
            await database.run(other, contacts.delete, card.id)
    assert (await database.read(KWAME, contact_list.page)).in_log == 0


async def test_an_edit_over_a_newer_version_is_told(database: Database) -> None:
    await enrolled(database, LINH)
    card = await add(database)
    await database.run(LINH, contacts.edit, card.id, replace(MAYA, notes="From my phone"), card.version)
    with pytest.raises(contacts.ContactChangedError) as caught:
        await database.run(LINH, contacts.edit, card.id, replace(MAYA, notes="From my desk"), card.version)
    assert caught.value.card.form.notes == "From my phone"


@pytest.mark.parametrize(
    "name",
    [
        "ñ" * 300,
        "👩🏽‍💻" * 60,
        "مريم الحداد",
        "שרה כהן",
        "نگین می\u200cخواهد",  # a joiner within a word belongs to it
        "Nguyễn Thị Minh Khai",
        "'); DROP TABLE contact; --",
        "<!channel> *_~`&amp;",
    ],
)
async def test_names_of_all_kinds_come_back_as_they_were(database: Database, name: str) -> None:
    await enrolled(database, LINH)
    card = await database.run(LINH, contacts.add, new_id(), ContactForm(name, organisation=name))
    assert (card.form.name, card.form.organisation) == (name, name)


async def test_somebody_who_is_in_the_log_already_is_found(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH, KWAME)
    first = await add(database)
    await add(database, actor=KWAME)
    same = ContactForm(" maya  CHEN", organisation="harbor data ")
    assert await database.read(LINH, contacts.twin, new_id(), same) == first
    clock.advance(days=1)
    second = await database.run(LINH, contacts.add, new_id(), same)
    assert await database.read(LINH, contacts.twin, new_id(), MAYA) == second
    assert await database.read(LINH, contacts.twin, second.id, MAYA) == first
    for other in (
        ContactForm("Maya Chen"),
        replace(MAYA, organisation="Harbor Foods"),
        replace(MAYA, name="M"),
    ):
        assert await database.read(LINH, contacts.twin, new_id(), other) is None
    await database.run(LINH, contacts.add, new_id(), ContactForm("Maya Chen"))
    assert await database.read(LINH, contacts.twin, new_id(), ContactForm("maya chen")) is not None


async def test_an_edit_can_empty_a_text(database: Database) -> None:
    await enrolled(database, LINH)
    card = await add(database)
    edited = await database.run(LINH, contacts.edit, card.id, ContactForm("Maya"), card.version)
    assert edited.form == ContactForm("Maya")


@pytest.mark.parametrize(
    ("status", "implied"),
    [
        (Status.PLANNED, set()),
        (Status.CONTACTED, {"contacted"}),
        (Status.FOLLOWED_UP, {"contacted", "followed_up"}),
        (Status.REPLIED, {"contacted", "replied"}),
        (Status.DECLINED, {"contacted", "replied"}),
        (Status.SCHEDULED, {"contacted", "replied", "scheduled"}),
        (Status.MET, {"contacted", "replied", "scheduled", "met"}),
        (Status.KEEPING_IN_TOUCH, {"contacted", "replied", "scheduled", "met", "kept_in_touch"}),
        (Status.NO_RESPONSE, {"contacted"}),
        (Status.CLOSED, set()),
    ],
)
async def test_a_contact_added_in_any_status_has_done_the_steps_before(
    database: Database, status: Status, implied: set[str]
) -> None:
    await enrolled(database, LINH)
    card = await add(database, status)
    assert card.status is status
    assert {name for name, is_set in (await dates(database, card.id)).items() if is_set} == implied


async def test_keeping_in_touch_after_a_decline_is_no_meeting(database: Database) -> None:
    await enrolled(database, LINH)
    card = await move(database, await add(database, Status.DECLINED), Status.KEEPING_IN_TOUCH)
    found = await dates(database, card.id)
    assert found["kept_in_touch"]
    assert not found["met"]


async def test_an_illegal_move_changes_nothing_and_says_where_we_are(database: Database) -> None:
    await enrolled(database, LINH)
    card = await add(database, Status.CLOSED)
    with pytest.raises(IllegalMoveError) as caught:
        await move(database, card, Status.MET)
    assert caught.value.current is Status.CLOSED
    assert await database.read(LINH, contacts.get, card.id) == card


async def test_the_present_status_again_changes_nothing(database: Database) -> None:
    await enrolled(database, LINH)
    card = await move(database, await add(database), Status.CONTACTED, Status.CONTACTED)
    assert [status for status, _ in card.history] == [Status.PLANNED, Status.CONTACTED]


async def test_keeping_in_touch_again_is_another_touch(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    card = await add(database, Status.KEEPING_IN_TOUCH)
    clock.advance(days=40)
    card = await move(database, card, Status.KEEPING_IN_TOUCH, Status.KEEPING_IN_TOUCH)
    assert card.status_at == clock.now()
    assert len(card.history) == 2


async def test_met_needs_a_meeting(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    card = await add(database, Status.SCHEDULED)
    with pytest.raises(contacts.MeetingNeededError):
        await move(database, card, Status.MET)
    assert (await database.read(LINH, contacts.get, card.id)).status is Status.SCHEDULED

    await database.run(LINH, interviews.plan, card.id, new_id(), meeting(clock, hours=1))
    clock.advance(hours=2)
    card = await move(database, card, Status.MET)
    assert [interview.outcome for interview in card.interviews] == [Outcome.HELD]


@pytest.mark.parametrize("status", [Status.REPLIED, Status.DECLINED, Status.CLOSED])
async def test_a_planned_meeting_ends_with_the_plan(
    database: Database, clock: ManualClock, status: Status
) -> None:
    await enrolled(database, LINH)
    card = await add(database, Status.SCHEDULED)
    await database.run(LINH, interviews.plan, card.id, new_id(), meeting(clock, hours=1))
    card = await move(database, card, status)
    assert [interview.outcome for interview in card.interviews] == [Outcome.CANCELLED]


async def test_deleting_takes_all_of_it(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    card = await add(database)
    await database.run(LINH, interviews.plan, card.id, new_id(), meeting(clock, hours=1))
    assert await database.run(LINH, contacts.delete, card.id) == "Maya Chen"
    with pytest.raises(GoneError, match="not in your log any more"):
        await database.read(LINH, contacts.get, card.id)
    with database.system_session() as session:
        for table in ("contact", "interview", "status_change"):
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0


async def test_every_move_follows_the_table(database: Database) -> None:
    await enrolled(database, LINH)
    for start, wanted in product(Status, Status):
        card = await add(database, start)
        try:
            card = await move(database, card, wanted)
        except IllegalMoveError:
            assert wanted not in NEXT_STATUSES[start]
        except contacts.MeetingNeededError:
            assert (start, wanted) == (Status.SCHEDULED, Status.MET)
        else:
            assert wanted is start or wanted in NEXT_STATUSES[start]
            assert card.history[-1][0] is card.status is wanted

"""The names and texts of an old program: members are told, then they are deleted; on both databases."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, col, select

from bot.db import Database
from bot.models import Cohort, Contact, Delivery, Enrollment, StatusChange
from bot.services import (
    audit,
    cohorts,
    contact_list,
    contacts,
    debriefs,
    deliveries,
    drafts,
    exports,
    interviews,
    joining,
    learned,
    progress,
    purging,
    retention,
    steps,
    summaries,
)
from bot.values import (
    Actor,
    AuditAct,
    DeliveryState,
    GoneError,
    LearnedQuery,
    Measure,
    PurgeNotice,
    Reason,
    Status,
    StepKind,
)
from tests.clocks import ManualClock
from tests.debrief_forms import sent
from tests.meetings import add_contact, past_meeting
from tests.people import KWAME, LEAD, LINH, SPRING, enrol, enrolled, make_cohort
from tests.queueing import hand
from tests.services.summary_data import CohortRows, Meeting, Written
from tests.services.test_sharing import a_log

OVER = datetime(2026, 12, 18, 17, 0, tzinfo=UTC)
TOLD_ON = date(2027, 3, 11)
"""A Thursday, a week before the ninetieth day after the last one."""
TOLD = datetime(2027, 3, 11, 5, 0, tzinfo=UTC)
PURGED = datetime(2027, 3, 18, 4, 0, tzinfo=UTC)
"""Midnights in New York: its clocks go forward in between."""

PURGED_TABLES = {"contact", "interview", "debrief"}


async def tick(database: Database) -> None:
    """What the worker does for old cohorts."""
    for service in (purging.announce, purging.purge):
        while await database.system(service):
            pass


def notices(database: Database) -> list[Delivery]:
    with database.system_session() as session:
        found = session.scalars(
            select(Delivery).where(col(Delivery.kind) == purging.KIND).order_by(col(Delivery.id))
        )
        return list(found)


async def prepared(database: Database) -> PurgeNotice | None:
    """What the sender gets to send next, if anything."""
    worker = await hand(database)
    ready = await worker.begin(await worker.one())
    assert ready is None or isinstance(ready, PurgeNotice)
    return ready


async def test_members_are_told_a_week_before_and_only_then_it_is_deleted(
    database: Database, clock: ManualClock
) -> None:
    cohort = await enrolled(database, LINH, KWAME)
    await add_contact(database, LINH)
    clock.set(TOLD)
    clock.advance(seconds=-1)
    await tick(database)
    assert notices(database) == []

    clock.advance(seconds=1)
    await tick(database)
    await tick(database)
    (notice,) = notices(database)  # Kwame's log is empty
    assert notice.recipient == LINH.user_id
    assert notice.due_at == datetime(2027, 3, 11, 15, 0, tzinfo=UTC)  # ten in the morning for her
    clock.set(notice.due_at)
    assert await prepared(database) == PurgeNotice("Spring cohort", date(2027, 3, 18))

    clock.set(PURGED)
    clock.advance(seconds=-1)
    await tick(database)
    assert (await database.read(LINH, contact_list.page)).page.total == 1
    clock.advance(seconds=1)
    await tick(database)
    assert (await database.read(LINH, contact_list.page)).page.total == 0
    card = await database.read(LEAD, cohorts.led_cohort, cohort.id)
    assert (card.is_ended, card.purges_on) == (True, None)
    (newest, *_others) = (await database.read(LEAD, audit.page, cohort.id)).items
    assert (newest.act, newest.actor_id) == (AuditAct.PURGED, None)


async def test_nothing_that_was_written_is_left_and_all_counts_are(
    database: Database, clock: ManualClock
) -> None:
    cohort = await enrolled(database, LINH)
    contact_id, meeting_id = await a_log(database, clock, LINH)
    await database.run(LINH, drafts.save, contact_id, "canary")
    open_meeting = await past_meeting(database, clock, LINH, contact_id=contact_id)
    half = sent(lambda form: replace(form, valuable="canary"))
    await database.run(LINH, debriefs.keep, open_meeting.id, half)
    fall = await make_cohort(database, replace(SPRING, name="Fall", ends_on=date(2027, 6, 1)))
    await enrol(database, LINH, fall)
    kept_id = await add_contact(database, LINH, "Kept")
    (first, *_others) = await database.read(LINH, joining.enrollments)
    spring = (await database.read(LINH, joining.enrollments))[1]
    await database.run(LINH, joining.choose, spring.id)
    before = asdict(await database.read(LINH, progress.own_progress))

    clock.set(PURGED)
    await tick(database)
    clock.advance(days=8)
    await tick(database)
    with database.system_session() as session:
        purged = session.get_one(Contact, contact_id)
        assert (purged.name_sealed, purged.name_digest, purged.notes_sealed) == ("", "", None)
        assert purged.status == "scheduled"
        assert purged.contacted_at is not None
        rows = {
            table: session.execute(
                text(f"SELECT * FROM {table} WHERE cohort_id = :id"), {"id": cohort.id}
            ).mappings()
            for table in PURGED_TABLES
        }
        left = {
            (name, column)
            for name, found in rows.items()
            for row in found
            for column, value in row.items()
            if column.endswith("_sealed") and value
        }
        assert left == set()
        assert session.execute(text("SELECT count(*) FROM debrief_draft")).scalar_one() == 0
        undoable = select(StatusChange.contact_id).where(col(StatusChange.restores).is_not(None))
        assert contact_id not in session.exec(undoable).all()
    for call in (contacts.get, drafts.desk):
        with pytest.raises(GoneError):
            await database.read(LINH, call, contact_id)
    with pytest.raises(GoneError):
        await database.read(LINH, debriefs.desk, meeting_id)
    assert (await database.read(LINH, contacts.get, kept_id)).form.name == "Kept"
    assert (await database.read(LINH, interviews.recent)).total == 0
    assert (await database.read(LINH, debriefs.choices)).done == ()
    looked = await database.read(LINH, learned.look, LearnedQuery())
    assert (looked.page.items, looked.debriefs) == ((), 1)
    assert (await database.read(LINH, learned.helpers)).advocates == ()
    export = repr(await database.read(LINH, exports.gather))
    assert "Kept" in export
    for gone in ("canary", "Ana", "Small companies"):
        assert gone not in export
    # No next step speaks of somebody without a name.
    assert (await database.read(LINH, steps.next_step)).contact_name in {None, "Kept"}

    with database.transaction(LINH.team_id) as session:
        enrollment = session.get_one(Enrollment, spring.id)
        assert asdict(progress.progress_of(session, enrollment)) == before
    assert first.cohort.name == "Fall"


@pytest.mark.parametrize("most", [1, 2, 3, 1000])
def test_a_summary_says_the_same_before_and_after(
    database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    with database.transaction(LEAD.team_id) as session:
        rows = CohortRows(session, LEAD)
        for number, contact in enumerate(
            rows.all_do(rows.members(6), Written(1, replied=2, scheduled=3, met=4))
        ):
            rows.change(contact, 1)
            rows.meeting(contact, Meeting(4, logged=3, debriefed=4.5, thanked=5))
            contact.organisation_digest = (None, "organisation 1", "organisation 2")[number % 3]
        rows.cohort.purge_at = clock.now()
        session.flush()
        clock.advance(days=14)
        before = summaries.build(session, clock, LEAD, rows.cohort.id)
        cohort_id = rows.cohort.id
    assert before.figures[Measure.CONTACTED].count == 6
    monkeypatch.setattr(purging, "CONTACTS", most)
    with database.system_session() as session:
        batches = iter(range(100))
        while purging.purge(session, clock):
            next(batches)
    with database.transaction(LEAD.team_id) as session:
        assert summaries.build(session, clock, LEAD, cohort_id) == before
        digests = set(session.scalars(select(Contact.organisation_digest)))
        assert len(digests) == 3
        assert not {digest for digest in digests if "organisation" in str(digest)}


async def test_the_members_are_told_each_in_their_morning_and_never_on_a_weekend(
    database: Database, clock: ManualClock
) -> None:
    # The week before ends on a Sunday, so they are told on the Friday.
    form = replace(SPRING, ends_on=date(2026, 12, 21))
    cohort = await make_cohort(database, form)
    for member, zone in ((LINH, "Asia/Kolkata"), (KWAME, "America/Los_Angeles")):
        await enrol(database, member, cohort, zone)
        await add_contact(database, member)
    clock.set(datetime(2027, 3, 12, 5, 0, tzinfo=UTC))
    await tick(database)
    assert {notice.recipient: notice.due_at for notice in notices(database)} == {
        LINH.user_id: datetime(2027, 3, 12, 4, 30, tzinfo=UTC),
        KWAME.user_id: datetime(2027, 3, 12, 18, 0, tzinfo=UTC),
    }


async def test_a_late_worker_still_leaves_a_week(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    await add_contact(database, LINH)
    clock.set(datetime(2027, 5, 1, 2, 0, tzinfo=UTC))
    await tick(database)
    (notice,) = notices(database)
    assert notice.due_at == datetime(2027, 5, 1, 14, 0, tzinfo=UTC)  # it is late in the evening for her now
    assert notice.expires_at - clock.now() >= retention.NOTICE
    clock.set(notice.due_at)
    found = await prepared(database)
    assert found is not None
    assert found.purges_on == date(2027, 5, 8)
    assert (await database.read(LINH, contact_list.page)).page.total == 1


async def test_many_members_are_told_in_batches_and_each_once(
    database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "BATCH", 2)
    members = [Actor(LINH.team_id, f"U{number}") for number in range(5)]
    await enrolled(database, *members)
    for member in members:
        await add_contact(database, member)
    clock.set(TOLD)
    assert await database.system(purging.announce)
    assert len(notices(database)) == 2
    assert not await database.system(purging.purge)
    await tick(database)
    assert sorted(notice.recipient for notice in notices(database)) == [m.user_id for m in members]


async def test_a_notice_that_no_longer_applies_is_skipped(database: Database, clock: ManualClock) -> None:
    cohort = await enrolled(database, LINH, KWAME)
    contact_id = await add_contact(database, LINH)
    await add_contact(database, KWAME)
    clock.set(TOLD)
    await tick(database)
    clock.set(datetime(2027, 3, 11, 16, 0, tzinfo=UTC))
    await database.run(LINH, contacts.delete, contact_id)
    assert await prepared(database) is None
    # The lead lets the cohort go on: the day that was told is not the day any more.
    longer = replace(SPRING, ends_on=date(2027, 6, 1))
    await database.run(LEAD, cohorts.edit, cohort.id, longer, cohort.version)
    assert await prepared(database) is None
    states = {notice.recipient: (notice.state, notice.reason) for notice in notices(database)}
    assert set(states.values()) == {(DeliveryState.SKIPPED, Reason.NOTHING_WAITING)}

    clock.set(datetime(2027, 8, 24, 5, 0, tzinfo=UTC))
    await tick(database)
    assert len(notices(database)) == 3


async def test_a_cohort_that_was_ended_early_is_purged_early(database: Database, clock: ManualClock) -> None:
    cohort = await enrolled(database, LINH)
    await add_contact(database, LINH)
    ended = await database.run(LEAD, cohorts.end, cohort.id)
    assert ended.purges_on == date(2026, 12, 6)
    clock.set(datetime(2026, 12, 6, 5, 0, tzinfo=UTC))
    await tick(database)
    assert notices(database)
    assert (await database.read(LINH, contact_list.page)).page.total == 1


async def test_nudges_do_not_speak_of_the_nameless(database: Database, clock: ManualClock) -> None:
    spring = await enrolled(database, LINH)
    contact_id = await add_contact(database, LINH)
    await database.run(LINH, contacts.move, contact_id, Status.CONTACTED)
    fall = await make_cohort(database, replace(SPRING, name="Fall", ends_on=date(2027, 8, 1)))
    await enrol(database, LINH, fall)
    await database.run(LEAD, cohorts.end, spring.id)
    with database.system_session() as session:
        ended = session.get_one(Cohort, spring.id)
        ended.announce_at, ended.purge_at = None, clock.now()
    await tick(database)
    clock.advance(days=14)
    while await database.system(deliveries.plan):
        pass
    step = await database.read(LINH, steps.next_step)
    assert (step.kind, step.contact_id) == (StepKind.FIRST_PERSON, None)


def test_every_table_with_sealed_text_is_thought_of() -> None:
    sealed = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        if any(column.name.endswith("_sealed") for column in table.c)
    }
    deleted_as_rows = {"debrief_draft", "import_draft"}
    # The code to join, gone when the cohort ends; address and key of a push; the token of a workspace; a key.
    no_log = {"cohort", "webhook", "installed_workspace", "fixed_key"}
    assert sealed == PURGED_TABLES | deleted_as_rows | no_log


async def test_the_settings_say_how_long_texts_are_kept(database: Database, clock: ManualClock) -> None:
    cohort = await enrolled(database, LINH)
    assert cohort.purges_on == date(2027, 3, 18)
    database.texts_kept = timedelta(days=30)
    await database.system(retention.plan_anew)
    assert (await database.read(LEAD, cohorts.led_cohort, cohort.id)).purges_on == date(2027, 1, 17)
    await add_contact(database, LINH)
    clock.set(datetime(2027, 1, 8, 15, 0, tzinfo=UTC))
    await tick(database)
    assert len(notices(database)) == 1
    database.texts_kept = timedelta(days=365)
    await database.system(retention.plan_anew)  # what the members were told holds
    assert (await database.read(LEAD, cohorts.led_cohort, cohort.id)).purges_on == date(2027, 1, 17)

"""What a member learned, and who helps them: found by subject and words, and nobody else's."""

from dataclasses import replace
from time import perf_counter

import pytest

from bot.db import Database
from bot.services import contacts, debriefs, introductions, learned, new_id
from bot.values import (
    Actor,
    Advocate,
    ContactForm,
    DebriefForm,
    LearnedQuery,
    LearningGoal,
    Lesson,
    NotEnrolledError,
)
from tests.clocks import ManualClock
from tests.debrief_forms import FULL
from tests.meetings import past_meeting
from tests.people import ADMIN, KWAME, LEAD, LINH, enrolled
from tests.timing import untraced


async def debriefed(
    database: Database, clock: ManualClock, form: DebriefForm, name: str, who: Actor = LINH
) -> str:
    meeting = await past_meeting(database, clock, who, name)
    await database.run(who, debriefs.record, meeting.id, lambda _before: form)
    return meeting.id


async def look(database: Database, who: Actor = LINH, **query: object) -> list[tuple[Lesson, str, str]]:
    found = await database.read(who, learned.look, LearnedQuery(**query))  # type: ignore[arg-type]
    return [(item.lesson, item.text, item.contact_name) for item in found.page.items]


async def test_reflections_come_by_subject_the_latest_meeting_first(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    await debriefed(database, clock, FULL, "Ana Silva")
    clock.advance(days=1)
    later = replace(
        FULL, learned={LearningGoal.TRENDS: "Fewer offices."}, valuable="Ask about teams.", did_well=None
    )
    await debriefed(database, clock, later, "Bo Li")

    assert await look(database) == [
        (Lesson.VALUABLE, "Ask about teams.", "Bo Li"),
        (Lesson.TRENDS, "Fewer offices.", "Bo Li"),
        (Lesson.VALUABLE, "Small companies hire all year.", "Ana Silva"),
        (Lesson.CAREER_PATH, "From teaching to data, in two years.", "Ana Silva"),
        (Lesson.DID_WELL, "I asked short questions.", "Ana Silva"),
    ]
    assert await look(database, lesson=Lesson.TRENDS) == [(Lesson.TRENDS, "Fewer offices.", "Bo Li")]


@pytest.mark.parametrize("words", ["ÉCOLE", "ecole  paris", "hélène école", "l\u2019ecole"])
async def test_words_are_found_without_case_and_accents_in_text_and_name(
    database: Database, clock: ManualClock, words: str
) -> None:
    await enrolled(database, LINH)
    await debriefed(
        database, clock, replace(FULL, valuable="L'école de Paris forme des ingénieurs."), "Hélène Roy"
    )
    await debriefed(database, clock, FULL, "Ana Silva")
    assert [name for _, _, name in await look(database, words=words)] == ["Hélène Roy"]


async def test_the_six_things_are_counted_over_all_debriefs(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    for name in ("Ana Silva", "Bo Li"):
        await debriefed(database, clock, FULL, name)
    await debriefed(database, clock, replace(FULL, covered=frozenset()), "Cy Ode")
    found = await database.read(LINH, learned.look, LearnedQuery(lesson=Lesson.ADVICE))
    assert found.debriefs == 3
    assert found.covered == {
        goal: 2 if goal in {LearningGoal.CAREER_PATH, LearningGoal.ADVICE} else 0 for goal in LearningGoal
    }


@pytest.mark.parametrize("who", [KWAME, replace(LEAD, is_admin=True)], ids=["another member", "a lead"])
async def test_nobody_else_finds_anything(database: Database, clock: ManualClock, who: Actor) -> None:
    await enrolled(database, LINH, KWAME, LEAD)
    await debriefed(database, clock, FULL, "Ana Silva")
    assert await look(database, who) == []
    assert (await database.read(who, learned.helpers)).advocates == ()


async def test_who_never_joined_is_told(database: Database) -> None:
    with pytest.raises(NotEnrolledError):
        await database.read(ADMIN, learned.look, LearnedQuery())
    with pytest.raises(NotEnrolledError):
        await database.read(ADMIN, learned.helpers)


async def test_advocates_are_listed_the_certain_ones_first(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    for name, advocate in (("Ana", Advocate.MAYBE), ("Bo", Advocate.NOT_YET), ("Cy", Advocate.YES)):
        await debriefed(database, clock, replace(FULL, advocate=advocate), name)
    found = await database.read(LINH, learned.helpers)
    assert [(line.name, line.advocate) for line in found.advocates] == [
        ("Cy", Advocate.YES),
        ("Ana", Advocate.MAYBE),
    ]


async def add(database: Database, name: str, introduced_by: str | None = None, who: Actor = LINH) -> str:
    contact_id = new_id()
    await database.run(who, contacts.add, contact_id, ContactForm(name, introduced_by=introduced_by))
    return contact_id


async def chain(database: Database) -> list[tuple[str, int]]:
    found = await database.read(LINH, learned.helpers)
    return [(link.name, link.depth) for link in found.introductions]


async def test_the_chain_of_introductions_follows_the_names_that_were_typed(database: Database) -> None:
    await enrolled(database, LINH, KWAME)
    await add(database, "Zoe", who=KWAME)
    ana = await add(database, "Ana Silva")
    bo = await add(database, "Bo Li", "ana  SILVA")
    await add(database, "Cy Ode", "Bo Li")
    await add(database, "Di Fox", "Ana Silva")
    await add(database, "Ed Roe", "Zoe")  # another member's contact is nobody here
    assert await chain(database) == [("Ana Silva", 0), ("Bo Li", 1), ("Cy Ode", 2), ("Di Fox", 1)]

    await database.run(LINH, contacts.delete, bo)
    assert await chain(database) == [("Ana Silva", 0), ("Di Fox", 1)]

    card = await database.read(LINH, contacts.get, ana)
    await database.run(LINH, contacts.edit, ana, replace(card.form, introduced_by="Di Fox"), card.version)
    assert await chain(database) == [("Ana Silva", 0), ("Di Fox", 1)]  # a circle ends where it began


async def test_the_chosen_contact_counts_where_two_have_one_name(database: Database) -> None:
    await enrolled(database, LINH, KWAME)
    older, _newer = await add(database, "Ana Silva"), await add(database, "Ana Silva")
    zoe = await add(database, "Zoe", who=KWAME)
    chosen = new_id()
    form = ContactForm("Bo Li", introduced_by="Ana Silva", introduced_by_id=older)
    card = await database.run(LINH, contacts.add, chosen, form)
    assert (card.form.introduced_by_id, card.introducer) == (older, "Ana Silva")

    # Another member's contact, and oneself, are nobody to choose: then the typed name counts.
    for other in (zoe, chosen):
        stolen = replace(card.form, introduced_by=None, introduced_by_id=other)
        card = await database.run(LINH, contacts.edit, chosen, stolen, card.version)
        assert (card.form.introduced_by_id, card.introducer) == (None, None)


async def test_who_is_deleted_suggested_nobody_and_the_typed_name_stays(database: Database) -> None:
    await enrolled(database, LINH)
    ana = await add(database, "Ana Silva")
    bo = await add(database, "Bo Li", "Ana Silva")
    await database.run(LINH, contacts.delete, ana)
    card = await database.read(LINH, contacts.get, bo)
    assert (card.form.introduced_by, card.form.introduced_by_id, card.introducer) == ("Ana Silva", None, None)


async def test_contacts_to_choose_from_are_the_members_own_by_name(database: Database) -> None:
    await enrolled(database, LINH, KWAME)
    await add(database, "Zoe", who=KWAME)
    zoe, ana, elin = [await add(database, name) for name in ("zoe", "Ana", "Élin")]
    found = await database.read(LINH, introductions.choices, ana)
    assert found == ((elin, "Élin"), (zoe, "zoe"))
    assert await database.read(ADMIN, introductions.choices) == ()
    for number in range(introductions.MOST_CHOICES - 3):
        await add(database, f"Person {number}")
    assert len(await database.read(LINH, introductions.choices)) == introductions.MOST_CHOICES
    await add(database, "One more")
    assert await database.read(LINH, introductions.choices) == ()


async def test_long_logs_are_searched_quickly_and_listed_in_part(
    database: Database, clock: ManualClock
) -> None:
    await enrolled(database, LINH)
    for number in range(60):
        await debriefed(database, clock, replace(FULL, advocate=Advocate.YES), f"Person {number}")
    seconds = []
    with untraced():
        for _ in range(3):
            started = perf_counter()
            found = await database.read(LINH, learned.look, LearnedQuery(number=99, words="teaching"))
            seconds.append(perf_counter() - started)
    assert (found.page.total, found.page.number, found.page.pages) == (60, 10, 10)
    assert min(seconds) < 0.5
    helpers = await database.read(LINH, learned.helpers)
    assert (len(helpers.advocates), helpers.more_advocates) == (40, 20)

"""A milestone in the channel of the cohort: by the member's own click, once, and only theirs."""

from dataclasses import replace

import pytest

from bot.services import contacts, milestone_posts, new_id
from bot.values import ContactForm, GoneError, Status
from tests.clocks import ManualClock
from tests.people import KWAME, LINH, SPRING, enrol, make_cohort
from tests.stage import Json, Person, Stage, all_action_ids, find_element, words

CHANNEL = "C0COHORT"
WROTE = ContactForm("Secret Person", organisation="Secret Works", status=Status.CONTACTED)


async def celebrated(stage: Stage, clock: ManualClock, channel_id: str | None = CHANNEL) -> Json:
    """Linh wrote to a first person and is told so."""
    cohort = await make_cohort(stage.bot.db, replace(SPRING, channel_id=channel_id))
    await enrol(stage.bot.db, LINH, cohort)
    clock.advance(days=1)
    await stage.bot.db.run(LINH, contacts.add, new_id(), WROTE)
    await stage.tick()
    message: Json = (await stage.person(LINH.user_id).messages())[-1]
    assert "You reached your first message" in words(message)
    return message


async def in_channel(person: Person) -> list[str]:
    return [words(message) for message in await person.messages(CHANNEL)]


async def test_the_channel_hears_of_it_once_and_of_nobody_else(stage: Stage, clock: ManualClock) -> None:
    linh, kwame = stage.person(LINH.user_id), stage.person(KWAME.user_id)
    message = await celebrated(stage, clock)
    before = await in_channel(kwame)
    asked = find_element(message, "milestone.share")[0]["confirm"]["text"]["text"]
    assert "“Your name wrote a first message to somebody about their work.”" in asked
    await stage.tick()
    assert await in_channel(kwame) == before, "nothing without a click"

    await linh.click("milestone.share", message)
    again = find_element(message, "milestone.share")[0]["value"]
    await stage.bot.db.run(LINH, milestone_posts.share, again)
    with pytest.raises(GoneError):
        await stage.bot.db.run(KWAME, milestone_posts.share, again)
    await stage.tick()
    await stage.tick()
    (told,) = (await in_channel(kwame))[len(before) :]
    assert "<@U0M01> wrote a first message to somebody about their work. Well done!" in told
    assert "Secret" not in str(await kwame.messages(CHANNEL))
    here = (await linh.messages())[-1]
    assert "Everybody in <#C0COHORT> hears of your first message now" in words(here)
    assert list(all_action_ids(here)) == ["progress.open"]


async def test_a_cohort_without_a_channel_offers_nothing(stage: Stage, clock: ManualClock) -> None:
    message = await celebrated(stage, clock, None)
    assert "milestone.share" not in set(all_action_ids(message))

"""A request that Slack retries, or that somebody replays, has its effect once; the answer is no error."""

import pytest
from sqlmodel import Session, func, select

from bot.clock import Clock
from bot.models import Contact, HandledRequest
from bot.services.handled_requests import KEPT_FOR
from tests.redelivery import deliver, deliver_again, last_request, statuses
from tests.scenarios.test_cohorts import new_cohort
from tests.stage import Person, Stage, words


@pytest.fixture
async def amara(stage: Stage) -> Person:
    """A member of a fresh cohort."""
    dana, amara = stage.person("U0ADMIN"), stage.person("U0NEW1")
    await new_cohort(dana)
    await amara.click("cohort.join", await amara.command("/infoview join"))
    await amara.submit()
    await amara.close()
    return amara


async def count(stage: Stage, table: type) -> int:
    def rows(session: Session, _clock: Clock) -> int:
        return session.scalar(select(func.count()).select_from(table)) or 0

    return await stage.bot.db.system_read(rows)


async def test_a_form_that_comes_again_is_saved_once_and_its_answer_says_so(
    stage: Stage, amara: Person
) -> None:
    await amara.command("/infoview log")
    await amara.submit(name="Rosa Delgado")
    published = len(stage.calls("views.publish"))
    answers = await deliver_again(stage, "view_submission", times=3)
    assert statuses(answers) == {200}
    for answer in answers:
        assert "saved already" in words(answer.json()["view"])
        assert "Rosa" not in answer.text, "whoever replays a request learns nothing"
    assert await count(stage, Contact) == 1
    assert len(stage.calls("views.publish")) == published


async def test_a_form_that_was_refused_can_be_sent_again(stage: Stage, amara: Person) -> None:
    await amara.command("/infoview log")
    for _time in range(2):
        assert (await amara.submit(name=" "))["errors"]["name"]
    assert (await amara.submit(name="Rosa Delgado"))["ok"]
    assert await count(stage, Contact) == 1


async def test_a_button_that_comes_again_works_once(stage: Stage, amara: Person) -> None:
    leave = await amara.command("/infoview leave")
    await amara.click("cohort.leave", leave)
    before = len(await amara.messages("C0GENERAL"))
    assert statuses(await deliver_again(stage, "block_actions", times=2)) == {200}
    assert len(await amara.messages("C0GENERAL")) == before


async def test_a_message_in_the_dm_that_slack_retries_is_answered_once(stage: Stage) -> None:
    linh = stage.person("U0M01")
    await linh.say("tips")
    before = len(await linh.messages())
    assert statuses(await deliver_again(stage, "event", times=3)) == {200}
    assert len(await linh.messages()) == before


async def test_files_and_posts_come_once(stage: Stage, amara: Person) -> None:
    dana = stage.person("U0ADMIN")
    await amara.click("export.make", await amara.command("/infoview export"))
    assert statuses(await deliver_again(stage, "block_actions", times=2)) == {200}
    assert len(stage.calls("files.completeUploadExternal")) == 1

    await dana.close()
    await new_cohort(dana, name="Autumn cohort", channel="C0GENERAL")
    posted = len(stage.calls("chat.postMessage"))
    await dana.click("cohort.post", await dana.view())
    assert statuses(await deliver_again(stage, "block_actions", times=2)) == {200}
    assert len(stage.calls("chat.postMessage")) == posted + 1


async def test_a_window_that_was_opened_is_no_trouble(stage: Stage, amara: Person) -> None:
    await amara.command("/infoview settings")
    shown = len(await amara.messages("C0GENERAL"))
    (answer,) = await deliver_again(stage, "command")
    assert (answer.status_code, answer.text) == (200, "")
    assert len(await amara.messages("C0GENERAL")) == shown


async def test_what_only_reads_writes_nothing(stage: Stage) -> None:
    linh = stage.person("U0M01")
    message = await linh.command("/infoview tips")
    await linh.click("tips.show", message)
    await linh.open_home()
    assert await count(stage, HandledRequest) == 0
    first, again = await deliver_again(stage, "command", times=2)
    assert first.json() == again.json(), "it has no effect, so it is answered as before"


async def test_the_same_words_twice_are_two_requests(stage: Stage, amara: Person) -> None:
    for _time in range(2):
        await amara.command("/infoview log")
        await amara.submit(name="Rosa Delgado")
        if await amara.has_modal() and "another person" in words(await amara.view()):
            await amara.submit()
    assert await count(stage, Contact) == 2


async def test_what_was_handled_is_forgotten_when_it_cannot_come_again(stage: Stage, amara: Person) -> None:
    await amara.command("/infoview log")
    await amara.submit(name="Rosa Delgado")
    request, address = last_request(stage, "view_submission"), stage.workspace.connection.request_url
    noted = await count(stage, HandledRequest)
    assert noted
    stage.clock.advance(seconds=KEPT_FOR.total_seconds() - 1)
    await stage.tick()
    assert "saved already" in (await deliver(address, request)).text
    stage.clock.advance(seconds=2)
    await stage.tick()
    assert await count(stage, HandledRequest) == 0

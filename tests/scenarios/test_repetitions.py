"""A request that Slack retries, or that somebody replays, has its effect once; the answer is no error."""

import pytest
from sqlmodel import Session, func, select

from bot.clock import Clock
from bot.models import Contact, HandledRequest
from tests.redelivery import deliver_again, statuses
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


async def test_a_form_is_saved_once_and_its_answer_says_so(stage: Stage, amara: Person) -> None:
    await amara.command("/infoview log")
    for _time in range(2):  # what was refused had no effect, so it can come again
        assert (await amara.submit(name=" "))["errors"]["name"]
    await amara.submit(name="Rosa Delgado")
    published = len(stage.calls("views.publish"))
    answers = await deliver_again(stage, "view_submission", times=3)
    assert statuses(answers) == {200}
    for answer in answers:
        assert "saved already" in words(answer.json()["view"])
        assert "Rosa" not in answer.text, "whoever replays a request learns nothing"
    assert await count(stage, Contact) == 1
    assert len(stage.calls("views.publish")) == published

    await amara.close()
    await amara.command("/infoview log")
    await amara.submit(name="Rosa Delgado")
    await amara.submit()  # another person of this name: the same words are another request
    assert await count(stage, Contact) == 2


async def test_buttons_files_and_posts_come_once(stage: Stage, amara: Person) -> None:
    await amara.click("export.make", await amara.command("/infoview export"))
    assert statuses(await deliver_again(stage, "block_actions", times=2)) == {200}
    assert len(stage.calls("files.completeUploadExternal")) == 1

    await amara.command("/infoview settings")
    shown = len(await amara.messages("C0GENERAL"))
    (answer,) = await deliver_again(stage, "command")
    assert (answer.status_code, answer.text) == (200, ""), "its window is open already"
    assert len(await amara.messages("C0GENERAL")) == shown
    await amara.close()

    await amara.click("cohort.leave", await amara.command("/infoview leave"))
    shown = len(await amara.messages("C0GENERAL"))
    assert statuses(await deliver_again(stage, "block_actions", times=2)) == {200}
    assert len(await amara.messages("C0GENERAL")) == shown

    dana = stage.person("U0ADMIN")
    await dana.close()
    await new_cohort(dana, name="Autumn cohort", channel="C0GENERAL")
    posted = len(stage.calls("chat.postMessage"))
    await dana.click("cohort.post", await dana.view())
    assert statuses(await deliver_again(stage, "block_actions", times=2)) == {200}
    assert len(stage.calls("chat.postMessage")) == posted + 1


async def test_a_retried_message_is_answered_once_and_what_only_reads_pays_nothing(stage: Stage) -> None:
    linh = stage.person("U0M01")
    message = await linh.command("/infoview tips")
    await linh.click("tips.show", message)
    await linh.open_home()
    first, again = await deliver_again(stage, "command", times=2)
    assert first.json() == again.json(), "it has no effect, so it is answered as before"
    assert await count(stage, HandledRequest) == 0

    await linh.say("tips")
    before = len(await linh.messages())
    assert statuses(await deliver_again(stage, "event", times=3)) == {200}
    assert len(await linh.messages()) == before

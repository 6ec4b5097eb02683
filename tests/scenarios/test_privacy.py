"""``/infoview privacy``: a person looks at what is stored, forgets somebody in the log, and is forgotten."""

import pytest

from bot.services import cohorts, contacts, erasing, forgetting, new_id, persons
from bot.values import Actor, ContactForm, NotAllowedError, OwnData
from tests.clocks import ManualClock
from tests.meetings import add_contact, past_meeting
from tests.people import ADMIN, KWAME, LEAD, LINH, SPRING, enrolled, make_cohort
from tests.scenarios.conftest import both_transports
from tests.stage import Stage, all_action_ids, words


@both_transports
async def test_a_person_is_forgotten(stage: Stage, clock: ManualClock) -> None:
    db = stage.bot.db
    await enrolled(db, LINH, KWAME)
    await past_meeting(db, clock, LINH, "Ana Silva")
    await add_contact(db, KWAME, "Ana Silva")
    linh = stage.person("U0M01")

    await linh.command("/infoview privacy")
    shown = words(await linh.view())
    assert "1 contact, 1 meeting, a place in 1 cohort" in shown
    assert "until 90 days after your cohort ends" in shown
    await linh.click("privacy.forget", await linh.view())
    assert set((await linh.submit())["errors"]) == {"sure"}
    await linh.submit(sure=["sure"])
    receipt = words(await linh.view())
    assert "Everything I had about you is deleted." in receipt
    assert "1 contact, 1 meeting, a place in 1 cohort" in receipt
    await linh.close()
    (message,) = await linh.messages()
    assert "Everything I had about you is deleted." in words(message)
    assert "Ana" not in str(message)
    assert "Ana" not in words(await linh.home())

    with db.system_session() as session:
        assert "U0M01" not in repr(session.connection().exec_driver_sql("SELECT * FROM member").all())
    assert "Ana Silva" in words(await stage.person("U0M02").command("/infoview list"))
    await stage.tick()
    assert len(await linh.messages()) == 1
    await linh.command("/infoview privacy")
    assert "nothing" in words(await linh.view())
    await linh.click("privacy.forget", await linh.view())
    assert "nothing to delete" in words(await linh.view())


async def test_somebody_in_the_log_is_forgotten(stage: Stage) -> None:
    db = stage.bot.db
    await enrolled(db, LINH)
    await add_contact(db, LINH, "Zoë Lindqvist")
    tom = ContactForm("Tom Okafor", notes="Zoe Lindqvist says hello")
    await db.run(LINH, contacts.add, new_id(), tom)
    linh = stage.person("U0M01")

    told = await linh.say("privacy")
    await linh.click("privacy.open", {**told, "channel": linh.dm})
    await linh.click("privacy.person", await linh.view())
    await linh.submit(name="nobody")
    assert "Nobody of this name" in words(await linh.view())
    await linh.click("privacy.person", await linh.view())
    await linh.submit(name="zoe lind")
    assert "Zoë Lindqvist" in words(await linh.view())
    await linh.click("privacy.forget_person:0", await linh.view())
    shown = words(await linh.view())
    assert "Zoë Lindqvist is deleted from your log" in shown
    assert "your notes, at Tom Okafor" in shown
    await linh.click("contact.open:0", await linh.view())
    assert "Tom Okafor" in words(await linh.view())
    assert (await db.read(LINH, persons.find, "Zoë")).entries == ()


async def test_an_admin_deletes_everything_of_the_workspace(stage: Stage) -> None:
    db = stage.bot.db
    await enrolled(db, LINH, KWAME)
    await add_contact(db, LINH, "Ana Silva")
    other_admin = Actor("T0OTHER", "U0ADMIN", is_admin=True)
    await make_cohort(db, SPRING, other_admin)
    admin, lead = stage.person("U0ADMIN"), stage.person("U0LEAD")
    assert "erasing.open" not in set(all_action_ids(await lead.command("/infoview cohort")))

    await admin.click("erasing.open", await admin.command("/infoview cohort"))
    assert "2 members, 1 cohort, 1 contact" in words(await admin.view())
    refused = await admin.submit(workspace="Another one")
    assert "Nothing was deleted" in refused["errors"]["workspace"]
    hint = next(block["hint"]["text"] for block in (await admin.view())["blocks"] if block.get("hint"))
    name = hint.removeprefix("It is: ")
    await admin.submit(workspace=f" {name.upper()} ")
    assert "when it is done" in words(await admin.view())
    (receipt,) = await admin.messages()
    assert "2 members, 1 cohort, 1 contact" in words(receipt)
    assert await db.read(LINH, forgetting.stored) == OwnData()
    assert await db.read(ADMIN, cohorts.all_cohorts) == ()
    assert len(await db.read(other_admin, cohorts.all_cohorts)) == 1
    await admin.close()
    await admin.click("history.workspace", await admin.command("/infoview cohort"))
    assert "<@U0ADMIN> deleted all data of the workspace" in words(await admin.view())
    with pytest.raises(NotAllowedError):
        await db.run(LEAD, erasing.erase_all)

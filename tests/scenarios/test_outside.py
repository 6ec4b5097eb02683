"""A lead takes the summary out of Slack: a token, a weekly push, a test of it, the audit list."""

import json
import re

from bot.services import cohorts, leads, outside, pulls, pushes
from bot.views.outside import ADDRESS_LIMIT
from tests.people import ADMIN
from tests.scenarios.test_cohort_life import cohort_window
from tests.scenarios.test_cohorts import new_cohort
from tests.stage import Person, Stage, words


async def outside_window(lead: Person) -> None:
    await lead.click("outside.open", await cohort_window(lead))


async def test_a_token_is_shown_once_and_revoked(stage: Stage) -> None:
    dana = stage.person("U0ADMIN")
    await new_cohort(dana)
    await outside_window(dana)
    await dana.click("token.make", await dana.view())
    found = re.search(r'IMPORTDATA\("(\S+)\?token=(infoview_\w+)"\)', words(await dana.view()))
    assert found is not None
    assert found[1].startswith("https://infoview.example/v1/cohorts/")
    await dana.click("outside.open", await dana.view())
    view = await dana.view()
    assert found[2] not in json.dumps(view)
    assert "was not used yet" in words(view)
    await dana.click("token.revoke", view)
    assert "There is no token now" in words(await dana.view())
    await dana.click("cohort.manage", await dana.view())
    await dana.click("history.open", await dana.view())
    history = words(await dana.view())
    assert "made a new token" in history
    assert "revoked the token" in history


async def test_a_weekly_push_is_set_tested_and_ended(stage: Stage) -> None:
    dana = stage.person("U0ADMIN")
    await new_cohort(dana)
    await outside_window(dana)
    await dana.click("webhook.edit", await dana.view())
    for wrong in (
        "http://example.org/",
        "https://me:x@example.org/",
        "https://example.org/" + "x" * ADDRESS_LIMIT,
    ):
        answer = await dana.submit(address=wrong)
        assert "https://" in answer["errors"]["address"]
    await dana.submit(address="https://127.0.0.1/in")
    assert "whsec_" in words(await dana.view())
    await dana.click("outside.open", await dana.view())
    view = await dana.view()
    assert "whsec_" not in json.dumps(view)
    await dana.click("webhook.test", view)
    assert "*Test*" in words(await dana.view())
    await stage.tick()
    await dana.click("outside.open", await dana.view())
    assert "waiting, the address leads into a private network, next attempt" in words(await dana.view())
    await dana.click("webhook.remove", await dana.view())
    assert "None is set now" in words(await dana.view())


async def test_who_leads_no_more_can_change_nothing(stage: Stage) -> None:
    dana, priya = stage.person("U0ADMIN"), stage.person("U0LEAD")
    await new_cohort(dana)
    database = stage.bot.db
    [cohort] = await database.read(ADMIN, cohorts.led_cohorts)
    await database.run(ADMIN, leads.change, cohort.id, ["U0ADMIN", "U0LEAD"])
    await database.run(ADMIN, pushes.set_webhook, cohort.id, "https://example.org/")
    await database.run(ADMIN, pulls.make_token, cohort.id)
    await outside_window(priya)
    window = await priya.view()
    await database.run(ADMIN, leads.change, cohort.id, ["U0ADMIN"])
    before = await database.read(ADMIN, outside.desk, cohort.id)
    for action_id in ("token.make", "token.revoke", "webhook.edit", "webhook.test", "webhook.remove"):
        await priya.click(action_id, window)
        assert "Only the leads of this cohort" in words(await priya.view())
        await priya.close()
    assert await database.read(ADMIN, outside.desk, cohort.id) == before

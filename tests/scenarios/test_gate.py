"""Who may use Infoview at all: every registered handler is tried by each kind of person who may not."""

from dataclasses import fields, replace

import pytest

from bot.playground import cast
from bot.services import guests
from handlers.gate import team_of_person
from handlers.router import Routes
from tests.people import ADMIN
from tests.requests_of_slack import TABLES, Sender, count_runs, dispatch, registered
from tests.scenarios.test_cohorts import new_cohort
from tests.stage import Stage, words

WITHOUT_AN_ACTOR = {"workspace_events", "openings", "at_once"}
"""What of the tables no person reaches: news of the installation, labels of buttons, marks of commands."""


async def send_to_all(stage: Stage, sender: Sender) -> list[str]:
    """One request to each handler, and one message to the bot; returns what was answered at once."""
    requests = [sender.request(table, key) for table, key in registered(stage.bot.router.routes)]
    answers = [await dispatch(stage, request) for request in (*requests, sender.message("list"))]
    await stage.settle()
    return answers


def test_all_tables_of_the_router_are_known_here() -> None:
    assert {field.name for field in fields(Routes)} - WITHOUT_AN_ACTOR == set(TABLES)


async def test_no_handler_runs_for_who_may_not(stage: Stage) -> None:
    people = stage.workspace.people
    people["U0GUEST"] = replace(people["U0M03"], id="U0GUEST", is_restricted=True)
    await stage.bot.db.run(ADMIN, guests.choose, welcome=False)
    runs = count_runs(stage.bot.router.routes)
    routes = stage.bot.router.routes
    answered = len(routes.commands) + len(routes.submissions) + len(routes.fallbacks)
    guest = Sender(stage.workspace, "U0GUEST")
    refused = {
        "outsider": (Sender(stage.workspace, "U0OUTSIDE", cast.OTHER_TEAM_ID), "workspace that installed it"),
        "no team": (Sender(stage.workspace, "U0M01", None), "workspace that installed it"),
        "closed account": (Sender(stage.workspace, "U0GONE"), "in this workspace is closed"),
        "guest": (guest, "not for guest accounts"),
    }
    for who, (sender, words_of_it) in refused.items():
        answers = await send_to_all(stage, sender)
        told = sum(words_of_it in answer for answer in answers)
        assert told == answered, f"{who} is told why, and what to do, wherever the answer itself can say it"
        assert not runs, who

    await stage.bot.db.run(ADMIN, guests.choose, welcome=True)
    await dispatch(stage, guest.request("commands", "tips"))
    assert runs == {("commands", "tips"): 1}


def test_a_person_is_of_the_workspace_that_their_request_states() -> None:
    where = {"team": {"id": "T0THERE"}, "team_id": "T0THERE"}
    assert team_of_person({"user": {"id": "U1", "team_id": "T0OWN"}, **where}) == "T0OWN"
    assert team_of_person({"event": {"user": "U1", "user_team": "T0OWN"}, **where}) == "T0OWN"
    assert team_of_person({"command": "/infoview", "user_id": "U1", **where}) == "T0THERE"
    for stated_nowhere in ({"user": {"id": "U1"}}, {"event": {"user": "U1"}}, {"user": None, "event": None}):
        assert team_of_person({**stated_nowhere, **where}) is None


async def test_admins_choose_whether_guests_are_welcome(stage: Stage) -> None:
    people = stage.workspace.people
    people["U0NEW1"] = replace(people["U0NEW1"], is_restricted=True)
    dana, amara = stage.person("U0ADMIN"), stage.person("U0NEW1")
    await new_cohort(dana, channel=None)
    await dana.close()
    assert "You can join" in words(await amara.command("/infoview join"))

    await dana.click("guests.open", await dana.command("/infoview cohort"))
    await dana.submit(guests="no")
    assert "cannot use Infoview" in words(await dana.view())
    assert "guest accounts" in words(await amara.command("/infoview join"))
    assert "You can join" in words(await stage.person("U0NEW2").command("/infoview join"))

    await dana.close()
    await dana.click("guests.open", await dana.command("/infoview cohort"))
    await dana.submit(guests="yes")
    assert "You can join" in words(await amara.command("/infoview join"))


async def test_where_a_request_does_not_say_whose_workspace_it_is_slack_has_to(stage: Stage) -> None:
    runs = count_runs(stage.bot.router.routes)
    sender = Sender(stage.workspace, "U0OUTSIDE")  # an event names the workspace where it happened
    for request in (sender.message("tips"), sender.request("events", "app_home_opened")):
        await dispatch(stage, request)
    member = Sender(stage.workspace, "U0M01")
    stage.workspace.faults.add("users.info", "server_error", times=2)
    await dispatch(stage, member.message("tips"))
    assert not runs, "where Slack does not say it, nobody is let in"
    stage.workspace.faults.clear()
    await dispatch(stage, member.message("tips"))
    await stage.settle()
    assert runs == {("commands", "tips"): 1}


@pytest.mark.parametrize("welcome", [True, False])
async def test_where_slack_does_not_say_who_somebody_is(stage: Stage, welcome: bool) -> None:
    await stage.bot.db.run(ADMIN, guests.choose, welcome=welcome)
    stage.workspace.faults.add("users.info", "server_error", times=2)
    answer = words(await stage.person("U0M01").command("/infoview tips"))
    assert ("try again in a minute" in answer) is not welcome

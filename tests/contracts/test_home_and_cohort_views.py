"""Home, help, the guide and cohorts within Slack's limits, with texts as long and as odd as they can be."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from slack_sdk.models.views import View

from bot.guidance import Library, content_root, load_library
from bot.i18n import _
from bot.playground.blockkit import check_message, check_view, is_too_large
from bot.values import (
    CohortCard,
    EnrollmentCard,
    Format,
    HomeState,
    InterviewCard,
    MemberHome,
    NextStep,
    NudgeSettings,
    Outcome,
    Page,
    Progress,
    Status,
    StepKind,
)
from bot.views import cohort_forms, cohorts, home, notices, tips
from bot.views import help as help_view
from bot.views.blocks import Message

NOW = datetime(2026, 9, 7, 14, 0, tzinfo=UTC)
ODD = "&<>*_~`" * 40
LIBRARY: Library = load_library(content_root())

COHORT = CohortCard(
    id="c" * 32,
    name=ODD[:80],
    starts_on=date(2026, 9, 1),
    ends_on=date(2029, 8, 31),
    goal_messages=500,
    goal_meetings=100,
    digest_weekday=6,
    digest_time=time(23, 59),
    timezone="America/Argentina/ComodRivadavia",
    channel_id="C" + "0" * 20,
    lead_ids=tuple(f"U{number:020}" for number in range(50)),
    member_count=5000,
    is_ended=False,
)
MANY = tuple(replace(COHORT, id=f"{number:032}") for number in range(60))
ENROLLMENT = EnrollmentCard("e" * 32, COHORT, NOW, shares_steps=True)
INTERVIEW = InterviewCard(
    id="i" * 32,
    contact_id="c" * 32,
    contact_name=ODD[:200],
    organisation=ODD[:200],
    starts_at=NOW,
    timezone=COHORT.timezone,
    minutes=480,
    format=Format.IN_PERSON,
    outcome=Outcome.RESCHEDULED,
    thanked_at=NOW,
    debriefed_at=NOW,
    version=1,
)
COMING = tuple(replace(INTERVIEW, id=f"{number:032}") for number in range(5))
PAST = tuple(replace(INTERVIEW, id=f"{number:032}") for number in range(5, 10))
SETTINGS = NudgeSettings(
    6, time(23, 59), COHORT.timezone, None, stopped=False, next_nudge_at=NOW, shares_steps=True
)
PROGRESS = Progress(500, 500, 100, 100, 500, 100, 100, dict.fromkeys(Status, 500))


def state(step: StepKind = StepKind.NEXT_STEP_DUE, **settings: object) -> HomeState:
    member = MemberHome(
        enrollment=ENROLLMENT,
        settings=replace(SETTINGS, **settings),  # type: ignore[arg-type]
        next_step=NextStep(
            step, "c" * 32, "i" * 32, ODD[:200], 400, NOW + timedelta(days=1), ODD[:80], ODD * 10
        ),
        progress=PROGRESS,
        upcoming=COMING,
        recent=Page(PAST, 2, 100, 500),
    )
    return HomeState(member=member, led=MANY, open_cohorts=MANY, may_create_cohorts=True)


def views(library: Library) -> dict[str, View]:
    """Views at their longest, in the present language."""
    return {
        "home of a member who leads": home.home(library, state()),
        "home paused": home.home(library, state(paused_until=date(2029, 1, 1))),
        "home stopped": home.home(library, state(stopped=True, shares_steps=False)),
        "home of a newcomer": home.home(
            library, replace(state(), member=None, led=(), may_create_cohorts=False)
        ),
        "home with nothing": home.home(library, HomeState(None, (), (), False)),
        "join form": cohorts.join_form(COHORT),
        "joined": cohorts.joined(ENROLLMENT),
        "created": cohorts.created(COHORT, cohorts.posting_result(COHORT, "not_in_channel")),
        "basics form": cohort_forms.basics_form("c" * 32, date(2026, 9, 1), "U1"),
        "goals form": cohort_forms.goals_form(
            cohort_forms.CohortBasics(
                COHORT.id, ODD[:80], "2026-09-01", "2029-08-31", COHORT.channel_id, COHORT.lead_ids
            )
        ),
        "leads form": cohort_forms.leads_form(COHORT.lead_ids),
        "leads saved": cohorts.leads_saved(COHORT.lead_ids),
        **{f"home {step}": home.home(library, state(step)) for step in StepKind},
    }


def messages(library: Library) -> dict[str, Message]:
    """Messages at their longest, in the present language."""
    return {
        "join list": cohorts.join_list(MANY, [ENROLLMENT] * 10),
        "join list, empty": cohorts.join_list((), ()),
        "leave list": cohorts.leave_list([replace(ENROLLMENT, id=f"{n:032}") for n in range(20)]),
        "left": cohorts.left(ODD[:80]),
        "desk": cohorts.desk(MANY, may_create=True, is_admin=True),
        "desk, empty": cohorts.desk((), may_create=False, is_admin=False),
        "join message": cohorts.join_message(COHORT),
        "help": help_view.overview(),
        "topics": tips.topic_list(library),
        "trouble": notices.trouble("0123abcd"),
        "open form": notices.open_form(_("Log a contact"), "log.open"),
        "unknown words": notices.unknown_words(
            ODD[:80], ["tips", "list"], [(topic.title, topic.id) for topic in library.topics[:3]]
        ),
        "now": home.now(library, state()),
        "now, newcomer": home.now(library, replace(state(), member=None)),
        **{f"topic {topic.id}": tips.topic_page(library, topic) for topic in library.topics},
    }


VIEWS = views(LIBRARY)
MESSAGES = messages(LIBRARY)


@pytest.mark.parametrize("name", VIEWS)
def test_views(name: str) -> None:
    view = VIEWS[name].to_dict()
    assert check_view(view) == []
    assert not is_too_large(view)
    assert len(str(view.get("private_metadata") or "")) <= 3000


@pytest.mark.parametrize("name", MESSAGES)
def test_messages(name: str) -> None:
    payload = MESSAGES[name].payload()
    assert check_message(payload) == []
    assert payload["text"]


@pytest.mark.parametrize("problem", [None, "not_in_channel", "channel_not_found", "is_archived", "<boom>"])
def test_what_became_of_the_join_message_is_said(problem: str | None) -> None:
    assert "<boom>" not in cohorts.posting_result(COHORT, problem)


def test_a_dm_leaves_out_the_members_own_words() -> None:
    own = replace(
        state(),
        member=replace(
            state().member,
            next_step=NextStep(  # type: ignore[type-var]
                StepKind.NEXT_STEP_DUE, "c" * 32, None, "Maya", 1, NOW, None, "canary"
            ),
        ),
    )
    assert "canary" in str(home.now(LIBRARY, own).payload())
    assert "canary" not in str(home.now(LIBRARY, own, in_dm=True).payload())

"""Home, help, the guide and cohorts within Slack's limits, with texts as long and as odd as they can be."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from slack_sdk.models.views import View

from bot.guidance import Library, content_root, load_library
from bot.i18n import _
from bot.playground.blockkit import check_message, check_view, is_too_large
from bot.values import (
    MOST_LEADS,
    AuditAct,
    AuditLine,
    CohortCard,
    DueStep,
    EnrollmentCard,
    Format,
    HomeState,
    InterviewCard,
    Invitation,
    MemberHome,
    NextStep,
    NudgeSettings,
    Outcome,
    Page,
    Progress,
    PurgeNotice,
    Status,
    StepKind,
    WaitingContacts,
    Week,
)
from bot.views import (
    cohort_desk,
    cohort_forms,
    cohorts,
    contacts,
    guests,
    home,
    notices,
    retention,
    tips,
)
from bot.views import help as help_view
from bot.views.blocks import Message
from tests.contracts import test_log_views as log_samples

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
    lead_ids=tuple(f"U{number:020}" for number in range(MOST_LEADS)),
    member_count=5000,
    is_ended=False,
    by_invitation=True,
    purges_on=date(2029, 11, 29),
)
ARCHIVED = replace(COHORT, is_ended=True, is_archived=True, purges_on=None)
PLACES = (
    cohort_forms.CohortPlace("c" * 32),
    cohort_forms.CohortPlace("c" * 32, source_id="d" * 32),
    cohort_forms.CohortPlace("c" * 32, version=7),
)
LINES = tuple(
    AuditLine(act, "U" + "0" * 20, NOW, "U" + "1" * 20, tuple(cohort_desk.FIELDS)) for act in AuditAct
)
MANY = tuple(replace(COHORT, id=f"{number:032}") for number in range(60))
ENROLLMENT = EnrollmentCard("e" * 32, COHORT, NOW, shares_steps=True)
PLACES_OF_ONE = tuple(replace(ENROLLMENT, id=f"{number:032}") for number in range(20))
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
    6, time(23, 59), COHORT.timezone, None, stopped=False, next_digest_at=NOW, shares_steps=True
)
DUE = tuple(
    DueStep(f"{number:032}", ODD[:200], ODD * 10, NOW.date() + timedelta(days=2 * number - 1))
    for number in range(5)
)
PROGRESS = Progress(500, 500, 100, 100, 500, 100, 100, dict.fromkeys(Status, 500))


def note(block_id: str = "") -> home.Note:
    return home.Note(contacts.message(ODD * 10, "c" * 32).blocks, block_id)


def state(step: StepKind = StepKind.NEXT_STEP_DUE, **settings: object) -> HomeState:
    member = MemberHome(
        enrollment=ENROLLMENT,
        settings=replace(SETTINGS, **settings),  # type: ignore[arg-type]
        next_step=NextStep(step, "c" * 32, "i" * 32, ODD[:200], 400, NOW + timedelta(days=1), step=ODD * 10),
        progress=PROGRESS,
        week=Week(NOW.date(), COMING[:4], COMING[4:], DUE),
        waiting=WaitingContacts(log_samples.LINES[:5], 500, log_samples.COUNTS),
        recent=Page(PAST, 2, 100, 500),
        places=PLACES_OF_ONE,
    )
    return HomeState(member=member, led=MANY, open_cohorts=MANY, may_create_cohorts=True)


def basics_of(place: cohort_forms.CohortPlace) -> cohort_forms.CohortBasics:
    return cohort_forms.CohortBasics(
        place, ODD[:80], "2026-09-01", "2029-08-31", COHORT.channel_id, COHORT.lead_ids, by_invitation=True
    )


def _basics_forms() -> list[View]:
    today = date(2026, 9, 1)
    filled = [cohort_forms.basics_form(place, today, "U1", COHORT) for place in PLACES]
    return [cohort_forms.basics_form(PLACES[0], today, "U1"), *filled]


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
        **{f"basics form {n}": view for n, view in enumerate(_basics_forms())},
        **{
            f"goals form {place.version}": cohort_forms.goals_form(basics_of(place), COHORT)
            for place in PLACES
        },
        "goals form, fresh": cohort_forms.goals_form(basics_of(PLACES[0])),
        "cohort": cohort_desk.cohort_window(COHORT, may_create=True, note=cohort_desk.ended_note(COHORT)),
        "cohort, every Monday": cohort_desk.cohort_window(COHORT, may_create=True, gets_digest=True),
        "cohort, ended": cohort_desk.cohort_window(replace(COHORT, is_ended=True), may_create=False),
        "cohort, archived": cohort_desk.cohort_window(ARCHIVED, may_create=True),
        "archived": cohort_desk.archived_window([replace(ARCHIVED, id=f"{n:032}") for n in range(60)]),
        "archived, none": cohort_desk.archived_window(()),
        "choose": cohort_desk.choose_window(MANY * 3),
        "choose, none": cohort_desk.choose_window(()),
        "invite": cohort_desk.invite_window(Invitation(COHORT, "CDFGHJKM")),
        "invite, no code": cohort_desk.invite_window(
            Invitation(replace(COHORT, channel_id=None, by_invitation=False), None)
        ),
        **{
            f"history {number}": cohort_desk.history_window(COHORT, Page(LINES, number, 3, 45))
            for number in (1, 2, 3)
        },
        "cohort leads form": cohort_forms.cohort_leads_form(COHORT),
        "cohort leads saved": cohort_desk.leads_saved_window(COHORT, is_lead=True),
        "cohort without leads": cohort_desk.leads_saved_window(replace(COHORT, lead_ids=()), is_lead=False),
        "leads form": cohort_forms.leads_form(COHORT.lead_ids),
        **{f"guests {welcome}": guests.guests_form(welcome=welcome) for welcome in (True, False)},
        **{f"guests saved {welcome}": guests.saved(welcome=welcome) for welcome in (True, False)},
        "leads saved": cohorts.leads_saved(COHORT.lead_ids),
        "home after a step": home.home(library, state(), note()),
        "home after a step of the list": home.home(library, state(), note("contact.ways:c")),
        **{f"home {step}": home.home(library, state(step)) for step in StepKind},
    }


def messages(library: Library) -> dict[str, Message]:
    """Messages at their longest, in the present language."""
    return {
        "join list": cohorts.join_list(MANY, PLACES_OF_ONE),
        "join list, in one": cohorts.join_list((), PLACES_OF_ONE[:1]),
        "join list, empty": cohorts.join_list((), ()),
        "leave list": cohorts.leave_list([replace(ENROLLMENT, id=f"{n:032}") for n in range(20)]),
        "left": cohorts.left(ODD[:80]),
        "desk": cohort_desk.desk(MANY, may_create=True, is_admin=True, has_archived=True),
        "desk, empty": cohort_desk.desk((), may_create=False, is_admin=False),
        "purge notice": retention.purge_notice(PurgeNotice(ODD[:80], date(2029, 11, 29))),
        "chosen": cohorts.chosen(ENROLLMENT),
        "invited": cohorts.invited(COHORT, "CDFGHJKM"),
        "no such code": cohorts.no_such_code(ODD),
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

"""The rules of the one next step: each by itself, their order, and that there is always exactly one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.occasions import ContactState, InterviewState, MemberState, choose
from bot.values import NextStep, Status, StepKind

NOW = datetime(2026, 9, 16, 14, 0, tzinfo=UTC)  # a Wednesday, 10:00 in New York
ZONE = "America/New_York"


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def contact(status: Status, days: float = 1, **fields: object) -> ContactState:
    return ContactState("c1", status, ago(days), **fields)  # type: ignore[arg-type]


def meeting(days: float, **fields: object) -> InterviewState:
    """One that began so many days ago; negative: that begins in so many days."""
    begins = ago(days)
    return InterviewState("i1", begins, begins + timedelta(minutes=25), **fields)  # type: ignore[arg-type]


def step_for(*contacts: ContactState, had_contacts: bool = True) -> NextStep:
    return choose(MemberState(NOW, ZONE, contacts, had_contacts))


def met(days: float, *, thanked: bool = True, debriefed: bool = True, **fields: object) -> ContactState:
    held = meeting(days, is_held=True, thanked_at=ago(days) if thanked else None, is_debriefed=debriefed)
    return contact(Status.MET, days, interviews=(held,), **fields)


CASES = {
    "a meeting today": (contact(Status.SCHEDULED, interviews=(meeting(-0.2),)), StepKind.PREPARE),
    "a meeting tomorrow evening": (contact(Status.SCHEDULED, interviews=(meeting(-1.4),)), StepKind.PREPARE),
    "a meeting in two days": (contact(Status.SCHEDULED, interviews=(meeting(-2),)), StepKind.ALL_DONE),
    "a meeting that goes on": (contact(Status.SCHEDULED, interviews=(meeting(0.005),)), StepKind.ALL_DONE),
    "a meeting that is over": (contact(Status.SCHEDULED, interviews=(meeting(0.1),)), StepKind.HOW_DID_IT_GO),
    "met, not thanked": (met(1, thanked=False), StepKind.THANK_YOU),
    "met two weeks ago, not thanked": (met(14, thanked=False), StepKind.THANK_YOU),
    "met long ago, not thanked": (met(15, thanked=False), StepKind.ALL_DONE),
    "met, not debriefed": (met(1, debriefed=False), StepKind.DEBRIEF),
    "met long ago, not debriefed": (met(29, debriefed=False), StepKind.ALL_DONE),
    "silent for a week": (contact(Status.CONTACTED, 7), StepKind.FOLLOW_UP),
    "silent for nearly a week, later in the day": (contact(Status.CONTACTED, 6.9), StepKind.FOLLOW_UP),
    "silent for six days": (contact(Status.CONTACTED, 6), StepKind.ADD_ANOTHER_PERSON),
    "silent for two business days": (contact(Status.CONTACTED, 2), StepKind.ALL_DONE),
    "replied on Friday": (contact(Status.REPLIED, 5), StepKind.OFFER_TIMES),
    "replied yesterday": (contact(Status.REPLIED, 1), StepKind.ALL_DONE),
    "replied, and a meeting is planned": (
        contact(Status.REPLIED, 5, interviews=(meeting(-4),)),
        StepKind.ALL_DONE,
    ),
    "a next step today": (met(3, next_step_due=date(2026, 9, 16)), StepKind.NEXT_STEP_DUE),
    "a next step tomorrow": (met(3, next_step_due=date(2026, 9, 17)), StepKind.ALL_DONE),
    "a next step of last month": (met(3, next_step_due=date(2026, 8, 16)), StepKind.ALL_DONE),
    "declined": (contact(Status.DECLINED, 2), StepKind.AFTER_DECLINE),
    "declined long ago": (contact(Status.DECLINED, 8), StepKind.ALL_DONE),
    "planned": (contact(Status.PLANNED, 0), StepKind.WRITE_FIRST_MESSAGE),
    "followed up a week ago": (contact(Status.FOLLOWED_UP, 7), StepKind.CLOSE_SILENT),
    "followed up three business days ago": (contact(Status.FOLLOWED_UP, 5), StepKind.ADD_ANOTHER_PERSON),
    "met five weeks ago": (met(35), StepKind.KEEP_IN_TOUCH),
    "met four weeks ago": (met(28), StepKind.ALL_DONE),
    "in touch two months ago": (contact(Status.KEEPING_IN_TOUCH, 60), StepKind.ALL_DONE),
    "in touch three months ago": (contact(Status.KEEPING_IN_TOUCH, 91), StepKind.KEEP_IN_TOUCH),
    "in touch again since": (contact(Status.KEEPING_IN_TOUCH, 200, touched_at=ago(5)), StepKind.ALL_DONE),
    "no response": (contact(Status.NO_RESPONSE, 1), StepKind.ALL_DONE),
}


@pytest.mark.parametrize(("person", "kind"), CASES.values(), ids=CASES.keys())
def test_one_contact(person: ContactState, kind: StepKind) -> None:
    step = step_for(person)
    assert step.kind is kind
    assert step.contact_id == (None if kind is StepKind.ALL_DONE else "c1")


def test_nobody_in_the_log() -> None:
    assert step_for(had_contacts=False) == NextStep(StepKind.FIRST_PERSON)


def test_only_closed_contacts_in_the_log() -> None:
    assert step_for() == NextStep(StepKind.ALL_DONE)


def test_a_planned_person_comes_before_adding_another_while_all_are_silent() -> None:
    planned = ContactState("c2", Status.PLANNED, ago(1))
    assert step_for(contact(Status.CONTACTED, 5), planned) == NextStep(StepKind.WRITE_FIRST_MESSAGE, "c2")
    assert step_for(contact(Status.CONTACTED, 1), planned).kind is StepKind.ALL_DONE


def test_who_wrote_this_week_and_got_an_answer_need_not_write_again() -> None:
    planned = ContactState("c2", Status.PLANNED, ago(1))
    answered = contact(Status.REPLIED, 1, contacted_at=ago(6))
    assert step_for(answered, planned).kind is StepKind.ALL_DONE


def test_a_decline_is_no_step_while_something_is_going() -> None:
    going = ContactState("c2", Status.CONTACTED, ago(1))
    assert step_for(contact(Status.DECLINED, 1), going).kind is StepKind.ALL_DONE


def test_the_order_of_the_rules() -> None:
    # Taking away the first each time brings the next.
    people = [
        ContactState("prepare", Status.SCHEDULED, ago(1), interviews=(meeting(-0.5),)),
        ContactState("over", Status.SCHEDULED, ago(1), interviews=(meeting(0.5),)),
        ContactState("thank", Status.MET, ago(2), interviews=(meeting(2, is_held=True, is_debriefed=True),)),
        ContactState("silent", Status.CONTACTED, ago(9)),
        ContactState("replied", Status.REPLIED, ago(9)),
        ContactState("due", Status.MET, ago(9), next_step_due=date(2026, 9, 15)),
        ContactState("planned", Status.PLANNED, ago(9)),
        ContactState(
            "debrief", Status.MET, ago(3), interviews=(meeting(3, is_held=True, thanked_at=ago(2)),)
        ),
        ContactState("close", Status.FOLLOWED_UP, ago(9)),
        ContactState("touch", Status.MET, ago(40)),
    ]
    order = []
    while people:
        step = step_for(*people)
        order.append(step.contact_id)
        people = [person for person in people if person.id != step.contact_id]
    assert order == [
        "prepare", "over", "thank", "silent", "replied", "due", "planned", "debrief", "close", "touch",
    ]  # fmt: skip


moments = st.floats(-10, 120, allow_nan=False).map(ago)
interviews = st.builds(
    lambda id_, starts_at, is_held, thanked_at, is_debriefed: InterviewState(
        id_, starts_at, starts_at + timedelta(minutes=25), is_held, thanked_at, is_debriefed
    ),
    st.uuids().map(str),
    moments,
    st.booleans(),
    st.none() | moments,
    st.booleans(),
)
contacts = st.builds(
    ContactState,
    id=st.uuids().map(str),
    status=st.sampled_from([status for status in Status if status is not Status.CLOSED]),
    status_at=moments,
    contacted_at=st.none() | moments,
    touched_at=st.none() | moments,
    next_step_due=st.none() | moments.map(lambda moment: moment.date()),
    interviews=st.lists(interviews, max_size=3).map(tuple),
)


@given(st.lists(contacts, max_size=6), st.randoms())
def test_always_one_about_a_contact_of_the_log_whatever_the_order(
    people: list[ContactState], random: object
) -> None:
    step = step_for(*people, had_contacts=bool(people))
    assert step.contact_id in {None, *(person.id for person in people)}
    about = {interview.id: person.id for person in people for interview in person.interviews}
    assert step.interview_id is None or about[step.interview_id] == step.contact_id
    assert step.days is None or step.days >= 0
    shuffled = list(people)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert step_for(*shuffled, had_contacts=bool(people)) == step


def test_a_step_about_a_meeting_says_when_it_is() -> None:
    for held, kind in (
        (contact(Status.SCHEDULED, interviews=(meeting(-1),)), StepKind.PREPARE),
        (contact(Status.SCHEDULED, interviews=(meeting(1),)), StepKind.HOW_DID_IT_GO),
        (met(1, thanked=False), StepKind.THANK_YOU),
        (met(1, debriefed=False), StepKind.DEBRIEF),
    ):
        step = step_for(held)
        assert (step.kind, step.interview_id) == (kind, "i1")
        assert step.when == held.interviews[0].starts_at


def test_a_meeting_is_prepared_until_it_begins_and_asked_about_when_it_is_over() -> None:
    begins_now = contact(Status.SCHEDULED, interviews=(meeting(0),))
    over_now = contact(Status.SCHEDULED, interviews=(InterviewState("i1", ago(1), NOW),))
    assert step_for(begins_now).kind is StepKind.ALL_DONE
    assert step_for(over_now).kind is StepKind.HOW_DID_IT_GO


@pytest.mark.parametrize("is_held", [False, True])
def test_of_several_meetings_the_last_comes_first(is_held: bool) -> None:
    people = [
        ContactState(name, Status.MET, ago(1), interviews=(replace(meeting(days, is_held=is_held), id=name),))
        for name, days in (("c1", 3), ("c2", 1), ("c3", 2))
    ]
    assert step_for(*people).contact_id == "c2"


def test_the_next_step_that_is_due_longest_comes_first_and_none_after_two_weeks() -> None:
    today = NOW.date()
    due = [
        replace(met(3, next_step_due=today - timedelta(days=days)), id=f"c{days}") for days in (0, 14, 15, 7)
    ]
    step = step_for(*due)
    assert (step.kind, step.contact_id, step.days) == (StepKind.NEXT_STEP_DUE, "c14", 14)
    assert step_for(due[2]).kind is not StepKind.NEXT_STEP_DUE


@pytest.mark.parametrize(
    ("person", "kind", "days"),
    [
        (contact(Status.REPLIED, 5), StepKind.OFFER_TIMES, 5),
        (contact(Status.DECLINED, 0), StepKind.AFTER_DECLINE, 0),
        (contact(Status.DECLINED, 2), StepKind.AFTER_DECLINE, 2),
        (contact(Status.CONTACTED, 6), StepKind.ADD_ANOTHER_PERSON, 6),
        (met(1, thanked=False), StepKind.THANK_YOU, 1),
        (met(3, debriefed=False), StepKind.DEBRIEF, 3),
    ],
)
def test_a_step_says_how_many_days_ago_it_was(person: ContactState, kind: StepKind, days: int) -> None:
    step = step_for(person)
    assert (step.kind, step.days) == (kind, days)


def test_of_several_declines_the_last_comes_first() -> None:
    people = [replace(contact(Status.DECLINED, days), id=f"c{days}") for days in (3, 1, 2)]
    assert step_for(*people).contact_id == "c1"


def test_keep_in_touch_with_the_person_who_heard_nothing_for_longest() -> None:
    people = [
        replace(contact(Status.MET, days, touched_at=ago(touched)), id=f"c{touched}")
        for days, touched in ((70, 40), (60, 50), (50, 45))
    ]
    step = step_for(*people)
    assert (step.kind, step.contact_id) == (StepKind.KEEP_IN_TOUCH, "c50")


def test_a_reply_at_the_moment_of_the_meeting_needs_new_times() -> None:
    assert step_for(contact(Status.REPLIED, 5, interviews=(meeting(0),))).kind is StepKind.OFFER_TIMES

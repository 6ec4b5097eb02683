"""Interview logs for tests, as an export holds them: one whole example of each part, and any that can be."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from bot.values import (
    Advocate,
    Channel,
    ContactForm,
    DebriefForm,
    ExportedContact,
    ExportedDebrief,
    ExportedDraft,
    ExportedInterview,
    ExportedStep,
    FirstTimes,
    Format,
    Impression,
    Industry,
    LearningGoal,
    MeetingQuestions,
    Outcome,
    Source,
    Status,
    typed,
)
from tests.clocks import START
from tests.people import NEW_YORK

CONTACT = ExportedContact(
    id="a" * 32,
    cohort_id="",
    form=ContactForm("Maya"),
    status_at=START,
    created_at=START,
    history=(ExportedStep(None, Status.PLANNED, START),),
)
MEETING = ExportedInterview(
    id="b" * 32,
    starts_at=START,
    timezone=NEW_YORK,
    minutes=25,
    format=Format.PHONE,
    outcome=Outcome.HELD,
    calendar_uid="c" * 32,
    created_at=START,
    debriefed_at=START,
)

TEXTS = st.text(min_size=1, max_size=20).map(typed).filter(bool)
MAYBE = st.none() | TEXTS
MOMENTS = st.integers(0, 1_000_000).map(lambda minutes: START - timedelta(minutes=minutes))
MOMENT = st.none() | MOMENTS
IDS = st.uuids().map(lambda number: number.hex)
FORM = st.builds(
    ContactForm,
    name=TEXTS,
    organisation=MAYBE,
    role=MAYBE,
    profile=MAYBE,
    why=MAYBE,
    introduced_by=MAYBE,
    notes=MAYBE,
    industry=st.none() | st.sampled_from(Industry),
    source=st.none() | st.sampled_from(Source),
    introduced=st.none() | st.booleans(),
    channel=st.none() | st.sampled_from(Channel),
    status=st.sampled_from(Status),
)
STEP = st.builds(
    ExportedStep,
    before=st.none() | st.sampled_from(Status),
    after=st.sampled_from(Status),
    changed_at=MOMENTS,
    undone_at=MOMENT,
)
ANSWERS = st.builds(
    DebriefForm,
    covered=st.frozensets(st.sampled_from(LearningGoal)),
    learned=st.dictionaries(st.sampled_from(LearningGoal), TEXTS, max_size=2),
    valuable=TEXTS,
    ratings=st.dictionaries(st.sampled_from(Impression), st.integers(1, 5), max_size=2),
    confidence=st.none() | st.integers(1, 5),
    advocate=st.sampled_from(Advocate),
    introduction_offered=st.booleans(),
    suggested=MAYBE,
    next_step=TEXTS,
    next_step_due=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)
DEBRIEF = st.builds(
    ExportedDebrief,
    answers=ANSWERS,
    created_at=MOMENTS,
    updated_at=MOMENTS,
)
DRAFT = st.builds(ExportedDraft, answers=st.builds(replace, ANSWERS, valuable=st.none()), updated_at=MOMENTS)
INTERVIEW = st.builds(
    ExportedInterview,
    id=IDS,
    starts_at=MOMENTS,
    timezone=st.sampled_from([NEW_YORK, "Asia/Kolkata", "UTC"]),
    minutes=st.integers(5, 480),
    format=st.sampled_from(Format),
    outcome=st.sampled_from(Outcome),
    calendar_uid=IDS,
    created_at=MOMENTS,
    calendar_sequence=st.integers(0, 9),
    calendar_sent=st.none() | st.integers(0, 9),
    place=MAYBE,
    questions=st.none() | st.builds(MeetingQuestions, own=MAYBE, picked=st.just(("why",))),
    ask_again_at=MOMENT,
    thanked_at=MOMENT,
    debrief_drafts=st.lists(DRAFT, max_size=1).map(tuple),
) | st.builds(
    replace,
    st.just(MEETING),
    id=IDS,
    calendar_uid=IDS,
    starts_at=MOMENTS,
    debriefed_at=MOMENTS,
    debrief=DEBRIEF,
)


@st.composite
def logs(draw: st.DrawFn) -> tuple[ExportedContact, ...]:
    """Contacts with all that can belong to them, some suggested by others."""
    made = draw(
        st.lists(
            st.builds(
                ExportedContact,
                id=IDS,
                cohort_id=st.just("elsewhere"),
                form=FORM,
                status_at=MOMENTS,
                created_at=MOMENTS,
                history=st.lists(STEP, min_size=1, max_size=3, unique_by=lambda step: step.changed_at).map(
                    lambda steps: tuple(sorted(steps, key=lambda step: step.changed_at))
                ),
                first_times=st.builds(FirstTimes, contacted_at=MOMENT, met_at=MOMENT),
                interviews=st.lists(INTERVIEW, max_size=2).map(tuple),
                draft=MAYBE,
                advocate=st.none() | st.sampled_from(Advocate),
                next_step=MAYBE,
                next_step_due=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
            ),
            max_size=3,
            unique_by=lambda contact: contact.id,
        )
    )
    ids = [None, *(contact.id for contact in made)]
    return tuple(replace(contact, introduced_by_id=draw(st.sampled_from(ids))) for contact in made)

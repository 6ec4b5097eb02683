"""Answers of a debrief for tests: one whole example, any that can be, and the longest that can be."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from bot.services.debrief_drafts import Change, Sent
from bot.values import (
    Advocate,
    DebriefDesk,
    DebriefForm,
    DraftWindow,
    Format,
    Impression,
    InterviewCard,
    LearningGoal,
    Outcome,
    typed,
)

FULL = DebriefForm(
    covered=frozenset({LearningGoal.CAREER_PATH, LearningGoal.ADVICE}),
    learned={LearningGoal.CAREER_PATH: "From teaching to data, in two years."},
    valuable="Small companies hire all year.",
    kept_time=True,
    ratings={Impression.CURIOUS: 4},
    did_well="I asked short questions.",
    confidence=4,
    advocate=Advocate.MAYBE,
    introduction_offered=True,
    suggested="Her colleague Tom",
    next_step="Write to Tom",
    next_step_due=date(2026, 9, 14),
)

WINDOW = DraftWindow("w" * 32)
"""A window that opened where nothing was written yet."""

LONG = "&" * 3000  # each becomes five characters where mrkdwn is escaped

LONGEST = DebriefForm(
    covered=frozenset(LearningGoal),
    learned=dict.fromkeys(LearningGoal, LONG),
    valuable=LONG,
    kept_time=True,
    kept_free_of_job_asks=True,
    ratings=dict.fromkeys(Impression, 5),
    did_well=LONG,
    confidence=5,
    left_it=LONG,
    advocate=Advocate.YES,
    introduction_offered=True,
    referral_offered=True,
    suggested=LONG,
    next_step=LONG,
    next_step_due=date(2028, 9, 6),
)

_TYPED = st.text(min_size=1, max_size=3000).map(typed).filter(bool)

FORMS = st.builds(
    DebriefForm,
    covered=st.frozensets(st.sampled_from(LearningGoal)),
    learned=st.dictionaries(st.sampled_from(LearningGoal), _TYPED),
    valuable=st.none() | _TYPED,
    kept_time=st.booleans(),
    kept_free_of_job_asks=st.booleans(),
    ratings=st.dictionaries(st.sampled_from(Impression), st.integers(1, 5)),
    did_well=st.none() | _TYPED,
    confidence=st.none() | st.integers(1, 5),
    left_it=st.none() | _TYPED,
    advocate=st.none() | st.sampled_from(Advocate),
    introduction_offered=st.booleans(),
    referral_offered=st.booleans(),
    suggested=st.none() | _TYPED,
    next_step=st.none() | _TYPED,
    next_step_due=st.none() | st.dates(),
)
"""Any answers as a form can send them."""


def interview(name: str = "Ana Silva", organisation: str | None = "Harbor Foods") -> InterviewCard:
    """An interview that took place."""
    return InterviewCard(
        id="0" * 32,
        contact_id="1" * 32,
        contact_name=name,
        organisation=organisation,
        starts_at=datetime(2026, 9, 7, 15, 0, tzinfo=UTC),
        timezone="America/New_York",
        minutes=25,
        format=Format.VIRTUAL,
        outcome=Outcome.HELD,
        thanked_at=None,
        debriefed_at=None,
    )


def desk_of(form: DebriefForm, *, is_saved: bool = False, card: InterviewCard | None = None) -> DebriefDesk:
    """The desk of a window that has just opened."""
    return DebriefDesk(card or interview(), form, form if is_saved else None, WINDOW)


def sent(
    change: Change, window: DraftWindow = WINDOW, *, step: str = "goals", typed_at: int | None = None
) -> Sent:
    """What a window sends when all that it holds was touched."""
    return Sent(window, change, change, lambda _form: step, typed_at)

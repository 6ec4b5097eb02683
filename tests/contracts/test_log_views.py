"""Every view of the interview log within Slack's limits, with texts as long and as odd as they can be."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import cycle

import pytest
from slack_sdk.models.views import View

from bot.guidance import Library, content_root, load_library
from bot.playground.blockkit import check_message, check_view, is_too_large
from bot.services.introductions import MOST_CHOICES
from bot.values import (
    NEXT_STATUSES,
    Advocate,
    Channel,
    ContactCard,
    ContactForm,
    ContactLine,
    ContactList,
    ContactQuery,
    Format,
    Impression,
    Industry,
    InterviewAnswers,
    InterviewCard,
    InterviewDesk,
    InterviewPlace,
    LastMove,
    LearningGoal,
    ListOrder,
    Need,
    Outcome,
    Page,
    Source,
    Status,
    Suggestion,
)
from bot.views import contact_forms, contact_list, contacts, interviews, labels

NOW = datetime(2026, 9, 7, 14, 0, tzinfo=UTC)
ZONE = "America/Argentina/ComodRivadavia"
LONG = "&<>" * 67
ID = "f" * 32

FULL = ContactForm(
    name=LONG[:200],
    organisation=LONG[:200],
    role=LONG[:200],
    profile="&" * 500,
    why="<" * 3000,
    introduced_by=LONG[:200],
    notes="&" * 3000,
    industry=Industry.PROFESSIONAL_SERVICES,
    source=Source.INTRODUCED_BY_CONTACT,
    introduced=True,
    channel=Channel.IN_PERSON,
)
EMPTY = ContactForm(name="M")
CHOICES = tuple((f"{number:032}", LONG[:200]) for number in range(MOST_CHOICES))


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(content_root())


def an_interview(outcome: Outcome | None = None) -> InterviewCard:
    return InterviewCard(
        ID, ID, LONG[:200], LONG[:200], NOW, ZONE, 480, Format.IN_PERSON, outcome, NOW, NOW, 10**6, "&" * 500
    )


def a_card(form: ContactForm, status: Status) -> ContactCard:
    full = form is FULL
    outcomes = (None, *Outcome) * 8
    return ContactCard(
        id=ID,
        form=form,
        status=status,
        status_at=NOW,
        advocate=Advocate.YES if full else None,
        next_step="&" * 3000 if full else None,
        next_step_due=date(2026, 12, 31) if full else None,
        history=((status, NOW),) * 200,
        interviews=tuple(
            replace(an_interview(outcome), id=f"{number:032}") for number, outcome in enumerate(outcomes)
        )
        if full
        else (),
        version=10**6,
        last_move=LastMove(ID, Status.REPLIED) if full else None,
        timezone=ZONE,
    )


def assert_fits(view: View) -> None:
    made = view.to_dict()
    assert check_view(made) == []
    assert not is_too_large(made)


@pytest.mark.parametrize("form", [FULL, EMPTY])
@pytest.mark.parametrize("status", list(Status))
def test_a_card_and_what_follows_a_change(form: ContactForm, status: Status) -> None:
    card = a_card(form, status)
    assert_fits(contacts.card_window(card, contacts.illegal_words(card)))
    assert_fits(contacts.card_window(card, contacts.moved_words(card)))
    assert_fits(contacts.added_window(card))
    assert_fits(contacts.deleted_window(form.name))
    assert_fits(contacts.card_window(card, contacts.undone_words(card)))
    undo = contacts.undo_buttons(ID, LastMove(ID, status))
    for message in (contacts.illegal_message(card), contacts.message(contacts.moved_words(card), ID, undo)):
        assert check_message(message.payload()) == []


@pytest.mark.parametrize("status", list(Status))
def test_a_card_offers_exactly_the_legal_steps(status: Status) -> None:
    offered = [
        str(element["action_id"]).partition(":")[2]
        for block in contacts.card_window(a_card(EMPTY, status)).to_dict()["blocks"]
        for element in block.get("elements", ())
        if str(element.get("action_id")).startswith("contact.status")
    ]
    again = [status] if status is Status.KEEPING_IN_TOUCH else []
    assert offered == [*again, *NEXT_STATUSES[status]]


@pytest.mark.parametrize("form", [FULL, EMPTY])
def test_forms_have_few_questions_and_fit(form: ContactForm) -> None:
    card = a_card(form, Status.PLANNED)
    for view in (
        contact_forms.add_form(ID, LONG * 9),
        contact_forms.add_form(ID, "&" * 5000),
        contact_forms.add_again(ID, replace(FULL, name="&" * 300, organisation="&" * 300), card, CHOICES),
        contact_forms.add_again(ID, EMPTY, a_card(EMPTY, Status.CLOSED), ()),
        contact_forms.suggested_form(ID, Suggestion(ID, LONG[:300], "&" * 3000), CHOICES),
        contact_forms.suggested_form(ID, Suggestion(ID, LONG[:300], "Tom"), ()),
        contact_forms.edit_form(card),
        contact_forms.notes_form((), card),
        contact_forms.notes_form(CHOICES, card),
        contact_forms.edited_again(card, EMPTY),
        contact_forms.noted_again(CHOICES, card, EMPTY),
        contact_forms.edited_again(a_card(EMPTY, Status.MET), FULL),
    ):
        assert_fits(view)
        assert sum(block["type"] == "input" for block in view.to_dict()["blocks"]) <= 6


@pytest.mark.parametrize("outcome", [None, *Outcome])
def test_the_form_of_a_meeting(library: Library, outcome: Outcome | None) -> None:
    place = InterviewPlace(ID, ID, 10**6, ID, ZONE)
    answers = InterviewAnswers(date(2026, 9, 7), time(23, 59), 45, Format.PHONE, True, "&" * 500)
    for at, kind, held in ((None, None, False), (time(0), Format.PHONE, True)):
        desk = InterviewDesk(place, LONG[:200], date(2000, 1, 1), at, 479, kind, held, "&" * 500)
        form = interviews.interview_form(library, desk, "*When did you meet?*")
        assert_fits(form)
        assert sum(block["type"] == "input" for block in form.to_dict()["blocks"]) <= 6
    assert_fits(interviews.typed_again(library, place, an_interview(outcome), answers))
    assert interviews.read_place(form.private_metadata or "") == place
    words = interviews.saved_words(an_interview(outcome))
    ways = interviews.debrief_buttons(an_interview(outcome))
    assert_fits(contacts.meeting_window(words, ID, ways))
    assert check_message(contacts.message(words, ID, ways).payload()) == []


LINES = tuple(
    ContactLine(f"{number:032}", LONG[:200], LONG[:200], status, NOW, need, ID)
    for number, (status, need) in enumerate(zip(cycle(Status), Need, strict=False))
)
COUNTS = dict.fromkeys(Status, 10**6)


def lists() -> list[ContactList]:
    """The list with much, with nothing found, with one status that is gone, and with nobody in it."""
    words = ContactQuery(2, Status.KEEPING_IN_TOUCH, LONG, ListOrder.NAME)
    return [
        ContactList(Page(LINES[:8], 1, 99, 999), ContactQuery(), COUNTS, 10**6),
        ContactList(Page(LINES[3:], 50, 99, 999), words, COUNTS, 10**6),
        ContactList(Page((), 1, 1, 0), words, {}, 1),
        ContactList(Page((), 1, 1, 0), ContactQuery(status=Status.MET), {Status.PLANNED: 1}, 1),
        ContactList(Page((), 1, 1, 0), ContactQuery(), {}, 0),
    ]


UPCOMING = tuple(replace(an_interview(), starts_at=NOW + timedelta(days=day)) for day in range(5))


def test_the_list() -> None:
    card = a_card(FULL, Status.SCHEDULED)
    note = contacts.message(contacts.moved_words(card), ID, contacts.undo_buttons(ID, card.last_move)).blocks
    for found in lists():
        assert_fits(contact_list.list_window(found, UPCOMING, note))
        assert check_message(contact_list.list_message(found, UPCOMING).payload()) == []


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("need", list(Need))
def test_a_row_offers_only_what_is_possible(status: Status, need: Need) -> None:
    row = contact_list.rows([ContactLine(ID, "Maya", None, status, NOW, need, ID)])[1].to_dict()
    action_id = row["elements"][0]["action_id"]
    verb, _, wanted = action_id.partition(":")
    if verb == "contact.status":
        again = status is Status.KEEPING_IN_TOUCH
        assert again or Status(wanted) in NEXT_STATUSES[status]
    assert row["elements"][1]["action_id"] == "contact.open"


def test_the_words_looked_for_stand_only_in_the_field() -> None:
    found = ContactList(Page(LINES, 2, 3, 24), ContactQuery(2, words="zq secret"), COUNTS, 24)
    view = contact_list.list_window(found, UPCOMING).to_dict()
    assert view["private_metadata"] == "2"
    (field,) = [block for block in view["blocks"] if block["type"] == "input"]
    assert field["element"]["initial_value"] == "zq secret"
    assert repr(view).count("zq secret") == 1


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (labels.STATUS, Status),
        (labels.STATUS_MOVE, Status),
        (labels.INDUSTRY, Industry),
        (labels.SOURCE, Source),
        (labels.CHANNEL, Channel),
        (labels.FORMAT, Format),
        (labels.OUTCOME, Outcome),
        (labels.ADVOCATE, Advocate),
        (labels.LEARNING_GOAL, LearningGoal),
        (labels.IMPRESSION, Impression),
        (labels.NEED, Need),
        (labels.LIST_ORDER, ListOrder),
    ],
)
def test_every_value_has_its_words(words: Mapping[StrEnum, str], kind: type[StrEnum]) -> None:
    assert list(words) == list(kind)

"""Practice cards: enough of them, true to the guide, in simple words, and within Slack's limits."""

import re
from typing import Any

import pytest
import textstat  # type: ignore[import-untyped]
from slack_sdk.models.blocks import Block

from bot.guidance.library import load_library
from bot.guidance.markdown import escape
from bot.guidance.practice import (
    CORE,
    FEEDBACK_LIMIT,
    REPLY_LIMIT,
    SITUATION_LIMIT,
    TITLE_LIMIT,
    PracticeCard,
    Reply,
    Verdict,
)
from bot.guidance.root import content_root
from bot.models import PracticeAnswer
from bot.playground.blockkit import check_message, check_view
from bot.values import PracticeChoice, PracticeState
from bot.views import practice
from bot.views.blocks import Message, window
from handlers import FEATURES
from handlers.router import merge

LIBRARY = load_library(content_root())
STATE = PracticeState(1, "silence", 2, len(LIBRARY.cards))
DONE = PracticeState(999_999, None, 999, 999)
GRADE = 7.0
"""Flesch-Kincaid grade up to which a text is easy for readers new to English."""

cards = pytest.mark.parametrize("card", LIBRARY.cards, ids=lambda card: card.id)
replies = pytest.mark.parametrize(
    ("card", "reply"),
    [
        pytest.param(card, reply, id=f"{card.id}-{number}")
        for card in LIBRARY.cards
        for number, reply in enumerate(card.replies)
    ],
)


def elements(message: Message) -> list[dict[str, Any]]:
    blocks = [block.to_dict() for block in message.blocks]
    buttons = [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
    return buttons + [block["accessory"] for block in blocks if "accessory" in block]


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.to_dict()["text"]["text"] for block in blocks if block.type == "section"]


def fits(message: Message) -> bool:
    view = window("Infoview", message.blocks).to_dict()
    return check_message(message.payload()) == [] and check_view(view) == []


def test_there_are_enough_cards() -> None:
    assert len(LIBRARY.cards) >= 16
    assert [card.order for card in LIBRARY.cards] == list(range(1, len(LIBRARY.cards) + 1))


@cards
def test_a_card_has_a_good_reply_and_teaches_not_to_ask_for_a_job(card: PracticeCard) -> None:
    assert 3 <= len(card.replies) <= 4
    assert card.best().verdict is Verdict.GOOD
    assert any(reply.verdict is Verdict.BETTER_NOT and CORE & {*reply.statements} for reply in card.replies)
    assert len({reply.text for reply in card.replies}) == len(card.replies)


@cards
def test_a_good_reply_never_speaks_of_the_members_job_or_resume_unasked(card: PracticeCard) -> None:
    for reply in card.replies:
        if reply.verdict is Verdict.GOOD:
            assert not re.search(r"\b(refer|hire|attach\w*|job for me|open jobs?)\b", reply.text)


@cards
def test_the_words_are_easy(card: PracticeCard) -> None:
    own = " ".join([card.situation, *(f"{reply.text} {reply.feedback}" for reply in card.replies)])
    assert textstat.flesch_kincaid_grade(re.sub("[“”]", "", own)) <= GRADE


@replies
def test_feedback_quotes_the_guide_word_for_word_or_names_a_program_tip(
    card: PracticeCard, reply: Reply
) -> None:
    shown = str(practice.feedback(LIBRARY, card, reply, STATE).payload()["blocks"])
    assert reply.statements or reply.tips
    for statement_id in reply.statements:
        statement = LIBRARY.statement(statement_id)
        assert f"> {statement.words}" in shown.replace("\\'", "'")
        assert f"From the guide: *{LIBRARY.topic_of(statement_id).section}*." in shown
    for tip_id in reply.tips:
        tip = LIBRARY.tip(tip_id)
        assert f"Program tip: {tip.title}" in shown
        assert f"Not in the guide. Source: <{tip.source_url}|{escape(tip.source_title)}>" in shown
    assert ("A good reply" in shown) == (reply.verdict is not Verdict.GOOD)


@replies
def test_every_page_fits_and_every_button_has_a_handler(card: PracticeCard, reply: Reply) -> None:
    pages = [
        practice.card_page(card, STATE),
        practice.feedback(LIBRARY, card, reply, STATE),
        practice.feedback(LIBRARY, card, reply, DONE),
        practice.finished(len(LIBRARY.cards)),
        practice.stopped(),
    ]
    handled = merge(FEATURES).actions
    for page in pages:
        assert fits(page)
        for element in elements(page):
            assert element["action_id"].partition(":")[0] in handled


@pytest.mark.parametrize("filler", ["x", "&", "<", "*", "é", "🤷"])
def test_the_longest_card_fits(filler: str) -> None:
    reply = Reply(
        filler * REPLY_LIMIT,
        Verdict.BETTER_NOT,
        "&amp;" * FEEDBACK_LIMIT,
        tuple(f"S{number}" for number in range(1, 11)),
        tuple(tip.id for tip in LIBRARY.tips[:5]),
    )
    good = Reply(filler * REPLY_LIMIT, Verdict.GOOD, "&amp;" * FEEDBACK_LIMIT, ("S24",), ())
    card = PracticeCard(
        "x" * 48, filler * TITLE_LIMIT, 9, "&amp;" * SITUATION_LIMIT, (good, reply, reply, reply)
    )
    assert fits(practice.card_page(card, PracticeState(999_999, card.id, 998, 999)))
    assert fits(practice.feedback(LIBRARY, card, reply, DONE))


def test_a_cards_id_fits_its_column() -> None:
    column = PracticeAnswer.__table__.c.card_id  # type: ignore[attr-defined]
    assert max(len(card.id) for card in LIBRARY.cards) <= column.type.length


def test_the_place_of_a_reply_does_not_tell_what_it_is_worth() -> None:
    places: dict[str, set[int]] = {verdict: set() for verdict in Verdict}
    for card in LIBRARY.cards:
        values = [element["value"] for element in elements(practice.card_page(card, STATE))[1:]]
        for place, value in enumerate(values):
            choice = practice.parse_choice(value)
            assert choice is not None
            places[card.replies[choice.reply].verdict].add(place)
        assert len(set(values)) == len(card.replies)
    assert all({0, 1, 2} <= seen for seen in places.values())


def test_a_buttons_value_is_read_back() -> None:
    assert practice.parse_choice("silence:12:3") == PracticeChoice("silence", 12, 3)


@pytest.mark.parametrize(
    "value", ["", "silence", "silence:1", ":1:1", "silence:-1:0", "silence:1:x", "silence:1:²", "s:1:1:1"]
)
def test_what_is_no_choice_is_none(value: str) -> None:
    assert practice.parse_choice(value) is None


def test_a_statement_of_wikipedia_is_credited() -> None:
    reply = Reply("x", Verdict.GOOD, "x", ("S1",), ())
    shown = str(practice.feedback(LIBRARY, LIBRARY.cards[0], reply, STATE).payload())
    assert "Wikipedia, as quoted in the guide" in shown


def test_an_unknown_card_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        LIBRARY.card("nothing")
    with pytest.raises(KeyError):
        LIBRARY.tip("nothing")

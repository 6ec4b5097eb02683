"""The judge of outreach messages: what it must see, what it must leave alone, and what holds for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guidance import content_root
from bot.guidance.outreach import Level, check_draft
from bot.guidance.outreach.messages import messages

BODY = (
    "Hello Ms. Chen, I study accounting, and I read your article on port traffic. {}"
    " Could we talk for 20 minutes by phone on any day next week? Thank you, Linh"
)
READY = tuple(
    message["text"] for message in messages(content_root(), "draft_tuning") if message["verdict"] == "ready"
)
POLITE = (
    "Thank you for your time.",
    "I appreciate it.",
    "I hope you are well.",
    "I know that you are busy.",
    "It would mean a lot to me.",
    "Thank you very much for reading this.",
    "I wish you a good week.",
    "Thanks again!",
    "I am grateful for any answer.",
)


def failed(sentence: str) -> set[str]:
    return set(check_draft(BODY.format(sentence)).failed)


def test_the_frame_of_these_tests_is_ready() -> None:
    assert check_draft(BODY.format("")).ready


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Are you hiring?", "J1"),
        ("I am not asking for a job, but if there is one, I would be happy.", "J1"),
        ("Perhaps you could use somebody like me.", "J1"),
        ("You have job for me?", "J1"),
        ("Please keep me in mind if something opens.", "J1"),
        ("Could you put in a good word for me?", "J2"),
        ("Would you tell your manager about me?", "J2"),
        ("Please pass on my name to the recruiter.", "J2"),
        ("My résumé is attached.", "J3"),
        ("I know one should not send a resume, but here it is, attached.", "J3"),
        ("Please forward my CV.", "J3"),
    ],
)
def test_requests_are_found(sentence: str, rule: str) -> None:
    assert rule in failed(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "I am not asking for a job.",
        "I'm not looking for a job, a referral or an internship.",
        "Tom Becker referred me to you.",
        "Could you recommend a book?",
        "Who else should I talk to?",
        "Could we resume our conversation?",
        "I am taking a class on resume writing.",
        "Your opening of the new store was in the paper.",
        "How did you get your job?",
        "Please keep in mind that my English is new.",
    ],
)
def test_innocent_words_stay_innocent(sentence: str) -> None:
    assert failed(sentence) == set()


def test_the_words_at_fault_are_quoted_as_typed() -> None:
    (finding,) = check_draft(BODY.format("I’m attaching my RÉSUMÉ.")).findings[:1]
    assert (finding.rule, finding.quote) == ("J3", "I’m attaching my RÉSUMÉ")


@pytest.mark.parametrize(
    ("length", "level"),
    [
        ("20-30 minutes", None),
        ("half an hour", None),
        ("twenty to thirty minutes", None),
        ("½ hour", None),
        ("15 minutes", Level.TIP),
        ("10 minutes", Level.REQUIRED),
        ("an hour", Level.REQUIRED),
        ("30 to 45 minutes", Level.REQUIRED),
        ("a few minutes", Level.REQUIRED),
    ],
)
def test_lengths(length: str, level: Level | None) -> None:
    text = BODY.format("").replace("20 minutes", length)
    levels = {finding.rule: finding.level for finding in check_draft(text).findings}
    assert levels.get("D1") is level


def test_a_reason_that_fits_anybody_is_none() -> None:
    text = BODY.format("").replace("I read your article on port traffic", "I am impressed by your profile")
    assert check_draft(text).failed == {"W1"}


def test_the_same_text_gives_the_same_verdict() -> None:
    text = BODY.format("Are you hiring?")
    assert check_draft(text) == check_draft(text)


@given(text=st.sampled_from(READY), polite=st.sampled_from(POLITE), at_end=st.booleans())
def test_a_polite_sentence_never_makes_a_ready_message_unready(text: str, polite: str, at_end: bool) -> None:
    head, _, tail = text.partition("\n")
    longer = f"{text}\n{polite}" if at_end or not tail else f"{head}\n{polite} {tail}"
    verdict = check_draft(longer)
    assert verdict.ready or verdict.words > 150


@given(text=st.sampled_from(READY), head=st.booleans())
def test_asking_to_be_referred_always_fails(text: str, head: bool) -> None:
    asking = "Could you refer me?"
    verdict = check_draft(f"{asking} {text}" if head else f"{text}\n{asking}")
    assert not verdict.ready
    assert "J2" in verdict.failed


_ODD = st.one_of(
    st.text(max_size=400),
    st.lists(
        st.sampled_from(
            [*" ".join(READY[:20]).split(), "refer", "me", "not", "-", "?", "½", "’", "\n", "hire"]
        ),
        max_size=60,
    ).map(" ".join),
)


@given(text=_ODD)
def test_any_text_is_judged_and_quotes_are_its_own_words(text: str) -> None:
    verdict = check_draft(text)
    assert all(finding.quote is None or finding.quote in text for finding in verdict.findings)
    assert verdict.ready == (not verdict.failed)
    assert verdict == check_draft(text)


@pytest.mark.parametrize("text", ["", "word " * 20_000, "not " * 5_000, "🤷" * 10_000, "a-" * 9_000])
def test_endless_and_empty_texts_are_judged(text: str) -> None:
    assert not check_draft(text).ready


def test_who_asks_for_two_things_in_one_sentence_is_praised_for_neither() -> None:
    asked = "If anything opens on your team, please keep me in mind and pass my name along."
    verdict, fine = check_draft(BODY.format(asked)), check_draft(BODY.format(""))
    assert verdict.failed & {"J1", "J2"}
    assert not {"J1", "J2", "J3"} & set(verdict.passed)
    assert {"J1", "J2", "J3"} <= set(fine.passed)

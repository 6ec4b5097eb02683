"""Which wordings a question holds, and how misspelt words are repaired, at their borders."""

import pytest

from bot.guidance.ask import RELATED, answer
from bot.guidance.ask_match import Question, Wordings, holds
from bot.guidance.ask_spelling import Speller
from bot.guidance.ask_words import Wording
from bot.guidance.library import load_library
from bot.guidance.root import content_root


def asked(stems: str, notions: str = "") -> Question:
    return Question(frozenset(notions.split()), tuple(stems.split()), foreign=False)


def noted(notions: str) -> Wording:
    return Wording(frozenset(notions.split()))


def written(stems: str) -> Wording:
    return Wording(frozenset(), tuple(stems.split()))


@pytest.mark.parametrize(
    ("wording", "question", "is_held"),
    [
        (noted("ask job"), asked("x", "job ask other"), True),
        (noted("ask job"), asked("ask job", "job"), False),
        (written("what to ask"), asked("what to ask"), True),
        (written("what to ask"), asked("so what to ask then"), True),
        (written("what to ask"), asked("what to the ask"), True),  # "the" does not count
        (written("what to ask"), asked("what is to ask"), False),
        (written("what to ask"), asked("to ask"), False),
        (written("ask"), asked("to ask"), True),
    ],
)
def test_what_a_question_holds(wording: Wording, question: Question, is_held: bool) -> None:
    assert holds(wording, question) is is_held


def test_all_that_a_question_holds_is_found_with_its_owner() -> None:
    owned = [
        [noted("ask job"), written("for a job"), noted("ask job")],
        [noted("job"), noted("visa")],
        [written("job title"), written("title")],
    ]
    wordings = Wordings(owned, lambda wording: len(wording.notions) or 0.5)
    question = asked("for job title", "ask job")
    found = sorted((number, strength) for number, strength, _ in wordings.held(question))
    assert found == [(0, 2), (1, 1), (2, 0.5), (2, 0.5)]
    assert list(wordings.held(asked("nothing"))) == []


def test_they_are_found_in_one_order() -> None:
    owned = [[noted(letter)] for letter in "zyxwvutsrq"]
    wordings = Wordings(owned, lambda _wording: 1.0)
    found = [number for number, _, _ in wordings.held(asked("", "z y x w v u t s r q"))]
    assert found == list(range(9, -1, -1))


KNOWN = ["host", "car", "form", "from", "add", "off", "an", "letter", "better", "informational", "abcdefgh"]


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("leter", "letter"),
        ("hots", "host"),
        ("fomr", "form"),
        ("frmo", "from"),
        ("addd", "add"),  # the last letter twice
        ("carr", "car"),
        ("dad", "add"),  # the same letters
        ("hos", None),
        ("adds", None),  # three letters are too short for a slip
        ("odd", None),
        ("ofof", None),
        ("na", None),
        ("ann", None),  # shorter words than three are not known
        ("bost", None),  # another first letter
        ("ohst", "host"),  # the same letters all the same
        ("abcdefxy", "abcdefgh"),  # eight letters: two slips
        ("abcdexyz", None),  # not three
        ("abcdxyg", None),  # seven letters: one
        ("infromatoinal", "informational"),
        ("inframotoinol", None),  # more than two
        ("h0st", None),
    ],
)
def test_a_slip_is_repaired_where_it_is_likely(typed: str, known: str | None) -> None:
    assert Speller(KNOWN).repair(typed) == known


@pytest.mark.parametrize(
    ("typed", "vocabulary", "known"),
    [
        ("planed", ["planet", "planned"], "planned"),  # a letter once where it stands twice
        ("trial", ["trail", "triad"], "trail"),  # letters in another order
        ("abcdefgx", ["abcdefxy", "abcdefgh"], "abcdefgh"),  # one slip before two
        ("hast", ["host", "haste"], "haste"),  # else by the alphabet
    ],
)
def test_the_likeliest_of_several(typed: str, vocabulary: list[str], known: str) -> None:
    assert Speller(vocabulary).repair(typed) == known


def test_the_neighbours_of_a_topic_are_related_to_its_answer() -> None:
    library = load_library(content_root())
    found = answer(library, "how long")
    topic = found.topics[0]
    beside = {library.next_topic(topic.id), library.previous_topic(topic.id)}
    assert set(found.topics[1:]) == beside - {None, topic}
    assert len(found.topics) <= RELATED + 1
    assert found.tips == library.tips_for(topic.id)


def test_each_topic_has_itself_first_and_no_topic_twice() -> None:
    library = load_library(content_root())
    for one, other in zip(library.topics, (*library.topics[1:], library.topics[0]), strict=True):
        for question in (one.aliases[0], f"{one.aliases[0]}? {other.aliases[0]}?"):
            topics = answer(library, question).topics
            assert None not in topics
            assert len(set(topics)) == len(topics)


def test_a_subject_the_guide_does_not_speak_of_is_named() -> None:
    found = answer(load_library(content_root()), "how do i thank them")
    assert found.out_of_scope is not None
    assert found.out_of_scope.tip == "thank_you"
    assert 0 < len(found.topics) <= RELATED

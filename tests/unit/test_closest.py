"""What is closest to words that somebody typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guidance import closest, normalise

CHOICES = [
    ("resume", ["resume", "cv"]),
    ("review", ["resume review"]),
    ("logistics", ["Logistics", "how long"]),
    ("none", []),
]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  How LONG?! ", "how long"),
        ("don't don’t don‘t don`t", "dont dont dont dont"),
        ("e-mail_address", "e mail address"),
        ("ＣＶ", "cv"),
        ("Straße", "strasse"),
        ("?!", ""),
    ],
)
def test_the_form_in_which_words_are_compared(text: str, normal: str) -> None:
    assert normalise(text) == normal


@given(text=st.text())
def test_comparing_twice_compares_the_same(text: str) -> None:
    normal = normalise(text)
    assert normal == normal.strip()
    assert "  " not in normal
    assert not set(normal) & set("'’‘`_-?!.\n")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("CV", ("resume",)),
        ("resume", ("resume", "review")),  # the whole name first, then a part of one
        ("resumé review", ("review",)),
        ("logistcs", ("logistics",)),
        ("long", ("logistics",)),
        ("xyz", ()),
        ("", ()),
        ("?", ()),
    ],
)
def test_the_closest_come_first(typed: str, found: tuple[str, ...]) -> None:
    assert closest(typed, CHOICES) == found


def test_short_words_are_no_part_of_a_phrase() -> None:
    assert closest("ab", [("k", ["ab cd"])]) == ()
    assert closest("abc", [("k", ["abc def"])]) == ("k",)


def test_a_tie_keeps_the_order_and_a_limit_cuts_it() -> None:
    choices = [(number, ["host"]) for number in range(5)]
    assert closest("host", choices) == (0, 1, 2)
    assert closest("host", choices, limit=4) == (0, 1, 2, 3)


def test_the_cutoff_is_still_close_enough() -> None:
    assert closest("host", [("same", ["host"]), ("none", [])], cutoff=100.0) == ("same",)
    assert closest("host", [("other", ["xyz"]), ("none", [])], cutoff=0.0) == ("other", "none")
    assert closest("host", [("none", [])], cutoff=0.5) == ()
    assert closest("ab", [("other", ["xyz"])], cutoff=0.5) == ()
    assert closest("e-mail", [("same", ["E-MAIL"])], cutoff=100.0) == ("same",)
    assert closest("?", [("none", [])], cutoff=0.0) == ()


def test_only_the_first_two_hundred_characters_are_looked_at() -> None:
    assert closest("x" * 200 + "y" * 200, [("k", ["x" * 200])], cutoff=100.0) == ("k",)

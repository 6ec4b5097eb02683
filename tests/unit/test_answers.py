"""Reading forms: what people type comes out clean, and nothing else than what they chose."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values import Status, clean
from bot.views.answers import Answers


def answers(**elements: dict[str, object]) -> Answers:
    return Answers({name: {name: element} for name, element in elements.items()})


@given(st.text())
def test_cleaned_text_is_storable_and_cleaning_again_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode("utf-8")
    assert "\x00" not in once


def test_letters_of_all_scripts_stay() -> None:
    for name in ("Zoë Nguyễn", "محمد علي", "山田 太郎", "Ольга", "👩🏽‍💻 Ada"):
        assert clean(name) == name


def test_the_name_of_a_file_is_cleaned() -> None:
    file = {"name": "\u202evsc.\x1b[1mlive\x00\ud800.csv", "size": 1, "url_private_download": "https://files"}
    read = answers(file={"type": "file_input", "files": [file]}).file("file")
    assert read is not None
    assert read.name == "vsc.[1mlive.csv"


def test_direction_overrides_and_control_characters_go() -> None:
    assert clean("a\u202eb\x07c\ud800") == "abc"
    assert clean(" one\r\ntwo\t ") == "one\ntwo"
    assert clean("one\rtwo\tthree\n") == "one\ntwo\tthree"
    assert clean("  Maya ") == "Maya"
    for control in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
        assert clean(f"X{control}Y") == "XY"


@pytest.mark.parametrize(
    "text",
    [
        "\u200b",
        "\u2060 \ufeff",
        "\u202e",
        "\x00",
        "\n\t ",
        "\u200b\n\u200b",
        "\u200b\u2028\u200b",
        "\u200b\u2029\u200b",
    ],
)
def test_what_nobody_can_see_is_no_answer(text: str) -> None:
    assert answers(name={"value": text}).text("name") is None


@pytest.mark.parametrize("text", ["\ud7fc", "👩‍💻", "\ue000", "1", "•"])
def test_a_character_this_python_does_not_know_yet_is_an_answer(text: str) -> None:
    assert answers(name={"value": text}).text("name") == text


def test_every_kind_of_answer() -> None:
    found = answers(
        text={"value": "  Maya "},
        blank={"value": "  "},
        choice={"selected_option": {"value": "met"}},
        wrong={"selected_option": {"value": "no such"}},
        none={"selected_option": None},
        ticks={"selected_options": [{"value": "a"}, {"value": "b"}]},
        day={"selected_date": "2026-09-07"},
        at={"selected_time": "14:30"},
        channel={"selected_channel": "C1"},
        people={"selected_users": ["U1"]},
        number={"value": "12"},
        words={"value": "twelve"},
    )
    assert found.text("text") == "Maya"
    assert found.text("blank") is None
    assert found.text("missing") is None
    assert found.member_of(Status, "choice") is Status.MET
    assert found.member_of(Status, "wrong") is None
    assert found.choice("none") is None
    assert found.choices("ticks") == ("a", "b")
    assert found.day("day") == date(2026, 9, 7)
    assert found.day("missing") is None
    assert found.clock_time("at") == time(14, 30)
    assert found.channel("channel") == "C1"
    assert found.users("people") == ("U1",)
    assert found.whole_number("number") == 12
    assert found.whole_number("words") is None
    assert "text" in found
    assert "missing" not in found


@pytest.mark.parametrize("number", ["-1", "1.5", "١٢", "1e3", ""])
def test_only_plain_digits_are_a_whole_number(number: str) -> None:
    assert answers(number={"value": number}).whole_number("number") is None

"""A request's body is read as the standard library would read it."""

import json
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.web_body import read

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).filter(lambda name: name != "payload")


@settings(max_examples=200)
@given(st.dictionaries(NAMES, st.text(st.characters(exclude_categories=["Cs"]), max_size=40)))
def test_a_form_comes_back_whole(form: dict[str, str]) -> None:
    assert read(urlencode(form)) == form


@settings(max_examples=200)
@given(st.text("ab=&+%2C0é", max_size=30))
def test_any_form_is_read_as_the_standard_library_reads_it(body: str) -> None:
    assert read(body) == dict(parse_qsl(body, keep_blank_values=True))


def test_json_stands_alone_or_in_a_form() -> None:
    said = {"type": "view_closed", "view": {"id": "V1 & é"}}
    assert read(json.dumps(said)) == read(urlencode({"payload": json.dumps(said)})) == said


def test_a_command_may_speak_of_a_payload() -> None:
    form = {"command": "/infoview", "text": "ask what is a payload=", "payload": "no JSON"}
    assert read(urlencode(form)) == form


@pytest.mark.parametrize("body", ["{", "payload=x", "payload=%5B1%5D", "payload="])
def test_what_is_no_request_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(body)

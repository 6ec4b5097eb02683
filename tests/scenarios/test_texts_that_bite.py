"""Wherever a person can type, texts come that might act, break or hide something: none does."""

import json
import logging
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from bot.guidance import content_root, load_library
from bot.services import new_id
from bot.views import privacy
from bot.views.contact_forms import ADD as LOG_FORM
from tests.contracts.every_view import PARTS
from tests.contracts.nasty import LONGEST, MARK, SEQUENCE, TEXTS, mrkdwn
from tests.requests_of_slack import Sender, dispatch, registered
from tests.scenarios.test_cohorts import new_cohort
from tests.stage import Json, Stage, words

_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067")
"""What turns the text around it. U+2068 and U+2069 are ours, in pairs."""

TYPED_INTO = {"commands", "message_shortcuts", "fallbacks"}
"""The tables whose requests carry what somebody typed; buttons carry what we gave them."""

DELETING = {privacy.FORGET, privacy.PERSON}
"""Forms that leave nothing to look at."""

FEWEST_SAID_AGAIN = 20
"""At least so many answers repeat what was typed."""


def filled(view: Json, text: str) -> Json:
    """The modal as it is submitted, with ``text`` in each field for words, else the first choice."""
    values = {
        block["block_id"]: {block["element"]["action_id"]: _held(block["element"], text)}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    return {**view, "id": "V1", "hash": "1.0", "state": {"values": values}}


def _held(element: Json, text: str) -> Json:
    kind = element["type"]
    if kind in {"plain_text_input", "url_text_input", "email_text_input"}:
        return {"type": kind, "value": text[: element.get("max_length", LONGEST)]}
    chosen = {name: value for name, value in element.items() if name.startswith("initial_")}
    held = {name.replace("initial_", "selected_"): value for name, value in chosen.items()}
    if "options" in element:
        held = {"selected_option": element["options"][0], "selected_options": element["options"][:1]}
    return {"type": kind, **held}


def forms() -> Iterator[Json]:
    """Each modal with fields once, as a person gets it."""
    library = load_library(content_root())
    seen = set()
    for part in PARTS.values():
        for _name, view in part(library):
            fields = [block["block_id"] for block in view.get("blocks", ()) if block["type"] == "input"]
            shape = (view.get("callback_id"), *fields)
            if fields and view.get("type") == "modal" and shape not in seen:
                seen.add(shape)
                yield view


def strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from strings(value)


def assert_harmless(sent: Any, where: str) -> None:
    if "response_type" in sent or where == "chat.postMessage":
        assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False), where
    for text in mrkdwn(sent):
        for found in SEQUENCE.findall(text):
            assert MARK not in found.lower(), where
            assert not found.startswith("<!"), where
        assert "<" not in SEQUENCE.sub("", text), where
        assert "&lt;!evil" not in text, where
    for text in strings(sent):
        odd = {
            letter
            for letter in text
            if letter in _CONTROLS or (unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t")
        }
        assert not odd, f"{where}: {odd}"
        assert text.count("\u2068") == text.count("\u2069"), where


def typed_requests(text: str, stage: Stage, sender: Sender) -> Iterator[tuple[str, Json]]:
    """A request for each place where a person types without a form."""
    for table, key in registered(stage.bot.router.routes):
        if table in TYPED_INTO:
            yield f"{table} {key}", sender.request(table, key, text)
    for start in ("", "ask ", "list ", "log "):
        yield f"message {start}", sender.message(start + text)


def submitted(text: str, sender: Sender, shown: Iterable[Json]) -> Iterator[tuple[str, Json]]:
    """Each of the forms, filled in."""
    for view in shown:
        callback_id = view["callback_id"]
        form = filled(view, text)
        if callback_id == LOG_FORM:
            form["private_metadata"] = new_id()  # each text is a contact of its own
        yield f"form {callback_id}", sender.request("submissions", callback_id) | {"view": form}


async def test_nothing_acts_and_nothing_breaks(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await new_cohort(stage.person("U0ADMIN"), channel=None)
    member = stage.person("U0NEW1")
    await member.click("cohort.join", await member.command("/infoview join"))
    await member.submit()
    sender = Sender(stage.workspace, member.id)
    stage.workspace.calls.clear()
    caplog.set_level(logging.WARNING)
    said_again = 0

    async def send(where: str, request: Json) -> None:
        nonlocal said_again
        answer = await dispatch(stage, request)
        assert_harmless(json.loads(answer) if answer else {}, where)
        said_again += MARK in answer

    every_form = list(forms())
    keeping = [view for view in every_form if view["callback_id"] not in DELETING]
    for text in TEXTS.values():
        for where, request in (*typed_requests(text, stage, sender), *submitted(text, sender, keeping)):
            await send(where, request)
    stored = words(await member.command("/infoview list"))
    assert stored.count("I wrote to them") == len(TEXTS)
    for text in TEXTS.values():
        deleting = (view for view in every_form if view["callback_id"] in DELETING)
        for where, request in submitted(text, sender, deleting):
            await send(where, request)
    await stage.settle()
    for call in stage.workspace.calls:
        assert_harmless(call.args, call.method)
    assert caplog.messages == []
    assert said_again > FEWEST_SAID_AGAIN

"""What is done with a command of a page: most have to succeed, some are watched, some are to be refused."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import httpx

from bot.playground.scenarios import MID_TERM
from tests.fresh.place import Done, Place

MOST_SECONDS = 900.0
"""For one command, on a slow machine behind a slow mirror."""

ALL_TESTS_SECONDS = 3600.0
MESSAGE_SECONDS = 30.0

_READY = re.compile(r"^The playground is ready: (http://\S+)$")
_TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1-2-plausible", "SLACK_APP_TOKEN": "xapp-1-A1-2-plausible"}


class UnexpectedError(Exception):
    """A command did not do what its page says; the text has what it printed."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a page, and what is done with it: ``follow`` returns what there is to say of it."""

    command: str
    follow: Callable[[Place, str], str] | None
    left_out: str = ""


def steps_of(commands: Sequence[str], *, long: bool) -> list[Step]:
    """What is to be done, in order; ``long``: with what takes minutes."""
    return [_step(command, long=long) for command in commands]


def unused_rules(commands: Sequence[str]) -> list[str]:
    """The commands that we know something about, and that no page prints any more."""
    rules = (*_WATCHED, *_LEFT_OUT, _ALL_TESTS)
    return [rule for rule in rules if not any(re.fullmatch(rule, command) for command in commands)]


def _step(command: str, *, long: bool) -> Step:
    if command == _ALL_TESTS:
        return Step(command, _all_tests) if long else Step(command, None, "takes minutes: LONG=1")
    for rule, reason in _LEFT_OUT.items():
        if re.fullmatch(rule, command):
            return Step(command, None, reason)
    for rule, follow in _WATCHED.items():
        if re.fullmatch(rule, command):
            return Step(command, follow)
    return Step(command, _succeeds)


def _succeeds(place: Place, command: str) -> str:
    _expect(place.run(command, MOST_SECONDS), 0)
    return ""


def _all_tests(place: Place, command: str) -> str:
    done = _expect(place.run(command, ALL_TESTS_SECONDS), 0)
    return done.output.strip().splitlines()[-1]


def _settings(place: Place, command: str) -> str:
    """Copy the example, then do what the page asks of its reader: put the tokens in."""
    _expect(place.run(command, MOST_SECONDS), 0)
    file = place.clone / ".env"
    text = file.read_text(encoding="utf-8")
    for name, token in _TOKENS.items():
        text, count = re.subn(rf"^# {name}=.*$", f"{name}={token}", text, flags=re.M)
        if count != 1:
            raise UnexpectedError(f".env.example has no line for {name}")
    file.write_text(text, encoding="utf-8")
    return "and two tokens that look right"


def _run(place: Place, command: str) -> str:
    """The playground; with tokens that Slack does not know, a sentence that leads to the doctor."""
    if not (place.clone / ".env").exists():
        return _first_look(place, command)
    done = place.run(command, MOST_SECONDS)
    if done.code == 0 or "Slack did not agree to the start" not in done.output:
        raise UnexpectedError(done.output)
    return _said(done)


def _doctor(place: Place, command: str) -> str:
    """It finds that the tokens are none, or that Slack cannot be reached from here."""
    done = _expect(place.run(command, MOST_SECONDS), 1)
    if not re.search(r"^problem +(bot token|slack) ", done.output, re.M) or "-> " not in done.output:
        raise UnexpectedError(done.output)
    return _said(done, "problem")


def _manifest(place: Place, command: str) -> str:
    done = _expect(place.run(command, MOST_SECONDS), 0)
    if "/slack/events" not in done.output or "socket_mode_enabled: false" not in done.output:
        raise UnexpectedError(done.output)
    return ""


def _first_look(place: Place, command: str) -> str:
    """Wait for the page, look at it, and end it; meanwhile the terminal has nothing more to say."""
    process = place.start(command)
    assert process.stdout is not None
    heard: list[str] = []
    try:
        for line in process.stdout:
            heard.append(line)
            if (found := _READY.match(line)) is not None:
                looked = _look(found[1])
                break
        else:
            raise UnexpectedError("".join(heard) or "It ended without a word.")
    finally:
        rest = place.interrupt(process)
    if any(not line.startswith("make") for line in rest.splitlines()):
        raise UnexpectedError(rest)
    return looked


def _look(address: str) -> str:
    """Open the page, type a command as a member, and move the clock to their next nudge."""
    with httpx.Client(base_url=address, timeout=30) as page:
        if "Infoview" not in page.get("/").raise_for_status().text:
            raise UnexpectedError("The page does not name Infoview.")
        known = page.get("/playground/api/bootstrap").json()
        user = next(one["person"] for one in known["scenarios"] if one["id"] == MID_TERM.id)
        channel = known["channels"][0]["id"]
        _act(page, "command", {"user": user, "channel": channel, "text": "/infoview tips"})
        answer = _text(page, user, ephemeral=True)
        _act(page, "clock", {"user": user, "to": "next_nudge"})
        nudge = _text(page, user, ephemeral=False)
    return f"its page answers /infoview tips: {answer!r}, and gets a nudge: {nudge!r}"


def _act(page: httpx.Client, name: str, body: Mapping[str, str]) -> None:
    answer = page.post(f"/playground/api/{name}", json=body).json()
    if not answer["ok"]:
        raise UnexpectedError(f"{name}: {answer}")


def _text(page: httpx.Client, user: str, *, ephemeral: bool) -> str:
    """The begin of the bot's newest message to somebody, once it is there."""
    until = time.monotonic() + MESSAGE_SECONDS
    while time.monotonic() < until:
        shown = page.get("/playground/api/state", params={"user": user}).json()
        messages = [message for place in shown["conversations"] for message in place["messages"]]
        found = [one["text"] for one in messages if one["is_bot"] and one["ephemeral"] == ephemeral]
        if found:
            return str(found[-1])[:50]
        time.sleep(0.2)
    raise UnexpectedError(f"No message came: {shown['notice']}")


def _expect(done: Done, code: int) -> Done:
    if done.code != code or "Traceback" in done.output:
        raise UnexpectedError(f"{done.output}\nIt ended with {done.code}, and not with {code}.")
    return done


def _said(done: Done, begin: str = "") -> str:
    return next(line for line in reversed(done.output.splitlines()) if line.startswith(begin or "Slack"))


_ALL_TESTS = "make test"
_WATCHED: Mapping[str, Callable[[Place, str], str]] = {
    r"make run": _run,
    r"cp \.env\.example \.env": _settings,
    r"\.venv/bin/infoview doctor": _doctor,
    r"\.venv/bin/infoview manifest --url .*": _manifest,
}
_LEFT_OUT: Mapping[str, str] = {
    r"(sudo|cd /opt/infoview && sudo) .*": "changes the whole machine, and needs systemd",
    r"podman .*": "needs podman and a registry of images",
}

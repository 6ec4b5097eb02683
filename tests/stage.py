"""A whole Infoview on the stand-in for Slack, and people who act on its page as the browser would."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
from pydantic import SecretStr

from bot.app import Bot
from bot.config import Settings
from bot.manifest import read_manifest
from bot.playground.delivery import trusted
from bot.playground.interactions import Interactions
from bot.playground.launch import APP_TOKEN, BOT_TOKEN, serving_locally
from bot.playground.server import BotConnection, create_app
from bot.playground.workspace import Workspace
from bot.slack.gateway import Gateway
from handlers.interaction import Toolbox
from tests.clocks import ManualClock
from tests.databases import SECRET
from tests.queueing import AT_ONCE

SIGNING_SECRET = "a signing secret for tests"
PATIENCE = 10.0
"""Seconds to wait for what Slack delivers by itself."""

Json = dict[str, Any]


class Stage:
    """A running bot, the stand-in it talks to, and the people of the sample workspace."""

    def __init__(
        self,
        bot: Bot,
        workspace: Workspace,
        interactions: Interactions,
        page: httpx.AsyncClient,
        clock: ManualClock,
    ) -> None:
        self.bot = bot
        self.workspace: Any = workspace
        self.interactions = interactions
        self.page = page
        self.clock = clock

    def person(self, user_id: str) -> "Person":
        """Somebody of the sample workspace."""
        return Person(self, user_id)

    @property
    def slack(self) -> Gateway:
        """The bot's gateway to the sample workspace."""
        return self.bot.gateways.of(self.workspace.team.id)

    @property
    def tools(self) -> Toolbox:
        """What handlers work with in the sample workspace."""
        return self.bot.router.make_tools(self.slack)

    async def tick(self) -> None:
        """One tick of the worker."""
        await self.bot.worker.tick()

    async def settle(self) -> None:
        """Wait until all that follows the answers is done."""
        await self.bot.router.finish()

    def calls(self, method: str) -> list[Json]:
        """The arguments of the bot's calls of one Web API method, the first first."""
        return [call.args for call in self.workspace.calls if call.method == method]


class Person:
    """Somebody who acts on the page. Every act returns when the bot has answered and followed up."""

    def __init__(self, stage: Stage, user_id: str) -> None:
        self._stage = stage
        self.id = user_id
        self.dm = "D" + user_id.removeprefix("U")

    async def command(self, text: str, channel: str = "C0GENERAL") -> Json:
        """Type a slash command; returns the newest message of that channel."""
        await self._act("command", channel=channel, text=text)
        messages = await self.messages(channel)
        return messages[-1] if messages else {}

    async def command_fails(self, text: str, channel: str = "C0GENERAL") -> str:
        """Type a slash command that Slack does not deliver; returns what Slack says."""
        answer = await self._act("command", allow_errors=True, channel=channel, text=text)
        return str(answer["error"])

    async def say(self, text: str) -> Json:
        """Write to the bot in the DM; returns the newest message there."""
        await self._act("message", channel=self.dm, text=text)
        async with asyncio.timeout(PATIENCE):
            # Slack delivers events by itself, after the person's act is over.
            while not (messages := await self.messages(self.dm)) or not messages[-1]["is_bot"]:
                await asyncio.sleep(0.01)
        return messages[-1]

    async def shortcut(self, callback_id: str) -> None:
        """Use a global shortcut."""
        await self._act("shortcut", callback_id=callback_id)

    async def open_home(self) -> Json:
        """Open the app's Home; returns its view."""
        published = len(self._stage.calls("views.publish"))
        await self._act("home")
        async with asyncio.timeout(PATIENCE):
            while len(self._stage.calls("views.publish")) == published:
                await asyncio.sleep(0.01)
        await self._stage.settle()
        return await self.home()

    async def home(self) -> Json:
        """Home as it is shown now."""
        home: Json = (await self.state())["home"]
        return home

    async def click(self, action_id: str, where: Json, **chosen: Any) -> None:
        """Use the button or picker ``action_id`` of a message or view; ``chosen`` is what was picked."""
        element, block_id = find_element(where, action_id)
        action = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id, **chosen}
        if "value" in element:
            action.setdefault("value", element["value"])
        await self._act(
            "action", container=await self._container(where), action=action, state=_state_of(where)
        )

    async def view(self) -> Json:
        """The modal on top."""
        views: list[Json] = (await self.state())["views"]
        assert views, "no modal is open"
        return views[-1]

    async def has_modal(self) -> bool:
        """Whether any modal is open."""
        return bool((await self.state())["views"])

    async def submit(self, **answers: Any) -> Json:
        """Fill in the modal on top by block id and submit it; returns the page's answer."""
        view = await self.view()
        state = _filled(view, answers)
        return await self._act("view_submit", allow_errors=True, view_id=view["id"], state={"values": state})

    async def upload(self, name: str, content: bytes) -> Json:
        """Choose a file on this computer for a form; the result is the answer to its field."""
        query = {"user": self.id, "name": name}
        answer = (await self._stage.page.post("upload", params=query, content=content)).json()
        assert answer["ok"], answer
        file: Json = answer["file"]
        return file

    async def files(self) -> dict[str, bytes]:
        """All files in the DM with the bot, downloaded as the page does, by name; the newest of each name."""
        found = {}
        for message in await self.messages():
            for file in message["files"]:
                assert file["mode"] == "hosted", "the file was deleted"
                query = {"user": self.id, "id": file["id"]}
                answer = await self._stage.page.get("file", params=query)
                answer.raise_for_status()
                found[file["name"]] = answer.content
        return found

    async def fill(self, block_id: str, answer: Any) -> None:
        """Type into or choose in a field of the modal on top that tells the bot of each change."""
        view = await self.view()
        state = _filled(view, {block_id: answer})
        ((action_id, held),) = state[block_id].items()
        await self._act(
            "action",
            container=await self._container(view),
            action={"action_id": action_id, "block_id": block_id, **held},
            state={"values": state},
        )

    async def close(self) -> None:
        """Close the modal on top."""
        await self._act("view_close", view_id=(await self.view())["id"])

    async def messages(self, channel: str | None = None) -> list[Json]:
        """What this person sees in a channel, or in the DM with the bot."""
        wanted = channel or self.dm
        for conversation in (await self.state())["conversations"]:
            if conversation["id"] == wanted:
                return [{**message, "channel": wanted} for message in conversation["messages"]]
        return []

    async def state(self) -> Json:
        """Everything the page shows this person."""
        answer = await self._stage.page.get("state", params={"user": self.id})
        answer.raise_for_status()
        state: Json = answer.json()
        return state

    async def _container(self, where: Json) -> Json:
        if "channel" in where:
            return {"type": "message", "channel": where["channel"], "ts": where["ts"]}
        return {"type": "view", "view_id": where["id"]}

    async def _act(self, act: str, *, allow_errors: bool = False, **body: Any) -> Json:
        answer = await self._stage.page.post(act, json={"user": self.id, **body})
        result: Json = answer.json()
        assert allow_errors or result.get("ok"), f"{act}: {result}"
        await self._stage.settle()
        return result


def words(shown: Json) -> str:
    """All text of a message or view, one piece a line."""
    return "\n".join(_strings(shown.get("blocks", [])))


def find_element(where: Json, action_id: str) -> tuple[Json, str]:
    """The element with this action id, and its block's id. Ids may be given without their suffix."""
    for block in where["blocks"]:
        for element in _elements(block):
            if action_id in {element.get("action_id"), str(element.get("action_id")).partition(":")[0]}:
                return element, block["block_id"]
    raise AssertionError(f"no {action_id} in: {list(all_action_ids(where))}")


def find_field(view: Json, block_id: str) -> Json:
    """The element of a field, by its block id."""
    element: Json = next(block["element"] for block in view["blocks"] if block.get("block_id") == block_id)
    return element


def all_action_ids(where: Json) -> Iterator[str]:
    """The ids of all elements that can be used."""
    for block in where["blocks"]:
        for element in _elements(block):
            if "action_id" in element:
                yield element["action_id"]


def _elements(block: Json) -> list[Json]:
    single = [block[name] for name in ("accessory", "element") if name in block]
    return [*single, *(block.get("elements", []) if block["type"] == "actions" else [])]


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _strings(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in {"text", "alt_text"} and isinstance(value, str):
                yield value
            else:
                yield from _strings(value)


def _state_of(where: Json) -> Json:
    return {"values": (where.get("state") or {}).get("values", {})}


def _filled(view: Json, answers: Mapping[str, Any]) -> Json:
    values: Json = {
        block: dict(inner) for block, inner in (view.get("state") or {}).get("values", {}).items()
    }
    for block_id, answer in answers.items():
        block = next((b for b in view["blocks"] if b.get("block_id") == block_id), None)
        assert block is not None, f"no field {block_id} in: {[b.get('block_id') for b in view['blocks']]}"
        element = block["element"]
        values[block_id] = {element["action_id"]: {"type": element["type"], **_answer(element, answer)}}
    return values


def _answer(element: Json, answer: Any) -> Json:
    kind = element["type"]
    if kind in {"static_select", "radio_buttons"}:
        return {"selected_option": _option(element, answer) if answer is not None else None}
    if kind in {"checkboxes", "multi_static_select"}:
        return {"selected_options": [_option(element, value) for value in answer]}
    if kind == "file_input":
        return {"files": [answer] if answer is not None else []}
    simple = {
        "datepicker": "selected_date",
        "timepicker": "selected_time",
        "multi_users_select": "selected_users",
        "users_select": "selected_user",
        "channels_select": "selected_channel",
        "conversations_select": "selected_conversation",
    }
    return {simple.get(kind, "value"): answer}


def _option(element: Json, value: str) -> Json:
    found: Json = next(option for option in element["options"] if option["value"] == value)
    return found


@asynccontextmanager
async def staged(database_url: str, clock: ManualClock, *, socket_mode: bool = False) -> AsyncIterator[Stage]:
    """A bot on ``database_url``, connected to its own stand-in by signed HTTP or by Socket Mode."""
    stand_in = create_app(BotConnection(SIGNING_SECRET, BOT_TOKEN, APP_TOKEN, None), manifest=read_manifest())
    async with serving_locally(stand_in, "127.0.0.1", 0) as address:
        settings = Settings(
            _env_file=None,
            slack_bot_token=SecretStr(BOT_TOKEN),
            slack_app_token=SecretStr(APP_TOKEN) if socket_mode else None,
            slack_signing_secret=None if socket_mode else SecretStr(SIGNING_SECRET),
            slack_client_id=None,
            slack_client_secret=None,
            slack_api_url=f"{address}/api/",
            database_url=database_url,
            infoview_secret_key=SecretStr(SECRET),
        )
        bot = Bot(settings, clock, with_worker=False, pace=AT_ONCE)  # tests tick by hand
        bot.router.patience = PATIENCE  # a busy machine is no slow database
        async with (
            bot.running(),
            serving_locally(bot.web_app(), "127.0.0.1", 0) as bot_address,
            httpx.AsyncClient(base_url=f"{address}/playground/api/", verify=trusted()) as page,
        ):
            if not socket_mode:
                url = f"{bot_address}/slack/events"
                stand_in.state.workspace.connection = BotConnection(SIGNING_SECRET, BOT_TOKEN, APP_TOKEN, url)
            yield Stage(bot, stand_in.state.workspace, stand_in.state.interactions, page, clock)

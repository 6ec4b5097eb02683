"""The Home tab: published when somebody opens it, and again after whatever changes it.

For each person one publish is under way at a time, and changes that come meanwhile become one more. The first
publish of such a burst names the hash that Slack sent along, each other one that of the publish before it.
Where another process published in between, Slack refuses: then Home is read anew and published once more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from slack_sdk.models.blocks import Block

from bot.i18n import speaking
from bot.services import home as service
from bot.slack.failures import SlackFailureError
from bot.values import Actor
from bot.views import home as views
from bot.views.as_json import as_json
from handlers.interaction import Interaction, Toolbox
from handlers.router import Routes
from handlers.settled import settle

routes = Routes()


@dataclass(frozen=True, slots=True)
class Wish:
    """What Home should show: a page of the recent meetings, and what just happened.

    ``hash`` is of the Home that the person saw, as Slack sent it.
    """

    page: int = 1
    note: views.Note | None = None
    hash: str | None = None

    def merged_with(self, later: "Wish") -> "Wish":
        """One wish for both: what just happened is said, unless something else happened since."""
        return replace(later, note=later.note or self.note)


@routes.event("app_home_opened")
async def opened(interaction: Interaction) -> None:
    """Somebody opened the app: on its Home tab, publish Home."""
    event = interaction.body["event"]
    if event.get("tab") == "home":
        wish = Wish(hash=(event.get("view") or {}).get("hash"))
        interaction.after(partial(publish, wish=wish), repeatable=True)


@routes.action("home.page")
async def turn_page(interaction: Interaction) -> None:
    """Another page of the recent meetings."""
    wish = Wish(page=int(interaction.value), hash=interaction.view.get("hash"))
    interaction.after(partial(publish, wish=wish), repeatable=True)


async def refresh(tools: Toolbox, actor: Actor) -> None:
    """Publish Home as it is now."""
    await publish(tools, actor, wish=Wish())


def say(interaction: Interaction, note: Sequence[Block]) -> None:
    """Publish Home as it is now, with what just happened near the button of Home that was used."""
    block_id = str(interaction.action.get("block_id") or "")
    wish = Wish(note=views.Note(tuple(note), block_id), hash=interaction.view.get("hash"))
    interaction.after(partial(publish, wish=wish))


async def publish(tools: Toolbox, actor: Actor, *, wish: Wish) -> None:
    """Publish Home with what is wished, now or as part of the burst that is under way.

    Then the messages that have nothing to ask any more are settled.
    """
    key = (actor.team_id, actor.user_id)
    await tools.homes.run(key, wish, _Burst(tools, actor).publish, Wish.merged_with)
    await settle(tools, actor)


class _Burst:
    """Publishes of one person's Home that follow each other at once."""

    def __init__(self, tools: Toolbox, actor: Actor) -> None:
        self._tools = tools
        self._actor = actor
        self._hash: str | None = None

    async def publish(self, wish: Wish) -> None:
        """Read Home and publish it; where another process was faster, once more."""
        known = self._hash or wish.hash
        try:
            await self._once(wish, {"hash": known} if known else {})
        except SlackFailureError as error:
            if error.code != "hash_conflict":
                raise
            await self._once(wish, {})

    async def _once(self, wish: Wish, condition: dict[str, str]) -> None:
        tools, actor = self._tools, self._actor
        profile = await tools.slack.profile(actor.user_id)
        state = await tools.db.read(replace(actor, is_admin=profile.is_admin), service.state, wish.page)
        with speaking(await tools.languages.of(actor)):
            view = as_json(views.home(tools.library, state, wish.note))
        answer = await tools.slack.call("views.publish", user_id=actor.user_id, view=view, **condition)
        self._hash = answer["view"]["hash"]

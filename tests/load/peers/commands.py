"""Infoview with 64 commands more, and with one that writes: nothing else differs from ``infoview web``."""

import asyncio

import uvloop

from bot.app import Bot
from bot.config import load_settings
from bot.web import serving
from handlers.interaction import Interaction
from handlers.tips import tips

COMMANDS = 64


async def insert(interaction: Interaction) -> None:
    """What ``tips`` does, after one row is inserted: the note that the request was handled."""
    await interaction.tools.db.claim(interaction.actor)
    await tips(interaction)


async def serve() -> None:
    """Answer until the process is ended."""
    settings = load_settings()
    bot = Bot(settings, with_worker=False)
    for number in range(1, COMMANDS + 1):
        bot.router.routes.commands[f"c{number:02}"] = tips
    bot.router.routes.commands["insert"] = insert
    async with bot.running(), serving(bot.web_app(), settings.host, settings.port):
        await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(serve())

"""``/infoview summary [cohort]``: counts and rates of a cohort, for its leads only."""

from collections.abc import Sequence

from bot.clock import local_date
from bot.guidance.closest import closest, normalise
from bot.i18n import _
from bot.services import cohorts, summaries
from bot.values import CohortCard, NotAllowedError
from bot.views import summary as views
from bot.views.blocks import Message, shorten
from handlers.interaction import Interaction
from handlers.router import ECHO_LIMIT, Routes

routes = Routes()


@routes.command("summary")
async def by_name(interaction: Interaction) -> None:
    """The cohort whose name was typed, or part of it; without a name the latest one that has begun."""
    led = await _led(interaction)
    named = _named(led, interaction.words) if interaction.words else _latest_begun(interaction, led)
    if len(named) == 1:
        await interaction.tell(await _summary(interaction, named[0].id, led))
    else:
        await interaction.tell(views.choose(named or led, shorten(interaction.words, ECHO_LIMIT)))


@routes.action("summary.open")
async def open_one(interaction: Interaction) -> None:
    """The button of one cohort."""
    await interaction.tell(await _summary(interaction, interaction.value, await _led(interaction)))


@routes.action("summary.pick")
async def pick(interaction: Interaction) -> None:
    """Another cohort, in place of what is shown."""
    await interaction.show(await _summary(interaction, interaction.value, await _led(interaction)))


async def _led(interaction: Interaction) -> tuple[CohortCard, ...]:
    running = await interaction.tools.db.read(interaction.actor, cohorts.led_cohorts)
    archived = await interaction.tools.db.read(interaction.actor, cohorts.led_cohorts, archived=True)
    led = (*running, *archived)
    if not led:
        raise NotAllowedError(
            _(
                "Only leads of a cohort can see its summary. Please ask your program team."
                " To see your own numbers, type `/infoview progress`."
            )
        )
    return led


async def _summary(interaction: Interaction, cohort_id: str, led: Sequence[CohortCard]) -> Message:
    found = await interaction.tools.db.read(interaction.actor, summaries.build, cohort_id)
    return views.summary(found, led)


def _named(led: Sequence[CohortCard], words: str) -> Sequence[CohortCard]:
    """The cohorts with exactly this name, else those with these words in it, else the closest."""
    typed = normalise(words)
    names = [(cohort, normalise(cohort.name)) for cohort in led]
    same = [cohort for cohort, name in names if name == typed]
    part = [cohort for cohort, name in names if typed in name]
    return same or part or closest(words, [(cohort, (cohort.name,)) for cohort in led])


def _latest_begun(interaction: Interaction, led: Sequence[CohortCard]) -> Sequence[CohortCard]:
    """The first in the list (running ones first, then the newest) that has begun; else the first."""
    now = interaction.tools.clock.now()
    begun = [cohort for cohort in led if cohort.starts_on <= local_date(now, cohort.timezone)]
    return (begun or led)[:1]

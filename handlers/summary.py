"""``/infoview summary [cohort] [weeks]``: counts and rates of a cohort, for its leads only."""

import asyncio
from collections.abc import Sequence
from functools import partial

from bot.documents.charts import picture as draw
from bot.documents.summaries import as_csv
from bot.i18n import N_
from bot.services import cohorts, outside, summaries
from bot.slack.failures import SlackFailureError
from bot.values import (
    WHOLE_TERM,
    Actor,
    AuditAct,
    CohortCard,
    CohortSummary,
    OutgoingFile,
    PeriodChoice,
)
from bot.views import periods
from bot.views import summary as views
from bot.views import summary_picture as pictures
from bot.views.blocks import Message, shorten
from bot.views.measures import definitions
from handlers.choosing import led_by, meant, with_name
from handlers.interaction import Interaction, Toolbox
from handlers.router import ECHO_LIMIT, Routes
from handlers.sending import make_and_send, send_files

routes = Routes()

_NOT_LEAD = N_(
    "Only leads of a cohort can see its summary. Please ask your program team."
    " To see your own numbers, type `/infoview progress`."
)


@routes.command("summary")
async def by_name(interaction: Interaction) -> None:
    """The cohort whose name was typed, or part of it; without a name the latest one that has begun."""
    led = await led_by(interaction, _NOT_LEAD)
    same = with_name(led, interaction.words)
    name, period = (interaction.words, WHOLE_TERM) if same else periods.split(interaction.words)
    named = same or meant(interaction, led, name)
    if len(named) == 1:
        await interaction.tell(await _summary(interaction, named[0].id, led, period))
    else:
        await interaction.tell(views.choose(named or led, shorten(name, ECHO_LIMIT)))


@routes.action("summary.open")
async def open_one(interaction: Interaction) -> None:
    """The button of one cohort."""
    await interaction.tell(
        await _summary(interaction, interaction.value, await led_by(interaction, _NOT_LEAD))
    )


@routes.action("summary.pick")
async def pick(interaction: Interaction) -> None:
    """Another cohort, in place of what is shown."""
    await interaction.show(
        await _summary(interaction, interaction.value, await led_by(interaction, _NOT_LEAD))
    )


@routes.action("summary.picture")
async def picture(interaction: Interaction) -> None:
    """Say that the picture comes, and send it."""
    found = await _taken_out(interaction)
    await interaction.tell(pictures.on_its_way())
    interaction.after(partial(_send_picture, found))


@routes.action("summary.csv")
async def csv_file(interaction: Interaction) -> None:
    """Say that the table comes, and send it."""
    found = await _taken_out(interaction)
    await interaction.tell(pictures.on_its_way())
    interaction.after(partial(_send_csv, found))


@routes.action("summary.share")
async def share(interaction: Interaction) -> None:
    """Post the short version in the cohort's channel; the button has asked before."""
    actor, tools, cohort_id = interaction.actor, interaction.tools, interaction.value
    cohort = await tools.db.read(actor, cohorts.led_cohort, cohort_id)
    problem = None
    if cohort.channel_id is not None:
        found = await tools.db.run(actor, summaries.build, cohort_id)
        try:
            await interaction.post(cohort.channel_id, pictures.for_channel(found))
        except SlackFailureError as failure:
            problem = failure.code
        else:
            await tools.db.run(actor, outside.note, cohort_id, AuditAct.SUMMARY_SHARED)
    await interaction.tell(pictures.shared(cohort, problem))


async def _taken_out(interaction: Interaction) -> CohortSummary:
    """The summary for a file; that it was taken is in the audit list."""
    cohort_id, period = periods.read(interaction.value)
    await interaction.tools.db.run(interaction.actor, outside.note, cohort_id, AuditAct.SUMMARY_EXPORTED)
    return await interaction.tools.db.run(interaction.actor, summaries.build, cohort_id, period)


async def _send_picture(found: CohortSummary, tools: Toolbox, actor: Actor) -> None:
    async def files() -> tuple[OutgoingFile, ...]:
        png = await asyncio.to_thread(draw, pictures.picture_of(found))
        return (pictures.picture_file(found, png),)

    await make_and_send(tools, actor, pictures.picture_comment(found), files)


async def _send_csv(found: CohortSummary, tools: Toolbox, actor: Actor) -> None:
    content = as_csv(found).encode("utf-8-sig", "replace")
    file = OutgoingFile("summary.csv", content, pictures.csv_title(found))
    await send_files(tools, actor, pictures.csv_comment(found), file)


@routes.action("summary.period")
@routes.action("summary.from")
@routes.action("summary.to")
async def other_weeks(interaction: Interaction) -> None:
    """Other weeks of the same cohort, in place of what is shown."""
    cohort_id, period = periods.read(interaction.value)
    led = await led_by(interaction, _NOT_LEAD)
    found = await interaction.tools.db.run(interaction.actor, summaries.build, cohort_id, period)
    await interaction.show(views.summary(found, led))


@routes.action("summary.define")
async def define(interaction: Interaction) -> None:
    """What each number means."""
    await interaction.open(definitions())


async def _summary(
    interaction: Interaction,
    cohort_id: str,
    led: Sequence[CohortCard],
    period: PeriodChoice = WHOLE_TERM,
) -> Message:
    found = await interaction.tools.db.run(interaction.actor, summaries.view, cohort_id, period)
    return views.summary(found, led)

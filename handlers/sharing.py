"""What a lead sees of one member: the roster for leads, "What my lead sees" and sharing for members."""

from bot.i18n import N_, _
from bot.services import cohorts
from bot.services import sharing as service
from bot.values import MemberForLead
from bot.views import sharing as views
from handlers import home
from handlers.interaction import Interaction
from handlers.router import Opening, Routes
from handlers.windows import present

routes = Routes()


@routes.action("roster.open")
async def roster(interaction: Interaction) -> None:
    """Who is in a cohort, for its leads."""
    await _show_roster(interaction, interaction.value, 1)


@routes.action("roster.page")
async def turn_roster(interaction: Interaction) -> None:
    """Another page of it."""
    cohort_id, _space, number = interaction.value.partition(" ")
    await _show_roster(interaction, cohort_id, int(number))


@routes.action("roster.member")
async def member(interaction: Interaction) -> None:
    """What one member shares, for a lead."""
    found = await interaction.tools.db.run(interaction.actor, service.member, interaction.value)
    await present(interaction, views.member_window(found))


@routes.action("roster.read")
async def read(interaction: Interaction) -> None:
    """A shared reflection, on top of the window of the member."""
    found = await interaction.tools.db.run(interaction.actor, service.reflection, interaction.value)
    await interaction.open(views.reflection_window(found))


@routes.command("lead", opens=Opening(N_("What my lead sees"), "lead.sees"))
@routes.action("lead.sees")
async def lead_sees(interaction: Interaction) -> None:
    """What the leads of the member's current cohort see of the member."""
    found = await interaction.tools.db.read(interaction.actor, service.mine)
    shown = views.lead_sees_window(found)
    if interaction.view.get("submit"):  # a form stays open below
        await interaction.open(shown)
    else:
        await present(interaction, shown)


@routes.action("lead.steps_on")
async def share_steps(interaction: Interaction) -> None:
    """Show one's counts and days of steps to the leads."""
    await _set_steps(interaction, on=True)


@routes.action("lead.steps_off")
async def hide_steps(interaction: Interaction) -> None:
    """Show them no more."""
    await _set_steps(interaction, on=False)


@routes.action("lead.stop")
async def stop_here(interaction: Interaction) -> None:
    """Share one thing no more, from the window of what the lead sees."""
    await interaction.tools.db.run(interaction.actor, service.stop, interaction.value)
    await lead_sees(interaction)


@routes.action("share.open")
async def share_form(interaction: Interaction) -> None:
    """What of one contact can be shared."""
    desk = await interaction.tools.db.read(interaction.actor, service.desk, interaction.value)
    await present(interaction, views.share_window(desk))


@routes.action("share.look")
async def look(interaction: Interaction) -> None:
    """A reflection as the lead would read it."""
    found = await interaction.tools.db.read(interaction.actor, service.look, interaction.value)
    await interaction.open(views.reflection_window(found))


@routes.action("share.record")
async def share_record(interaction: Interaction) -> None:
    """Share one contact; the button has asked before."""
    desk = await interaction.tools.db.run(interaction.actor, service.share_record, interaction.value)
    await present(interaction, views.share_window(desk, _("*Shared.* Your lead can read the contact now.")))


@routes.action("share.reflection")
async def share_reflection(interaction: Interaction) -> None:
    """Share one reflection; the button has asked before."""
    desk = await interaction.tools.db.run(interaction.actor, service.share_reflection, interaction.value)
    note = _("*Shared.* Your lead can read the reflection now.")
    await present(interaction, views.share_window(desk, note))


@routes.action("share.stop")
async def stop(interaction: Interaction) -> None:
    """Share one thing no more."""
    desk = await interaction.tools.db.run(interaction.actor, service.stop, interaction.value)
    await present(interaction, views.share_window(desk, _("*Done.* Your lead cannot read it any more.")))


async def _set_steps(interaction: Interaction, *, on: bool) -> None:
    found: MemberForLead = await interaction.tools.db.run(
        interaction.actor, service.share_steps, interaction.value, on=on
    )
    await present(interaction, views.lead_sees_window(found))
    interaction.after(home.refresh)


async def _show_roster(interaction: Interaction, cohort_id: str, number: int) -> None:
    page = await interaction.tools.db.run(interaction.actor, service.roster, cohort_id, number)
    cohort = await interaction.tools.db.read(interaction.actor, cohorts.led_cohort, cohort_id)
    await present(interaction, views.roster_window(cohort, page))

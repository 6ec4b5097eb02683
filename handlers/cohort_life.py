"""One cohort in the hands of its leads: change, copy, leads, codes, end, archive, and who did what."""

from collections.abc import Iterable

from bot.clock import local_date
from bot.i18n import _, speaking
from bot.services import audit, cohorts, invites, lead_digests, leads, new_id
from bot.values import Actor, CohortCard, Invitation, NotAllowedError
from bot.views import cohort_desk as views
from bot.views import cohort_forms as forms
from bot.views.answers import Answers
from handlers import home
from handlers.interaction import FollowUp, Interaction, Toolbox
from handlers.roles import refuse_who_cannot_lead, with_role
from handlers.router import Routes
from handlers.windows import present

routes = Routes()


@routes.action("cohort.manage")
async def manage(interaction: Interaction) -> None:
    """One cohort, with all that its leads can do."""
    await show_cohort(interaction, await _led(interaction, interaction.value))


async def show_cohort(interaction: Interaction, cohort: CohortCard, note: str | None = None) -> None:
    """The window of one cohort; ``note`` says what just happened."""
    actor = await with_role(interaction)
    may_create = await interaction.tools.db.read(actor, cohorts.may_create)
    gets_digest = await interaction.tools.db.read(actor, lead_digests.is_wanted, cohort.id)
    window = views.cohort_window(cohort, may_create=may_create, gets_digest=gets_digest, note=note)
    await present(interaction, window)


@routes.action("cohort.edit")
async def edit_form(interaction: Interaction) -> None:
    """The form with the cohort as it is."""
    cohort = await _led(interaction, interaction.value)
    place = forms.CohortPlace(cohort.id, cohort.version)
    await present(interaction, forms.basics_form(place, cohort.starts_on, "", cohort))


@routes.action("cohort.copy")
async def copy_form(interaction: Interaction) -> None:
    """The form of a new cohort, with the set-up of another one."""
    actor = await with_role(interaction)
    if not await interaction.tools.db.read(actor, cohorts.may_create):
        raise NotAllowedError(_("Only leads and workspace admins can create cohorts."))
    source = await _led(interaction, interaction.value)
    profile = await interaction.tools.slack.profile(actor.user_id)
    today = local_date(interaction.tools.clock.now(), profile.timezone)
    place = forms.CohortPlace(new_id(), source_id=source.id)
    await present(interaction, forms.basics_form(place, today, actor.user_id, source))


@routes.action("cohort.leads")
async def leads_form(interaction: Interaction) -> None:
    """Who leads the cohort: for its leads, and for admins."""
    actor = await with_role(interaction)
    cohort = await interaction.tools.db.read(actor, leads.desk, interaction.value)
    await present(interaction, forms.cohort_leads_form(cohort))


@routes.action("leads.cohorts")
async def choose_cohort(interaction: Interaction) -> None:
    """Admins choose a cohort, to say who leads it."""
    found = await interaction.tools.db.read(await with_role(interaction), cohorts.all_cohorts)
    await present(interaction, views.choose_window(found))


@routes.submission("cohort.leads_submit")
async def save_leads(interaction: Interaction) -> None:
    """Save who leads the cohort; it holds at once, also on the Home of those concerned."""
    actor = await with_role(interaction)
    cohort_id = interaction.metadata
    wanted = Answers.of_view(interaction.view).users("lead_ids")
    before = await interaction.tools.db.read(actor, leads.desk, cohort_id)
    await refuse_who_cannot_lead(interaction, set(wanted) - set(before.lead_ids))
    cohort, concerned = await interaction.tools.db.run(actor, leads.change, cohort_id, wanted)
    await interaction.update(views.leads_saved_window(cohort, is_lead=actor.user_id in cohort.lead_ids))
    interaction.after(_refresh_homes(concerned | {actor.user_id}))


@routes.action("cohort.end")
async def end(interaction: Interaction) -> None:
    """End the cohort; the button has asked before."""
    cohort = await interaction.tools.db.run(interaction.actor, cohorts.end, interaction.value)
    await show_cohort(interaction, cohort, views.ended_note(cohort))
    interaction.after(home.refresh)


@routes.action("cohort.archive")
async def archive(interaction: Interaction) -> None:
    """Take an ended cohort out of the lists."""
    await _archive(interaction, archived=True)


@routes.action("cohort.unarchive")
async def unarchive(interaction: Interaction) -> None:
    """Put it back."""
    await _archive(interaction, archived=False)


@routes.action("cohort.archived")
async def archived_list(interaction: Interaction) -> None:
    """The cohorts out of the lists."""
    found = await interaction.tools.db.read(interaction.actor, cohorts.led_cohorts, archived=True)
    await present(interaction, views.archived_window(found))


@routes.action("cohort.invite")
async def invite(interaction: Interaction) -> None:
    """The ways to invite people."""
    found = await interaction.tools.db.read(interaction.actor, invites.invitation, interaction.value)
    await _show_invitation(interaction, found)


@routes.action("code.make")
async def make_code(interaction: Interaction) -> None:
    """A fresh code."""
    found = await interaction.tools.db.run(interaction.actor, invites.make_code, interaction.value)
    await _show_invitation(interaction, found)


@routes.action("code.revoke")
async def revoke_code(interaction: Interaction) -> None:
    """No code any more."""
    found = await interaction.tools.db.run(interaction.actor, invites.revoke_code, interaction.value)
    await _show_invitation(interaction, found)


@routes.action("history.open")
async def history(interaction: Interaction) -> None:
    """Who did what in the cohort."""
    await _show_history(interaction, interaction.value, 1)


@routes.action("history.page")
async def turn_history(interaction: Interaction) -> None:
    """Another page of it."""
    cohort_id, _space, number = interaction.value.partition(" ")
    await _show_history(interaction, cohort_id, int(number))


@routes.action("history.workspace")
async def workspace_history(interaction: Interaction) -> None:
    """What admins did to the whole workspace; the value is the number of the page."""
    admin = await with_role(interaction)
    number = int(interaction.value) if interaction.value.isdecimal() else 1
    page = await interaction.tools.db.read(admin, audit.workspace_page, number)
    timezone = (await interaction.tools.slack.profile(admin.user_id)).timezone
    await present(interaction, views.workspace_history_window(page, timezone))


async def _show_history(interaction: Interaction, cohort_id: str, number: int) -> None:
    page = await interaction.tools.db.read(interaction.actor, audit.page, cohort_id, number)
    await present(interaction, views.history_window(await _led(interaction, cohort_id), page))


async def _show_invitation(interaction: Interaction, found: Invitation) -> None:
    await present(interaction, views.invite_window(found))


async def _archive(interaction: Interaction, *, archived: bool) -> None:
    cohort = await interaction.tools.db.run(
        interaction.actor, cohorts.archive, interaction.value, archived=archived
    )
    await show_cohort(interaction, cohort)
    interaction.after(home.refresh)


async def _led(interaction: Interaction, cohort_id: str) -> CohortCard:
    return await interaction.tools.db.read(interaction.actor, cohorts.led_cohort, cohort_id)


def _refresh_homes(user_ids: Iterable[str]) -> FollowUp:
    """The Home of each of these people, in their language."""

    async def refresh(tools: Toolbox, actor: Actor) -> None:
        for user_id in sorted(user_ids):
            person = Actor(actor.team_id, user_id)
            with speaking(await tools.languages.of(person)):
                await home.refresh(tools, person)

    return refresh

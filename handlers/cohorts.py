"""``/infoview join``, ``leave`` and ``cohort``: joining by one's own click, and the desk of leads."""

from dataclasses import replace

from bot.clock import local_date
from bot.i18n import _
from bot.services import cohorts, joining, new_id
from bot.slack.failures import SlackFailureError
from bot.values import Actor, CohortCard, NotAllowedError, NotEnrolledError
from bot.views import cohort_forms as forms
from bot.views import cohorts as views
from bot.views.answers import Answers
from bot.views.notices import notice
from handlers import home
from handlers.interaction import Interaction
from handlers.router import Routes

routes = Routes()


@routes.command("join")
@routes.action("join.open")
async def join_list(interaction: Interaction) -> None:
    """The cohorts one can join."""
    db, actor = interaction.tools.db, interaction.actor
    open_now = await db.read(actor, joining.open_cohorts)
    joined = await db.read(actor, joining.enrollments)
    await interaction.tell(views.join_list(open_now, joined))


@routes.action("cohort.join")
async def join_form(interaction: Interaction) -> None:
    """What joining means; also from the Join message in a channel."""
    cohort = await interaction.tools.db.read(interaction.actor, joining.open_cohort, interaction.value)
    await interaction.open(views.join_form(cohort))


@routes.submission("join.submit")
async def join(interaction: Interaction) -> None:
    """The member's own click: enrol."""
    profile = await interaction.tools.slack.profile(interaction.actor.user_id, fresh=True)
    enrollment = await interaction.tools.db.run(
        interaction.actor, joining.join, interaction.metadata, profile
    )
    await interaction.update(views.joined(enrollment))
    interaction.after(home.refresh)


@routes.command("leave")
@routes.action("leave.open")
async def leave_list(interaction: Interaction) -> None:
    """The member's cohorts, each with a button to leave."""
    joined = await interaction.tools.db.read(interaction.actor, joining.enrollments)
    if not joined:
        raise NotEnrolledError
    await interaction.tell(views.leave_list(joined))


@routes.action("cohort.leave")
async def leave(interaction: Interaction) -> None:
    """Leave one cohort."""
    name = await interaction.tools.db.run(interaction.actor, joining.leave, interaction.value)
    await interaction.mark_done(views.left(name))
    interaction.after(home.refresh)


@routes.command("cohort")
@routes.action("cohort.open")
async def desk(interaction: Interaction) -> None:
    """The lead's cohorts, and creating one."""
    actor = await _with_role(interaction)
    led = await interaction.tools.db.read(actor, cohorts.led_cohorts)
    may_create = await interaction.tools.db.read(actor, cohorts.may_create)
    if not led and not may_create:
        raise NotAllowedError(
            _(
                "This is for program leads. A workspace admin can make you one with `/infoview cohort`."
                " To join a cohort, type `/infoview join`."
            )
        )
    await interaction.show(views.desk(led, may_create=may_create, is_admin=actor.is_admin))


@routes.action("cohort.create")
async def create_form(interaction: Interaction) -> None:
    """The first step of a new cohort."""
    actor = await _with_role(interaction)
    if not await interaction.tools.db.read(actor, cohorts.may_create):
        raise NotAllowedError(_("Only leads and workspace admins can create cohorts."))
    profile = await interaction.tools.slack.profile(actor.user_id)
    today = local_date(interaction.tools.clock.now(), profile.timezone)
    await interaction.open(forms.basics_form(new_id(), today, actor.user_id))


@routes.submission("cohort.basics")
async def create_goals(interaction: Interaction) -> None:
    """From the first step to the second."""
    basics = forms.parse_basics(interaction.view)
    profile = await interaction.tools.slack.profile(interaction.actor.user_id)
    await interaction.tools.db.read(interaction.actor, cohorts.check_term, *basics.term, profile.timezone)
    await interaction.update(forms.goals_form(basics))


@routes.submission("cohort.goals")
async def create(interaction: Interaction) -> None:
    """Create the cohort and post the Join message."""
    cohort_id, form = forms.parse_goals(interaction.view)
    actor = await _with_role(interaction)
    profile = await interaction.tools.slack.profile(actor.user_id)
    cohort = await interaction.tools.db.run(actor, cohorts.create, cohort_id, form, profile.timezone)
    problem = await _post_join_message(interaction, cohort)
    await interaction.update(views.created(cohort, views.posting_result(cohort, problem)))
    interaction.after(home.refresh)


@routes.action("cohort.post")
async def post_again(interaction: Interaction) -> None:
    """Post the Join message, after the bot was invited to the channel."""
    led = await interaction.tools.db.read(interaction.actor, cohorts.led_cohort, interaction.value)
    problem = await _post_join_message(interaction, led)
    await interaction.tell(notice(views.posting_result(led, problem)))


@routes.action("cohort.end")
async def end(interaction: Interaction) -> None:
    """End a cohort."""
    await interaction.tools.db.run(interaction.actor, cohorts.end, interaction.value)
    await desk(interaction)
    interaction.after(home.refresh)


@routes.action("leads.open")
async def leads_form(interaction: Interaction) -> None:
    """Admins choose who may create cohorts."""
    actor = await _with_role(interaction)
    if not actor.is_admin:
        raise NotAllowedError(_("Only workspace admins and owners can name leads."))
    named = await interaction.tools.db.read(actor, cohorts.named_leads)
    await interaction.open(forms.leads_form(named))


@routes.submission("leads.submit")
async def save_leads(interaction: Interaction) -> None:
    """Save who may create cohorts."""
    actor = await _with_role(interaction)
    user_ids = Answers.of_view(interaction.view).users("user_ids")
    await interaction.tools.db.run(actor, cohorts.name_leads, user_ids)
    await interaction.update(views.leads_saved(user_ids))


async def _with_role(interaction: Interaction) -> Actor:
    profile = await interaction.tools.slack.profile(interaction.actor.user_id)
    return replace(interaction.actor, is_admin=profile.is_admin)


async def _post_join_message(interaction: Interaction, cohort: CohortCard) -> str | None:
    """Post it; the code of Slack's error where that failed, None where it stands or no channel is chosen."""
    if cohort.channel_id is None:
        return None
    try:
        await interaction.tools.slack.post(cohort.channel_id, views.join_message(cohort).payload())
    except SlackFailureError as failure:
        return failure.code
    return None

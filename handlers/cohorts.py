"""``/infoview join``, ``leave`` and ``cohort``: joining by one's own click, and the desk of leads."""

from bot.clock import local_date
from bot.i18n import _
from bot.services import cohorts, invites, joining, new_id
from bot.slack.failures import SlackFailureError
from bot.values import CohortCard, CohortForm, NotAllowedError, NotEnrolledError
from bot.views import cohort_desk
from bot.views import cohort_forms as forms
from bot.views import cohorts as views
from bot.views.answers import Answers
from bot.views.notices import notice
from handlers import home, previews
from handlers.cohort_life import show_cohort
from handlers.interaction import Interaction
from handlers.roles import refuse_who_cannot_lead, with_role
from handlers.router import Routes

routes = Routes()


@routes.command("join")
@routes.action("join.open")
async def join_list(interaction: Interaction) -> None:
    """The cohorts one can join; words after the command are the code of one."""
    if interaction.words:
        await _join_by_code(interaction)
        return
    db, actor = interaction.tools.db, interaction.actor
    open_now = await db.read(actor, joining.open_cohorts)
    joined = await db.read(actor, joining.enrollments)
    await interaction.tell(views.join_list(open_now, joined))


async def _join_by_code(interaction: Interaction) -> None:
    cohort = await interaction.tools.db.run(interaction.actor, invites.find, interaction.words)
    code = invites.normal(interaction.words)
    if cohort is None:
        await interaction.tell(views.no_such_code(interaction.words))
    elif interaction.trigger_id is None:
        await interaction.tell(views.invited(cohort, code))
    else:
        await interaction.open(views.join_form(cohort, code))


@routes.action("cohort.choose")
async def choose(interaction: Interaction) -> None:
    """Make one of the member's cohorts the current one."""
    place = await interaction.tools.db.run(interaction.actor, joining.choose, interaction.value)
    if interaction.body.get("response_url"):
        await interaction.mark_done(views.chosen(place))
    interaction.after(home.refresh)


@routes.action("cohort.join")
async def join_form(interaction: Interaction) -> None:
    """What joining means; also from the Join message in a channel."""
    cohort_id, _space, proof = interaction.value.partition(" ")
    proof = proof or _channel_of(interaction)
    cohort = await interaction.tools.db.read(interaction.actor, joining.open_cohort, cohort_id, proof)
    await interaction.open(views.join_form(cohort, proof))


@routes.submission("join.submit")
async def join(interaction: Interaction) -> None:
    """The member's own click: enrol."""
    profile = await interaction.tools.slack.profile(interaction.actor.user_id, fresh=True)
    cohort_id, _space, proof = interaction.metadata.partition(" ")
    enrollment = await interaction.tools.db.run(interaction.actor, joining.join, cohort_id, profile, proof)
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
    """The lead's cohorts, and creating one; after "preview" what the next week would send."""
    word, _space, name = interaction.words.partition(" ")
    if word.casefold() == "preview":
        await previews.by_name(interaction, name.strip())
        return
    actor = await with_role(interaction)
    led = await interaction.tools.db.read(actor, cohorts.led_cohorts)
    archived = await interaction.tools.db.read(actor, cohorts.led_cohorts, archived=True)
    may_create = await interaction.tools.db.read(actor, cohorts.may_create)
    if not led and not archived and not may_create:
        raise NotAllowedError(
            _(
                "This is for program leads. A workspace admin can make you one with `/infoview cohort`."
                " To join a cohort, type `/infoview join`."
            )
        )
    shown = cohort_desk.desk(led, may_create=may_create, is_admin=actor.is_admin, has_archived=bool(archived))
    await interaction.show(shown)


@routes.action("cohort.create")
async def create_form(interaction: Interaction) -> None:
    """The first step of a new cohort."""
    actor = await with_role(interaction)
    if not await interaction.tools.db.read(actor, cohorts.may_create):
        raise NotAllowedError(_("Only leads and workspace admins can create cohorts."))
    profile = await interaction.tools.slack.profile(actor.user_id)
    today = local_date(interaction.tools.clock.now(), profile.timezone)
    await interaction.open(forms.basics_form(forms.CohortPlace(new_id()), today, actor.user_id))


@routes.submission("cohort.basics")
async def goals_form(interaction: Interaction) -> None:
    """From the first step to the second."""
    basics = forms.parse_basics(interaction.view)
    db, actor, place = interaction.tools.db, interaction.actor, basics.place
    if place.is_new:
        await refuse_who_cannot_lead(interaction, basics.lead_ids)
        profile = await interaction.tools.slack.profile(actor.user_id)
        await db.read(actor, cohorts.check_term, *basics.term, profile.timezone)
    else:
        await db.read(actor, cohorts.check_edit, place.cohort_id, *basics.term)
    source = place.filled_from
    filled = await db.read(actor, cohorts.led_cohort, source) if source is not None else None
    await interaction.update(forms.goals_form(basics, filled))


@routes.submission("cohort.goals")
async def save(interaction: Interaction) -> None:
    """Create the cohort, or change it."""
    place, form = forms.parse_goals(interaction.view)
    if place.is_new:
        await _create(interaction, place, form)
    else:
        cohort = await interaction.tools.db.run(
            interaction.actor, cohorts.edit, place.cohort_id, form, place.version
        )
        await show_cohort(interaction, cohort, _("*Saved.*"))
    interaction.after(home.refresh)


async def _create(interaction: Interaction, place: forms.CohortPlace, form: CohortForm) -> None:
    """Create the cohort and post the Join message."""
    actor = await with_role(interaction)
    profile = await interaction.tools.slack.profile(actor.user_id)
    cohort = await interaction.tools.db.run(
        actor, cohorts.create, place.cohort_id, form, profile.timezone, place.source_id
    )
    problem = await _post_join_message(interaction, cohort)
    await interaction.update(views.created(cohort, views.posting_result(cohort, problem)))


@routes.action("cohort.post")
async def post_again(interaction: Interaction) -> None:
    """Post the Join message, after the bot was invited to the channel."""
    led = await interaction.tools.db.read(interaction.actor, cohorts.led_cohort, interaction.value)
    problem = await _post_join_message(interaction, led)
    await interaction.tell(notice(views.posting_result(led, problem)))


@routes.action("leads.open")
async def leads_form(interaction: Interaction) -> None:
    """Admins choose who may create cohorts."""
    actor = await with_role(interaction)
    if not actor.is_admin:
        raise NotAllowedError(_("Only workspace admins and owners can name leads."))
    named = await interaction.tools.db.read(actor, cohorts.named_leads)
    await interaction.open(forms.leads_form(named))


@routes.submission("leads.submit")
async def save_leads(interaction: Interaction) -> None:
    """Save who may create cohorts."""
    actor = await with_role(interaction)
    user_ids = Answers.of_view(interaction.view).users("user_ids")
    await interaction.tools.db.run(actor, cohorts.name_leads, user_ids)
    await interaction.update(views.leads_saved(user_ids))


def _channel_of(interaction: Interaction) -> str:
    """The channel in which the person saw the button: what proves that a Join message invited them."""
    container = interaction.body.get("container") or {}
    return str(container.get("channel_id") or "")


async def _post_join_message(interaction: Interaction, cohort: CohortCard) -> str | None:
    """Post it; the code of Slack's error where that failed, None where it stands or no channel is chosen."""
    if cohort.channel_id is None:
        return None
    try:
        await interaction.post(cohort.channel_id, views.join_message(cohort))
    except SlackFailureError as failure:
        return failure.code
    return None

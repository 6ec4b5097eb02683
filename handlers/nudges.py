"""The buttons of a next step and of the messages that come by themselves: done, later, snooze, mute, stop."""

from bot.guidance.outreach.frames import Guided
from bot.i18n import _
from bot.services import contacts, debriefs, interviews, milestone_posts, nudge_controls, step_done
from bot.services import settings as settings_service
from bot.services.statuses import IllegalMoveError
from bot.values import Control, GoneError
from bot.views import guided, milestones
from bot.views import nudge_controls as controls
from bot.views import nudges as views
from bot.views import settings as settings_views
from bot.views.blocks import Message
from bot.views.contacts import card_window, illegal_message, illegal_words, undo_buttons
from handlers import home
from handlers.interaction import Interaction
from handlers.reports import report
from handlers.router import Routes
from handlers.windows import is_home, present

routes = Routes()


@routes.action("step.done")
async def done(interaction: Interaction) -> None:
    """Record what the member did, and put it in place of the button."""
    what = views.parse_done(interaction.value)
    if what is None:
        raise GoneError(_("This button is from an older version. Type `/infoview` to see your next step."))
    tools, actor = interaction.tools, interaction.actor
    try:
        step = await tools.db.run(actor, step_done.record, *what)
    except IllegalMoveError:
        card = await tools.db.read(actor, contacts.get, what[1])
        await report(interaction, illegal_message(card), card_window(card, illegal_words(card)))
        return
    undo = []
    if step.contact_id is not None:
        move = await tools.db.read(actor, contacts.last_move, step.contact_id)
        undo = undo_buttons(step.contact_id, move)
    recorded = views.recorded(step, undo)
    if is_home(interaction.view):
        home.say(interaction, recorded.blocks)
    else:
        await interaction.mark_done(recorded)
        interaction.after(home.refresh)


@routes.action(controls.ACTION)
async def control(interaction: Interaction) -> None:
    """Snooze, mute, pause, stop, or the settings, from the message itself."""
    chosen = controls.parse(interaction.value)
    if chosen is None:
        raise GoneError(_("This message is from an older version. Type `/infoview settings` to go on."))
    wanted, delivery_id = chosen
    if wanted in {Control.PAUSE, Control.SETTINGS}:
        settings = await interaction.tools.db.read(interaction.actor, settings_service.read)
        await interaction.open(settings_views.settings_form(settings))
        return
    await interaction.mark_done(await _change(interaction, wanted, delivery_id))
    interaction.after(home.refresh)


async def _change(interaction: Interaction, wanted: Control, delivery_id: str) -> Message:
    db, actor = interaction.tools.db, interaction.actor
    if wanted is Control.SNOOZE:
        return controls.snoozed(await db.run(actor, nudge_controls.snooze, delivery_id))
    if wanted is Control.MUTE:
        return controls.muted(await db.run(actor, nudge_controls.mute, delivery_id))
    await db.run(actor, nudge_controls.stop)
    return controls.stopped()


@routes.action("nudge.later")
async def later(interaction: Interaction) -> None:
    """Ask once more how a meeting went, later."""
    db, actor = interaction.tools.db, interaction.actor
    at = await db.run(actor, nudge_controls.ask_later, interaction.value)
    settings = await db.read(actor, settings_service.read)
    await interaction.mark_done(controls.asked_later(at, settings.timezone))


@routes.action(milestones.SHARE)
async def share(interaction: Interaction) -> None:
    """Tell a milestone in the channel of the cohort; the button has asked before."""
    shared = await interaction.tools.db.run(interaction.actor, milestone_posts.share, interaction.value)
    await interaction.mark_done(milestones.shared(*shared))


@routes.action("interview.missed")
async def missed(interaction: Interaction) -> None:
    """A meeting did not take place: ask what became of it."""
    card = await interaction.tools.db.read(interaction.actor, interviews.get, interaction.value)
    await present(interaction, controls.did_not_happen(card))


@routes.action("thanks.write")
async def write_thanks(interaction: Interaction) -> None:
    """The guided start of a thank-you, with what the member learned as material, if they wrote it down."""
    desk = await interaction.tools.db.read(interaction.actor, debriefs.desk, interaction.value)
    material = {"lesson": desk.form.valuable} if desk.form.valuable else {}
    await interaction.open(guided.guided_form(Guided.THANK_YOU, desk.interview.contact_id, material))

"""The "done" button of a next step, in the weekly message, on Home and below ``/infoview``."""

from bot.i18n import _
from bot.services import contacts, step_done
from bot.services.statuses import IllegalMoveError
from bot.values import GoneError
from bot.views import nudges as views
from bot.views.contacts import card_window, illegal_message, illegal_words, undo_buttons
from handlers import home
from handlers.interaction import Interaction
from handlers.reports import report
from handlers.router import Routes
from handlers.windows import is_home

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

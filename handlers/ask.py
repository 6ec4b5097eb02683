"""``/infoview ask <question>``: the guide's own words. No database, no model, no network on the way."""

from bot.guidance.ask import answer
from bot.i18n import N_, _
from bot.values import FormError
from bot.views import ask as views
from bot.views.answers import Answers
from bot.views.notices import open_form
from handlers.interaction import Interaction
from handlers.router import Routes

routes = Routes()

_LABEL = N_("Ask the guide")


@routes.command("ask")
async def ask(interaction: Interaction) -> None:
    """The answer to the question typed; without one, the form, or the button that opens it."""
    if interaction.words:
        await answer_words(interaction)
    elif interaction.trigger_id is not None:
        await interaction.open(views.question_form())
    else:
        await interaction.tell(open_form(_(_LABEL), "ask.open"))


@routes.fallback
async def answer_words(interaction: Interaction) -> None:
    """The answer to what was typed, also where no command was."""
    library = interaction.tools.library
    given = answer(library, interaction.words)
    await interaction.tell(views.answer_message(library, interaction.words, given))


@routes.action("ask.open")
async def open_question(interaction: Interaction) -> None:
    """The form; in place of an answer's window, so that windows don't pile up."""
    if interaction.view.get("callback_id") == views.WINDOW:
        await interaction.update(views.question_form())
    else:
        await interaction.open(views.question_form())


@routes.submission(views.FORM)
async def submit(interaction: Interaction) -> None:
    """The answer in place of the form."""
    question = views.parse(Answers.of_view(interaction.view))
    if question is None:
        raise FormError({views.QUESTION: _("Please write a question.")})
    library = interaction.tools.library
    await interaction.update(views.answer_window(library, question, answer(library, question)))

"""What Infoview can do, in short lines."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement

from bot.i18n import N_, _
from bot.views.blocks import Message, actions, button, context, header, section
from bot.views.lasting import lasting

MEMBER_LINES: Sequence[tuple[str, str]] = (
    ("/infoview", N_("your one next step")),
    (
        "/infoview tips",
        N_("the guide to informational interviews; add a word, for example `tips how long`"),
    ),
    ("/infoview ask", N_("ask the guide a question in your own words, for example `ask how long is it`")),
    ("/infoview glossary", N_("what a word means; add the word, for example `glossary refer`")),
    ("/infoview practice", N_("practice what to say in an informational interview, with feedback")),
    ("/infoview draft", N_("check a message before you send it, or get help to write one")),
    ("/infoview log", N_("add a person you want to write to")),
    ("/infoview list", N_("your contacts and meetings; add a name or organization to search")),
    ("/infoview debrief", N_("write down what you learned in a meeting")),
    ("/infoview learned", N_("what you learned so far, by subject; add a word to search")),
    ("/infoview progress", N_("your counts and your goals")),
    ("/infoview record", N_("a list of what you did, as a file, for example for an agency")),
    ("/infoview settings", N_("when you get nudges, and what you share")),
    ("/infoview privacy", N_("what I keep about you and for how long, and how to delete it")),
    ("/infoview export", N_("all your data as files, in your direct message")),
    ("/infoview import", N_("bring in the people you keep in a spreadsheet, or an export")),
    ("/infoview lead", N_("what your lead sees of you, and asking for help")),
    ("/infoview join", N_("join a cohort; add the code if you have one")),
    ("/infoview leave", N_("leave a cohort")),
)
LEAD_LINES: Sequence[tuple[str, str]] = (
    ("/infoview cohort", N_("create and run cohorts")),
    ("/infoview cohort preview", N_("what nudges the next week would bring, and a test for yourself")),
    ("/infoview summary", N_("counts of your cohort; add a name and weeks: `summary spring last 4 weeks`")),
)


@lasting
def overview() -> Message:
    """All commands, a member's as buttons too."""
    return Message(
        text=_("What Infoview can do"),
        blocks=(
            header(_("What Infoview can do")),
            section(_lines(MEMBER_LINES)),
            section(_("*For program leads*") + "\n" + _lines(LEAD_LINES)),
            actions(*member_buttons()),
            context(
                _(
                    "Only you see the answers. You can also write the same words to Infoview in a direct"
                    " message, without `/infoview`."
                )
            ),
        ),
    )


def member_buttons() -> list[ButtonElement]:
    """A button for each command of a member; its words name what opens."""
    return [
        button(_("Add a contact"), "log.open"),
        button(_("See my contacts"), "list.open"),
        button(_("Check a message"), "draft.open"),
        button(_("Write a debrief"), "debrief.choose"),
        button(_("See what I learned"), "learned.open"),
        button(_("Read the guide"), "tips.list"),
        button(_("Ask the guide"), "ask.open"),
        button(_("Look up a word"), "glossary.open"),
        button(_("Practice what to say"), "practice.open"),
        button(_("See my progress"), "progress.open"),
        button(_("Make an activity record"), "record.open"),
        button(_("Change settings"), "settings.open"),
        button(_("My data"), "privacy.open"),
        button(_("Export my data"), "export.open"),
        button(_("Import contacts"), "import.open"),
        button(_("Join a cohort"), "join.open"),
        button(_("Leave a cohort"), "leave.open"),
        button(_("See all commands"), "help.open"),
    ]


def _lines(lines: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"`{command}`  {_(what)}" for command, what in lines)

"""For program staff at the command line: what the content files hold, and how a topic will look."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from bot.guidance.ask_check import check_ask
from bot.guidance.ask_words import load_ask_words
from bot.guidance.entries import ProgramTip, Topic
from bot.guidance.library import Library, load_library
from bot.guidance.outreach.examples import check_examples
from bot.guidance.problems import ContentProblems
from bot.guidance.root import content_root
from bot.guidance.translations import SOURCE_LANGUAGE, load_libraries


class NoSuchTopicError(Exception):
    """No topic has this name; the message says which ones are close."""


def check(folder: Path | None) -> str:
    """Read all content, translations too, and say what there is. Raises ContentProblems."""
    root = folder or content_root()
    problems = [*check_ask(root / "ask"), *check_examples(root / "outreach" / "sentences")]
    try:
        library = load_libraries(root)[SOURCE_LANGUAGE]
    except ContentProblems as found:
        raise ContentProblems([*found.problems, *problems]) from None
    if problems:
        raise ContentProblems(problems)
    ask = load_ask_words(root, {topic.id for topic in library.topics}, {tip.id for tip in library.tips})
    counts = {
        "topics": library.topics,
        "plain words": library.plain_words,
        "program tips": library.tips,
        "glossary terms": library.glossary.terms,
        "nudge texts": library.nudges,
        "practice cards": library.cards,
        "rules of the draft check": library.rules,
        "example questions": library.questions,
        "wordings to ask by": [wording for asked in ask.asked for wording in asked.wordings],
    }
    return "No problems found: " + ", ".join(f"{len(entries)} {what}" for what, entries in counts.items())


def preview(folder: Path | None, name: str) -> RenderableType:
    """One topic for the terminal: the guide's words, plain words, program tips with their sources, terms.

    Raises ContentProblems, and NoSuchTopicError where ``name`` is not a topic's id, title, number or alias.
    """
    library = load_library(folder or content_root())
    topic = library.find_topic(name)
    if topic is None:
        raise NoSuchTopicError(_no_topic(library, name))
    return Group(*_parts(library, topic))


def _parts(library: Library, topic: Topic) -> Iterator[RenderableType]:
    yield Text(f"{topic.order}. {topic.title}  ({topic.id})", style="bold")
    yield _panel(f"The guide: {topic.section}", topic.mrkdwn)
    yield _panel("In plain words, by the program", library.plain(topic.id).mrkdwn)
    for tip in library.tips_for(topic.id):
        yield _panel(f"Program tip: {tip.title}", tip.mrkdwn, _source(tip))
    yield Text(f"Words explained: {', '.join(term.term for term in library.terms_in(topic.id)) or 'none'}")
    yield Text(f"Found by: {', '.join(topic.aliases) or 'its title only'}")


def _panel(title: str, mrkdwn: str, last: str = "") -> Panel:
    return Panel(
        Text("\n\n".join(filter(None, (unescape(mrkdwn), last)))), title=Text(title), title_align="left"
    )


def _source(tip: ProgramTip) -> str:
    return f"Not in the guide. Source: {tip.source_title}\n{tip.source_url}"


def _no_topic(library: Library, name: str) -> str:
    close = library.closest_topics(name) or library.topics
    return f"There is no topic “{name}”. Topics: {', '.join(topic.id for topic in close)}"

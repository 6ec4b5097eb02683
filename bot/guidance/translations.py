"""The guidance by language: English, and over it what is translated, file by file."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from bot.guidance.crosschecks import topic_names
from bot.guidance.entries import Topic
from bot.guidance.library import Library, load_library
from bot.guidance.problems import ContentError, ContentProblems

SOURCE_LANGUAGE = "en"


def load_libraries(root: Path) -> Mapping[str, Library]:
    """The library of each language tag (``en``, ``pt-BR``); English first.

    The Spanish of ``root/guide/05-logistics.md`` is ``root/translations/es/guide/05-logistics.md``. What is
    not translated stays English. Raises :class:`ContentProblems`, also for a translation of no file.
    """
    english = load_library(root)
    folders = sorted(path for path in (root / "translations").glob("*") if path.is_dir())
    strays = [problem for folder in folders for problem in _strays(root, folder)]
    if strays:
        raise ContentProblems(strays)
    translated = {
        _tag(folder): _with_english_names(load_library(root, folder), english) for folder in folders
    }
    return {SOURCE_LANGUAGE: english, **translated}


def library_for(libraries: Mapping[str, Library], tag: str) -> Library:
    """The library of a language: of ``es-MX``, else of ``es``, else English."""
    found = libraries.get(tag) or libraries.get(tag.partition("-")[0])
    return found or libraries[SOURCE_LANGUAGE]


def _tag(folder: Path) -> str:
    return folder.name.replace("_", "-")


def _strays(root: Path, folder: Path) -> Iterator[ContentError]:
    for file in sorted(folder.rglob("*.md")):
        if not (root / file.relative_to(folder)).exists():
            yield ContentError(
                file, 1, f"there is no {file.relative_to(folder)} of which this is a translation"
            )


def _with_english_names(library: Library, english: Library) -> Library:
    """The topics still answer to their English names: commands are typed in either language."""
    return replace(
        library, topics=tuple(_named_too(topic, english.topic(topic.id)) for topic in library.topics)
    )


def _named_too(topic: Topic, english: Topic) -> Topic:
    if topic == english:
        return topic
    known = topic_names(topic)
    return replace(topic, aliases=(*topic.aliases, *(n for n in topic_names(english) if n not in known)))

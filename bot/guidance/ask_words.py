"""The words, wordings and out-of-scope subjects that "ask the guide" works with, read from ``content/ask``.

A question becomes a set of *notions*: words of one kind (``words.yml``) count as one notion, any other
informative word as itself, fillers as none.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from bot.guidance.ask_text import stem, words_of
from bot.guidance.loaders import TEXT_ONLY
from bot.guidance.problems import ContentError, ContentProblems

LINKING = frozenset({"a", "an", "the"})
"""Words left out where words must stand as written."""
_QUESTION_WORDS = frozenset({"how", "why", "who", "when", "where"})
_JOINING = frozenset({"of", "to"})
_AS_WRITTEN = "="
_LIGHT = 0.5

Stems = tuple[str, ...]
Notions = frozenset[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that carry a question: all ``notions``, or, where fillers matter, exactly these ``stems``."""

    notions: Notions
    stems: Stems = ()
    names: Notions = frozenset()
    """The notions in it, also where it must stand as written."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Wordings of one topic, the notions that may stand beside them, and what makes it another question."""

    topic_id: str
    wordings: tuple[Wording, ...]
    beside: Notions
    unless: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject the guide doesn't speak of; ``tip`` is the id of the program tip that does, or empty."""

    id: str
    title: str
    tip: str
    wordings: tuple[Wording, ...]


@dataclass(frozen=True)
class Lexicon:
    """What single words and phrases mean: which say nothing, which are alike, which weigh little."""

    fillers: frozenset[str]
    phrases: Mapping[str, tuple[tuple[Stems, str], ...]]
    """From a phrase's first stem to the phrases and their notions, the longest first."""
    everywhere: Notions
    carrying: Notions
    """Like ``everywhere``, but a question may consist of these alone."""
    light: Notions
    foreign: frozenset[str]
    shared: frozenset[str]

    @cached_property
    def kinds(self) -> Notions:
        """The notions that stand for several words alike."""
        return frozenset(notion for found in self.phrases.values() for _, notion in found)

    def notions(self, stems: Sequence[str]) -> Iterator[str]:
        """The notions of a sentence in order, fillers left out."""
        place = 0
        while place < len(stems):
            notion, length = self._at(stems, place)
            if notion:
                yield notion
            place += length

    def _at(self, stems: Sequence[str], place: int) -> tuple[str, int]:
        for phrase, notion in self.phrases.get(stems[place], ()):
            if tuple(stems[place : place + len(phrase)]) == phrase:
                return notion, len(phrase)
        word = stems[place]
        return ("" if word in self.fillers or word.isdigit() else word), 1

    def weight(self, notion: str) -> float:
        """How much an unexplained notion speaks against an answer: 0 to 1."""
        if notion in self.everywhere or notion in self.carrying:
            return 0.0
        if len(notion) == 1:
            return 0.0  # a letter: a mark's remains, or a word cut short
        return _LIGHT if notion in self.light else 1.0


@dataclass(frozen=True)
class AskWords:
    """Everything in ``content/ask``."""

    lexicon: Lexicon
    asked: tuple[Asked, ...]
    subjects: tuple[Subject, ...]
    vocabulary: frozenset[str]
    """Every English word that stands in the files, for spelling repair."""
    ordinary: frozenset[str]
    """Stems of ordinary words, which are never a misspelling of another."""

    @cached_property
    def known(self) -> frozenset[str]:
        """The stems of the vocabulary."""
        return frozenset(stem(word) for word in self.vocabulary)


def load_ask_words(root: Path, topic_ids: Collection[str], tip_ids: Collection[str]) -> AskWords:
    """Read ``root/ask``. Raises :class:`ContentProblems` with the file, line and reason of each problem."""
    folder = root / "ask"
    words = _read(folder / "words.yml")
    asked = _read(folder / "topics.yml")
    subjects = _read(folder / "out_of_scope.yml")
    problems = [
        *_unknown(folder / "topics.yml", asked, "topic", topic_ids),
        *_unknown(folder / "out_of_scope.yml", subjects, "tip", tip_ids),
    ]
    if problems:
        raise ContentProblems(problems)
    lexicon = _lexicon(words)
    return AskWords(
        lexicon,
        tuple(_asked(entry, lexicon) for entry in asked),
        tuple(_subject(entry, lexicon) for entry in subjects),
        frozenset(_all_words(words, asked, subjects)),
        frozenset(stem(word) for word in _ordinary(folder / "english.txt")),
    )


def _read(file: Path) -> Any:  # noqa: ANN401 - whatever the file holds; ask_check has looked at its form
    try:
        return yaml.load(file.read_bytes(), Loader=TEXT_ONLY)  # noqa: S506 - a base loader makes only text
    except OSError as error:
        raise ContentProblems(
            [ContentError(file, 1, f"the file can't be opened: {error.strerror}")]
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = f"this is not YAML: {getattr(error, 'problem', None) or error}"
        raise ContentProblems([ContentError(file, mark.line + 1 if mark else 1, reason)]) from error


def _ordinary(file: Path) -> Iterator[str]:
    """The words of the list, one a line; lines that begin with ``#`` are remarks."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ContentProblems(
            [ContentError(file, 1, f"the file can't be opened: {error.strerror}")]
        ) from error
    yield from (line.strip() for line in lines if not line.startswith("#"))


def _unknown(
    file: Path, entries: Sequence[Mapping[str, Any]], key: str, known: Collection[str]
) -> Iterator[ContentError]:
    lines = file.read_text(encoding="utf-8").split("\n")
    for name in {entry[key] for entry in entries if key in entry} - set(known):
        line = next((number for number, text in enumerate(lines, 1) if text.endswith(f"{key}: {name}")), 1)
        yield ContentError(file, line, f"there is no {key} “{name}”")


def _lexicon(words: Mapping[str, Any]) -> Lexicon:
    phrases: dict[str, list[tuple[Stems, str]]] = {}
    for alike in words["alike"]:
        notion = "+".join(_stems(alike[0]))
        for phrase in alike:
            stems = _stems(phrase)
            phrases.setdefault(stems[0], []).append((stems, notion))
    bare = Lexicon(
        fillers=frozenset(stem(word) for word in words_of(words["fillers"])),
        phrases={
            first: tuple(sorted(found, key=lambda one: -len(one[0]))) for first, found in phrases.items()
        },
        everywhere=frozenset(),
        carrying=frozenset(),
        light=frozenset(),
        foreign=frozenset(words_of(words["foreign"])),
        shared=frozenset(words_of(words["shared"])),
    )

    def notions(key: str) -> Notions:
        return frozenset(notion for word in words_of(words[key]) for notion in bare.notions((stem(word),)))

    # A light word among others that are alike would make all of them light.
    light = notions("light") & {stem(word) for word in words_of(words["light"])}
    return replace(bare, everywhere=notions("everywhere"), carrying=notions("carrying"), light=light)


def _asked(entry: Mapping[str, Any], lexicon: Lexicon) -> Asked:
    wordings = tuple(_wording(text, lexicon) for text in entry["wordings"])
    beside = {notion for text in entry.get("with", ()) for notion in lexicon.notions(_stems(text))}
    for wording in wordings:
        beside.update(wording.names)
    return Asked(
        entry["topic"],
        wordings,
        frozenset(beside),
        tuple(_strict_wording(text, lexicon) for text in entry.get("unless", ())),
    )


def _subject(entry: Mapping[str, Any], lexicon: Lexicon) -> Subject:
    return Subject(
        entry["subject"],
        entry["title"],
        entry.get("tip", ""),
        tuple(_strict_wording(text, lexicon) for text in entry["wordings"]),
    )


def _wording(text: str, lexicon: Lexicon) -> Wording:
    """A wording of too little substance counts only where it stands as written."""
    stems = _stems(text)
    if text.startswith(_AS_WRITTEN):
        return _as_written(_unlinked(stems), lexicon)
    notions = frozenset(lexicon.notions(stems))
    return (
        Wording(notions, (), notions)
        if _has_substance(notions, lexicon)
        else _as_written(_unlinked(stems), lexicon)
    )


def _has_substance(notions: Notions, lexicon: Lexicon) -> bool:
    return bool(notions - lexicon.everywhere) and not notions <= _QUESTION_WORDS


def _as_written(stems: Stems, lexicon: Lexicon) -> Wording:
    return Wording(frozenset(), stems, frozenset(lexicon.notions(stems)))


def _strict_wording(text: str, lexicon: Lexicon) -> Wording:
    """Where a filler stands between the words, it matters: then the words must stand just so."""
    stems = _unlinked(_stems(text))
    if text.startswith(_AS_WRITTEN):
        return _as_written(stems, lexicon)
    notions = tuple(lexicon.notions(stems))
    if len(set(notions)) == 1 and notions[0] in lexicon.kinds:
        return Wording(frozenset(), stems)  # a kind of words is too wide to name a subject by itself
    whole = all(word in _JOINING or tuple(lexicon.notions((word,))) for word in stems)
    if whole or _is_phrase(stems, lexicon):
        return Wording(frozenset(notions), (), frozenset(notions))
    return _as_written(stems, lexicon)


def _unlinked(stems: Stems) -> Stems:
    return tuple(word for word in stems if word not in LINKING)


def _is_phrase(stems: Stems, lexicon: Lexicon) -> bool:
    return any(phrase == stems for phrase, _ in lexicon.phrases.get(stems[0], ()))


def _stems(text: str) -> Stems:
    return tuple(stem(word) for word in words_of(text))


def _all_words(words: Mapping[str, Any], *others: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for key in ("fillers", "everywhere", "carrying", "light"):
        yield from words_of(words[key])
    for alike in words["alike"]:
        for phrase in alike:
            yield from words_of(phrase)
    for entries in others:
        for entry in entries:
            for text in (*entry["wordings"], *entry.get("with", ()), *entry.get("unless", ())):
                yield from words_of(text)

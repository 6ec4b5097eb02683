"""Take a message apart: words in one spelling, sentences and clauses, each able to quote the message itself.

Patterns look at ``Passage.words``: lower case, contractions written out, frequent misspellings repaired, one
space between words, ``,`` and ``?`` kept as words. A match there is quoted from the message as it was typed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.guidance.outreach.spelling import respell
from bot.guidance.outreach.wordsets import word_set

_PIECE = re.compile(
    r"(?P<address>(?:https?://|www\.)\S+|\S+@\S+\.\w+)"
    r"|(?P<half>\b1/2\b|½)"
    r"|(?P<word>[^\W_]+(?:['’‘`ʼ][^\W_]+)*)"
    r"|(?P<stop>[.!?…]+|\n\s*\n|\n(?=\s*[-•*]\s)|;|\s[-–]{1,3}\s|[—])"
    r"|(?P<mark>[,:()\n–-])"
)
_TITLES = word_set("mr mrs ms mx dr prof st sr jr vs eg ie etc approx inc no")
_BREAKS_BEFORE = word_set("but however though although unless except otherwise nevertheless nonetheless")
_NEW_CLAUSE_AFTER_COMMA = word_set(
    "i we you he she it my could can would will may might please if when so only just instead also let"
    " do does are is what how who why and then however perhaps maybe because since while rather hopefully"
)
_SUBJECTS = word_set(
    "i we could can would will please if my maybe perhaps want need hope hoping looking seeking"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One normal word, and where in the message it comes from (two words of "I'm" come from one place)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """A run of words of a message."""

    message: str
    parts: tuple[Word, ...]

    @cached_property
    def words(self) -> str:
        """The words in their normal spelling, one space between."""
        return " ".join(word.text for word in self.parts)

    def quote(self, start: int, end: int) -> str:
        """The message's own words for ``words[start:end]``, exactly as typed."""
        first = self.words.count(" ", 0, start)
        last = first + self.words[start:end].rstrip().count(" ")
        if self.words[start:end].startswith(" "):
            first += 1
        return self.message[self.parts[first].start : self.parts[last].end]

    @property
    def is_question(self) -> bool:
        """Whether it ends with a question mark."""
        return bool(self.parts) and self.parts[-1].text == "?"


@dataclass(frozen=True)
class Sentence:
    """One sentence, whole and by clause."""

    whole: Passage
    clauses: tuple[Passage, ...]


@dataclass(frozen=True)
class Draft:
    """A message taken apart."""

    text: str
    sentences: tuple[Sentence, ...]

    @cached_property
    def whole(self) -> Passage:
        """All words of the message, with a ``.`` between sentences."""
        parts: list[Word] = []
        for sentence in self.sentences:
            parts.extend(sentence.whole.parts)
            last = parts[-1]
            parts.append(Word(".", last.end, last.end))
        return Passage(self.text, tuple(parts))

    @property
    def clauses(self) -> Iterator[Passage]:
        """All clauses, in order."""
        for sentence in self.sentences:
            yield from sentence.clauses

    @cached_property
    def length(self) -> int:
        """How many words were typed."""
        return sum(any(map(str.isalnum, chunk)) for chunk in self.text.split())


@lru_cache(maxsize=256)
def take_apart(text: str) -> Draft:
    """Split ``text`` into sentences and clauses of normal words."""
    sentences = [run for run in _sentences(text) if any(word.text not in ",:()?" for word in run)]
    return Draft(
        text,
        tuple(
            Sentence(
                Passage(text, tuple(run)), tuple(Passage(text, tuple(part)) for part in _clauses(run) if part)
            )
            for run in sentences
        ),
    )


def _sentences(text: str) -> Iterator[list[Word]]:
    run: list[Word] = []
    for piece in _PIECE.finditer(text):
        if piece.lastgroup == "stop":
            if _is_abbreviation(piece[0], run):
                continue
            if "?" in piece[0]:
                run.append(Word("?", piece.start(), piece.end()))
            yield run
            run = []
        else:
            run.extend(_words(piece, text))
    yield run


def _is_abbreviation(stop: str, run: Sequence[Word]) -> bool:
    return stop == "." and bool(run) and (run[-1].text in _TITLES or len(run[-1].text) == 1)


def _words(piece: re.Match[str], text: str) -> Iterable[Word]:
    start, end = piece.span()
    if piece.lastgroup == "address":
        return [Word("link", start, end)]
    if piece.lastgroup == "half":
        return [Word("half", start, end)]
    if piece.lastgroup == "word":
        return [Word(part, start, end) for part in respell(_fold(piece[0]))]
    if piece[0] in "-–":
        joins_figures = text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()
        return [Word("-", start, end)] if joins_figures else []
    if piece[0] == "\n":
        return [Word(",", start, end)]
    return [Word(piece[0], start, end)]


@lru_cache(maxsize=4096)
def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).casefold()
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub("[’‘`ʼ]", "'", kept)


def _clauses(run: Sequence[Word]) -> Iterator[list[Word]]:
    part: list[Word] = []
    for place, word in enumerate(run):
        if part and _begins_clause(run, place):
            yield part
            part = []
        part.append(word)
    yield part


def _begins_clause(run: Sequence[Word], place: int) -> bool:
    here = run[place].text
    if here in _BREAKS_BEFORE:
        return True
    before = run[place - 1].text
    if here in {"still", "yet"} and (before == "," or before == "and"):
        return True
    following = run[place + 1].text if place + 1 < len(run) else ""
    if before in {",", ":", "(", ")"}:
        return here in _NEW_CLAUSE_AFTER_COMMA or (here in {"or", "nor"} and following in _SUBJECTS)
    return here in {"and", "so"} and following in _SUBJECTS

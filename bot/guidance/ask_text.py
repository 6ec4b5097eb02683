"""From what a member typed to plain English words: Slack's marks off, contractions open, sentences apart.

Pure text work for :mod:`bot.guidance.ask`; nothing here knows topics.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST_QUESTION = 3000
"""Characters of a question that are looked at; a question has its point earlier."""

_SLACK_MARKS = re.compile(r"<[@#!][^>]*>|<https?:[^>|]*\|?|:[a-z0-9_+-]+:|https?://\S+")
_APOSTROPHES = re.compile("['’‘`´]")
_ACCENT = re.compile("[\u0300-\u036f]")
_LATIN_RUN = re.compile(r"[a-z0-9]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[^.!?\n;:。？！؟…]+[.!?;:。？！؟…]*")
_NOT_A_STOP = re.compile(r"\b(u\.s\.a|u\.s|e\.g|i\.e|etc|mr|mrs|ms|dr|vs)\.", re.IGNORECASE)

_LOANED = frozenset({"résumé", "résumés", "resumé", "café", "cafés", "naïve"})
"""English words that keep an accent."""

_OPENED = {
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "isnt": "is not",
    "arent": "are not",
    "wasnt": "was not",
    "cant": "can not",
    "cannot": "can not",
    "couldnt": "could not",
    "wont": "will not",
    "wouldnt": "would not",
    "shouldnt": "should not",
    "havent": "have not",
    "hasnt": "has not",
    "im": "i am",
    "ive": "i have",
    "id": "i would",
    "youre": "you are",
    "theyre": "they are",
    "whats": "what is",
    "whos": "who is",
    "hows": "how is",
    "its": "it is",
    "thats": "that is",
    "whens": "when is",
    "wheres": "where is",
    "wat": "what",
    "wut": "what",
    "wht": "what",
    "shud": "should",
    "shuld": "should",
    "cud": "could",
    "wud": "would",
    "hw": "how",
    "u": "you",
    "ur": "your",
    "abt": "about",
    "wich": "which",
    "plz": "please",
    "pls": "please",
    "teh": "the",
    "ppl": "people",
    "theyve": "they have",
    "theyll": "they will",
    "theyd": "they would",
    "weve": "we have",
    "youve": "you have",
    "youll": "you will",
    "youd": "you would",
    "itll": "it will",
    "wats": "what is",
    "wed": "we would",
    "wuts": "what is",
    "wen": "when",
    "wher": "where",
    "wy": "why",
    "haw": "how",
    "hav": "have",
    "ned": "need",
    "thm": "them",
    "tehm": "them",
    "thay": "they",
    "thier": "their",
    "wil": "will",
    "cal": "call",
    "tel": "tell",
    "jop": "job",
    "jab": "job",
    "luk": "look",
    "lok": "look",
    "meny": "many",
    "aks": "ask",
    "sombody": "somebody",
    "dose": "does",
    "rite": "write",
    "shuold": "should",
    "pepole": "people",
    "wnat": "want",
    "waht": "what",
    "becouse": "because",
    "min": "minutes",
    "mins": "minutes",
}
_KEPT_WHOLE = frozenset(
    {
        "evening",
        "morning",
        "during",
        "nothing",
        "something",
        "anything",
        "everything",
        "opening",
        "openings",
        "wedding",
        "building",
        "news",
        "always",
        "business",
        "series",
        "across",
        "details",
        "used",
        "united",
        "indeed",
        "interested",
        "later",
        "past",
        "paste",
        "sharing",
        "starting",
        "planet",
        "note",
        "ideas",
        "site",
        "care",
        "plane",
        "made",
        "rate",
        "late",
        "date",
        "name",
        "gifted",
        "tipping",
        "screening",
        "programming",
        "chances",
        "odds",
        "called",
        "calling",
        "states",
    }
)
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as words; ``asks`` when it ends with a question mark."""

    words: tuple[str, ...]
    asks: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A question taken apart. ``other_script``: it has letters that are not Latin; ``accented``: it had words
    with marks that English doesn't use, which are left out.
    """

    sentences: tuple[Sentence, ...]
    other_script: bool
    accented: bool

    @property
    def words(self) -> tuple[str, ...]:
        """All words in order."""
        return tuple(word for sentence in self.sentences for word in sentence.words)


def read(question: str) -> Text:
    """Take a question apart. Any text will do; an empty one has no sentences."""
    text = unicodedata.normalize("NFKC", question[:LONGEST_QUESTION]).casefold()
    text = _NOT_A_STOP.sub(lambda match: match[1].replace(".", ""), _SLACK_MARKS.sub(" ", text))
    foreign = [word for word in _LETTERS.findall(text) if _has_accent(word)]
    plain = _LETTERS.sub(_without_accents, text)
    sentences = [_sentence(match[0]) for match in _SENTENCE.finditer(plain)]
    return Text(
        tuple(sentence for sentence in sentences if sentence.words),
        any(character.isalpha() and not _is_latin(character) for character in text),
        bool(foreign) or "¿" in text,
    )


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in plain Latin letters; contractions are opened."""
    typed = _LATIN_RUN.findall(_APOSTROPHES.sub("", text.casefold()))
    if _OPENED.keys().isdisjoint(typed):
        return tuple(typed)
    return tuple(part for word in typed for part in _OPENED.get(word, word).split())


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without the ending of its plural, tense or -ing form; roughly Porter's first step."""
    if len(word) <= _SHORTEST_STEM or word in _KEPT_WHOLE:
        return word
    for ending, instead, shortest in (("ies", "y", 2), ("ing", "", 3), ("ed", "", 3), ("s", "", 3)):
        body = word.removesuffix(ending)
        if body != word and len(body) >= shortest and not (ending == "s" and body[-1] in "siu"):
            return _bare(body + instead)
    return _bare(word)


def _bare(word: str) -> str:
    if word in _KEPT_WHOLE:
        return word
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "lse":
        return word[:-1]
    return word[:-1] if len(word) > _SHORTEST_STEM and word[-1] == "e" else word


def _sentence(text: str) -> Sentence:
    return Sentence(words_of(text), text.rstrip().endswith(("?", "？", "؟")))


def _without_accents(match: re.Match[str]) -> str:
    """An English word in plain letters; nothing for a word with marks that English doesn't use."""
    word = match[0]
    return " " if _has_accent(word) else _ACCENT.sub("", unicodedata.normalize("NFD", word))


def _has_accent(word: str) -> bool:
    if word.isascii() or word in _LOANED:
        return False
    return any(
        character in "đøłßæœıñ"
        or (_is_latin(character) and unicodedata.normalize("NFD", character) != character)
        for character in word
        if character.isalpha()
    )


def _is_latin(character: str) -> bool:
    return character.isascii() or "LATIN" in unicodedata.name(character, "")

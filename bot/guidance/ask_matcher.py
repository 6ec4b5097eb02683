"""Find the topic that answers a question by its curated wordings, or the subject that puts it out of scope.

A topic answers when one of its wordings is in the question *and* it explains the other informative words:
a word that nobody foresaw speaks against it. Subjects beyond the guide win against a topic no stronger.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.guidance.ask_match import Question, Wordings, holds
from bot.guidance.ask_spelling import Speller
from bot.guidance.ask_text import Text, read, stem
from bot.guidance.ask_words import Asked, AskWords, Stems, Subject, Wording

_WHOLE_WORDS = 30
"""Up to so many words, sentences are read together as one question."""
_LONG_SENTENCE = 14
"""From so many words on, the question in a sentence may be only its end."""
_OPENERS = frozenset(
    {
        "what",
        "how",
        "why",
        "who",
        "where",
        "which",
        "can",
        "may",
        "should",
        "do",
        "does",
        "is",
        "are",
        "must",
        "could",
        "will",
        "would",
        "am",
        "have",
    }
)
_UNSURE = ["i", "do", "not", "know"]
"""Before a question ("I don't know what …") these words speak of nobody unknown."""
_OPENING = 3
_RELATIVE = frozenset({"when", "where"})
"""Further in than the opening words, these begin a clause and ask nothing."""
_FOREIGN_SHARE = 0.25
_SPARE = 0.5
_SPARE_SHARE = 0.42
_STRONG = 2.0
_PLAIN = 1.0
_EACH_WORD = 0.5
_FEW = 2
_AS_WRITTEN = 3.0
"""The strength of a subject's wording that stands as written, or has a word of its own."""


@dataclass(frozen=True, slots=True)
class Found:
    """``answering``: ids of the topics that answer, the best first; ``near``: those that share words with the
    question; ``subject``: what the question is about beyond the guide, where nothing answers.
    """

    answering: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class _Match:
    """How well a topic explains a question; greater is better."""

    score: float
    strength: float
    topic_id: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read what was typed: the question, and the text in which other subjects are looked for."""

    question: Question
    scope: Question


class Matcher:
    """Reads questions by the words of ``content/ask``."""

    def __init__(self, words: AskWords) -> None:
        self._words = words
        self._lexicon = words.lexicon
        self._speller = Speller(words.vocabulary)
        self._explained = frozenset(notion for asked in words.asked for notion in asked.beside)
        self._asked = Wordings([asked.wordings for asked in words.asked], self._asked_strength)
        self._subjects = Wordings([subject.wordings for subject in words.subjects], self._subject_strength)

    def find(self, question: str) -> Found:
        """What answers ``question``: any text, in any script."""
        first = None
        subject = None
        for reading in self._readings(read(question)):
            first = first or reading.question
            subject, strength = self._subject(reading.scope)
            if matches := self._matches(reading.question, strength):
                return Found(answering=tuple(match.topic_id for match in matches))
            if subject is not None:
                break
        return Found(near=self._near(first) if first else (), subject=subject)

    def _readings(self, text: Text) -> Iterator[_Reading]:
        """The likeliest first. A short text is one question; of a long one, its last question counts."""
        foreign = self._is_foreign(text)
        asked = [number for number, sentence in enumerate(text.sentences) if sentence.asks]
        last = asked[-1] if asked else len(text.sentences) - 1
        if len(text.words) <= _WHOLE_WORDS:
            whole = self._question(text.words, foreign)
            yield _Reading(whole, whole)
            if len(text.sentences) > 1:
                yield _Reading(self._question(text.sentences[last].words, foreign), whole)
            return
        words = text.sentences[last].words
        question = self._question(words, foreign)
        yield _Reading(question, question)
        if len(words) > _LONG_SENTENCE:
            yield _Reading(self._question(words[_question_begins(words) :], foreign), question)
        if last and not self._says_enough(question):
            both = self._question((*text.sentences[last - 1].words, *words), foreign)
            yield _Reading(both, both)

    def _question(self, words: Sequence[str], foreign: bool) -> Question:
        stems = tuple(stem(word) for word in self._english(words)) if foreign else self._stems(words)
        asks = [word for place, word in enumerate(stems) if place < _OPENING or word not in _RELATIVE]
        return Question(frozenset(self._lexicon.notions(asks)), stems, foreign)

    def _stems(self, words: Sequence[str]) -> Stems:
        """The words as the lexicon knows them, repaired where misspelt."""
        found = [stem(word if self._is_known(word) else self._speller.repair(word) or word) for word in words]
        if found[: len(_UNSURE)] == _UNSURE and len(found) > len(_UNSURE) and found[len(_UNSURE)] in _OPENERS:
            del found[: len(_UNSURE)]
        return tuple(found)

    def _english(self, words: Sequence[str]) -> Sequence[str]:
        """The English words within another language; none where they could be of that language as well."""
        found = [
            word for word in words if word in self._words.vocabulary and word not in self._lexicon.foreign
        ]
        return found if any(self._is_english(word) for word in found) else ()

    def _is_known(self, word: str) -> bool:
        bare = stem(word)
        return word in self._words.vocabulary or bare in self._words.known or bare in self._words.ordinary

    def _is_english(self, word: str) -> bool:
        return word not in self._lexicon.shared and stem(word) not in self._lexicon.fillers

    def _is_foreign(self, text: Text) -> bool:
        if text.other_script:
            return False
        words = text.words
        other = sum(word in self._lexicon.foreign and word not in self._words.vocabulary for word in words)
        return text.accented or (other > 0 and other >= _FOREIGN_SHARE * len(words))

    def _subject(self, question: Question) -> tuple[Subject | None, float]:
        """The subject beyond the guide that fits best, and how strongly; of equals one with a program tip."""
        best: tuple[float, bool] = (0.0, False)
        subject = None
        for number, strength, _ in self._subjects.held(question):
            found = self._words.subjects[number]
            if (strength, bool(found.tip)) > best:
                best, subject = (strength, bool(found.tip)), found
        return subject, best[0]

    def _matches(self, question: Question, beyond: float) -> tuple[_Match, ...]:
        """The topics that answer, the best first; none where a subject beyond the guide fits as well."""
        best: dict[str, _Match] = {}
        for number, strength, wording in self._asked.held(question):
            match = self._match(self._words.asked[number], wording, strength, question)
            if match is not None and (match.topic_id not in best or match.score > best[match.topic_id].score):
                best[match.topic_id] = match
        ranked = tuple(sorted(best.values(), key=lambda match: -match.score))
        return ranked if ranked and ranked[0].strength > beyond else ()

    def _match(self, asked: Asked, wording: Wording, strength: float, question: Question) -> _Match | None:
        unexplained = sum(map(self._lexicon.weight, question.notions - asked.beside))
        if unexplained > self._spared(wording, strength, question):
            return None
        if any(holds(other, question) and not _is_part(other, wording) for other in asked.unless):
            return None
        return _Match(strength - unexplained, strength, asked.topic_id)

    def _spared(self, wording: Wording, strength: float, question: Question) -> float:
        """How much of the question a match may leave unexplained."""
        if not wording.notions or strength < _PLAIN:
            return 0.0
        total = sum(map(self._lexicon.weight, question.notions))
        return max(_SPARE, _SPARE_SHARE * total if strength >= _STRONG else 0.0)

    def _asked_strength(self, wording: Wording) -> float:
        if not wording.notions:
            return _PLAIN + _EACH_WORD * max(0, len(wording.stems) - _FEW)
        return sum(self._lexicon.weight(notion) or _EACH_WORD for notion in wording.notions)

    def _subject_strength(self, wording: Wording) -> float:
        if not wording.notions or wording.notions - self._explained:
            return _AS_WRITTEN
        return self._asked_strength(wording)

    def _says_enough(self, question: Question) -> bool:
        return sum(map(self._lexicon.weight, question.notions)) >= 1.0

    def _near(self, question: Question) -> tuple[str, ...]:
        """The topics that share most with the question, and none where they share nothing."""
        notions = question.notions - self._lexicon.everywhere
        shared: dict[str, int] = {}
        for asked in self._words.asked:
            size = max(len(wording.notions & notions) for wording in asked.wordings)
            shared[asked.topic_id] = max(size, shared.get(asked.topic_id, 0))
        return tuple(
            sorted((topic for topic, size in shared.items() if size), key=lambda topic: -shared[topic])
        )


def _is_part(other: Wording, wording: Wording) -> bool:
    """Whether a wording names by itself what would make it another question."""
    return bool(other.notions) and other.notions <= wording.names


def _question_begins(words: Sequence[str]) -> int:
    """Where the last part of a sentence begins that opens like a question and has some words."""
    places = [place for place, word in enumerate(words[:-_OPENING]) if word in _OPENERS]
    return places[-1] if places else 0

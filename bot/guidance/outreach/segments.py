"""The parts of a message that are judged one by one: each sentence, and each of its clauses."""

from collections.abc import Iterator

from bot.guidance.outreach.clauses import Draft, Passage, Sentence

_FEWEST_WORDS = 3


def segments(draft: Draft) -> Iterator[Passage]:
    """Every sentence of the message, each followed by its clauses."""
    for sentence in draft.sentences:
        yield from parts(sentence)


def parts(sentence: Sentence) -> tuple[Passage, ...]:
    """The sentence, and its clauses where it has several."""
    if len(sentence.clauses) == 1:
        return (sentence.whole,)
    long_enough = (clause for clause in sentence.clauses if len(clause.parts) >= _FEWEST_WORDS)
    return (sentence.whole, *long_enough)

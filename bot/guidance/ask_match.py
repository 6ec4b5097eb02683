"""Which curated wordings a question holds, found by index so that thousands of wordings cost little."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.guidance.ask_words import LINKING, Notions, Stems, Wording


@dataclass(frozen=True, slots=True)
class Question:
    """One sentence, or a few read together; ``foreign``: English words within another language."""

    notions: Notions
    stems: Stems
    foreign: bool
    unlinked: Stems = field(init=False)
    """The stems without the words that wordings leave out."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "unlinked", tuple(word for word in self.stems if word not in LINKING))


def holds(wording: Wording, question: Question) -> bool:
    """Whether all of the wording is in the question: its notions anywhere, or its stems side by side."""
    if wording.notions:
        return wording.notions <= question.notions
    part, whole = wording.stems, question.unlinked
    return any(whole[place : place + len(part)] == part for place in range(len(whole) - len(part) + 1))


class Wordings:
    """The wordings of several owners (topics' entries, or subjects), each owner known by its number."""

    def __init__(self, owned: Sequence[Sequence[Wording]], strength: Callable[[Wording], float]) -> None:
        self._by_key: dict[str, list[tuple[int, float, Wording]]] = {}
        counts: dict[str, int] = {}
        for wordings in owned:
            for wording in wordings:
                for notion in wording.notions:
                    counts[notion] = counts.get(notion, 0) + 1
        for number, wordings in enumerate(owned):
            for wording in dict.fromkeys(wordings):
                # Under its rarest notion, a wording is looked at least often.
                key = (
                    min(wording.notions, key=lambda n: (counts[n], n))
                    if wording.notions
                    else wording.stems[0]
                )
                self._by_key.setdefault(key, []).append((number, strength(wording), wording))

    def held(self, question: Question) -> Iterator[tuple[int, float, Wording]]:
        """The owner's number, the strength and the wording of each that the question holds."""
        for key in sorted({*question.notions, *question.unlinked}):
            for entry in self._by_key.get(key, ()):
                if holds(entry[2], question):
                    yield entry

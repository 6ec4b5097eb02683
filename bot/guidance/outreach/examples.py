"""The example sentences from which the check learns: ``content/outreach/sentences``.

A ``.tsv`` file has one sentence a line: what it does, a tab, the sentence. ``frames.yml`` has openings and
what may follow them; each core is put after a few of its frame's openings, always the same ones.
"""

import hashlib
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.guidance.loaders import read_yaml
from bot.guidance.problems import ContentError, ContentProblems

REQUESTS = ("job", "referral", "resume")
"""What the rules J1, J2 and J3 look for."""

_LABELS = frozenset({*REQUESTS, "request", "why", "ask", "rude"})
_NO_REQUEST, _NOTHING = "none", "-"
_FRAMED = (*REQUESTS, "why", "ask", _NO_REQUEST, _NOTHING)
_OPENINGS_A_CORE = 3
_SLOTS = {
    "trade": "trades",
    "place": "places",
    "topic": "topics",
    "city": "cities",
    "name": "names",
    "day": "days",
}
_SLOT = re.compile(r"\{(" + "|".join(_SLOTS) + r")\}")
_QUESTIONS = frozenset(["are", "can", "could", "do", "does", "is", "may", "might", "will", "would"])


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence (or two) and what it does.

    ``labels`` are of job, referral, resume, request (one of these three), why, ask and rude. ``unjudged`` are
    those that nobody has looked for in it.
    """

    group: str
    labels: frozenset[str]
    unjudged: frozenset[str]
    text: str


def read_examples(folder: Path) -> tuple[Example, ...]:
    """All examples of the folder, in one order. Raises ContentProblems."""
    problems: list[ContentError] = []
    sentences = [example for file in sorted(folder.glob("*.tsv")) for example in _read(file, problems)]
    if problems:
        raise ContentProblems(problems)
    frames = folder / "frames.yml"
    return (*sentences, *(_framed(frames) if frames.exists() else ()))


def check_examples(folder: Path) -> Sequence[ContentError]:
    """What is wrong with the sentences."""
    try:
        read_examples(folder)
    except ContentProblems as found:
        return found.problems
    return ()


def digest(files: Sequence[Path]) -> str:
    """A fingerprint of all that is learned from."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.name.encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()


def _read(file: Path, problems: list[ContentError]) -> Iterator[Example]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        label, tab, text = line.partition("\t")
        labels = frozenset(label.split(","))
        if not tab or not text.strip():
            problems.append(ContentError(file, number, "a line is what a sentence does, a tab, the sentence"))
        elif label in (_NO_REQUEST, _NOTHING) or labels <= _LABELS:
            yield _example(file.stem, label, text.strip())
        else:
            known = ", ".join(sorted(_LABELS | {_NO_REQUEST, _NOTHING}))
            problems.append(ContentError(file, number, f"“{label}” is not one of {known}"))


def _example(group: str, label: str, text: str) -> Example:
    labels = frozenset() if label in (_NO_REQUEST, _NOTHING) else frozenset(label.split(","))
    asks = bool(labels & {*REQUESTS, "request"})
    unjudged = {"why", "ask", "rude"} if asks or label == _NO_REQUEST else set()
    return Example(group, labels | ({"request"} if asks else set()), frozenset(unjudged), text)


def _framed(file: Path) -> Iterator[Example]:
    content: Mapping[str, Any] = read_yaml(file)
    words = {slot: content[plural].split() for slot, plural in _SLOTS.items()}
    for name, frame in content["frames"].items():
        for label in _FRAMED:
            for core in frame.get(label, ()):
                # Chosen by the core alone, so that another core leaves these sentences as they are.
                choice = random.Random(f"{name}/{core}")  # noqa: S311 - no secret hangs on it
                yield from _sentences(file.stem, frame, label, core, choice, words)


def _sentences(
    group: str,
    frame: Mapping[str, Sequence[str]],
    label: str,
    core: str,
    choice: random.Random,
    words: Mapping[str, Sequence[str]],
) -> Iterator[Example]:
    closers = frame.get("closers", ())
    openings = [(label, opener) for opener in choice.sample(frame["openers"], _OPENINGS_A_CORE)]
    if label in REQUESTS and frame.get("denials"):
        openings.append((_NO_REQUEST, choice.choice(frame["denials"])))
    for meaning, opener in openings:
        said = f"{opener} {core}".replace(" ,", ",")
        if closers:
            said = f"{said}, {choice.choice(closers)}"
        said = _SLOT.sub(lambda slot: choice.choice(words[slot[1]]), said)
        yield _example(group, meaning, said + ("?" if _is_question(opener) else "."))


def _is_question(opener: str) -> bool:
    starts = {part.split()[0].lower() for part in re.split(r"[,.:] ", opener) if part.strip()}
    return not _QUESTIONS.isdisjoint(starts)

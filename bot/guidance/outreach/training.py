"""Learning the weights from example sentences and tuning messages. Needs scikit-learn, unlike the bot itself.

Each label has its own linear classifier over the features of a clause. Of a message, or of an example with
several clauses, it is only known that one of them does it: in each round the likeliest becomes the example.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt
from pathlib import Path
from typing import Any

from bot.guidance.outreach.clauses import Draft, take_apart
from bot.guidance.outreach.examples import REQUESTS, digest, read_examples
from bot.guidance.outreach.features import features_of
from bot.guidance.outreach.manners import greets, thanks
from bot.guidance.outreach.marks import PAST_MARK
from bot.guidance.outreach.messages import read_messages
from bot.guidance.outreach.reading import Reading
from bot.guidance.outreach.segments import segments
from bot.guidance.outreach.weights import Learned

LEARNED_FROM = ("draft_tuning", "draft_more", "draft_dev", "draft_former")
"""The evaluation sets that are lessons now; never the one that is set aside."""

REQUEST = "request"
LEANING = {REQUEST: 0.12, "why": 0.05, "ask": 0.3, "rude": -0.1}
"""How far a clause may miss the border and still count, chosen by leaving out one writer after the other. A
missed request is as bad as three or four false alarms. Unusual words must not hold a ready message back."""

_RULES = {"job": "J1", "referral": "J2", "resume": "J3", "why": "W1", "ask": "A1", "rude": "P1"}
_DETAILS = {"format": "F1", "times": "T1"}
_BEGIN_WITH: Mapping[str, Collection[str]] = {"format": {"#format", "#place"}, "times": {"#strong", "#weak"}}
"""The marks that the first guess goes by: which part of a message says it."""

_ROUNDS = 3
_HARDNESS = 2.0
_FEWEST_EXAMPLES = 2
_KEPT = {REQUEST: 50_000}
_KEPT_ELSE = 10_000

Features = frozenset[str]


@dataclass(frozen=True, slots=True)
class Weights:
    """How one label is told."""

    start: float
    table: Mapping[str, float]

    def score(self, features: Features) -> float:
        """How surely a clause with these features has the label, as :class:`Learned` reckons it."""
        return self.start + sum(self.table.get(one, 0.0) for one in features) / sqrt(len(features))


class LearnerMissingError(Exception):
    """scikit-learn is not installed; the message says what to do."""


@dataclass(frozen=True)
class Lesson:
    """A text taken apart: the features of each part, what some part does, and what nobody looked for."""

    group: str
    labels: frozenset[str]
    unjudged: frozenset[str]
    parts: tuple[Features, ...]
    is_message: bool = False


def train(root: Path) -> Learned:
    """Learn from all examples under ``root``. Raises ContentProblems and LearnerMissingError."""
    _import_learner()
    lessons = list(read_lessons(root))
    labels = {label: learn(lessons, label) for label in LEANING}
    return together(labels | dict(_learn_kinds(lessons, labels[REQUEST])), fingerprint(root))


def train_details(root: Path, acts: Learned) -> Learned:
    """Learn from the messages how it is told how and when to meet; ``acts`` tell where they ask to meet.

    Raises ContentProblems and LearnerMissingError.
    """
    _import_learner()
    lessons = [
        lesson
        for file in _message_files(root)
        for message in read_messages(file)
        if (lesson := _of_details(file.stem, message, acts)) is not None
    ]
    return together({label: learn(lessons, label) for label in _DETAILS}, fingerprint(root))


def together(labels: Mapping[str, Weights], examples: str) -> Learned:
    """The weights of all labels in one table."""
    features = sorted(set().union(*(weights.table for weights in labels.values())))
    return Learned(
        examples,
        tuple(labels),
        tuple(weights.start for weights in labels.values()),
        {one: tuple(weights.table.get(one, 0.0) for weights in labels.values()) for one in features},
    )


def fingerprint(root: Path) -> str:
    """The fingerprint of all that is learned from."""
    sentences = sorted((root / "outreach" / "sentences").iterdir())
    return digest([*sentences, *_message_files(root)])


def read_lessons(root: Path) -> Iterator[Lesson]:
    """The examples and the messages, taken apart. Raises ContentProblems."""
    for one in read_examples(root / "outreach" / "sentences"):
        yield Lesson(one.group, one.labels, one.unjudged, _parts(take_apart(one.text)))
    for file in _message_files(root):
        yield from (_from_message(file.stem, message) for message in read_messages(file))


def _message_files(root: Path) -> Sequence[Path]:
    evaluated = (root / "eval" / f"{name}.yml" for name in LEARNED_FROM)
    return [*evaluated, *sorted((root / "outreach" / "messages").glob("*.yml"))]


def report_by_writer(root: Path) -> str:
    """What is found and what is a false alarm in each writer's texts, learned from all other writers' only.

    Raises ContentProblems and LearnerMissingError.
    """
    lessons = list(read_lessons(root))
    rows = [f"{'left out':26} {'requests found':>18} {'false alarms':>18}"]
    for group in dict.fromkeys(lesson.group for lesson in lessons):
        weights = learn([lesson for lesson in lessons if lesson.group != group], REQUEST)
        judged = [one for one in lessons if one.group == group and REQUEST not in one.unjudged]
        counts = []
        for having in (True, False):
            those = [one for one in judged if (REQUEST in one.labels) is having]
            counts.append(f"{sum(max(map(weights.score, one.parts)) > 0 for one in those)}/{len(those)}")
        rows.append(f"{group:26} {counts[0]:>18} {counts[1]:>18}")
    return "\n".join(rows)


def learn(lessons: Iterable[Lesson], label: str) -> Weights:
    """The weights by which this label is told."""
    judged = [lesson for lesson in lessons if label not in lesson.unjudged]
    without = [part for lesson in judged if label not in lesson.labels for part in lesson.parts]
    having = [lesson for lesson in judged if label in lesson.labels]
    likeliest = [lesson.parts[0] for lesson in having if not lesson.is_message]
    if not likeliest:
        likeliest = [max(lesson.parts, key=partial(_guess, _BEGIN_WITH[label])) for lesson in having]
    for _round in range(_ROUNDS):
        weights = _fit(likeliest, without, _KEPT.get(label, _KEPT_ELSE), LEANING.get(label, 0.0))
        likeliest = [max(lesson.parts, key=weights.score) for lesson in having]
    return weights


def _learn_kinds(lessons: Iterable[Lesson], request: Weights) -> Iterator[tuple[str, Weights]]:
    """Which request it is, learned among requests."""
    known = [
        (kind, max(lesson.parts, key=request.score))
        for lesson in lessons
        for kind in lesson.labels.intersection(REQUESTS)
        if len(lesson.labels.intersection(REQUESTS)) == 1
    ]
    for kind in REQUESTS:
        of_kind = [part for other, part in known if other == kind]
        yield kind, _fit(of_kind, [part for other, part in known if other != kind], _KEPT_ELSE)


def _parts(draft: Draft) -> tuple[Features, ...]:
    return tuple(frozenset(features_of(part)) for part in segments(draft))


def _from_message(group: str, message: Mapping[str, Any]) -> Lesson:
    fails, either = set(message["fails"]), set(message.get("either", ()))
    draft = take_apart(message["text"])
    requests = {label for label in REQUESTS if _RULES[label] in fails}
    labels = requests | {label for label in ("why", "ask") if _RULES[label] not in fails}
    unjudged = {label for label, rule in _RULES.items() if rule in either}
    if requests - unjudged:
        labels.add(REQUEST)
    elif unjudged.intersection(REQUESTS):
        unjudged.add(REQUEST)
    if "P1" in fails and greets(draft) and thanks(draft):
        labels.add("rude")
    return Lesson(group, frozenset(labels), frozenset(unjudged), _parts(draft), is_message=True)


def _of_details(group: str, message: Mapping[str, Any], acts: Learned) -> Lesson | None:
    """What is said from the first ask on; None where nobody asks to meet."""
    fails, either = set(message["fails"]), set(message.get("either", ()))
    reading = Reading(take_apart(message["text"]), acts)
    passages = reading.from_first_ask
    if "A1" in fails | either or not passages:
        return None
    labels = frozenset(label for label, rule in _DETAILS.items() if rule not in fails)
    unjudged = frozenset(label for label, rule in _DETAILS.items() if rule in either)
    return Lesson(
        group, labels, unjudged, tuple(frozenset(reading.details(one)) for one in passages), is_message=True
    )


def _guess(marks: Collection[str], part: Features) -> float:
    return len(part.intersection(marks)) - 0.3 * (PAST_MARK in part)


def _fit(having: Sequence[Features], without: Sequence[Features], kept: int, leaning: float = 0.0) -> Weights:
    rows = [*having, *without]
    counts = Counter(feature for row in rows for feature in row)
    names = sorted(feature for feature, count in counts.items() if count >= _FEWEST_EXAMPLES)
    start, found = _solve(rows, names, [row < len(having) for row in range(len(rows))])
    strongest = sorted(range(len(names)), key=lambda place: -abs(found[place]))[:kept]
    return Weights(start + leaning, {names[place]: found[place] for place in sorted(strongest)})


def _import_learner() -> tuple[Any, Any]:
    """What is needed to learn, and not at run time."""
    try:
        from scipy.sparse import csr_matrix  # noqa: PLC0415
        from sklearn.svm import LinearSVC  # noqa: PLC0415
    except ImportError:
        raise LearnerMissingError(
            "Training needs scikit-learn, which the bot itself does not: in a checkout, run .ci/setup.sh dev."
        ) from None
    return csr_matrix, LinearSVC


def _solve(
    rows: Sequence[Collection[str]], names: Sequence[str], classes: Sequence[bool]
) -> tuple[float, Sequence[float]]:
    csr_matrix, LinearSVC = _import_learner()  # noqa: N806 - classes
    place = {feature: number for number, feature in enumerate(names)}
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    for row in rows:
        held = sorted(place[feature] for feature in row if feature in place)
        columns += held
        values += [1 / sqrt(len(row))] * len(held)
        ends.append(len(columns))
    matrix = csr_matrix((values, columns, ends), (len(rows), len(names)))
    fitted = LinearSVC(C=_HARDNESS, random_state=0, max_iter=5_000).fit(matrix, classes)
    return float(fitted.intercept_[0]), [float(weight) for weight in fitted.coef_[0]]

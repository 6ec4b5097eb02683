"""What was learned from the example sentences: weights for each feature, in a file that is read once.

:mod:`bot.guidance.outreach.training` writes the file. Nothing else is needed to judge: the weights of a
clause's features are added up.
"""

import gzip
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from pathlib import Path

from bot.guidance.root import content_root

WEIGHTS = Path("outreach", "weights.tsv.gz")
DETAILS = Path("outreach", "details.tsv.gz")
"""The weights of what a passage does, and of how and when to meet."""

SCALE = 1000
"""The file has whole numbers: thousandths."""

_START = "(start)"


@dataclass(frozen=True, slots=True)
class Learned:
    """How it is told what a clause does.

    ``labels`` are what it can do; ``start`` and each feature's weights are in their order. ``examples`` is
    the fingerprint of what was learned from.
    """

    examples: str
    labels: tuple[str, ...]
    start: tuple[float, ...]
    table: Mapping[str, tuple[float, ...]]

    def scores(self, features: Collection[str]) -> Mapping[str, float]:
        """How surely a clause with these features does it, by label; above 0 it does.

        Sums are set against the number of features, so that a long clause counts no more than a short one.
        """
        known = [weights for weights in map(self.table.get, features) if weights is not None]
        if not known:
            return dict(zip(self.labels, self.start, strict=True))
        length = sqrt(len(features))
        return {
            label: start + sum(column) / length
            for label, start, column in zip(self.labels, self.start, zip(*known, strict=True), strict=True)
        }


@lru_cache(maxsize=2)
def learned(part: Path = WEIGHTS) -> Learned:
    """The weights that come with the bot."""
    return load(content_root() / part)


def load(file: Path) -> Learned:
    """Read a file of weights, line by line. Equal weights are kept once: of 66,000 rows, 24,000 differ."""
    numbers: dict[str, float] = {}
    kept: dict[str, tuple[float, ...]] = {}

    def weights(row: str) -> tuple[float, ...]:
        if row not in kept:
            kept[row] = tuple(
                numbers.setdefault(number, int(number) / SCALE) for number in row.rstrip("\n").split("\t")
            )
        return kept[row]

    with gzip.open(file, "rt", encoding="utf-8") as lines:
        examples, *labels = next(lines).rstrip("\n").split("\t")
        rows = (line.partition("\t") for line in lines)
        table = {feature: weights(row) for feature, _tab, row in rows}
    return Learned(examples, tuple(labels), table.pop(_START), table)


def save(file: Path, learned: Learned) -> None:
    """Write a file of weights; the same weights give the same bytes."""
    lines = ["\t".join((learned.examples, *learned.labels))]
    for feature, weights in ((_START, learned.start), *sorted(learned.table.items())):
        lines.append("\t".join((feature, *(str(round(weight * SCALE)) for weight in weights))))
    file.write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), mtime=0))

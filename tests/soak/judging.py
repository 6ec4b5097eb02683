"""What a soak is judged by: the figures of its looks and of its end in, the reasons why it failed out."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.values import DeliveryState

MOST_GROWTH, MORE_MB = 1.2, 10.0
"""A process may end with so many times the memory it had after the first tenth, and so much more."""

WARM_UP = 0.1
TICKS_SECONDS = 60.0
"""After so long the workers have deleted what was too old when they started; they look every 15 seconds."""

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Look:
    """What stood there at one moment: of the requests since the look before, of the rest now."""

    seconds: float  # since the beginning
    answered: int
    wrong: int
    p99_ms: float
    states: Mapping[str, int]  # deliveries
    memory: Mapping[str, float]  # MB (10^6 bytes) by process
    rows: Mapping[str, int]

    def __str__(self) -> str:
        states = " ".join(f"{state} {count:,}" for state, count in sorted(self.states.items()))
        memory = " ".join(f"{process} {size:.1f}" for process, size in self.memory.items())
        rows = ", ".join(f"{name} {count:,}" for name, count in self.rows.items())
        return (
            f"{self.seconds / 60:6.1f} min  {self.answered} answered, {self.wrong} wrong,"
            f" p99 {self.p99_ms:.0f} ms | {states} | MB {memory} | {rows}"
        )


@dataclass(frozen=True, slots=True)
class Course:
    """All that is known of a soak when it is over. Deliveries go by a name that stands in their message."""

    looks: Sequence[Look]
    wrong: Sequence[str]  # answers that were errors, or said something else than they should
    received: Mapping[str, int]  # how often Slack was given each delivery, but for what it refused
    ended: Mapping[str, str]  # the state of each delivery
    left: Mapping[str, int]  # what still was in hand or waiting when Slack was well again
    effects: Mapping[str, tuple[int, int]]  # how many of each thing members did, and how many are saved
    ceilings: Mapping[str, int]  # the most rows of each kind at any moment


def judge(course: Course) -> list[str]:
    """Why the soak failed; nothing where all is well."""
    return [
        *(f"answer: {words}" for words in course.wrong[:_SHOWN]),
        *_deliveries(course),
        *(f"{count} deliveries {what} at the end" for what, count in course.left.items() if count),
        *_effects(course.effects),
        *_memory(course.looks),
        *_rows(course),
    ]


def _deliveries(course: Course) -> Iterator[str]:
    received = Counter(course.received)
    by_state: dict[str, list[str]] = {}
    for name, state in course.ended.items():
        if received[name] > 1:
            yield f"delivery {name} ({state}) was received {received[name]} times"
        by_state.setdefault(state, []).append(name)
    lost = [name for name in by_state.get(DeliveryState.SENT, ()) if not received[name]]
    if lost:
        yield f"{len(lost)} deliveries are recorded as sent and were never received: {lost[:_SHOWN]}"
    failed = by_state.get(DeliveryState.FAILED, ())
    if failed:
        yield f"{len(failed)} deliveries failed: {failed[:_SHOWN]}"


def _effects(effects: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    for what, (wanted, found) in effects.items():
        if wanted != found:
            yield f"{wanted} {what} were sent in, {found} are saved"


def _memory(looks: Sequence[Look]) -> Iterator[str]:
    whole = looks[-1].seconds
    early = next(look for look in looks if look.seconds >= whole * WARM_UP)
    for process, before in early.memory.items():
        now = looks[-1].memory[process]
        if now > before * MOST_GROWTH + MORE_MB:
            yield f"{process} grew from {before:.1f} to {now:.1f} MB"


def _rows(course: Course) -> Iterator[str]:
    settled = [look for look in course.looks if look.seconds >= TICKS_SECONDS]
    for name, most in course.ceilings.items():
        above = next((look for look in settled if look.rows[name] > most), None)
        if above is not None:
            yield f"{above.rows[name]} rows of {name} after {above.seconds:.0f} s, {most} are right"

"""The scenarios of the playground: how far the program is when somebody looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Scenario:
    """A moment of the sample program. `weeks_behind` is None before there is a program.

    `person` is who has something to do there: the page acts as them when the scenario begins.
    """

    id: str
    name: str
    about: str
    person: str
    weeks_behind: int | None


MID_TERM = Scenario(
    "mid-term", "Middle of the term", "Twelve members, five weeks behind them.", "U0M01", weeks_behind=5
)
SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        "empty",
        "Empty workspace",
        "Infoview was just installed. The workspace owner names the leads.",
        "U0ADMIN",
        weeks_behind=None,
    ),
    MID_TERM,
    Scenario(
        "end",
        "End of the term",
        "The last week: much to count, and to take along.",
        "U0LEAD",
        weeks_behind=13,
    ),
)


def scenario_of(scenario_id: str) -> Scenario | None:
    """The scenario of this id, or None."""
    return next((one for one in SCENARIOS if one.id == scenario_id), None)


class Director(Protocol):
    """The page's hold on the bot's past, given by whoever runs the bot on sample data."""

    @property
    def scenarios(self) -> Sequence[Scenario]:
        """What can be chosen."""
        ...

    @property
    def current(self) -> Scenario:
        """What was begun last."""
        ...

    async def begin(self, scenario: Scenario) -> None:
        """Forget everything that was done, and begin this scenario at its first moment."""
        ...

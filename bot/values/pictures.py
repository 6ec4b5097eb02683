"""What a picture of a summary shows: words that are ready to be read, and numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its label; ``count`` is None where it is hidden."""

    label: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one kind under a title."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class SummaryPicture:
    """The funnel, and one chart for each number of the weeks; ``hidden`` is how a hidden number is called."""

    funnel: Chart
    weekly: tuple[Chart, ...]
    hidden: str

"""For operators at the command line: how the deliveries stand, in plain text."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.values import DeliveryLine, DeliveryNumbers, DeliveryOverview, DeliveryState, HeldWorkspace

_NOBODY_KNOWS = """\
Uncertain: a worker ended, or Slack did not answer, while it sent these. They are not sent again by
themselves. Ask the person; then `infoview deliveries requeue ID` where nothing came."""

_HEAD = ("ID", "WORKSPACE", "FOR", "KIND", "DUE", "WHY")
_HELD_HEAD = ("WORKSPACE", "METHOD", "UNTIL", "WHY")


def report(overview: DeliveryOverview, numbers: DeliveryNumbers) -> str:
    """The counts and the figures of now, what is uncertain, and which workspaces get nothing now."""
    parts = [table((state, f"{count:,}") for state, count in overview.counts.items()), _figures(numbers)]
    parts.append(f"Workers alive: {', '.join(overview.workers) or 'none'}")
    if overview.uncertain:
        parts += [_NOBODY_KNOWS, table([_HEAD, *map(_cells, overview.uncertain)])]
        hidden = overview.counts[DeliveryState.UNCERTAIN] - len(overview.uncertain)
        parts += [f"… and {hidden:,} older ones"] if hidden > 0 else []
    if overview.held:
        parts += [
            "These workspaces get nothing now:",
            table([_HELD_HEAD, *map(_held_cells, overview.held)]),
            "A stopped one is sent to again when the bot starts, or by `infoview deliveries resume`.",
        ]
    return "\n\n".join(parts)


def _figures(numbers: DeliveryNumbers) -> str:
    lag = timedelta(seconds=round(numbers.lag_seconds))
    return "\n".join(
        (
            f"In the last hour: {numbers.sent:,} sent, {numbers.failed:,} failed",
            f"Lag: {lag} (how long the oldest one has waited that could be sent now)",
        )
    )


def _cells(line: DeliveryLine) -> Sequence[str]:
    return (line.id, line.team_id, line.recipient, line.kind, moment_text(line.due_at), line.reason or "")


def _held_cells(held: HeldWorkspace) -> Sequence[str]:
    until = "stopped" if held.until is None else moment_text(held.until)
    return (held.team_id, held.method, until, held.reason or "Slack asked to wait, or has trouble")


def moment_text(moment: datetime) -> str:
    """A moment in UTC, to the second."""
    return f"{moment:%Y-%m-%d %H:%M:%S}Z"


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows in columns, as plain text."""
    lines = list(rows)
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )

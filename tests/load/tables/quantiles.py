"""What is kept of thousands of times."""

from collections.abc import Iterable

_SHARES = (0, 10, 25, 50, 75, 90, 95, 99, 100)

Quantiles = dict[str, float]
"""By ``p99``, what 99 of 100 do not exceed; ``p0`` is the least of all and ``p100`` the greatest."""


def quantiles(values: Iterable[float]) -> Quantiles:
    """Of one round."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return {f"p{share}": ordered[min(len(ordered) * share // 100, last)] for share in _SHARES}


def milliseconds(seconds: Iterable[float]) -> Quantiles:
    """Of one round's seconds."""
    return quantiles(one * 1000 for one in seconds)

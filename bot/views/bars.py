"""Shares as short bars of text. A bar never stands alone: the numbers stand beside it."""

_LENGTH = 10
_FULL, _EMPTY = "▰", "▱"


def bar(share: float) -> str:
    """Ten characters for a share from 0 to 1; what is begun shows, and only what is whole is full."""
    tenths = int(share * _LENGTH)
    filled = min(_LENGTH, tenths if tenths or share <= 0 else 1)
    return _FULL * filled + _EMPTY * (_LENGTH - filled)


def percent(share: float) -> str:
    """A share in whole percent, such as ``64%``."""
    return f"{share:.0%}"

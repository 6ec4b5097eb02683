"""Slack listeners, one file a feature: parse, one service call, one view, one reply, then what follows.

``FEATURES`` lists the tables of all features; :mod:`handlers.router` merges them.
"""

from handlers import progress, tips
from handlers.router import Routes

FEATURES: tuple[Routes, ...] = (tips.routes, progress.routes)

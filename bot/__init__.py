"""Infoview: informational interviews in Slack: a guide, a private interview log, weekly nudges, summaries.

The package knows nothing of ``handlers/`` except in :mod:`bot.app`, the composition root.
"""

__version__ = "0.1.0"

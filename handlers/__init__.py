"""Slack listeners, one file a feature: parse, one service call, one view, one reply, then what follows.

``FEATURES`` lists the tables of all features; :mod:`handlers.router` merges them.
"""

from handlers import (
    ask,
    cohort_life,
    cohorts,
    contacts,
    debrief,
    drafts,
    exports,
    glossary,
    helping,
    home,
    imports,
    interviews,
    learned,
    log,
    nudges,
    overview,
    practice,
    preparation,
    progress,
    records,
    settings,
    sharing,
    summary,
    tips,
)
from handlers.router import Routes

FEATURES: tuple[Routes, ...] = (
    overview.routes,
    tips.routes,
    ask.routes,
    practice.routes,
    glossary.routes,
    home.routes,
    cohorts.routes,
    cohort_life.routes,
    log.routes,
    contacts.routes,
    interviews.routes,
    preparation.routes,
    debrief.routes,
    learned.routes,
    drafts.routes,
    nudges.routes,
    progress.routes,
    records.routes,
    settings.routes,
    sharing.routes,
    helping.routes,
    exports.routes,
    imports.routes,
    summary.routes,
)

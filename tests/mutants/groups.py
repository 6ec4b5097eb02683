"""What faults are planted in, group by group, and the tests that should notice them.

``SAFETY`` is what others' safety hangs on. ``PURE`` is arithmetic and reading where a wrong branch hurts:
its tests need no database, so they are many and quick.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_LOCKS = ("with_for_update", "skip_locked", "read=", "of=")


@dataclass(frozen=True, slots=True)
class Group:
    """Modules that do one thing together, and the quick tests that should notice faults in them."""

    modules: Mapping[str, Sequence[str]]
    """By name: the beginnings of names of functions and constants; none for all of them."""
    tests: Sequence[str]
    needs_postgres: Sequence[str] = _LOCKS
    """Texts in mutants that SQLite would not notice. Others are tried on SQLite alone, which is quicker."""
    in_migrations: Sequence[str] = ()
    """Beginnings of names of functions that migrations call."""


SAFETY = {
    "scope": Group(
        {
            "bot.db": (
                "Database.run",
                "Database.claim",
                "Database.release",
                "Database.read",
                "Database.system",
                "Database.transaction",
                "Database._session",
                "Database._claim",
                "Database._release",
                "Database._note_id",
                "_for_workspace",
                "_postgres_engine",
                "_scope",
                "_stamp",
                "_forget",
            ),
            "bot.row_security": (),
        },
        (
            "tests/services/test_asked.py",
            "tests/services/test_db.py",
            "tests/services/test_row_security.py",
            "tests/contracts/test_row_security.py",
        ),
        needs_postgres=("",),
        in_migrations=("_FREE_LOGIN", "_IS_", "_guard", "guard", "let_workspaces_in"),
    ),
    "gate": Group(
        {"handlers.gate": (), "bot.services.guests": (), "bot.services.access": ()},
        (
            "tests/scenarios/test_gate.py",
            "tests/services/test_access.py",
            "tests/services/test_guests.py",
            "tests/services/test_invites.py",
            "tests/services/test_cohorts.py",
        ),
    ),
    "escaping": Group(
        {
            "bot.guidance.markdown": ("escape", "_render"),
            "bot.views.blocks": ("literal", "isolated", "shorten", "titled", "section", "context", "header"),
            "bot.values.text": (),
            "bot.documents.tables": (),
        },
        (
            "tests/contracts/test_texts_that_bite.py",
            "tests/unit/test_answers.py",
            "tests/unit/test_blocks.py",
        ),
    ),
    "delivery": Group(
        {
            "bot.services.claims": (),
            "bot.services.lanes": (),
            "bot.services.leases": (),
            "bot.services.sending": (),
        },
        (
            "tests/services/test_deliveries.py",
            "tests/services/test_delivery_desk.py",
            "tests/services/test_lanes.py",
            "tests/services/test_locks.py",
            "tests/services/test_outcomes.py",
            "tests/services/test_sending.py",
        ),
    ),
    "encryption": Group(
        {"bot.vault": (), "bot.services.keyring": ()},
        ("tests/unit/test_vault.py", "tests/services/test_keyring.py"),
    ),
}

PURE = {
    "times": Group(
        {
            "bot.clock": ("local_date",),
            "bot.services.lead_weeks": (),
            "bot.services.localtime": (),
            "bot.services.offdays": (),
            "bot.services.quiet": (),
            "bot.services.terms": (),
            "bot.services.weekly": (),
        },
        (
            "tests/unit/test_lead_weeks.py",
            "tests/unit/test_localtime.py",
            "tests/unit/test_quiet.py",
            "tests/unit/test_terms.py",
            "tests/unit/test_weekly.py",
        ),
    ),
    "next": Group(
        {
            "bot.services.curriculum": (),
            "bot.services.history": (),
            "bot.services.occasions": (),
            "bot.services.situation": (),
        },
        (
            "tests/unit/test_curriculum.py",
            "tests/unit/test_curriculum_again.py",
            "tests/unit/test_curriculum_limits.py",
            "tests/unit/test_curriculum_properties.py",
            "tests/unit/test_history.py",
            "tests/unit/test_occasions.py",
            "tests/unit/test_situation.py",
        ),
    ),
    "trackers": Group(
        {
            "bot.documents.trackers.columns": (
                "guess_columns",
                "_first",
                "_is",
                "_contains",
                "_plain",
                "_LONG",
            ),
            "bot.documents.trackers.dates": (),
            "bot.documents.trackers.encodings": (),
            "bot.documents.trackers.reading": (),
            "bot.documents.trackers.rows": (),
        },
        ("tests/unit/test_tracker_borders.py", "tests/unit/test_trackers.py"),
    ),
    "calendar": Group(
        {"bot.documents.calendar": ()},
        ("tests/unit/test_calendar_file.py",),
    ),
    "content": Group(
        {
            "bot.guidance.fields": (),
            "bot.guidance.frontmatter": (),
            "bot.guidance.markdown": (),
        },
        (
            "tests/unit/test_blocks.py",
            "tests/unit/test_guidance_fields.py",
            "tests/unit/test_guidance_frontmatter.py",
        ),
    ),
    "ask": Group(
        {
            "bot.guidance.ask": (),
            "bot.guidance.ask_match": (),
            "bot.guidance.ask_spelling": (),
            "bot.guidance.closest": (),
        },
        (
            "tests/unit/test_ask.py",
            "tests/unit/test_ask_match.py",
            "tests/unit/test_ask_words.py",
            "tests/unit/test_closest.py",
        ),
    ),
    "privacy": Group(
        {"bot.services.measures": (), "bot.services.publishing": ()},
        (
            "tests/unit/test_measures.py",
            "tests/unit/test_publishing.py",
            "tests/unit/test_summary_attacker.py",
        ),
    ),
}

SETS = {"safety": SAFETY, "pure": PURE}

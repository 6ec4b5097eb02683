"""The check of an outreach message against the guide: pure, local and the same for the same text."""

from bot.guidance.outreach.check import check_draft
from bot.guidance.outreach.verdict import LEVELS, DraftVerdict, Finding, Level

__all__ = ["LEVELS", "DraftVerdict", "Finding", "Level", "check_draft"]

"""Why a message does not come, or not now; operators read it in the table of deliveries."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a nudge moved, was skipped, or waits; a failed delivery has Slack's own error code instead."""

    LATE = "late"
    STOPPED = "stopped"
    PAUSED = "paused"
    DIGEST_ONLY = "weekly message only"
    IGNORED = "three in a row unanswered"
    MUTED = "kind muted"
    NOT_ENROLLED = "not in a running cohort"
    NOT_LEAD = "no lead of the cohort any more"
    NOTHING_WAITING = "nothing is waiting"
    SAID_BEFORE = "said often enough"
    NO_LONGER = "no longer applies"
    QUIET_HOURS = "quiet hours"
    WEEKEND = "weekend"
    HOLIDAY = "holiday or skipped date"
    ONE_A_DAY = "one message a day"
    WEEK_FULL = "enough messages this week"
    NO_TIME_LEFT = "no time left before the meeting"
    DEACTIVATED = "deactivated"
    RATE_LIMITED = "rate limited"
    NO_ANSWER = "no answer was recorded"
    UNINSTALLED = "due before the app was installed again"
    RESTORED = "due before a backup was restored"

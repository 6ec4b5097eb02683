"""The names and definitions of a summary's measures, in the order in which they are read."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.views import View

from bot.i18n import N_, Words, _
from bot.values import COVERAGE, LearningGoal, Measure
from bot.views import labels
from bot.views.blocks import context, section, window

_M = Measure

_NAMES: Mapping[Measure, str] = Words(
    {
        _M.MEMBERS: N_("Members"),
        _M.ACTIVE_7_DAYS: N_("Active in the last 7 days"),
        _M.ACTIVE_14_DAYS: N_("Active in the last 14 days"),
        _M.WROTE: N_("Wrote to somebody"),
        _M.GOT_REPLY: N_("Got a reply"),
        _M.FIRST_INTERVIEW: N_("Had an interview"),
        _M.ORGANISATIONS: N_("Different organizations"),
        _M.INDUSTRIES: N_("Different industries"),
        _M.NOT_INTRODUCED: N_("Without an introduction"),
        _M.INTRODUCTION_KNOWN: N_("Introduction known"),
        _M.CONTACTED: N_("Contacted"),
        _M.REPLIED: N_("Replied"),
        _M.SCHEDULED: N_("Scheduled"),
        _M.MET: N_("Met"),
        _M.MEETINGS: N_("Meetings held"),
        _M.DEBRIEFED: N_("Debriefed"),
        _M.DEBRIEFED_IN_48_HOURS: N_("Debriefed within 48 hours"),
        _M.THANKED: N_("Thanked"),
        _M.THANKED_IN_24_HOURS: N_("Thanked within 24 hours"),
        _M.KEPT_IN_TOUCH: N_("Keeping in touch"),
        _M.RESPONSE: N_("Response rate"),
        _M.FOLLOW_UP_YIELD: N_("After a follow-up"),
        _M.FOLLOWED_UP: N_("Followed up"),
        _M.ADVOCATES: N_("Would speak up for the member"),
        _M.INTRODUCTIONS: N_("Introductions received"),
        _M.REFERRALS: N_("Referrals offered, unasked"),
        _M.CONFIDENCE: N_("Confidence for the next interview"),
        _M.AT_RISK: N_("May need help"),
    }
)

_GOALS = dict(zip(COVERAGE, LearningGoal, strict=True))
_COVERED = N_("Debriefs in which this subject of the guide is ticked, and their share of all debriefs.")

DEFINITION: Mapping[Measure, str] = Words(
    {
        _M.MEMBERS: N_("Who was in the cohort at the end of the last week."),
        _M.ACTIVE_7_DAYS: N_(
            "Members who added a step, a meeting or a debrief in the last 7 days of the period. What was"
            " undone does not count."
        ),
        _M.ACTIVE_14_DAYS: N_("The same for the last 14 days."),
        _M.WROTE: N_("Members who wrote to at least one person since the cohort began."),
        _M.GOT_REPLY: N_("Members who got at least one reply since the cohort began. A “no” is a reply."),
        _M.FIRST_INTERVIEW: N_(
            "Members who had at least one interview since the cohort began, and how many had none yet. The"
            " days are those from joining to the first one, as a median: half of the members waited longer,"
            " half shorter."
        ),
        _M.ORGANISATIONS: N_("Organizations of the people written to since the cohort began, each once."),
        _M.INDUSTRIES: N_("Industries of the people written to since the cohort began, each once."),
        _M.NOT_INTRODUCED: N_(
            "People written to without an introduction, of those about whom the member said if there was one."
        ),
        _M.INTRODUCTION_KNOWN: N_(
            "People written to about whom the member said if there was an introduction."
        ),
        _M.CONTACTED: N_("People whom members wrote to for the first time."),
        _M.REPLIED: N_("People who replied, and their share of those contacted. A “no” is a reply."),
        _M.SCHEDULED: N_("People with whom a time was set, and their share of those who replied."),
        _M.MET: N_("People whom a member met, and their share of those scheduled."),
        _M.MEETINGS: N_("Interviews that took place. There can be more than one with the same person."),
        _M.DEBRIEFED: N_("Interviews with a debrief, and their share of the meetings held."),
        _M.DEBRIEFED_IN_48_HOURS: N_(
            "Interviews debriefed within 48 hours after their end, and their share of the meetings."
        ),
        _M.THANKED: N_(
            "Interviews after which a member said thank you, and their share of the meetings held."
        ),
        _M.THANKED_IN_24_HOURS: N_(
            "Interviews with a thank-you within 24 hours after their end, and their share of the meetings."
        ),
        _M.KEPT_IN_TOUCH: N_("People a member keeps in touch with, and their share of the people met."),
        _M.RESPONSE: N_("Replies, of the people first written to at least 14 days ago. A “no” is a reply."),
        _M.FOLLOW_UP_YIELD: N_("Replies after a follow-up, of the follow-ups that are at least 7 days old."),
        _M.FOLLOWED_UP: N_("Follow-ups that are at least 7 days old."),
        **dict.fromkeys(COVERAGE, _COVERED),
        _M.ADVOCATES: N_("People of whom a member says: yes, this person would speak up for me later."),
        _M.INTRODUCTIONS: N_("Introductions that members noted in their debriefs."),
        _M.REFERRALS: N_("Debriefs in which the person offered a referral that nobody had asked for."),
        _M.CONFIDENCE: N_(
            "From 1 to 5, as members said in their debriefs: the mean change from a member's first answer to"
            " the latest one, over the members who answered at least twice."
        ),
        _M.AT_RISK: N_(
            "Members of whom one of these is true. They joined at least 14 days ago and wrote to nobody. They"
            " added nothing for 14 days. They wrote to five or more people at least 14 days ago, and nobody"
            " replied. They have not debriefed a meeting for 7 days. It is only ever a number, never a list."
        ),
    }
)

ACTIVITY = (_M.ACTIVE_7_DAYS, _M.ACTIVE_14_DAYS)
GROUPS: Sequence[tuple[str, tuple[Measure, ...]]] = (
    (
        N_("Reach"),
        (_M.WROTE, _M.GOT_REPLY, _M.FIRST_INTERVIEW, _M.ORGANISATIONS, _M.INDUSTRIES, _M.NOT_INTRODUCED),
    ),
    (N_("From the first message to the meeting"), (_M.CONTACTED, _M.REPLIED, _M.SCHEDULED, _M.MET)),
    (
        N_("After the meeting"),
        (
            _M.MEETINGS,
            _M.DEBRIEFED,
            _M.DEBRIEFED_IN_48_HOURS,
            _M.THANKED,
            _M.THANKED_IN_24_HOURS,
            _M.KEPT_IN_TOUCH,
        ),
    ),
    (N_("Do people answer?"), (_M.RESPONSE, _M.FOLLOW_UP_YIELD)),
    (
        N_("What the debriefs cover"),
        COVERAGE,
    ),
    (
        N_("What came of it, as members say"),
        (_M.ADVOCATES, _M.INTRODUCTIONS, _M.REFERRALS, _M.CONFIDENCE, _M.AT_RISK),
    ),
)
"""What is shown below the headline. Some measures are only shown as what others are a share of."""

WHOLE: Mapping[Measure, str] = Words(
    {
        Measure.MEMBERS: N_("{count} of {whole} members"),
        Measure.CONTACTED: N_("{count} of {whole} contacted"),
        Measure.REPLIED: N_("{count} of {whole} replied"),
        Measure.SCHEDULED: N_("{count} of {whole} scheduled"),
        Measure.MET: N_("{count} of {whole} people met"),
        Measure.MEETINGS: N_("{count} of {whole} meetings"),
        Measure.DEBRIEFED: N_("{count} of {whole} debriefs"),
        Measure.FOLLOWED_UP: N_("{count} of {whole} follow-ups"),
        Measure.INTRODUCTION_KNOWN: N_("{count} of {whole} people"),
    }
)
"""A share of a whole, by the measure that is the whole."""

HOW_THEY_MOVE = N_(
    "*When a number moves:* all numbers are counted once a week, when the week is over, and stay until five"
    " or more members changed them. A number can therefore be older than the period: then its own days stand"
    " beside it. What was logged after its week counts with the next one. Who was active is counted for each"
    " week by itself."
)
SINCE_THE_BEGINNING = N_(
    "*Periods:* what happened is counted within the period. Members, organizations, industries, confidence"
    " and who may need help stand for all weeks from the beginning to the end of the period."
)


def name(measure: Measure) -> str:
    """The name of a measure; a subject that debriefs cover has its own."""
    goal = _GOALS.get(measure)
    return _NAMES[measure] if goal is None else labels.LEARNING_GOAL[goal]


def definitions() -> View:
    """Every measure with its definition."""
    groups = ((N_("Activity"), ACTIVITY), *GROUPS)
    blocks = [
        section(
            "\n".join(
                (
                    f"*{_(title)}*",
                    *(f"• *{name(measure)}:* {DEFINITION[measure]}" for measure in measures),
                )
            )
        )
        for title, measures in groups
    ]
    notes = (context(_(HOW_THEY_MOVE)), context(_(SINCE_THE_BEGINNING)))
    return window(_("What the numbers mean"), (*blocks, *notes))

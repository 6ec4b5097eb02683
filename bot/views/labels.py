"""The words for what is stored as a value: statuses, sources, formats and the rest, plain and short.

Members read them in messages and forms; leads and charts use the same words.
"""

from collections.abc import Mapping

from bot.i18n import N_, Words
from bot.values import (
    Advocate,
    Channel,
    Format,
    Impression,
    Industry,
    LearningGoal,
    Lesson,
    ListOrder,
    Milestone,
    Need,
    Outcome,
    Source,
    Status,
    StepKind,
)

STATUS: Mapping[Status, str] = Words(
    {
        Status.PLANNED: N_("To contact"),
        Status.CONTACTED: N_("Awaiting reply"),
        Status.FOLLOWED_UP: N_("Followed up"),
        Status.REPLIED: N_("Replied, not scheduled"),
        Status.SCHEDULED: N_("Scheduled"),
        Status.MET: N_("Met"),
        Status.KEEPING_IN_TOUCH: N_("Keeping in touch"),
        Status.DECLINED: N_("Declined"),
        Status.NO_RESPONSE: N_("No response"),
        Status.CLOSED: N_("Closed"),
    }
)

STATUS_MOVE: Mapping[Status, str] = Words(
    {
        Status.PLANNED: N_("Put back on my list"),
        Status.CONTACTED: N_("I wrote to them"),
        Status.FOLLOWED_UP: N_("I followed up"),
        Status.REPLIED: N_("They replied"),
        Status.SCHEDULED: N_("We set a time"),
        Status.MET: N_("We met"),
        Status.KEEPING_IN_TOUCH: N_("I stay in touch"),
        Status.DECLINED: N_("They declined"),
        Status.NO_RESPONSE: N_("No response"),
        Status.CLOSED: N_("Close this contact"),
    }
)
"""What a member says happened when they move a contact to a status."""

INDUSTRY: Mapping[Industry, str] = Words(
    {
        Industry.AGRICULTURE: N_("Agriculture and forestry"),
        Industry.MINING_ENERGY: N_("Mining, oil and gas"),
        Industry.UTILITIES: N_("Power, water and utilities"),
        Industry.CONSTRUCTION: N_("Construction"),
        Industry.MANUFACTURING: N_("Manufacturing"),
        Industry.WHOLESALE: N_("Wholesale"),
        Industry.RETAIL: N_("Retail and stores"),
        Industry.TRANSPORT: N_("Transport and logistics"),
        Industry.INFORMATION_TECH: N_("Technology and media"),
        Industry.FINANCE: N_("Banking, finance and insurance"),
        Industry.REAL_ESTATE: N_("Real estate and rental"),
        Industry.PROFESSIONAL_SERVICES: N_("Law, engineering, science and consulting"),
        Industry.MANAGEMENT: N_("Management of companies"),
        Industry.ADMINISTRATIVE: N_("Office and support services"),
        Industry.EDUCATION: N_("Education"),
        Industry.HEALTH: N_("Health care and social services"),
        Industry.ARTS: N_("Arts, sports and entertainment"),
        Industry.HOSPITALITY: N_("Hotels and restaurants"),
        Industry.PUBLIC_ADMINISTRATION: N_("Government"),
        Industry.OTHER: N_("Other"),
    }
)

SOURCE: Mapping[Source, str] = Words(
    {
        Source.ALUMNI: N_("Alumni"),
        Source.PROFESSOR: N_("Professor or teacher"),
        Source.FRIEND_FAMILY: N_("Friend or family"),
        Source.EVENT: N_("Event"),
        Source.LINKEDIN_OR_WEB: N_("LinkedIn or the web"),
        Source.INTRODUCED_BY_CONTACT: N_("Introduced by another contact"),
        Source.PROGRAM: N_("My program"),
        Source.OTHER: N_("Another way"),
    }
)

CHANNEL: Mapping[Channel, str] = Words(
    {
        Channel.EMAIL: N_("Email"),
        Channel.LINKEDIN: N_("LinkedIn"),
        Channel.PHONE: N_("Phone"),
        Channel.IN_PERSON: N_("In person"),
        Channel.OTHER: N_("Another way"),
    }
)

FORMAT: Mapping[Format, str] = Words(
    {
        Format.PHONE: N_("Phone call"),
        Format.VIRTUAL: N_("Video call"),
        Format.IN_PERSON: N_("In person"),
    }
)

OUTCOME: Mapping[Outcome, str] = Words(
    {
        Outcome.HELD: N_("It took place"),
        Outcome.CANCELLED: N_("Cancelled"),
        Outcome.NO_SHOW: N_("No-show"),
        Outcome.RESCHEDULED: N_("Moved to another time"),
    }
)

ADVOCATE: Mapping[Advocate, str] = Words(
    {
        Advocate.NOT_YET: N_("Not yet"),
        Advocate.MAYBE: N_("Maybe"),
        Advocate.YES: N_("Yes"),
    }
)

_LEARNING_GOALS = {
    LearningGoal.CAREER_PATH: N_("Their career path"),
    LearningGoal.GOT_JOB: N_("How they got this job"),
    LearningGoal.ORGANISATION: N_("Their organization"),
    LearningGoal.JOB_AND_TEAM: N_("Their job and team"),
    LearningGoal.TRENDS: N_("Trends and new ideas"),
    LearningGoal.ADVICE: N_("Job search advice"),
}
LEARNING_GOAL: Mapping[LearningGoal, str] = Words(_LEARNING_GOALS)

LESSON: Mapping[Lesson, str] = Words(
    {
        Lesson.VALUABLE: N_("The most valuable thing"),
        **{Lesson(goal): words for goal, words in _LEARNING_GOALS.items()},
        Lesson.DID_WELL: N_("What I did well"),
    }
)

IMPRESSION: Mapping[Impression, str] = Words(
    {
        Impression.CURIOUS: N_("Curious"),
        Impression.SMART: N_("Smart"),
        Impression.MOTIVATED: N_("Motivated"),
        Impression.LIKABLE: N_("Likable"),
    }
)

NEED: Mapping[Need, str] = Words(
    {
        Need.OUTCOME: N_("How did the meeting go?"),
        Need.THANKS: N_("Send a thank-you"),
        Need.DEBRIEF: N_("Write your debrief"),
        Need.MEETING_TIME: N_("Add the meeting time"),
        Need.MEETING: N_("Prepare for the meeting"),
        Need.OFFER_TIMES: N_("Offer two or three times"),
        Need.FOLLOW_UP: N_("A short follow-up"),
        Need.FIRST_MESSAGE: N_("Write a first message"),
        Need.REPLY: "",
        Need.NOTHING: "",
        Need.REST: "",
    }
)
"""The next step of one contact, as a hint in the list; empty where nothing is waiting."""

LIST_ORDER: Mapping[ListOrder, str] = Words(
    {
        ListOrder.NEXT_ACTION: N_("Next step first"),
        ListOrder.NEWEST: N_("Newest first"),
        ListOrder.NAME: N_("By name"),
    }
)

NUDGE: Mapping[StepKind, str] = Words(
    {
        StepKind.FIRST_PERSON: N_("How to begin"),
        StepKind.WRITE_FIRST_MESSAGE: N_("Write to a person on my list"),
        StepKind.NEXT_PERSON: N_("Choose the next person"),
        StepKind.ADD_ANOTHER_PERSON: N_("Add one more person while I wait"),
        StepKind.FOLLOW_UP: N_("Follow up after a week without a reply"),
        StepKind.CLOSE_SILENT: N_("Close a contact who does not reply"),
        StepKind.OFFER_TIMES: N_("Suggest times to a person who replied"),
        StepKind.PREPARE: N_("Prepare for a meeting"),
        StepKind.HOW_DID_IT_GO: N_("How did the meeting go?"),
        StepKind.THANK_YOU: N_("Send a thank-you"),
        StepKind.DEBRIEF: N_("Write a debrief"),
        StepKind.NEXT_STEP_DUE: N_("The day of my next step"),
        StepKind.KEEP_IN_TOUCH: N_("Keep in touch"),
        StepKind.AFTER_DECLINE: N_("After a no"),
        StepKind.CELEBRATE: N_("What I reached"),
    }
)
"""The kinds of nudges, as a member chooses them."""

MILESTONE: Mapping[Milestone, str] = Words(
    {
        Milestone.FIRST_MESSAGE: N_("your first message"),
        Milestone.FIRST_REPLY: N_("your first reply"),
        Milestone.FIRST_MEETING: N_("your first meeting"),
        Milestone.FIRST_ADVOCATE: N_("your first advocate"),
        Milestone.ALL_SUBJECTS: N_("all six subjects of the guide"),
        Milestone.MESSAGES_GOAL: N_("your goal for messages"),
        Milestone.MEETINGS_GOAL: N_("your goal for meetings"),
    }
)

WEEKDAY: Mapping[str, str] = Words(
    {
        "0": N_("Monday"),
        "1": N_("Tuesday"),
        "2": N_("Wednesday"),
        "3": N_("Thursday"),
        "4": N_("Friday"),
        "5": N_("Saturday"),
        "6": N_("Sunday"),
    }
)
"""By the number Slack's forms carry: 0 is Monday."""

WEEKDAY_SHORT: Mapping[int, str] = Words(
    dict(
        enumerate(
            (
                N_("Mon"),
                N_("Tue"),
                N_("Wed"),
                N_("Thu"),
                N_("Fri"),
                N_("Sat"),
                N_("Sun"),
            )
        )
    )
)
"""By ``date.weekday()``: 0 is Monday."""

MONTH: Mapping[int, str] = Words(
    dict(
        enumerate(
            (
                N_("January"),
                N_("February"),
                N_("March"),
                N_("April"),
                N_("May"),
                N_("June"),
                N_("July"),
                N_("August"),
                N_("September"),
                N_("October"),
                N_("November"),
                N_("December"),
            )
        )
    )
)
"""By their number less one: 0 is January."""

MONTH_SHORT: Mapping[int, str] = Words(
    dict(
        enumerate(
            (
                N_("Jan"),
                N_("Feb"),
                N_("Mar"),
                N_("Apr"),
                N_("May"),
                N_("Jun"),
                N_("Jul"),
                N_("Aug"),
                N_("Sep"),
                N_("Oct"),
                N_("Nov"),
                N_("Dec"),
            )
        )
    )
)
"""By their number less one."""

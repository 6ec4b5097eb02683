"""The fixed words of the product: statuses, kinds, choices."""

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    """The statuses of a contact."""

    PLANNED = "planned"
    CONTACTED = "contacted"
    FOLLOWED_UP = "followed_up"
    REPLIED = "replied"
    SCHEDULED = "scheduled"
    MET = "met"
    KEEPING_IN_TOUCH = "keeping_in_touch"
    DECLINED = "declined"
    NO_RESPONSE = "no_response"
    CLOSED = "closed"


_S = Status
NEXT_STATUSES: Mapping[Status, tuple[Status, ...]] = {
    _S.PLANNED: (_S.CONTACTED, _S.SCHEDULED, _S.CLOSED),
    _S.CONTACTED: (
        _S.FOLLOWED_UP,
        _S.REPLIED,
        _S.SCHEDULED,
        _S.DECLINED,
        _S.NO_RESPONSE,
        _S.CLOSED,
    ),
    _S.FOLLOWED_UP: (_S.REPLIED, _S.SCHEDULED, _S.DECLINED, _S.NO_RESPONSE, _S.CLOSED),
    _S.REPLIED: (_S.SCHEDULED, _S.DECLINED, _S.NO_RESPONSE, _S.CLOSED),
    _S.SCHEDULED: (_S.MET, _S.REPLIED, _S.DECLINED, _S.CLOSED),
    _S.MET: (_S.KEEPING_IN_TOUCH, _S.SCHEDULED, _S.CLOSED),
    _S.KEEPING_IN_TOUCH: (_S.SCHEDULED, _S.CLOSED),
    _S.DECLINED: (_S.KEEPING_IN_TOUCH, _S.PLANNED, _S.CLOSED),
    _S.NO_RESPONSE: (_S.REPLIED, _S.PLANNED, _S.CLOSED),
    _S.CLOSED: (_S.PLANNED,),
}
"""Which status may follow which; a contact may be added in any status."""


class Industry(StrEnum):
    """The sectors of NAICS in short words: a fixed list, because free text would reach leads."""

    AGRICULTURE = "agriculture"
    MINING_ENERGY = "mining_energy"
    UTILITIES = "utilities"
    CONSTRUCTION = "construction"
    MANUFACTURING = "manufacturing"
    WHOLESALE = "wholesale"
    RETAIL = "retail"
    TRANSPORT = "transport"
    INFORMATION_TECH = "information_tech"
    FINANCE = "finance"
    REAL_ESTATE = "real_estate"
    PROFESSIONAL_SERVICES = "professional_services"
    MANAGEMENT = "management"
    ADMINISTRATIVE = "administrative"
    EDUCATION = "education"
    HEALTH = "health"
    ARTS = "arts"
    HOSPITALITY = "hospitality"
    PUBLIC_ADMINISTRATION = "public_administration"
    OTHER = "other"


class Source(StrEnum):
    """How the member found the contact."""

    ALUMNI = "alumni"
    PROFESSOR = "professor"
    FRIEND_FAMILY = "friend_family"
    EVENT = "event"
    LINKEDIN_OR_WEB = "linkedin_or_web"
    INTRODUCED_BY_CONTACT = "introduced_by_contact"
    PROGRAM = "program"
    OTHER = "other"


class Channel(StrEnum):
    """How the member writes to the contact."""

    EMAIL = "email"
    LINKEDIN = "linkedin"
    PHONE = "phone"
    IN_PERSON = "in_person"
    OTHER = "other"


class Format(StrEnum):
    """How an interview is held (S14 of the guide)."""

    PHONE = "phone"
    VIRTUAL = "virtual"
    IN_PERSON = "in_person"


class ClockChange(StrEnum):
    """What a change of the clocks does to a wall time of that day."""

    SKIPPED = "skipped"  # the clocks go forward over it
    TWICE = "twice"  # the clocks go back over it


class Outcome(StrEnum):
    """What became of an interview; one without an outcome is still to come, or not reported yet."""

    HELD = "held"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    RESCHEDULED = "rescheduled"


class Advocate(StrEnum):
    """Would this person speak up for the member later?"""

    NOT_YET = "not_yet"
    MAYBE = "maybe"
    YES = "yes"


class LearningGoal(StrEnum):
    """The guide's six things to learn (S18 to S23), in its order."""

    CAREER_PATH = "career_path"
    GOT_JOB = "got_job"
    ORGANISATION = "organisation"
    JOB_AND_TEAM = "job_and_team"
    TRENDS = "trends"
    ADVICE = "advice"


class Lesson(StrEnum):
    """What a reflection is about: one of the six things to learn, or what the debrief asks besides."""

    CAREER_PATH = "career_path"
    GOT_JOB = "got_job"
    ORGANISATION = "organisation"
    JOB_AND_TEAM = "job_and_team"
    TRENDS = "trends"
    ADVICE = "advice"
    VALUABLE = "valuable"
    DID_WELL = "did_well"


class Impression(StrEnum):
    """How the guide hopes the member comes across (S28)."""

    CURIOUS = "curious"
    SMART = "smart"
    MOTIVATED = "motivated"
    LIKABLE = "likable"


class DeliveryState(StrEnum):
    """The life of a delivery; the last four are final."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNCERTAIN = "uncertain"


class StepKind(StrEnum):
    """The kinds of next step and of nudge; each has its text in ``content/nudges/``."""

    FIRST_PERSON = "first_person"
    WRITE_FIRST_MESSAGE = "write_first_message"
    NEXT_PERSON = "next_person"
    ADD_ANOTHER_PERSON = "add_another_person"
    FOLLOW_UP = "follow_up"
    CLOSE_SILENT = "close_silent"
    OFFER_TIMES = "offer_times"
    PREPARE = "prepare"
    HOW_DID_IT_GO = "how_did_it_go"
    THANK_YOU = "thank_you"
    DEBRIEF = "debrief"
    NEXT_STEP_DUE = "next_step_due"
    KEEP_IN_TOUCH = "keep_in_touch"
    AFTER_DECLINE = "after_decline"
    CELEBRATE = "celebrate"  # a nudge only
    ALL_DONE = "all_done"  # shown on request only


class Need(StrEnum):
    """What a contact waits for, the most pressing first; a member's list is sorted by it."""

    OUTCOME = "outcome"  # the time of a meeting has passed, and nobody said how it went
    THANKS = "thanks"
    DEBRIEF = "debrief"
    MEETING_TIME = "meeting_time"  # scheduled, and no time is known
    MEETING = "meeting"  # a meeting is to come
    OFFER_TIMES = "offer_times"  # they replied
    FOLLOW_UP = "follow_up"  # a week without a reply
    FIRST_MESSAGE = "first_message"
    REPLY = "reply"  # written to lately
    NOTHING = "nothing"
    REST = "rest"  # declined, no response or closed


class ListOrder(StrEnum):
    """The orders of a member's list."""

    NEXT_ACTION = "next_action"  # what needs attention first
    NEWEST = "newest"  # added last
    NAME = "name"

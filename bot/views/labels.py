"""The words for what is stored as a value: statuses, sources, formats and the rest, plain and short.

Members read them in messages and forms; leads and charts use the same words.
"""

from collections.abc import Mapping

from bot.values import (
    Advocate,
    Channel,
    Format,
    Impression,
    Industry,
    LearningGoal,
    Need,
    Outcome,
    Source,
    Status,
)

STATUS: Mapping[Status, str] = {
    Status.PLANNED: "To contact",
    Status.CONTACTED: "Awaiting reply",
    Status.FOLLOWED_UP: "Followed up",
    Status.REPLIED: "Replied, not scheduled",
    Status.SCHEDULED: "Scheduled",
    Status.MET: "Met",
    Status.KEEPING_IN_TOUCH: "Keeping in touch",
    Status.DECLINED: "Declined",
    Status.NO_RESPONSE: "No response",
    Status.CLOSED: "Closed",
}

STATUS_MOVE: Mapping[Status, str] = {
    Status.PLANNED: "Put back on my list",
    Status.CONTACTED: "I wrote to them",
    Status.FOLLOWED_UP: "I followed up",
    Status.REPLIED: "They replied",
    Status.SCHEDULED: "We set a time",
    Status.MET: "We met",
    Status.KEEPING_IN_TOUCH: "I stay in touch",
    Status.DECLINED: "They declined",
    Status.NO_RESPONSE: "No response",
    Status.CLOSED: "Close this contact",
}
"""What a member says happened when they move a contact to a status."""

INDUSTRY: Mapping[Industry, str] = {
    Industry.AGRICULTURE: "Agriculture and forestry",
    Industry.MINING_ENERGY: "Mining, oil and gas",
    Industry.UTILITIES: "Power, water and utilities",
    Industry.CONSTRUCTION: "Construction",
    Industry.MANUFACTURING: "Manufacturing",
    Industry.WHOLESALE: "Wholesale",
    Industry.RETAIL: "Retail and stores",
    Industry.TRANSPORT: "Transport and logistics",
    Industry.INFORMATION_TECH: "Technology and media",
    Industry.FINANCE: "Banking, finance and insurance",
    Industry.REAL_ESTATE: "Real estate and rental",
    Industry.PROFESSIONAL_SERVICES: "Law, engineering, science and consulting",
    Industry.MANAGEMENT: "Management of companies",
    Industry.ADMINISTRATIVE: "Office and support services",
    Industry.EDUCATION: "Education",
    Industry.HEALTH: "Health care and social services",
    Industry.ARTS: "Arts, sports and entertainment",
    Industry.HOSPITALITY: "Hotels and restaurants",
    Industry.PUBLIC_ADMINISTRATION: "Government",
    Industry.OTHER: "Other",
}

SOURCE: Mapping[Source, str] = {
    Source.ALUMNI: "Alumni",
    Source.PROFESSOR: "Professor or teacher",
    Source.FRIEND_FAMILY: "Friend or family",
    Source.EVENT: "Event",
    Source.LINKEDIN_OR_WEB: "LinkedIn or the web",
    Source.INTRODUCED_BY_CONTACT: "Introduced by another contact",
    Source.PROGRAM: "My program",
    Source.OTHER: "Another way",
}

CHANNEL: Mapping[Channel, str] = {
    Channel.EMAIL: "Email",
    Channel.LINKEDIN: "LinkedIn",
    Channel.PHONE: "Phone",
    Channel.IN_PERSON: "In person",
    Channel.OTHER: "Another way",
}

FORMAT: Mapping[Format, str] = {
    Format.PHONE: "Phone call",
    Format.VIRTUAL: "Video call",
    Format.IN_PERSON: "In person",
}

OUTCOME: Mapping[Outcome, str] = {
    Outcome.HELD: "It took place",
    Outcome.CANCELLED: "Cancelled",
    Outcome.NO_SHOW: "No-show",
    Outcome.RESCHEDULED: "Moved to another time",
}

ADVOCATE: Mapping[Advocate, str] = {
    Advocate.NOT_YET: "Not yet",
    Advocate.MAYBE: "Maybe",
    Advocate.YES: "Yes",
}

LEARNING_GOAL: Mapping[LearningGoal, str] = {
    LearningGoal.CAREER_PATH: "Their career path",
    LearningGoal.GOT_JOB: "How they got this job",
    LearningGoal.ORGANISATION: "Their organization",
    LearningGoal.JOB_AND_TEAM: "Their job and team",
    LearningGoal.TRENDS: "Trends and new ideas",
    LearningGoal.ADVICE: "Job search advice",
}

IMPRESSION: Mapping[Impression, str] = {
    Impression.CURIOUS: "Curious",
    Impression.SMART: "Smart",
    Impression.MOTIVATED: "Motivated",
    Impression.LIKABLE: "Likable",
}

NEED: Mapping[Need, str] = {
    Need.OUTCOME: "How did the meeting go?",
    Need.THANKS: "Send a thank-you",
    Need.DEBRIEF: "Write your debrief",
    Need.MEETING_TIME: "Add the meeting time",
    Need.MEETING: "Prepare for the meeting",
    Need.OFFER_TIMES: "Offer two or three times",
    Need.FOLLOW_UP: "A short follow-up",
    Need.FIRST_MESSAGE: "Write a first message",
    Need.REPLY: "",
    Need.NOTHING: "",
    Need.REST: "",
}
"""The next step of one contact, as a hint in the list; empty where nothing is waiting."""

WEEKDAY: Mapping[str, str] = {
    "0": "Monday",
    "1": "Tuesday",
    "2": "Wednesday",
    "3": "Thursday",
    "4": "Friday",
    "5": "Saturday",
    "6": "Sunday",
}
"""By the number Slack's forms carry: 0 is Monday."""

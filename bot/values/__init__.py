"""Frozen inputs and results that services, views and handlers share, and the errors a person may cause.

Nothing here knows a table, a block or Slack's protocol. Moments are aware and in UTC; a ``timezone`` is an
IANA name. One file a subject; everything is imported from here.
"""

from bot.values.cohorts import CohortCard, CohortForm, EnrollmentCard, NudgeSettings, SettingsForm
from bot.values.debriefs import DebriefChoices, DebriefDesk, DebriefForm, DebriefReceipt
from bot.values.errors import FormError, GoneError, NotAllowedError, NotEnrolledError, TooLongError, UserError
from bot.values.files import IncomingFile, OutgoingFile
from bot.values.home import HomeState, MemberHome, NextStep, Progress
from bot.values.log import (
    ContactCard,
    ContactForm,
    ContactLine,
    InterviewAnswers,
    InterviewCard,
    InterviewDesk,
    InterviewForm,
    InterviewPlace,
    Page,
)
from bot.values.meetings import MeetingQuestions, PrepCard
from bot.values.people import Actor, Profile
from bot.values.practice import PracticeChoice, PracticeState
from bot.values.summary import MINIMUM_CONTRIBUTORS, Cell, CohortSummary, Rate, WeekCounts
from bot.values.words import (
    NEXT_STATUSES,
    Advocate,
    Channel,
    ClockChange,
    DeliveryState,
    Format,
    Impression,
    Industry,
    LearningGoal,
    Need,
    Outcome,
    Source,
    Status,
    StepKind,
)

__all__ = [
    "MINIMUM_CONTRIBUTORS",
    "NEXT_STATUSES",
    "Actor",
    "Advocate",
    "Cell",
    "Channel",
    "ClockChange",
    "CohortCard",
    "CohortForm",
    "CohortSummary",
    "ContactCard",
    "ContactForm",
    "ContactLine",
    "DebriefChoices",
    "DebriefDesk",
    "DebriefForm",
    "DebriefReceipt",
    "DeliveryState",
    "EnrollmentCard",
    "FormError",
    "Format",
    "GoneError",
    "HomeState",
    "Impression",
    "IncomingFile",
    "Industry",
    "InterviewAnswers",
    "InterviewCard",
    "InterviewDesk",
    "InterviewForm",
    "InterviewPlace",
    "LearningGoal",
    "MeetingQuestions",
    "MemberHome",
    "Need",
    "NextStep",
    "NotAllowedError",
    "NotEnrolledError",
    "NudgeSettings",
    "Outcome",
    "OutgoingFile",
    "Page",
    "PracticeChoice",
    "PracticeState",
    "PrepCard",
    "Profile",
    "Progress",
    "Rate",
    "SettingsForm",
    "Source",
    "Status",
    "StepKind",
    "TooLongError",
    "UserError",
    "WeekCounts",
]

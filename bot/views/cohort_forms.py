"""The forms of leads and admins: a new cohort in two steps, who may create cohorts; and how to read them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any

from slack_sdk.models.blocks import (
    ChannelSelectElement,
    DatePickerElement,
    NumberInputElement,
    PlainTextInputElement,
    StaticSelectElement,
    TimePickerElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from bot.guidance.markdown import escape
from bot.i18n import _
from bot.values import CohortForm, FormError
from bot.views import labels
from bot.views.answers import Answers
from bot.views.blocks import context, field, form, options, section

NAME_LIMIT = 80
MOST_MESSAGES = 500
MOST_MEETINGS = 100
DEFAULT_MESSAGES = 10  # NIH OITE's ACE plan: 10 messages and at least 1 interview in a month
DEFAULT_MEETINGS = 3


@dataclass(frozen=True, slots=True)
class CohortBasics:
    """The first step of the cohort form, carried to the second in the view (nothing of it is private)."""

    cohort_id: str
    name: str
    starts_on: str
    ends_on: str
    channel_id: str | None
    lead_ids: tuple[str, ...]

    @property
    def term(self) -> tuple[date, date]:
        """The first and the last day."""
        return date.fromisoformat(self.starts_on), date.fromisoformat(self.ends_on)

    def dump(self) -> str:
        """As private_metadata."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> "CohortBasics":
        """From private_metadata."""
        data: dict[str, Any] = json.loads(text)
        return cls(**{**data, "lead_ids": tuple(data["lead_ids"])})


def basics_form(cohort_id: str, today: date, lead_id: str) -> View:
    """The first step of a new cohort: name, term, channel, leads."""
    return form(
        _("New cohort"),
        "cohort.basics",
        [
            field(
                _("Name"),
                "name",
                PlainTextInputElement(action_id="name", max_length=NAME_LIMIT, min_length=1),
            ),
            field(
                _("First day"),
                "starts_on",
                DatePickerElement(action_id="starts_on", initial_date=today.isoformat()),
            ),
            field(_("Last day"), "ends_on", DatePickerElement(action_id="ends_on")),
            field(
                _("Channel for the Join message"),
                "channel_id",
                ChannelSelectElement(action_id="channel_id"),
                hint=_(
                    "Infoview must be a member of this channel. Without a channel, people use /infoview join."
                ),
                optional=True,
            ),
            field(
                _("Leads"),
                "lead_ids",
                UserMultiSelectElement(action_id="lead_ids", initial_users=[lead_id]),
                hint=_("Leads see the summary. You are always one of them."),
                optional=True,
            ),
        ],
        submit=_("Next"),
        private_metadata=cohort_id,
    )


def goals_form(basics: CohortBasics) -> View:
    """The second step: goals, and when the weekly nudge goes out."""
    return form(
        _("New cohort"),
        "cohort.goals",
        [
            section(
                _("*{name}*: goals for each member, and the weekly nudge.").format(name=escape(basics.name))
            ),
            field(
                _("Messages to send"),
                "goal_messages",
                _number("goal_messages", DEFAULT_MESSAGES, MOST_MESSAGES),
            ),
            field(
                _("Meetings to have"),
                "goal_meetings",
                _number("goal_meetings", DEFAULT_MEETINGS, MOST_MEETINGS),
            ),
            field(
                _("Day of the weekly nudge"),
                "digest_weekday",
                StaticSelectElement(
                    action_id="digest_weekday",
                    options=options(labels.WEEKDAY),
                    initial_option=options(labels.WEEKDAY)[0],
                ),
            ),
            field(
                _("Time of the weekly nudge"),
                "digest_time",
                TimePickerElement(action_id="digest_time", initial_time="09:00"),
                hint=_("In each member's own time zone. Members can change day and time for themselves."),
            ),
        ],
        submit=_("Create cohort"),
        private_metadata=basics.dump(),
    )


def parse_basics(view: Mapping[str, Any]) -> CohortBasics:
    """The first step's answers. Raises FormError."""
    answers = Answers.of_view(view)
    name, starts_on, ends_on = answers.text("name"), answers.day("starts_on"), answers.day("ends_on")
    errors = {}
    if name is None:
        errors["name"] = _("Please write a name.")
    if starts_on is None:
        errors["starts_on"] = _("Please choose the first day.")
    if ends_on is None:
        errors["ends_on"] = _("Please choose the last day.")
    if errors or name is None or starts_on is None or ends_on is None:
        raise FormError(errors)
    return CohortBasics(
        cohort_id=str(view["private_metadata"]),
        name=" ".join(name.split())[:NAME_LIMIT],
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(),
        channel_id=answers.channel("channel_id"),
        lead_ids=answers.users("lead_ids"),
    )


def parse_goals(view: Mapping[str, Any]) -> tuple[str, CohortForm]:
    """Both steps' answers: the cohort's id and its form. Raises FormError."""
    basics = CohortBasics.load(str(view["private_metadata"]))
    answers = Answers.of_view(view)
    goal_messages = answers.whole_number("goal_messages")
    goal_meetings = answers.whole_number("goal_meetings")
    errors = {}
    if goal_messages is None or not 1 <= goal_messages <= MOST_MESSAGES:
        errors["goal_messages"] = _("Please write a whole number from 1 to {most_messages}.").format(
            most_messages=MOST_MESSAGES
        )
    if goal_meetings is None or not 1 <= goal_meetings <= MOST_MEETINGS:
        errors["goal_meetings"] = _("Please write a whole number from 1 to {most_meetings}.").format(
            most_meetings=MOST_MEETINGS
        )
    if errors or goal_messages is None or goal_meetings is None:
        raise FormError(errors)
    return basics.cohort_id, CohortForm(
        name=basics.name,
        starts_on=basics.term[0],
        ends_on=basics.term[1],
        goal_messages=goal_messages,
        goal_meetings=goal_meetings,
        digest_weekday=int(answers.choice("digest_weekday") or 0),
        digest_time=answers.clock_time("digest_time") or time(9, 0),
        channel_id=basics.channel_id,
        lead_ids=basics.lead_ids,
    )


def leads_form(user_ids: Sequence[str]) -> View:
    """Admins choose who may create cohorts."""
    return form(
        _("Program leads"),
        "leads.submit",
        [
            section(_("These people may create cohorts, as workspace admins and owners may.")),
            field(
                _("Program leads"),
                "user_ids",
                UserMultiSelectElement(action_id="user_ids", initial_users=list(user_ids) or None),
                optional=True,
            ),
            context(_("A lead sees the summary of the cohorts they lead, and never a member's notes.")),
        ],
    )


def _number(action_id: str, initial: int, most: int) -> NumberInputElement:
    return NumberInputElement(
        action_id=action_id,
        is_decimal_allowed=False,
        initial_value=str(initial),
        min_value="1",
        max_value=str(most),
    )

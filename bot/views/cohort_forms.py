"""The forms of leads and admins: a cohort in two steps, who leads it, who may create; how to read them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any

from slack_sdk.models.blocks import (
    ChannelSelectElement,
    CheckboxesElement,
    DatePickerElement,
    NumberInputElement,
    PlainTextInputElement,
    StaticSelectElement,
    TimePickerElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from bot.guidance.markdown import escape
from bot.i18n import N_, Words, _
from bot.values import MOST_LEADS, CohortCard, CohortForm, FormError
from bot.views import labels
from bot.views.answers import Answers
from bot.views.blocks import chosen, context, field, form, options, section

NAME_LIMIT = 80
MOST_SKIP_DATES = 90
SKIP_DATES_LENGTH = 1500
MOST_MESSAGES = 500
MOST_MEETINGS = 100
DEFAULT_MESSAGES = 10  # NIH OITE's ACE plan: 10 messages and at least 1 interview in a month
DEFAULT_MEETINGS = 3

_WHO: Mapping[str, str] = Words({"yes": N_("Only people with a code, or who see the Join message")})


@dataclass(frozen=True, slots=True)
class CohortPlace:
    """Which cohort a form is about."""

    cohort_id: str  # for a new one made when the form opens, so that a double submit makes one cohort
    version: int = 0  # of the cohort that is changed; 0: a new one
    source_id: str | None = None  # the cohort whose set-up a new one begins with

    @property
    def is_new(self) -> bool:
        """Whether the cohort is still to be created."""
        return self.version == 0

    @property
    def filled_from(self) -> str | None:
        """The cohort whose set-up the form shows at first; None: it shows our own proposal."""
        return self.source_id if self.is_new else self.cohort_id

    def dump(self) -> str:
        """As private_metadata."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> "CohortPlace":
        """From private_metadata."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class CohortBasics:
    """The first step of the cohort form, carried to the second in the view (nothing of it is private)."""

    place: CohortPlace
    name: str
    starts_on: str
    ends_on: str
    channel_id: str | None
    lead_ids: tuple[str, ...]
    by_invitation: bool = False

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
        place = CohortPlace(**data["place"])
        return cls(**{**data, "place": place, "lead_ids": tuple(data["lead_ids"])})


def basics_form(place: CohortPlace, today: date, lead_id: str, filled: CohortCard | None = None) -> View:
    """The first step: name, term, channel, who can join; the leads of a new cohort.

    ``filled`` is the cohort that is changed, or whose set-up a new one begins with, at ``today``.
    """
    starts_on, ends_on = _term_at_first(place, today, filled)
    leads = field(
        _("Leads"),
        "lead_ids",
        UserMultiSelectElement(
            action_id="lead_ids",
            initial_users=list(filled.lead_ids if filled else ()) or [lead_id],
            max_selected_items=MOST_LEADS,
        ),
        hint=_("Leads see the summary. You are always one of them."),
        optional=True,
    )
    return form(
        _title(place),
        "cohort.basics",
        [
            field(
                _("Name"),
                "name",
                PlainTextInputElement(
                    action_id="name",
                    max_length=NAME_LIMIT,
                    min_length=1,
                    initial_value=filled.name if filled else None,
                ),
            ),
            field(_("First day"), "starts_on", _day("starts_on", starts_on)),
            field(_("Last day"), "ends_on", _day("ends_on", ends_on)),
            field(
                _("Channel for the Join message"),
                "channel_id",
                ChannelSelectElement(
                    action_id="channel_id", initial_channel=filled.channel_id if filled else None
                ),
                hint=_(
                    "Infoview must be a member of this channel. Without a channel, people use /infoview join."
                ),
                optional=True,
            ),
            field(
                _("Who can join"),
                "by_invitation",
                CheckboxesElement(
                    action_id="by_invitation",
                    options=options(_WHO),
                    initial_options=chosen(_WHO, ["yes"] if filled and filled.by_invitation else []),
                ),
                hint=_("Otherwise everybody in this workspace finds the cohort with /infoview join."),
                optional=True,
            ),
            *([leads] if place.is_new else []),
        ],
        submit=_("Next"),
        private_metadata=place.dump(),
    )


def goals_form(basics: CohortBasics, filled: CohortCard | None = None) -> View:
    """The second step: goals, and when the weekly nudge goes out."""
    weekdays = options(labels.WEEKDAY)
    return form(
        _title(basics.place),
        "cohort.goals",
        [
            section(
                _("*{name}*: goals for each member, and the weekly nudge.").format(name=escape(basics.name))
            ),
            field(
                _("Messages to send"),
                "goal_messages",
                _number("goal_messages", filled.goal_messages if filled else DEFAULT_MESSAGES, MOST_MESSAGES),
            ),
            field(
                _("Meetings to have"),
                "goal_meetings",
                _number("goal_meetings", filled.goal_meetings if filled else DEFAULT_MEETINGS, MOST_MEETINGS),
            ),
            field(
                _("Day of the weekly nudge"),
                "digest_weekday",
                StaticSelectElement(
                    action_id="digest_weekday",
                    options=weekdays,
                    initial_option=weekdays[filled.digest_weekday if filled else 0],
                ),
            ),
            field(
                _("Time of the weekly nudge"),
                "digest_time",
                TimePickerElement(
                    action_id="digest_time", initial_time=f"{filled.digest_time:%H:%M}" if filled else "09:00"
                ),
                hint=_("In each member's own time zone. Members can change day and time for themselves."),
            ),
            field(
                _("Country, for its public holidays"),
                "country",
                PlainTextInputElement(
                    action_id="country", max_length=2, initial_value=filled.country if filled else None
                ),
                hint=_("Two letters, for example US, CA or GB. On its public holidays nobody gets nudges."),
                optional=True,
            ),
            field(
                _("Other days without nudges"),
                "skip_dates",
                PlainTextInputElement(
                    action_id="skip_dates",
                    multiline=True,
                    max_length=SKIP_DATES_LENGTH,
                    initial_value=_dates_at_first(basics.place, filled),
                ),
                hint=_("One date on each line, for example 2026-11-27."),
                optional=True,
            ),
        ],
        submit=_("Create cohort") if basics.place.is_new else _("Save"),
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
        place=CohortPlace.load(str(view["private_metadata"])),
        name=" ".join(name.split())[:NAME_LIMIT],
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(),
        channel_id=answers.channel("channel_id"),
        lead_ids=answers.users("lead_ids"),
        by_invitation="yes" in answers.choices("by_invitation"),
    )


def parse_goals(view: Mapping[str, Any]) -> tuple[CohortPlace, CohortForm]:
    """Both steps' answers, and which cohort they are about. Raises FormError."""
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
    skip_dates = _read_dates(answers.text("skip_dates") or "")
    if skip_dates is None:
        errors["skip_dates"] = _(
            "Please write each date on its own line, as in 2026-11-27, at most {most}."
        ).format(most=MOST_SKIP_DATES)
    if errors or goal_messages is None or goal_meetings is None or skip_dates is None:
        raise FormError(errors)
    return basics.place, CohortForm(
        name=basics.name,
        starts_on=basics.term[0],
        ends_on=basics.term[1],
        goal_messages=goal_messages,
        goal_meetings=goal_meetings,
        digest_weekday=int(answers.choice("digest_weekday") or 0),
        digest_time=answers.clock_time("digest_time") or time(9, 0),
        channel_id=basics.channel_id,
        lead_ids=basics.lead_ids,
        by_invitation=basics.by_invitation,
        country=(answers.text("country") or "").upper() or None,
        skip_dates=skip_dates,
    )


def cohort_leads_form(cohort: CohortCard) -> View:
    """Who leads one cohort."""
    return form(
        _("Leads of a cohort"),
        "cohort.leads_submit",
        [
            section(f"*{escape(cohort.name)}*"),
            field(
                _("Leads"),
                "lead_ids",
                UserMultiSelectElement(
                    action_id="lead_ids",
                    initial_users=list(cohort.lead_ids) or None,
                    max_selected_items=MOST_LEADS,
                ),
                hint=_("Whom you take out sees nothing of this cohort from then on."),
                optional=True,
            ),
            context(_("A lead sees the summary and the roster, and never a member's notes.")),
        ],
        private_metadata=cohort.id,
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


def _title(place: CohortPlace) -> str:
    return _("New cohort") if place.is_new else _("Change the cohort")


def _dates_at_first(place: CohortPlace, filled: CohortCard | None) -> str | None:
    """A copy begins without the days of its source, which are over."""
    if filled is None or place.is_new:
        return None
    return filled.skip_dates.replace(",", "\n") or None


def _read_dates(text: str) -> str | None:
    """The dates as a form holds them; None where one is no date, or there are too many."""
    try:
        days = sorted({date.fromisoformat(line.strip()) for line in text.splitlines() if line.strip()})
    except ValueError:
        return None
    return ",".join(day.isoformat() for day in days) if len(days) <= MOST_SKIP_DATES else None


def _term_at_first(place: CohortPlace, today: date, filled: CohortCard | None) -> tuple[date, date | None]:
    """A copy lasts as long as its source, from today."""
    if filled is None:
        return today, None
    if place.is_new:
        return today, today + (filled.ends_on - filled.starts_on)
    return filled.starts_on, filled.ends_on


def _day(action_id: str, day: date | None) -> DatePickerElement:
    return DatePickerElement(action_id=action_id, initial_date=day.isoformat() if day else None)

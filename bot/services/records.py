"""The activity record: a member's own steps in some days, with what they chose to show and nothing else."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import or_, select
from sqlmodel import Session, col

from bot.clock import Clock, local_date
from bot.i18n import _
from bot.models import Contact, Interview, Member, StatusChange
from bot.services.cards import contact_name, unseal
from bot.services.localtime import moment
from bot.services.members import member_of
from bot.values import (
    ActivityRecord,
    Actor,
    Channel,
    Format,
    NotEnrolledError,
    Outcome,
    RecordColumn,
    RecordKind,
    RecordLine,
    RecordRequest,
    RecordStep,
    Status,
    UserError,
)

LONGEST_DAYS = 731
PDF_LINES = 500
"""The most steps of a PDF: it takes some seconds to set."""

_DAY = timedelta(days=1)
_CHANGES: Mapping[Status, RecordStep] = {
    Status.PLANNED: RecordStep.FOUND_PERSON,
    Status.CONTACTED: RecordStep.FIRST_MESSAGE,
    Status.FOLLOWED_UP: RecordStep.FOLLOW_UP,
    Status.REPLIED: RecordStep.ANSWER,
    Status.DECLINED: RecordStep.ANSWER,
    Status.SCHEDULED: RecordStep.MEETING_AGREED,
    Status.KEEPING_IN_TOUCH: RecordStep.KEPT_IN_TOUCH,
}
"""The changes of status that are steps of the member; meetings are read from the interviews."""

_MEETINGS: Mapping[Outcome, RecordStep] = {
    Outcome.HELD: RecordStep.MEETING,
    Outcome.NO_SHOW: RecordStep.MEETING_OFF,
    Outcome.CANCELLED: RecordStep.MEETING_OFF,
}
_MESSAGES = frozenset({RecordStep.FIRST_MESSAGE, RecordStep.FOLLOW_UP, RecordStep.KEPT_IN_TOUCH})

_Dated = tuple[datetime, RecordLine]


def today(session: Session, clock: Clock, actor: Actor) -> date:
    """Today where the member is. Raises NotEnrolledError for somebody who never joined."""
    return local_date(clock.now(), _member(session, actor).timezone)


def build(session: Session, clock: Clock, actor: Actor, request: RecordRequest) -> ActivityRecord:
    """The actor's steps in the days of the request.

    Raises NotEnrolledError; UserError where the days cannot be, hold no step, or more than fit a PDF.
    """
    member = _member(session, actor)
    made_on = local_date(clock.now(), member.timezone)
    _check(request, made_on)
    begins = moment(request.first_day, time.min, member.timezone)
    ends = min(moment(request.last_day + _DAY, time.min, member.timezone), clock.now())
    reading = _Reading(session, member, request, begins, ends)
    dated = sorted([*reading.changes(), *reading.meetings()], key=lambda pair: pair[0])
    if not dated:
        raise UserError(
            _("There are no steps in your log between these days. Please choose other days."),
            field="first_day",
        )
    if request.kind is RecordKind.PDF and len(dated) > PDF_LINES:
        raise UserError(
            _("These are {count} steps. Please choose fewer days, or a table (CSV).").format(
                count=f"{len(dated):,}"
            ),
            field="first_day",
        )
    return ActivityRecord(request, made_on, tuple(line for _moment, line in dated))


def _member(session: Session, actor: Actor) -> Member:
    member = member_of(session, actor)
    if member is None:
        raise NotEnrolledError
    return member


def _check(request: RecordRequest, made_on: date) -> None:
    if request.last_day > made_on:
        raise UserError(
            _("A record is of what you did already. Please choose today or an earlier day."), field="last_day"
        )
    if request.last_day < request.first_day:
        raise UserError(_("The last day is before the first. Please change one of them."), field="last_day")
    if (request.last_day - request.first_day).days > LONGEST_DAYS:
        raise UserError(_("Please choose at most two years."), field="first_day")


class _Reading:
    """One reading of a member's log, between two moments, for one request."""

    def __init__(
        self, session: Session, member: Member, request: RecordRequest, begins: datetime, ends: datetime
    ) -> None:
        self._session = session
        self._member = member
        self._columns = request.columns
        self._begins, self._ends = begins, ends

    def changes(self) -> Iterator[_Dated]:
        """The steps that the history of the contacts tells."""
        rows = self._session.execute(
            select(StatusChange, Contact)
            .join(Contact, col(Contact.id) == col(StatusChange.contact_id))
            .where(
                col(StatusChange.member_id) == self._member.id,
                col(StatusChange.undone_at).is_(None),
                col(StatusChange.to_status).in_(list(_CHANGES)),
                col(StatusChange.changed_at) >= self._begins,
                col(StatusChange.changed_at) < self._ends,
            )
            .order_by(col(StatusChange.changed_at), col(StatusChange.id))
        )
        for change, contact in rows:
            step = _step_of(change)
            if step is not None:
                channel = Channel(contact.channel) if contact.channel and step in _MESSAGES else None
                status = Status(change.to_status)
                yield self._dated(change.changed_at, contact, step, status=status, format_=channel)

    def meetings(self) -> Iterator[_Dated]:
        """Meetings whose time has come, thanks for them, and debriefs."""
        dates = (col(Interview.starts_at), col(Interview.thanked_at), col(Interview.debriefed_at))
        rows = self._session.execute(
            select(Interview, Contact)
            .join(Contact, col(Contact.id) == col(Interview.contact_id))
            .where(
                col(Interview.member_id) == self._member.id,
                or_(*((at >= self._begins) & (at < self._ends) for at in dates)),
            )
            .order_by(col(Interview.starts_at), col(Interview.id))
        )
        for interview, contact in rows:
            yield from self._meeting(interview, contact)
            for at, step in (
                (interview.thanked_at, RecordStep.THANK_YOU),
                (interview.debriefed_at, RecordStep.DEBRIEF),
            ):
                if at is not None and self._begins <= at < self._ends:
                    yield self._dated(at, contact, step)

    def _meeting(self, interview: Interview, contact: Contact) -> Iterator[_Dated]:
        outcome = Outcome(interview.outcome) if interview.outcome else None
        if outcome is not None and outcome in _MEETINGS and self._begins <= interview.starts_at < self._ends:
            yield self._dated(
                interview.starts_at,
                contact,
                _MEETINGS[outcome],
                status=outcome,
                format_=Format(interview.format),
                minutes=interview.minutes if outcome is Outcome.HELD else None,
            )

    def _dated(
        self,
        at: datetime,
        contact: Contact,
        step: RecordStep,
        *,
        status: Status | Outcome | None = None,
        format_: Format | Channel | None = None,
        minutes: int | None = None,
    ) -> _Dated:
        asked = self._columns
        line = RecordLine(
            day=local_date(at, self._member.timezone),
            step=step,
            status=status,
            format=format_,
            minutes=minutes,
            organisation=unseal(self._session, contact, "organisation_sealed")
            if RecordColumn.ORGANISATION in asked
            else None,
            name=contact_name(self._session, contact) if RecordColumn.NAME in asked else None,
        )
        return at, line


def _step_of(change: StatusChange) -> RecordStep | None:
    """The step a change of status stands for; None for one that only puts something right."""
    is_put_back = change.to_status == Status.PLANNED and change.from_status is not None
    is_called_off = change.to_status == Status.REPLIED and change.from_status == Status.SCHEDULED
    return None if is_put_back or is_called_off else _CHANGES[Status(change.to_status)]

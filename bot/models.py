"""The tables. A column that ends in ``_sealed`` holds text encrypted by :mod:`bot.vault`, bound to its row.

Every table of a workspace carries ``team_id``; :mod:`bot.db` scopes each query by it. Ids are made before the
insert (UUID version 7, so rows of one time lie together), because sealed values are bound to them.
"""

from datetime import date, datetime, time
from typing import ClassVar

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel
from uuid_utils import uuid7

ID_LENGTH = 32
SLACK_ID_LENGTH = 24

QUEUED = "state = 'queued'"
QUEUED_AND_FREE = f"{QUEUED} AND worker_id IS NULL"
QUEUED_WITH_END = f"{QUEUED} AND expires_at IS NOT NULL"  # so that only who asks for ends uses that index
IN_HAND = "worker_id IS NOT NULL"
ENDED = "finished_at IS NOT NULL"
NO_ANSWERS = "answers_sealed IS NULL"
"""Conditions of partial indexes, and of the queries that use them: a database compares them word by word."""


def new_id() -> str:
    """A fresh row id: 32 hexadecimal digits that sort by the time they were made."""
    return uuid7().hex


def _where(name: str, condition: str, *columns: str) -> Index:
    """An index over the rows that fulfil a condition: it stays small, however many have ended."""
    return Index(name, *columns, postgresql_where=text(condition), sqlite_where=text(condition))


class TenantRow(SQLModel):
    """What every table has: its row id and the workspace it belongs to."""

    id: str = Field(default_factory=new_id, primary_key=True, max_length=ID_LENGTH)
    team_id: str = Field(default="", max_length=SLACK_ID_LENGTH, index=True)


class InstalledWorkspace(TenantRow, table=True):
    """A workspace that installed Infoview by "Add to Slack": one row each, whose id is the workspace's own.

    So a second installation replaces the first. Without a token it is uninstalled, and deleted with all that
    belongs to it at ``purge_at``.
    """

    __tablename__: ClassVar[str] = "installed_workspace"
    __table_args__ = (
        Index("ix_installed_workspace_probe", "probe_at"),
        Index("ix_installed_workspace_purge", "purge_at"),
    )

    team_name: str = Field(max_length=120)
    bot_id: str = Field(max_length=SLACK_ID_LENGTH)
    bot_user_id: str = Field(max_length=SLACK_ID_LENGTH)
    token_sealed: str | None = Field(default=None)
    scopes: str = Field(max_length=1000)  # granted, with commas between them
    installed_by: str = Field(max_length=SLACK_ID_LENGTH)
    installed_at: datetime
    probe_at: datetime | None = Field(default=None)  # when to ask Slack whether the token still works
    ended_at: datetime | None = Field(default=None)
    end_reason: str | None = Field(default=None, max_length=64)
    purge_at: datetime | None = Field(default=None)


class InstallState(SQLModel, table=True):
    """An installation that somebody has begun in their browser: the digest of its one-time state."""

    __tablename__: ClassVar[str] = "install_state"

    digest: str = Field(primary_key=True, max_length=64)
    expires_at: datetime = Field(index=True)


class WorkspaceLead(TenantRow, table=True):
    """A person whom an admin named as lead: may create cohorts in this workspace."""

    __tablename__: ClassVar[str] = "workspace_lead"
    __table_args__ = (UniqueConstraint("team_id", "user_id"),)

    user_id: str = Field(max_length=SLACK_ID_LENGTH)
    named_by: str = Field(max_length=SLACK_ID_LENGTH)
    named_at: datetime


class WorkspaceChoices(TenantRow, table=True):
    """What the admins of a workspace chose for all of it; no row: nothing, so far."""

    __tablename__: ClassVar[str] = "workspace_choices"
    __table_args__ = (UniqueConstraint("team_id"),)

    guests_welcome: bool = Field(default=True)
    changed_by: str = Field(max_length=SLACK_ID_LENGTH)
    changed_at: datetime


class Member(TenantRow, table=True):
    """A person who joined a cohort at some time, with their settings and when to look after them next.

    ``next_digest_at`` is the next weekly message. ``next_nudge_at`` is the earliest moment anything may be
    due: the planner claims members by it, and whatever changes a member's log sets it to now.
    """

    __tablename__: ClassVar[str] = "member"
    __table_args__ = (UniqueConstraint("team_id", "user_id"), Index("ix_member_due", "next_nudge_at"))

    user_id: str = Field(max_length=SLACK_ID_LENGTH)
    timezone: str = Field(max_length=64)
    locale: str = Field(default="en-US", max_length=16)
    language: str | None = Field(default=None, max_length=16)  # their choice; None: as their locale says
    nudge_weekday: int = Field(default=0)  # 0 is Monday, as in datetime.date.weekday()
    nudge_time: time = Field(default=time(9, 0))
    nudges_stopped: bool = Field(default=False)
    digest_only: bool = Field(default=False)  # no nudges but the weekly message
    muted_kinds: str = Field(default="", max_length=500)  # kinds of nudges, with commas between them
    prepares_on_rest_days: bool = Field(default=False)  # "meeting tomorrow" on Sunday, not on Friday
    paused_until: date | None = Field(default=None)  # the first local day with nudges again
    next_digest_at: datetime | None = Field(default=None)  # None: stopped, or in no running cohort
    next_nudge_at: datetime | None = Field(default=None)
    active_at: datetime | None = Field(default=None)  # when they last used a nudge or changed their log
    created_at: datetime


class Cohort(TenantRow, table=True):
    """A group that goes through the program together."""

    __tablename__: ClassVar[str] = "cohort"
    __table_args__ = (
        Index("ix_cohort_code", "team_id", "code_digest", unique=True),
        Index("ix_cohort_announce", "announce_at"),
        Index("ix_cohort_purge", "purge_at"),
        Index("ix_cohort_count", "count_at"),
    )

    name: str = Field(max_length=80)
    starts_on: date
    ends_on: date
    timezone: str = Field(max_length=64)
    country: str | None = Field(default=None, max_length=2)  # no nudges on its public holidays (ISO 3166)
    skip_dates: str = Field(default="", max_length=1000)  # no nudges either: ISO dates with commas between
    goal_messages: int = Field(default=10)
    goal_meetings: int = Field(default=3)
    digest_weekday: int = Field(default=0)
    digest_time: time = Field(default=time(9, 0))
    channel_id: str | None = Field(default=None, max_length=SLACK_ID_LENGTH)
    by_invitation: bool = Field(default=False)  # joined by code or Join message only, and in no list
    code_sealed: str | None = Field(default=None)  # the code to join with; None: there is none
    code_digest: str | None = Field(default=None, max_length=64)
    created_by: str = Field(max_length=SLACK_ID_LENGTH)
    created_at: datetime
    ended_at: datetime | None = Field(default=None)
    archived_at: datetime | None = Field(default=None)
    announce_at: datetime | None = Field(default=None)  # when members are told of the purge; None: done
    purge_at: datetime | None = Field(default=None)  # when what is sealed in its log is deleted; None: done
    count_at: datetime | None = Field(default=None)  # when the next week is counted; None: all are
    counted_to: date | None = Field(default=None)  # the last Sunday of the weeks that are counted
    previewed_on: date | None = Field(default=None)  # when a lead last had the week's nudges counted
    version: int = Field(default=1)


class CohortLead(TenantRow, table=True):
    """A lead of one cohort, and whether they get its numbers every week."""

    __tablename__: ClassVar[str] = "cohort_lead"
    __table_args__ = (
        UniqueConstraint("cohort_id", "user_id"),
        Index("ix_cohort_lead_digest", "next_digest_at"),
    )

    cohort_id: str = Field(foreign_key="cohort.id", max_length=ID_LENGTH)
    user_id: str = Field(max_length=SLACK_ID_LENGTH)
    added_at: datetime
    wants_digest: bool = Field(default=False)
    timezone: str | None = Field(default=None, max_length=64)  # of the lead; None: they never wanted it
    next_digest_at: datetime | None = Field(default=None)  # None: not wanted, or no week is left


class Enrollment(TenantRow, table=True):
    """One member in one cohort; leaving keeps the row, joining again reopens it."""

    __tablename__: ClassVar[str] = "enrollment"
    __table_args__ = (
        UniqueConstraint("cohort_id", "member_id"),
        Index("ix_enrollment_member", "member_id", "left_at"),
        Index("ix_enrollment_cohort", "cohort_id", "team_id", "left_at"),
    )

    cohort_id: str = Field(foreign_key="cohort.id", max_length=ID_LENGTH)
    member_id: str = Field(foreign_key="member.id", max_length=ID_LENGTH)
    joined_at: datetime
    chosen_at: datetime | None = Field(default=None)  # since when it is the member's current one, by choice
    left_at: datetime | None = Field(default=None)
    shares_steps: bool = Field(default=False)  # the member lets the lead see their own counts and dates


class PublishedNumber(TenantRow, table=True):
    """One number of a cohort's summary, as it was published for the weeks up to a Sunday."""

    __tablename__: ClassVar[str] = "published_number"
    __table_args__ = (UniqueConstraint("cohort_id", "last_day", "measure"),)

    cohort_id: str = Field(foreign_key="cohort.id", ondelete="CASCADE", max_length=ID_LENGTH)
    last_day: date
    measure: str = Field(max_length=32)
    count: int | None = Field(default=None)  # None: fewer than five members are behind it
    amount: float | None = Field(default=None)  # a median or a mean


class ContributorMarks(TenantRow, table=True):
    """Keyed marks of what each member contributed to one published number."""

    __tablename__: ClassVar[str] = "contributor_marks"
    __table_args__ = (UniqueConstraint("cohort_id", "last_day", "measure"),)

    cohort_id: str = Field(foreign_key="cohort.id", ondelete="CASCADE", max_length=ID_LENGTH)
    last_day: date
    measure: str = Field(max_length=32)
    marks: bytes
    shared: bytes  # those of members who shared their steps then


class PreviewedNudge(TenantRow, table=True):
    """How many messages of one kind a cohort's members would get in seven days, as a lead was shown it.

    With keyed marks of what each member contributed, as in :class:`ContributorMarks`.
    """

    __tablename__: ClassVar[str] = "previewed_nudge"
    __table_args__ = (UniqueConstraint("cohort_id", "counted_on", "kind"),)

    cohort_id: str = Field(foreign_key="cohort.id", ondelete="CASCADE", max_length=ID_LENGTH)
    counted_on: date
    kind: str = Field(max_length=32)
    messages: int | None = Field(default=None)  # None: fewer than five members are behind it
    members: int | None = Field(default=None)
    marks: bytes
    shared: bytes


class AuditEntry(TenantRow, table=True):
    """Who did what to a cohort or workspace, and when: for leads and admins. It never has a private text."""

    __tablename__: ClassVar[str] = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_cohort", "cohort_id", "team_id", "noted_at"),)

    cohort_id: str | None = Field(  # None: about the whole workspace, for its admins
        default=None, foreign_key="cohort.id", ondelete="CASCADE", max_length=ID_LENGTH
    )
    actor_id: str = Field(max_length=SLACK_ID_LENGTH)  # empty: Infoview by itself
    act: str = Field(max_length=32)
    person_id: str | None = Field(default=None, max_length=SLACK_ID_LENGTH)  # whom it was about
    fields: str = Field(default="", max_length=200)  # names of the fields that changed
    noted_at: datetime


class CodeTry(TenantRow, table=True):
    """A code that somebody typed and that opens no cohort; kept for an hour."""

    __tablename__: ClassVar[str] = "code_try"
    __table_args__ = (Index("ix_code_try_user", "team_id", "user_id", "tried_at"),)

    user_id: str = Field(max_length=SLACK_ID_LENGTH)
    tried_at: datetime


class HelpRequest(TenantRow, table=True):
    """A member asked their leads for help. What they wrote went to the leads and is kept nowhere."""

    __tablename__: ClassVar[str] = "help_request"

    enrollment_id: str = Field(
        foreign_key="enrollment.id", ondelete="CASCADE", index=True, max_length=ID_LENGTH
    )
    asked_at: datetime


class Contact(TenantRow, table=True):
    """A person a member writes to. Dates are of the first time the contact reached that step."""

    __tablename__: ClassVar[str] = "contact"
    __table_args__ = (
        Index("ix_contact_member", "member_id", "status"),
        Index(
            "ix_contact_funnel",
            "cohort_id",
            "team_id",
            "member_id",
            "contacted_at",
            "followed_up_at",
            "replied_at",
            "scheduled_at",
            "met_at",
            "kept_in_touch_at",
        ),
    )

    cohort_id: str = Field(foreign_key="cohort.id", max_length=ID_LENGTH)
    member_id: str = Field(foreign_key="member.id", max_length=ID_LENGTH)
    enrollment_id: str = Field(foreign_key="enrollment.id", max_length=ID_LENGTH)
    status: str = Field(max_length=24)
    status_at: datetime

    name_sealed: str
    name_digest: str = Field(max_length=64, index=True)
    organisation_sealed: str | None = Field(default=None)
    organisation_digest: str | None = Field(default=None, max_length=64)
    role_sealed: str | None = Field(default=None)
    profile_sealed: str | None = Field(default=None)
    why_sealed: str | None = Field(default=None)
    introduced_by_sealed: str | None = Field(default=None)
    introduced_by_id: str | None = Field(  # the member's own contact who suggested this one
        default=None, max_length=ID_LENGTH, index=True
    )
    draft_sealed: str | None = Field(default=None)
    notes_sealed: str | None = Field(default=None)
    next_step_sealed: str | None = Field(default=None)
    next_step_due: date | None = Field(default=None)

    industry: str | None = Field(default=None, max_length=32)
    source: str | None = Field(default=None, max_length=32)
    introduced: bool | None = Field(default=None)
    channel: str | None = Field(default=None, max_length=16)
    advocate: str | None = Field(default=None, max_length=16)

    contacted_at: datetime | None = Field(default=None)
    followed_up_at: datetime | None = Field(default=None)
    replied_at: datetime | None = Field(default=None)
    scheduled_at: datetime | None = Field(default=None)
    met_at: datetime | None = Field(default=None)
    kept_in_touch_at: datetime | None = Field(default=None)

    created_at: datetime
    version: int = Field(default=1)


class StatusChange(TenantRow, table=True):
    """The history of a contact: one row for each status it had, the first with no status before it."""

    __tablename__: ClassVar[str] = "status_change"
    __table_args__ = (
        Index("ix_status_change_contact", "contact_id", "changed_at"),
        Index("ix_status_change_cohort", "cohort_id", "team_id", "changed_at", "member_id", "undone_at"),
    )

    contact_id: str = Field(foreign_key="contact.id", ondelete="CASCADE", max_length=ID_LENGTH)
    member_id: str = Field(max_length=ID_LENGTH)
    cohort_id: str = Field(max_length=ID_LENGTH)
    from_status: str | None = Field(default=None, max_length=24)
    to_status: str = Field(max_length=24)
    changed_at: datetime
    restores: str | None = Field(default=None)  # what an undo puts back, as JSON; places stay sealed
    undone_at: datetime | None = Field(default=None)


class Interview(TenantRow, table=True):
    """One informational interview with a contact."""

    __tablename__: ClassVar[str] = "interview"
    __table_args__ = (
        Index("ix_interview_contact", "contact_id", "starts_at"),
        Index("ix_interview_member", "member_id", "starts_at"),
        Index(
            "ix_interview_funnel",
            "cohort_id",
            "team_id",
            "member_id",
            "outcome",
            "starts_at",
            "minutes",
            "debriefed_at",
            "thanked_at",
            "created_at",
        ),
    )

    contact_id: str = Field(foreign_key="contact.id", ondelete="CASCADE", max_length=ID_LENGTH)
    member_id: str = Field(max_length=ID_LENGTH)
    cohort_id: str = Field(max_length=ID_LENGTH)
    starts_at: datetime
    timezone: str = Field(max_length=64)
    minutes: int = Field(default=25)
    format: str = Field(max_length=16)
    outcome: str | None = Field(default=None, max_length=16)  # None: not held yet
    place_sealed: str | None = Field(default=None)  # the location: an address, a phone number or a link
    questions_sealed: str | None = Field(default=None)  # what the member wants to ask, as JSON
    calendar_uid: str = Field(default_factory=new_id, max_length=ID_LENGTH)  # stays when the meeting moves
    calendar_sequence: int = Field(default=0)  # how often the calendar entry changed (RFC 5545 SEQUENCE)
    calendar_sent: int | None = Field(default=None)  # the sequence the member got as a file; None: none
    ask_again_at: datetime | None = Field(default=None)  # "Ask me later" was the answer to "How did it go?"
    thanked_at: datetime | None = Field(default=None)
    debriefed_at: datetime | None = Field(default=None)
    created_at: datetime
    version: int = Field(default=1)


class Debrief(TenantRow, table=True):
    """A member's debrief of one interview. Reflections and ratings are one sealed JSON object."""

    __tablename__: ClassVar[str] = "debrief"
    __table_args__ = (Index("ix_debrief_cohort", "cohort_id", "team_id", "created_at", "member_id"),)

    interview_id: str = Field(
        foreign_key="interview.id", ondelete="CASCADE", unique=True, max_length=ID_LENGTH
    )
    member_id: str = Field(max_length=ID_LENGTH)
    cohort_id: str = Field(max_length=ID_LENGTH)
    answers_sealed: str
    covered_career_path: bool = Field(default=False)
    covered_got_job: bool = Field(default=False)
    covered_organisation: bool = Field(default=False)
    covered_job_and_team: bool = Field(default=False)
    covered_trends: bool = Field(default=False)
    covered_advice: bool = Field(default=False)
    advocate: str = Field(max_length=16)
    confidence: int | None = Field(default=None)
    introductions_received: int = Field(default=0)
    offered_referral: bool = Field(default=False)
    created_at: datetime
    updated_at: datetime


class Share(TenantRow, table=True):
    """One contact, or the reflection on one interview, that the member lets the leads of its cohort read."""

    __tablename__: ClassVar[str] = "share"

    enrollment_id: str = Field(
        foreign_key="enrollment.id", ondelete="CASCADE", index=True, max_length=ID_LENGTH
    )
    contact_id: str = Field(foreign_key="contact.id", ondelete="CASCADE", index=True, max_length=ID_LENGTH)
    interview_id: str | None = Field(  # None: the contact itself
        default=None, foreign_key="interview.id", ondelete="CASCADE", index=True, max_length=ID_LENGTH
    )
    shared_at: datetime


class DebriefDraft(TenantRow, table=True):
    """What a member wrote in one open form of a debrief, as one sealed JSON object; the id is the form's.

    Without answers nothing is kept; the row then only tells what Slack delivers late from what is new.
    """

    __tablename__: ClassVar[str] = "debrief_draft"
    __table_args__ = (_where("ix_debrief_draft_empty", NO_ANSWERS, "updated_at"),)

    interview_id: str = Field(
        foreign_key="interview.id", ondelete="CASCADE", index=True, max_length=ID_LENGTH
    )
    member_id: str = Field(max_length=ID_LENGTH)
    answers_sealed: str | None = Field(default=None)
    step: str = Field(default="", max_length=16)  # where the member is in the form
    turn: int = Field(default=0)  # how often the form's view was replaced
    typed_at: int = Field(default=0, sa_type=BigInteger)  # by Slack's clock, in microseconds
    saved_mark: str = Field(default="", max_length=16)  # of the saved debrief that the member was shown
    updated_at: datetime


class ImportDraft(TenantRow, table=True):
    """A file that a member uploaded and has not confirmed yet, and how it is read: one sealed JSON array."""

    __tablename__: ClassVar[str] = "import_draft"

    member_id: str = Field(foreign_key="member.id", ondelete="CASCADE", index=True, max_length=ID_LENGTH)
    rows_sealed: str
    created_at: datetime


class Delivery(TenantRow, table=True):
    """One message to be sent by itself: queued -> sending -> sent, failed, skipped or uncertain.

    The unique key makes one occurrence of one kind one row, whatever is retried. ``recipient`` is a person's
    Slack id (their direct message) or a channel's; ``member_id`` is set where it is for a member. While
    ``worker_id`` is set, that worker has it in hand. A weekly message counts
    as the nudge whose step it carried.
    """

    __tablename__: ClassVar[str] = "delivery"
    __table_args__ = (
        UniqueConstraint("team_id", "recipient", "kind", "subject", "occurrence"),
        _where("ix_delivery_queue", QUEUED_AND_FREE, "team_id", "send_after"),
        _where("ix_delivery_expiring", QUEUED_WITH_END, "expires_at"),
        _where("ix_delivery_in_hand", IN_HAND, "team_id", "recipient", "worker_id"),
        _where("ix_delivery_ended", ENDED, "state", "finished_at"),
        Index("ix_delivery_member", "member_id", "due_at"),
    )

    recipient: str = Field(max_length=SLACK_ID_LENGTH)
    member_id: str | None = Field(
        default=None, foreign_key="member.id", ondelete="CASCADE", max_length=ID_LENGTH
    )
    kind: str = Field(max_length=32)
    subject: str = Field(default="", max_length=ID_LENGTH)  # the contact, interview or cohort it is about
    occurrence: str = Field(max_length=64)  # the local ISO week ("2026-W40"), a count, or what happened where
    state: str = Field(max_length=16)
    reason: str | None = Field(default=None, max_length=120)
    due_at: datetime
    send_after: datetime  # its due time, or later after a failure
    expires_at: datetime  # later than that it is skipped
    attempts: int = Field(default=0)  # failed ones after which it may be tried again
    worker_id: str | None = Field(default=None, max_length=ID_LENGTH)
    began_at: datetime | None = Field(default=None)  # when it last went to "sending"
    finished_at: datetime | None = Field(default=None)
    step_kind: str | None = Field(default=None, max_length=32)  # of a weekly message
    step_subject: str | None = Field(default=None, max_length=ID_LENGTH)
    message_ts: str | None = Field(default=None, max_length=24)
    answered_at: datetime | None = Field(default=None)  # a click, or something logged within a week
    snoozed_at: datetime | None = Field(default=None)  # the member wants it again after a week
    settled_at: datetime | None = Field(default=None)  # what happened stands in place of the buttons


class SummaryToken(TenantRow, table=True):
    """The one token with which a cohort's summary is read from outside Slack; only its digest is kept."""

    __tablename__: ClassVar[str] = "summary_token"

    cohort_id: str = Field(foreign_key="cohort.id", ondelete="CASCADE", unique=True, max_length=ID_LENGTH)
    digest: str = Field(max_length=64)
    made_by: str = Field(max_length=SLACK_ID_LENGTH)  # it works while this person leads the cohort
    made_at: datetime
    used_on: date | None = Field(default=None)  # the last day (UTC) it was used on


class Webhook(TenantRow, table=True):
    """The https address that gets a cohort's summary every week."""

    __tablename__: ClassVar[str] = "webhook"
    __table_args__ = (Index("ix_webhook_next", "next_push_at"),)

    cohort_id: str = Field(foreign_key="cohort.id", ondelete="CASCADE", unique=True, max_length=ID_LENGTH)
    address_sealed: str  # it often carries a secret of the receiver's
    secret_sealed: str
    made_by: str = Field(max_length=SLACK_ID_LENGTH)  # it works while this person leads the cohort
    made_at: datetime
    next_push_at: datetime | None = Field(default=None)  # None: no week is left, or the receiver is gone


class WebhookPush(TenantRow, table=True):
    """One push to a webhook: queued -> sent, failed or skipped. Its id stays the same over all attempts."""

    __tablename__: ClassVar[str] = "webhook_push"
    __table_args__ = (
        UniqueConstraint("webhook_id", "kind", "occurrence"),
        _where("ix_webhook_push_queue", QUEUED, "send_after"),
    )

    webhook_id: str = Field(foreign_key="webhook.id", ondelete="CASCADE", max_length=ID_LENGTH)
    kind: str = Field(max_length=16)
    occurrence: str = Field(max_length=ID_LENGTH)  # the local ISO week, or an id for a test
    state: str = Field(max_length=16)
    reason: str | None = Field(default=None, max_length=32)  # of the last attempt, where it failed
    status: int | None = Field(default=None)  # what the receiver answered last
    attempts: int = Field(default=0)
    due_at: datetime
    send_after: datetime  # its due time, or later after a failure
    claimed_until: datetime | None = Field(default=None)  # a worker has it in hand until then
    finished_at: datetime | None = Field(default=None)


class Lane(TenantRow, table=True):
    """What a workspace lets us do with one Web API method: how fast, from when on, or not at all."""

    __tablename__: ClassVar[str] = "lane"
    __table_args__ = (
        UniqueConstraint("team_id", "method"),
        Index("ix_lane_free", "method", "free_at", "team_id"),
    )

    method: str = Field(max_length=48)
    free_at: datetime  # when the calls handed out so far are used up
    paused_until: datetime | None = Field(default=None)  # Slack said "too fast", or had trouble
    troubles: int = Field(default=0)  # one after the other, without calm between
    stopped_at: datetime | None = Field(default=None)  # nothing is taken there any more
    stop_reason: str | None = Field(default=None, max_length=120)


class WorkerLease(SQLModel, table=True):
    """A worker process, alive until ``lease_until`` and longer if it says so. It belongs to no workspace."""

    __tablename__: ClassVar[str] = "worker_lease"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=ID_LENGTH)
    name: str = Field(max_length=80)  # for operators: where it runs
    started_at: datetime
    lease_until: datetime


class Restoration(SQLModel, table=True):
    """A backup was put back at this moment: what was due before it may have been sent. For all workspaces."""

    __tablename__: ClassVar[str] = "restoration"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=ID_LENGTH)
    restored_at: datetime


class FixedKey(SQLModel, table=True):
    """The one key of digests that no rotation changes (see :mod:`bot.vault`), sealed; for all workspaces."""

    __tablename__: ClassVar[str] = "fixed_key"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    key_sealed: str


class HandledRequest(TenantRow, table=True):
    """A request of Slack that had its effect; the row is written with the effect, in one transaction.

    It is kept while the request may come again. The id is a keyed digest of what names the request.
    """

    __tablename__: ClassVar[str] = "handled_request"
    __table_args__ = (Index("ix_handled_request_handled_at", "handled_at"),)

    handled_at: datetime


class PracticeAnswer(TenantRow, table=True):
    """The reply a person chose on one practice card, in one round through all cards.

    Keyed by the person, not by a member: practice needs no enrollment.
    """

    __tablename__: ClassVar[str] = "practice_answer"
    __table_args__ = (UniqueConstraint("team_id", "user_id", "round", "card_id"),)

    user_id: str = Field(max_length=SLACK_ID_LENGTH)
    card_id: str = Field(max_length=48)
    round: int = Field(default=1)  # counts from 1
    reply: int = Field(default=0)  # counts from 0
    answered_at: datetime

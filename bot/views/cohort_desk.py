"""The desk of leads and admins: their cohorts, one cohort and all that can be done, codes, the audit list."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import Block, ButtonElement, PlainTextObject, StaticSelectElement
from slack_sdk.models.views import View

from bot.guidance.markdown import escape
from bot.i18n import N_, Words, _
from bot.values import FORGOTTEN, AuditAct, AuditLine, CohortCard, Invitation, Page
from bot.views.blocks import (
    Message,
    actions,
    button,
    confirm,
    context,
    count_words,
    day_words,
    header,
    moment_words,
    named,
    options,
    section,
    time_words,
    window,
)
from bot.views.cohorts import SHOWN, days_kept, term_words
from bot.views.labels import WEEKDAY
from bot.views.pages import pager

MOST_CHOICES = 100
"""The most options that Slack shows in one menu."""

ACTS: Mapping[AuditAct, str] = Words(
    {
        AuditAct.CREATED: N_("{actor} created the cohort"),
        AuditAct.COPIED: N_("{actor} created the cohort with the set-up of another one"),
        AuditAct.EDITED: N_("{actor} changed the cohort"),
        AuditAct.LEAD_ADDED: N_("{actor} made {person} a lead"),
        AuditAct.LEAD_REMOVED: N_("{actor} ended that {person} is a lead"),
        AuditAct.CODE_MADE: N_("{actor} made a new code to join"),
        AuditAct.CODE_REVOKED: N_("{actor} revoked the code to join"),
        AuditAct.ENDED: N_("{actor} ended the cohort"),
        AuditAct.ARCHIVED: N_("{actor} archived the cohort"),
        AuditAct.UNARCHIVED: N_("{actor} put the cohort back into the lists"),
        AuditAct.PURGED: N_("{actor} deleted the names and texts in the members' logs"),
        AuditAct.ROSTER_VIEWED: N_("{actor} looked at the roster"),
        AuditAct.MEMBER_VIEWED: N_("{actor} looked at what {person} shares"),
        AuditAct.SUMMARY_VIEWED: N_("{actor} looked at the summary"),
        AuditAct.SUMMARY_EXPORTED: N_("{actor} took the summary as a file"),
        AuditAct.SUMMARY_PULLED: N_("The summary was read from outside Slack with the token of {person}"),
        AuditAct.SUMMARY_SHARED: N_("{actor} shared the short summary in the channel"),
        AuditAct.NUDGES_PREVIEWED: N_("{actor} looked at the preview of the nudges"),
        AuditAct.DIGEST_STARTED: N_("{actor} began to get the numbers every Monday"),
        AuditAct.DIGEST_STOPPED: N_("{actor} ended getting the numbers every Monday"),
        AuditAct.TOKEN_MADE: N_("{actor} made a new token for the summary"),
        AuditAct.TOKEN_REVOKED: N_("{actor} revoked the token for the summary"),
        AuditAct.WEBHOOK_SET: N_("{actor} set the address that gets the summary every week"),
        AuditAct.WEBHOOK_REMOVED: N_("{actor} ended that an address gets the summary every week"),
        AuditAct.WEBHOOK_TESTED: N_("{actor} sent a test to the address"),
        AuditAct.CREATOR_NAMED: N_("{actor} let {person} create cohorts"),
        AuditAct.CREATOR_REMOVED: N_("{actor} ended that {person} may create cohorts"),
        AuditAct.GUESTS_LET_IN: N_("{actor} let guests use Infoview"),
        AuditAct.GUESTS_KEPT_OUT: N_("{actor} kept guests out"),
        AuditAct.ALL_DELETED: N_("{actor} deleted all data of the workspace"),
    }
)
FIELDS: Mapping[str, str] = Words(
    {
        "name": N_("name"),
        "starts_on": N_("first day"),
        "ends_on": N_("last day"),
        "goal_messages": N_("goal for messages"),
        "goal_meetings": N_("goal for meetings"),
        "digest_weekday": N_("day of the weekly nudge"),
        "digest_time": N_("time of the weekly nudge"),
        "channel_id": N_("channel"),
        "by_invitation": N_("who can join"),
        "country": N_("country"),
        "skip_dates": N_("days without nudges"),
    }
)


def desk(
    cohorts: Sequence[CohortCard], *, may_create: bool, is_admin: bool, has_archived: bool = False
) -> Message:
    """The desk of a lead: their cohorts, and the ways to more."""
    ways = []
    if may_create:
        ways.append(button(_("Create a cohort"), "cohort.create", style="primary"))
    if may_create and cohorts:
        ways.append(button(_("Copy last term’s set-up"), "cohort.copy:last", _last(cohorts).id))
    if has_archived:
        ways.append(button(_("Archived cohorts"), "cohort.archived"))
    if is_admin:
        ways.append(button(_("Choose who may create cohorts"), "leads.open"))
        ways.append(button(_("Change who leads a cohort"), "leads.cohorts"))
        ways.append(button(_("Choose about guests"), "guests.open"))
        ways.append(button(_("What admins did"), "history.workspace", "1"))
        ways.append(button(_("Delete all data"), "erasing.open"))
    rows: list[Block] = [block for cohort in cohorts[:SHOWN] for block in _desk_row(cohort)]
    intro = _("The cohorts you lead:") if cohorts else _("You lead no cohort yet.")
    more = (
        [context(_("Only {count} are shown. Archive the ended ones to see the others.").format(count=SHOWN))]
        if len(cohorts) > SHOWN
        else []
    )
    return Message(
        text=_("Your cohorts"),
        blocks=(section(intro), *rows, *more, *([actions(*ways)] if ways else [])),
    )


def _last(cohorts: Sequence[CohortCard]) -> CohortCard:
    return max(cohorts, key=lambda cohort: (cohort.starts_on, cohort.id))


def _desk_row(cohort: CohortCard) -> list[Block]:
    state = _("Ended.") if cohort.is_ended else term_words(cohort)
    members = count_words(cohort.member_count, "{count} member.", "{count} members.")
    about = section(f"*{escape(cohort.name)}*\n{state} {members}")
    row = [
        named(button(_("Manage cohort"), "cohort.manage", cohort.id), cohort.name),
        named(button(_("Show summary"), "summary.open", cohort.id), cohort.name),
    ]
    return [about, actions(*row, block_id=f"desk:{cohort.id}")]


def cohort_window(
    cohort: CohortCard, *, may_create: bool, gets_digest: bool = False, note: str | None = None
) -> View:
    """One cohort with all that its leads can do; ``note`` is mrkdwn of ours that says what just happened.

    ``gets_digest``: the lead who looks gets the numbers every week.
    """
    running = [
        button(_("Invite people"), "cohort.invite", cohort.id, style="primary"),
        button(_("Change the cohort"), "cohort.edit", cohort.id),
        button(_("Preview the nudges"), "preview.open", cohort.id),
    ]
    looking = [
        button(_("See the roster"), "roster.open", cohort.id),
        button(_("Show summary"), "summary.open", cohort.id),
        button(_("Use the numbers elsewhere"), "outside.open", cohort.id),
        button(_("Who did what"), "history.open", cohort.id),
        button(_("Change the leads"), "cohort.leads", cohort.id),
    ]
    copying = [button(_("Copy as a new cohort"), "cohort.copy", cohort.id)] if may_create else []
    return window(
        _("Cohort"),
        [
            *([section(note)] if note else []),
            header(cohort.name),
            section(_about(cohort)),
            *([] if cohort.is_ended else [actions(*running)]),
            actions(*looking),
            *([] if cohort.is_ended else [_monday(cohort, gets_digest=gets_digest)]),
            actions(*copying, *_ending(cohort)),
            context(_deletion(cohort)),
        ],
        callback_id="cohort.window",
    )


def _about(cohort: CohortCard) -> str:
    people = ", ".join(f"<@{user_id}>" for user_id in cohort.lead_ids)
    lines = [
        _("*Ended.* {term}").format(term=term_words(cohort)) if cohort.is_ended else term_words(cohort),
        count_words(cohort.member_count, "{count} member.", "{count} members."),
        _("*Goals for each member:* {messages} and {meetings}.").format(
            messages=count_words(cohort.goal_messages, "{count} message", "{count} messages"),
            meetings=count_words(cohort.goal_meetings, "{count} meeting", "{count} meetings"),
        ),
        _("*Weekly nudge:* {weekday} at {time}, unless a member chose another time.").format(
            weekday=WEEKDAY[str(cohort.digest_weekday)], time=time_words(cohort.digest_time)
        ),
        _("*Leads:* {people}.").format(people=people) if people else _("*Leads:* nobody."),
    ]
    if cohort.channel_id:
        lines.append(_("*Channel:* <#{channel_id}>.").format(channel_id=cohort.channel_id))
    if cohort.by_invitation:
        lines.append(_("*By invitation:* people join with a code or from the Join message."))
    return "\n".join(lines)


def _monday(cohort: CohortCard, *, gets_digest: bool) -> Block:
    """Whether the lead gets the numbers every Monday, and the way to change it."""
    if gets_digest:
        words = _("*Every Monday:* you get the numbers of the week as a direct message.")
        return section(words, button(_("Stop these messages"), "lead_digest.stop", cohort.id))
    words = _("*Every Monday:* you can get the numbers of the week as a direct message.")
    return section(words, button(_("Send me the numbers"), "lead_digest.start", cohort.id))


def _ending(cohort: CohortCard) -> list[ButtonElement]:
    if not cohort.is_ended:
        ask = confirm(
            _("End this cohort?"),
            _(
                "Nudges stop for everyone, nobody can join any more, and nothing is shared any more."
                " Members keep their own logs; names and texts in them are deleted {days} days later."
            ).format(days=days_kept(cohort)),
            _("End cohort"),
            _("Keep it running"),
        )
        return [button(_("End cohort"), "cohort.end", cohort.id, style="danger", confirm=ask)]
    if cohort.is_archived:
        return [button(_("Put back into my lists"), "cohort.unarchive", cohort.id)]
    return [button(_("Archive cohort"), "cohort.archive", cohort.id)]


def _deletion(cohort: CohortCard) -> str:
    if cohort.purges_on is None:
        return _("The names and texts in the logs of this cohort are deleted. Counts and dates stay.")
    return _(
        "On {day} the names of contacts and all texts in the logs of this cohort are deleted. Members are"
        " told a week before and can save them. Counts, dates and the summary stay."
    ).format(day=day_words(cohort.purges_on))


def ended_note(cohort: CohortCard) -> str:
    """After ending a cohort."""
    return _("*{name}* has ended. You can archive it now, or copy its set-up for a new cohort.").format(
        name=escape(cohort.name)
    )


def archived_window(cohorts: Sequence[CohortCard]) -> View:
    """The cohorts out of the lists, the newest first."""
    rows: list[Block] = [block for cohort in cohorts[: 3 * SHOWN] for block in _desk_row(cohort)]
    nothing = section(_("You have no archived cohorts."))
    return window(_("Archived cohorts"), [*(rows or [nothing]), _back_to_desk()], callback_id="cohort.window")


def choose_window(cohorts: Sequence[CohortCard]) -> View:
    """Admins choose the cohort whose leads they want to change."""
    if not cohorts:
        return window(_("Leads of a cohort"), [section(_("There is no cohort yet."))])
    picker = StaticSelectElement(
        action_id="cohort.leads",
        placeholder=PlainTextObject(text=_("Choose a cohort")),
        options=options({cohort.id: cohort.name for cohort in cohorts[:MOST_CHOICES]}),
    )
    return window(
        _("Leads of a cohort"),
        [
            section(_("Whose leads do you want to change?")),
            actions(picker),
            context(
                _("An admin can say who leads a cohort. To see its summary, one must be one of its leads.")
            ),
        ],
        callback_id="cohort.window",
    )


def leads_saved_window(cohort: CohortCard, *, is_lead: bool) -> View:
    """After changing the leads of a cohort."""
    people = ", ".join(f"<@{user_id}>" for user_id in cohort.lead_ids)
    words = (
        _("The leads of *{name}* are now: {people}.").format(name=escape(cohort.name), people=people)
        if people
        else _("*{name}* has no lead now. A workspace admin can name one.").format(name=escape(cohort.name))
    )
    return window(
        _("Leads of a cohort"),
        [section(words), *([_back(cohort.id)] if is_lead else [])],
        callback_id="cohort.window",
    )


def invite_window(invitation: Invitation) -> View:
    """The ways to invite people: the channel, and a code."""
    cohort = invitation.cohort
    return window(
        _("Invite people"),
        [
            header(cohort.name),
            *_code_blocks(invitation),
            *_channel_blocks(cohort),
            context(
                _("Only people with a code, or who see the Join message, can join.")
                if cohort.by_invitation
                else _("Everybody in this workspace also finds the cohort with `/infoview join`.")
            ),
            _back(cohort.id),
        ],
        callback_id="cohort.window",
    )


def _code_blocks(invitation: Invitation) -> list[Block]:
    cohort_id = invitation.cohort.id
    if invitation.code is None:
        return [
            section(_("*With a code:* people type it after `/infoview join`. There is no code now.")),
            actions(button(_("Make a code"), "code.make", cohort_id)),
        ]
    revoke = confirm(
        _("Revoke this code?"),
        _("Nobody can join with it any more. Who has joined stays."),
        _("Revoke the code"),
    )
    renew = confirm(
        _("Make a new code?"),
        _("The code you have now stops working. Who has joined stays."),
        _("Make a new code"),
    )
    return [
        section(
            _("*With a code:* copy this line, and send it to the people you invite.")
            + f"\n```/infoview join {code_words(invitation.code)}```"
        ),
        actions(
            button(_("Make a new code"), "code.make", cohort_id, confirm=renew),
            button(_("Revoke the code"), "code.revoke", cohort_id, style="danger", confirm=revoke),
        ),
    ]


def _channel_blocks(cohort: CohortCard) -> list[Block]:
    if cohort.channel_id is None:
        return [section(_("*In a channel:* choose one with *Change the cohort*."))]
    return [
        section(
            _("*In a channel:* a message with a Join button in <#{channel_id}>.").format(
                channel_id=cohort.channel_id
            )
        ),
        actions(button(_("Post the Join message"), "cohort.post", cohort.id)),
    ]


def code_words(code: str) -> str:
    """A code as people read it: in two halves."""
    middle = len(code) // 2
    return f"{code[:middle]}-{code[middle:]}"


def history_window(cohort: CohortCard, page: Page[AuditLine]) -> View:
    """One page of the audit list."""
    return window(
        _("Who did what"),
        [
            header(cohort.name),
            *(section(_history_line(line, cohort.timezone)) for line in page.items),
            *pager(page, "history.page", f"{cohort.id} "),
            context(_("All leads of this cohort see this list. It never holds what members wrote.")),
            _back(cohort.id),
        ],
        callback_id="cohort.window",
    )


def workspace_history_window(page: Page[AuditLine], timezone: str) -> View:
    """Who did what to the whole workspace, for admins; nothing of any cohort."""
    lines = [section(_history_line(line, timezone)) for line in page.items]
    return window(
        _("What admins did"),
        [
            *(lines or [section(_("Nothing so far."))]),
            *pager(page, "history.workspace"),
            context(_("What leads do in a cohort stands in the list of that cohort, for its leads.")),
        ],
        callback_id="cohort.window",
    )


def _history_line(line: AuditLine, timezone: str) -> str:
    words = ACTS[line.act].format(actor=_person(line.actor_id) or "Infoview", person=_person(line.person_id))
    fields = ", ".join(FIELDS[name] for name in line.fields if name in FIELDS)
    if fields:
        words = _("{what}: {fields}").format(what=words, fields=fields)
    return f"{words}.\n{moment_words(line.at, timezone)}"


def _person(user_id: str | None) -> str:
    if user_id == FORGOTTEN:
        return _("somebody who was forgotten")
    return f"<@{user_id}>" if user_id else ""


def _back(cohort_id: str) -> Block:
    return actions(button(_("Back to the cohort"), "cohort.manage:back", cohort_id))


def _back_to_desk() -> Block:
    return actions(button(_("See my cohorts"), "cohort.open"))

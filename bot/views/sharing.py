"""What a lead sees of one member, for the lead and for the member; sharing; asking a lead for help.

:func:`line_words`, :func:`steps_words`, :func:`record_words` and :func:`reflection_words` are the one way in
which these things are written, whoever reads them.
"""

from collections.abc import Mapping

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.guidance.markdown import escape
from bot.i18n import N_, Words, _
from bot.values import (
    CohortCard,
    MemberForLead,
    Page,
    ShareDesk,
    SharedRecord,
    SharedReflection,
    SharedStep,
    SharedSteps,
)
from bot.views import labels
from bot.views.blocks import (
    actions,
    button,
    confirm,
    context,
    count_words,
    day_words,
    divider,
    header,
    literal,
    named,
    section,
    titled,
    window,
)
from bot.views.pages import pager

MOST_REFLECTIONS = 10
_NAME_SHOWN = 100

STEP: Mapping[SharedStep, str] = Words(
    {
        SharedStep.WROTE: N_("wrote to a person"),
        SharedStep.FOLLOWED_UP: N_("followed up"),
        SharedStep.REPLIED: N_("got a reply"),
        SharedStep.MET: N_("had a meeting"),
        SharedStep.THANKED: N_("said thank you"),
        SharedStep.DEBRIEFED: N_("wrote a debrief"),
    }
)
NEVER_SHARED = N_(
    "Notes, messages, next steps, ratings of yourself and ways to reach a person are never shared."
)


def roster_window(cohort: CohortCard, page: Page[MemberForLead]) -> View:
    """Who is in a cohort, for its leads."""
    rows = [
        section(
            line_words(member),
            button(_("See what they share"), "roster.member", member.enrollment_id)
            if member.shares
            else None,
            block_id=f"member:{member.enrollment_id}",
        )
        for member in page.items
    ]
    return window(
        _("Roster"),
        [
            header(cohort.name),
            *(rows or [section(_("Nobody has joined yet."))]),
            *pager(page, "roster.page", f"{cohort.id} "),
            context(
                _("You see the name and the day of joining. More is here only while that member shares it.")
            ),
            _back(cohort.id),
        ],
        callback_id="cohort.window",
    )


def member_window(member: MemberForLead) -> View:
    """What one member shares, for a lead."""
    return window(
        _("What a member shares"),
        [
            section(line_words(member)),
            *_steps(member),
            *(section(record_words(record)) for record in member.records),
            *(
                section(
                    reflection_line(reflection),
                    named(
                        button(_("Read reflection"), "roster.read", reflection.share_id),
                        reflection_name(reflection),
                    ),
                    block_id=f"share:{reflection.share_id}",
                )
                for reflection in member.reflections
            ),
            *([] if member.shares else [section(_("This member shares nothing more."))]),
            context(
                _("The member chose to share this and can stop at any time. Please keep it to yourself.")
            ),
            actions(button(_("Back to the roster"), "roster.open", member.cohort_id)),
        ],
        callback_id="cohort.window",
    )


def lead_sees_window(member: MemberForLead) -> View:
    """What my lead sees, for the member: the same words, with the ways to change it."""
    return window(
        _("What my lead sees"),
        [
            section(
                _("This is all that the leads of *{cohort}* see of you alone:").format(
                    cohort=escape(member.cohort_name)
                )
            ),
            divider(),
            section(line_words(member)),
            *_steps(member),
            *(
                section(
                    record_words(record),
                    named(button(_("Stop sharing"), "lead.stop", record.share_id), record.name),
                    block_id=f"share:{record.share_id}",
                )
                for record in member.records
            ),
            *(
                section(
                    reflection_line(reflection),
                    named(
                        button(_("Stop sharing"), "lead.stop", reflection.share_id),
                        reflection_name(reflection),
                    ),
                    block_id=f"share:{reflection.share_id}",
                )
                for reflection in member.reflections
            ),
            divider(),
            context(
                _("They also see counts for the whole cohort, each with at least five members behind it.")
            ),
            actions(_steps_way(member), button(_("Ask my lead for help"), "lead.ask")),
            context(
                _("Share a contact or a reflection one by one: open the contact, then “Share with my lead”.")
                + " "
                + _(NEVER_SHARED)
            ),
        ],
        callback_id="lead.window",
    )


def share_window(desk: ShareDesk, note: str | None = None) -> View:
    """What of one contact can be shared, each as the lead would read it; ``note`` says what just happened."""
    reflections = desk.reflections[:MOST_REFLECTIONS]
    return window(
        _("Share with my lead"),
        [
            *([section(note)] if note else []),
            section(
                _(
                    "The leads of *{cohort}* can read what you share here, until you stop it. They are not"
                    " told; you can ask them for help and say that it is there."
                ).format(cohort=escape(desk.cohort_name))
            ),
            divider(),
            section(_("*The contact.* Your lead would read this:")),
            section(record_words(desk.record)),
            _share_ways("share.record", desk.contact_id, desk.record.share_id, desk.record.name),
            *(
                block
                for interview_id, reflection in reflections
                for block in (
                    divider(),
                    section(
                        reflection_line(reflection),
                        named(
                            button(_("Read it as my lead"), "share.look", interview_id),
                            reflection_name(reflection),
                        ),
                        block_id=f"look:{interview_id}",
                    ),
                    _share_ways(
                        "share.reflection", interview_id, reflection.share_id, reflection_name(reflection)
                    ),
                )
            ),
            divider(),
            context(_(NEVER_SHARED)),
            actions(button(_("Open contact"), "contact.open", desk.contact_id)),
        ],
        callback_id="share.window",
    )


def reflection_window(reflection: SharedReflection) -> View:
    """One reflection as a lead reads it, for the lead and for its author."""
    return window(_("A reflection"), reflection_words(reflection), callback_id="share.reflection_window")


def line_words(member: MemberForLead) -> str:
    """A member in one line or two: the name, the day of joining, and counts where they are shared."""
    lines = [
        _("<@{user_id}> joined on {day}.").format(user_id=member.user_id, day=day_words(member.joined_on))
    ]
    if member.steps is not None:
        done = member.steps.progress
        lines.append(
            " · ".join(
                (
                    count_words(done.messages, "{count} message", "{count} messages"),
                    count_words(done.replies, "{count} reply", "{count} replies"),
                    count_words(done.meetings, "{count} meeting", "{count} meetings"),
                    count_words(done.debriefs, "{count} debrief", "{count} debriefs"),
                    count_words(done.thank_yous, "{count} thank-you", "{count} thank-yous"),
                )
            )
        )
    shared = len(member.records) + len(member.reflections)
    if shared:
        lines.append(count_words(shared, "Shares {count} thing more.", "Shares {count} things more."))
    return "\n".join(lines)


def steps_words(steps: SharedSteps) -> list[str]:
    """The contacts by status, and the days of the latest steps."""
    by_status = "\n".join(
        f"• {labels.STATUS[status]}: {count}" for status, count in steps.progress.by_status.items()
    )
    parts = [_("*Contacts by status*") + "\n" + (by_status or _("None yet."))]
    if steps.days:
        days = "\n".join(f"• {day_words(day)}: {STEP[step]}" for day, step in steps.days)
        parts.append(_("*Latest steps*") + "\n" + days)
    return parts


def record_words(record: SharedRecord) -> str:
    """One shared contact."""
    about = " · ".join(literal(part, _NAME_SHOWN) for part in (record.role, record.organisation) if part)
    lines = [
        _("*Contact: {name}*").format(name=literal(record.name, _NAME_SHOWN)),
        about,
        labels.STATUS[record.status],
        *(f"• {day_words(day)}: {STEP[step]}" for day, step in record.days),
    ]
    return "\n".join(line for line in lines if line)


def reflection_line(reflection: SharedReflection) -> str:
    """Which reflection it is: of which day and kind of meeting."""
    return _("*Reflection on a meeting* on {day} ({format})").format(
        day=day_words(reflection.day), format=labels.FORMAT[reflection.format]
    )


def reflection_name(reflection: SharedReflection) -> str:
    """The same, short enough to be the end of a button's name."""
    return f"{day_words(reflection.day)}, {labels.FORMAT[reflection.format]}"


def reflection_words(reflection: SharedReflection) -> list[Block]:
    """One reflection, whole."""
    covered = "\n".join(f"• {labels.LEARNING_GOAL[goal]}" for goal in reflection.covered)
    return [
        section(reflection_line(reflection)),
        *([section(_("*Asked about*") + "\n" + covered)] if covered else []),
        *(
            block
            for goal, text in reflection.learned.items()
            for block in titled(labels.LEARNING_GOAL[goal], text)
        ),
        *titled(_("The most valuable thing learned"), reflection.valuable),
        *titled(_("What went well"), reflection.did_well),
    ]


def _steps(member: MemberForLead) -> list[Block]:
    return [section(words) for words in steps_words(member.steps)] if member.steps is not None else []


def _steps_way(member: MemberForLead) -> ButtonElement:
    if member.steps is not None:
        return button(_("Stop sharing my steps"), "lead.steps_off", member.enrollment_id)
    ask = confirm(
        _("Share your steps?"),
        _(
            "Your lead then sees your counts by status and the days of your steps, never whom they are about."
            " You can stop it at any time."
        ),
        _("Share my steps"),
    )
    return button(_("Share my step counts and dates"), "lead.steps_on", member.enrollment_id, confirm=ask)


def _share_ways(action_id: str, subject_id: str, share_id: str | None, name: str) -> Block:
    if share_id is not None:
        return actions(
            named(button(_("Stop sharing"), "share.stop", share_id), name),
            block_id=f"{action_id}:{subject_id}",
        )
    ask = confirm(
        _("Share this with your lead?"),
        _("Your lead can read it until you stop it. What was read cannot be taken back."),
        _("Share with my lead"),
    )
    return actions(
        named(button(_("Share with my lead"), action_id, subject_id, confirm=ask), name),
        block_id=f"{action_id}:{subject_id}",
    )


def _back(cohort_id: str) -> Block:
    return actions(button(_("Back to the cohort"), "cohort.manage:back", cohort_id))

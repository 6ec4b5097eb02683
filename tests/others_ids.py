"""For each registered handler: the ids of other people's things that its request carries.

Whoever registers a handler adds it here: with the value of its button or the metadata of its form, in which
``{contact}``, ``{cohort}`` … stand for ids of :class:`tests.others_world.Ids`, or among those that take none.
"""

from collections.abc import Mapping

_DEBRIEF = "{interview}:next:{draft}:0::"
_PLACE = '{{"cohort_id": "{cohort}", "version": 1, "source_id": null}}'
_BASICS = (
    f'{{{{"place": {_PLACE}, "name": "Taken", "starts_on": "2026-09-01", "ends_on": "2026-12-18",'
    ' "channel_id": null, "lead_ids": [], "by_invitation": false}}'
)

ACTIONS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("code.make", "code.revoke", "cohort.archive", "cohort.copy", "cohort.edit", "cohort.end"),
            *("cohort.invite", "cohort.leads", "cohort.manage", "cohort.post", "cohort.unarchive"),
            *("history.open", "lead_digest.start", "lead_digest.stop", "outside.open", "preview.open"),
            *("preview.pick", "roster.open", "summary.open", "summary.pick", "summary.share", "token.make"),
            *("token.revoke", "webhook.edit", "webhook.remove", "webhook.test"),
        ),
        "{cohort}",
    ),
    **dict.fromkeys(("history.page", "roster.page", "summary.period"), "{cohort} 1"),
    **dict.fromkeys(
        ("summary.csv", "summary.picture", "summary.from", "summary.to"), "{cohort} 2026-09-07 2026-09-13"
    ),
    **dict.fromkeys(
        (
            *(
                "contact.delete",
                "contact.edit",
                "contact.notes",
                "contact.open",
                "contact.status:keeping_in_touch",
            ),
            *("draft.for_contact", "interview.add", "share.open", "share.record"),
            "privacy.forget_person",
        ),
        "{contact}",
    ),
    **dict.fromkeys(
        (
            *("debrief.discard_all", "debrief.open", "interview.calendar", "interview.delete"),
            *("interview.edit", "interview.missed", "interview.outcome:cancelled", "interview.thanked"),
            *("log.suggested", "nudge.later", "prepare.open", "questions.choose", "questions.write"),
            *("share.look", "share.reflection", "thanks.write"),
        ),
        "{interview}",
    ),
    **dict.fromkeys(("cohort.choose", "cohort.leave", "lead.steps_off", "lead.steps_on"), "{enrollment}"),
    **dict.fromkeys(("lead.stop", "roster.read", "share.stop"), "{share}"),
    "roster.member": "{enrollment}",
    "contact.undo": "{contact}:{step}",
    "debrief.continue": "{interview}:{draft}",
    "milestone.share": "{delivery}",
    "nudge.control": "mute:{delivery}",
    "preview.test": "follow_up:{cohort}",
    "step.done": "keep_in_touch:{contact}",
}
"""By action id, with its suffix where it has one: the value of the button or of the option."""

IN_VIEWS: Mapping[str, str] = {
    **dict.fromkeys(("debrief.back", "debrief.discard", "debrief.drafts", "debrief.typed"), _DEBRIEF),
    **dict.fromkeys(
        (
            *("import.column:name", "import.dates", "import.letters", "import.others"),
            *("import.restart", "import.show"),
        ),
        "{import_}",
    ),
    "draft.save": "",  # the contact is chosen in the form
}
"""By action id: the metadata of the window that the button stands in."""

SUBMISSIONS: Mapping[str, str] = {
    "cohort.basics": _PLACE,
    "cohort.goals": _BASICS,
    "cohort.leads_submit": "{cohort}",
    "contact.notes_save": "{contact}:1",
    "contact.save": "{contact}:1",
    "debrief.step": _DEBRIEF,
    "draft.check": "",
    "draft.guided_submit": "thank_you:{contact}",
    "import.preview": "{import_}",
    "import.upload": "{import_}",
    "interview.submit": "{contact}:{interview}:1::UTC",
    "lead.ask_submit": "{help}",
    "log.submit": "{contact}::",
    "questions.own": "{interview}:1",
    "questions.pick": "{interview}:1",
    "webhook.submit": "{cohort}",
}
"""By callback id: the metadata of the form."""

CLOSINGS: Mapping[str, str] = {"import.preview": "{import_}", "import.reading": "{import_}"}

UNANSWERED = frozenset(
    {
        "import.preview",  # answered at once; the import follows, and finds nothing of theirs
        "import.reading",  # closing a window deletes nothing of others
        "import.restart",
        "import.show",
        "import.upload",  # keeps a file under the id; without one, the form comes back
        "lead.ask_submit",  # a request of this id was sent already
    }
)
"""They tell nobody that the id is not theirs; nothing comes of it all the same."""

ROLES = frozenset(
    {
        "erasing.open",
        "erasing.submit",
        "guests.open",
        "guests.submit",
        "history.workspace",
        "leads.cohorts",
        "leads.open",
        "leads.submit",
    }
)
"""They carry no id, and are for admins only."""

OPEN = frozenset({"cohort.join", "join.submit"})
"""They carry the id of a cohort that everybody of the workspace may see and join."""

NO_IDS = frozenset(
    {
        *("ask.open", "ask.submit", "cohort.archived", "cohort.create", "cohort.open", "debrief.choose"),
        *("draft.guided", "draft.open", "export.delete", "export.make", "export.open", "glossary.open"),
        *("glossary.show", "help.open", "home.page", "import.open", "join.open", "lead.ask", "lead.sees"),
        *("preview.sample", "learned.lesson", "learned.open", "learned.page", "learned.people"),
        *("learned.window", "leave.open", "list.open", "list.order", "list.page", "list.status"),
        *("list.window", "log.open", "log.source", "practice.finish", "practice.next", "practice.open"),
        *("practice.reply", "practice.stop", "progress.open", "record.open", "record.submit"),
        *("privacy.forget", "privacy.forget_submit", "privacy.open", "privacy.person"),
        *(
            "privacy.person_submit",
            "settings.kinds",
            "settings.kinds_submit",
            "settings.open",
            "settings.submit",
            "step.open",
        ),
        *("summary.define", "tips.explain", "tips.list", "tips.show"),
    }
)
"""They show or change what is the person's own, or the guide. (Ids of files stand in our own DM only.)"""

"""Every message and window there is, in the present language, from the sample values of contract tests."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from functools import partial
from typing import Any

from slack_sdk.models.views import View

from bot.guidance import Library
from bot.guidance.ask import Answer
from bot.guidance.ask_words import Subject
from bot.guidance.outreach import LEVELS, DraftVerdict, Finding, Level
from bot.guidance.outreach.frames import Guided
from bot.guidance.practice import Verdict
from bot.i18n import _
from bot.values import (
    FORGOTTEN,
    ActivityRecord,
    Advocate,
    AdvocateLine,
    AuditAct,
    AuditLine,
    Channel,
    ClockChange,
    DebriefChoices,
    DebriefDesk,
    DebriefForm,
    DebriefReceipt,
    DraftCard,
    Ending,
    Format,
    FormError,
    Helpers,
    ImportCounts,
    InterviewAnswers,
    InterviewCard,
    InterviewDesk,
    InterviewPlace,
    Introduction,
    LeadNotice,
    Learned,
    LearnedQuery,
    LearningGoal,
    Lesson,
    MeetingQuestions,
    Mention,
    Mentioned,
    Milestone,
    MilestonePost,
    NextStep,
    NudgeChoices,
    NudgePreview,
    NudgeSettings,
    Outcome,
    OwnData,
    Page,
    PersonFound,
    PracticeState,
    PrepCard,
    PreviewLine,
    Progress,
    RecordColumn,
    RecordKind,
    RecordLine,
    RecordRequest,
    RecordStep,
    Reflection,
    SettledNudge,
    Status,
    StepKind,
    Suggestion,
    Welcome,
    WorkspaceData,
)
from bot.values.drafts import DraftDesk
from bot.views import (
    ask,
    attention,
    calendars,
    cohort_desk,
    cohort_forms,
    cohorts,
    contact_forms,
    contact_list,
    contacts,
    debrief,
    debrief_steps,
    drafts,
    erasing,
    exports,
    glossary,
    guided,
    helping,
    imports,
    interviews,
    labels,
    late,
    lead_digests,
    lead_notices,
    learned,
    measures,
    milestones,
    notices,
    nudge_controls,
    nudges,
    outside,
    practice,
    preparation,
    previews,
    privacy,
    progress,
    records,
    settings,
    summary,
    summary_picture,
    tips,
    welcome,
)
from bot.views.answers import Answers
from bot.views.blocks import Message
from bot.views.debrief_steps import Step
from tests.contracts import test_home_and_cohort_views as home_samples
from tests.contracts import test_import_views as import_samples
from tests.contracts import test_log_views as log_samples
from tests.contracts import test_nudge_views as nudge_samples
from tests.contracts import test_outside_views as outside_samples
from tests.contracts import test_sharing_views as sharing_samples
from tests.contracts import test_summary_views as summary_samples
from tests.debrief_forms import LONG, LONGEST, desk_of, interview

Json = dict[str, Any]
Shown = Iterator[tuple[str, Json]]

_CONTACT = {"value": "introduced_by_contact"}

ODD = "&<>" * 20
"""What a person typed: no word, so that a word that is found is ours."""


def made(name: str, shown: Message | View) -> tuple[str, Json]:
    """A message or view as Slack gets it."""
    return name, shown.payload() if isinstance(shown, Message) else shown.to_dict()


def said(name: str, words: str) -> tuple[str, Json]:
    """A sentence that stands alone."""
    return name, {"text": words}


def refused(name: str, read: Callable[[], object]) -> Shown:
    """The sentences at the fields of a form that is not complete."""
    try:
        read()
    except FormError as error:
        for field, sentence in error.errors.items():
            yield said(f"{name}, {field}", sentence)
    else:
        raise AssertionError(f"{name} is complete")


def _home(library: Library) -> Shown:
    yield from (made(name, view) for name, view in home_samples.views(library).items())
    yield from (made(name, message) for name, message in home_samples.messages(library).items())


def _cohorts(_library: Library) -> Shown:
    yield made("no leads", cohorts.leads_saved(()))
    yield made(
        "desk of one",
        cohort_desk.desk((replace(home_samples.COHORT, is_ended=True),), may_create=True, is_admin=False),
    )
    for problem in (None, "not_in_channel", "boom"):
        words = cohorts.posting_result(home_samples.COHORT, problem)
        yield said(f"posting {problem}", words.replace("boom", ""))
    yield said("posting nowhere", cohorts.posting_result(replace(home_samples.COHORT, channel_id=None), None))
    by_infoview = AuditLine(AuditAct.PURGED, None, home_samples.NOW)
    by_nobody = AuditLine(AuditAct.LEAD_ADDED, FORGOTTEN, home_samples.NOW, FORGOTTEN)
    lines = Page((by_infoview, by_nobody), 1, 1, 2)
    yield made("history", cohort_desk.history_window(home_samples.COHORT, lines))
    nothing: tuple[AuditLine, ...] = ()
    for page in (Page(nothing, 1, 1, 0), Page(home_samples.LINES, 2, 3, 45)):
        yield made(f"admins {page.number}", cohort_desk.workspace_history_window(page, "America/New_York"))
    yield from refused("basics", lambda: cohort_forms.parse_basics({}))
    basics = replace(home_samples.basics_of(home_samples.PLACES[0]), name=ODD)
    yield from refused("goals", lambda: cohort_forms.parse_goals({"private_metadata": basics.dump()}))


def _cards(_library: Library) -> Shown:
    for status in Status:
        for form in (log_samples.FULL, log_samples.EMPTY):
            card = log_samples.a_card(form, status)
            yield made(f"card {status}", contacts.card_window(card, contacts.moved_words(card)))
            yield made(f"added {status}", contacts.added_window(card))
            yield made(f"not possible {status}", contacts.illegal_message(card))
            undo = contacts.undo_buttons(card.id, card.last_move)
            yield made(f"undone {status}", contacts.message(contacts.undone_words(card), card.id, undo))
    yield made("deleted", contacts.deleted_window(ODD))
    yield made("meeting", contacts.meeting_window(ODD, "c", ()))


def _contact_forms(_library: Library) -> Shown:
    card = log_samples.a_card(log_samples.FULL, Status.PLANNED)
    yield made("add", contact_forms.add_form("c", ODD))
    yield made("add long", contact_forms.add_form("c", ODD * 20))
    yield made("add again", contact_forms.add_again("c", log_samples.FULL, card, ()))
    for choices in ((), log_samples.CHOICES):
        suggested = contact_forms.suggested_form("c", Suggestion("i", ODD, ODD), choices)
        yield made("suggested", suggested)
        shown = suggested.to_dict() | {"state": {"values": {"source": {"s": {"selected_option": _CONTACT}}}}}
        yield made("with introducer", contact_forms.with_introducer(shown, choices))
    yield made("edit", contact_forms.edit_form(card))
    yield made("notes", contact_forms.notes_form(log_samples.CHOICES, card))
    yield made("edited again", contact_forms.edited_again(card, log_samples.EMPTY))
    yield made("noted again", contact_forms.noted_again((), card, log_samples.EMPTY))


def _lists(_library: Library) -> Shown:
    for number, found in enumerate(log_samples.lists()):
        yield made(f"window {number}", contact_list.list_window(found, log_samples.UPCOMING))
        yield made(f"message {number}", contact_list.list_message(found, log_samples.UPCOMING))


def _interviews(library: Library) -> Shown:
    for outcome in (None, *Outcome):
        card = log_samples.an_interview(outcome)
        yield made(f"saved {outcome}", contacts.message(interviews.saved_words(card), "c"))
        yield said(f"thanked {outcome}", interviews.thanked_words(card))
        fresh = replace(card, thanked_at=None, debriefed_at=None)
        yield f"ways {outcome}", {"blocks": [b.to_dict() for b in interviews.interview_blocks(fresh)]}
    for version, replaces in ((0, None), (1, None), (0, "i")):
        place = InterviewPlace("c", "i", version, replaces, "UTC")
        desk = InterviewDesk(place, ODD, date(2026, 9, 7), None, 30, Format.PHONE, held=True, location=ODD)
        yield made(f"form {version} {replaces}", interviews.interview_form(library, desk))
    typed = InterviewAnswers(date(2026, 9, 7), time(9), 30, Format.PHONE, held=True)
    yield made("typed again", interviews.typed_again(library, place, log_samples.an_interview(), typed))
    for change in ClockChange:
        yield said(
            f"clocks {change}", interviews.clock_change_words(change, typed, log_samples.an_interview())
        )
    yield from refused("meeting", lambda: interviews.read(Answers({})))


def _debriefs(library: Library) -> Shown:
    meeting = interview(ODD, ODD)
    for step in Step:
        for form in (DebriefForm(), LONGEST):
            written = replace(form, covered=frozenset(LearningGoal))
            for desk in desks(written, meeting):
                yield made(f"step {step}", debrief_steps.step_view(desk, step, library))
                yield made(f"opened {step}", debrief_steps.opened_view(desk, library))
                yield made("drafts", debrief.drafts(desk))
    for left, due in (((), None), (tuple(LearningGoal), date(2026, 10, 1))):
        receipt = DebriefReceipt(meeting, replace(LONGEST, next_step_due=due), left)
        yield made(f"saved {due}", debrief.saved(receipt, library))
    choices = DebriefChoices(
        (meeting,), (replace(meeting, id="2"),), {meeting.id: log_samples.NOW}, (meeting,)
    )
    yield made("chooser", debrief.chooser(choices))
    yield made("did not happen", debrief.did_not_happen(ODD, "i"))
    for debriefed_at in (None, log_samples.NOW):
        card = replace(meeting, debriefed_at=debriefed_at)
        yield made(f"deleted {debriefed_at}", debrief.draft_deleted(card, offers_form=True))
    yield made("nothing", debrief.nothing_to_debrief())
    for step in (Step.GOALS, Step.NEXT):
        yield from refused(f"check {step}", partial(debrief_steps.check, step, DebriefForm()))


def _learned(_library: Library) -> Shown:
    day = date(2026, 9, 7)
    items = tuple(Reflection(lesson, LONG, ODD, day, f"{number}") for number, lesson in enumerate(Lesson))
    covered = dict.fromkeys(LearningGoal, 3)
    nothing: Page[Reflection] = Page((), 1, 1, 0)
    for query in (LearnedQuery(), LearnedQuery(2, Lesson.ADVICE, ODD)):
        for page in (Page(items, 2, 3, 99), nothing):
            found = Learned(page, query, 4, covered)
            yield made(f"learned {query.number} {page.total}", learned.learned_window(found))
    yield made("learned nothing", learned.learned_window(Learned(page, query, 0, covered)))
    advocates = tuple(
        AdvocateLine(f"{n}", ODD, ODD, Advocate.YES if n % 2 else Advocate.MAYBE) for n in range(40)
    )
    links = tuple(Introduction(f"{n}", ODD, n % 9) for n in range(40))
    yield made("helpers", learned.helpers_window(Helpers(advocates, links, 3, 3)))
    yield made("no helpers", learned.helpers_window(Helpers((), ())))


def desks(written: DebriefForm, meeting: InterviewCard) -> Iterator[DebriefDesk]:
    """A debrief as it stands in a new window, in one that goes on, and beside others."""
    new = desk_of(written, card=meeting)
    going_on = replace(new, saved=written, drafted_at=log_samples.NOW)
    other = DraftCard("d", DebriefForm(), log_samples.NOW)
    yield from (new, going_on, replace(going_on, others=(other,)), replace(going_on, saved_elsewhere=True))


def _nudges(library: Library) -> Shown:
    for kind in StepKind:
        for name in (ODD, None):
            step = nudge_samples.a_step(kind, name, ODD)
            yield made(f"nudge {kind}", nudges.nudge(library, step, "UTC", "d", may_ask_later=True))
            blocks = [block.to_dict() for block in nudges.step_blocks(library, step, "UTC")]
            yield f"step {kind}", {"blocks": blocks}
        if nudges.ACTIONS[kind] == "step.done":
            yield made(f"recorded {kind}", nudges.recorded(step))
        if kind is not StepKind.ALL_DONE:
            yield made(f"muted {kind}", nudge_controls.muted(kind))
    for milestone in Milestone:
        told = NextStep(StepKind.CELEBRATE, milestone=milestone)
        yield made(f"celebrate {milestone}", nudges.nudge(library, told, "UTC", "d"))
        yield made(f"share {milestone}", nudges.nudge(library, told, "UTC", "d", may_share=True))
        yield made(f"post {milestone}", milestones.post(MilestonePost("U0", milestone)))
        yield made(f"shared {milestone}", milestones.shared("C0", milestone))
    for ending in Ending:
        over = SettledNudge("1.2", StepKind.FOLLOW_UP, ending, ODD)
        yield made(f"settled {ending}", nudge_controls.settled(over))
    yield made("snoozed", nudge_controls.snoozed(date(2026, 9, 21)))
    yield made("stopped", nudge_controls.stopped())
    for at in (None, nudge_samples.WHEN):
        yield made(f"asked later {at}", nudge_controls.asked_later(at, "UTC"))
    yield made("did not happen", nudge_controls.did_not_happen(log_samples.an_interview()))


def _settings(_library: Library) -> Shown:
    for stopped, next_at, language in (
        (True, None, None),
        (False, None, "xx"),
        (False, nudge_samples.WHEN, None),
    ):
        now = NudgeSettings(
            6, time(23), "UTC", None, stopped, next_at, shares_steps=stopped, language=language
        )
        yield made(f"form {stopped}", settings.settings_form(now))
        yield made(f"kinds {stopped}", settings.kinds_form(NudgeChoices(on_rest_days=stopped)))
        yield made(f"saved {stopped} {next_at}", settings.saved(now))
    yield from refused("settings", lambda: settings.parse({}))


def _numbers(library: Library) -> Shown:
    for count in (None, 50):
        for weeks in (0, 2, 40):
            found = summary_samples.made(count, weeks, ODD)
            yield made(f"summary {count} {weeks}", summary.summary(found, summary_samples.cards(3, ODD)))
            yield made(f"for channel {count} {weeks}", summary_picture.for_channel(found))
            yield said(f"picture {count} {weeks}", summary_picture.picture_comment(found))
            yield said(f"alt {count} {weeks}", summary_picture.picture_file(found, b"").alt_text or "")
            yield said(f"csv {count} {weeks}", summary_picture.csv_comment(found))
    yield made("on its way", summary_picture.on_its_way())
    for channel, problem in ((None, None), ("C0", None), ("C0", "not_in_channel")):
        cohort = replace(home_samples.COHORT, channel_id=channel)
        yield made(f"shared {channel} {problem}", summary_picture.shared(cohort, problem))
    for count in (None, 50):
        week = summary_samples.made(count, 1, ODD)
        yield made(f"every Monday {count}", lead_digests.digest(week))
    yield made("no Monday more", lead_digests.stopped(ODD))
    for at in (None, nudge_samples.WHEN):
        yield said(f"first Monday {at}", lead_digests.started_words(at, "UTC"))
    yield from _previews(library)
    for rule in attention.RULES:
        yield said(f"well {rule.measure}", _(rule.well).format(share="9%"))
        yield said(f"attention {rule.measure}", _(rule.attention).format(share="9%"))
    yield made("definitions", measures.definitions())
    yield made("choose", summary.choose(summary_samples.cards(3, ODD), ODD))
    for count in (0, 1, 9):
        mine = Progress(count, 5, count, 5, count, count, count, dict.fromkeys(Status, count))
        yield made(f"progress {count}", progress.own_progress(mine))


def _previews(library: Library) -> Shown:
    days = (date(2026, 9, 7), date(2026, 9, 10))
    for number, day in ((None, None), (1, days[0]), (50_000, days[1])):
        lines = tuple(PreviewLine(kind, number, number, day) for kind in (None, *labels.NUDGE))
        for off in ((), days):
            found = NudgePreview("c" * 32, ODD, days[0], off, lines)
            yield made(f"preview {number} {off}", previews.preview(found))
    yield made("counting", previews.on_its_way())
    for kind in labels.NUDGE:
        yield made(f"sample {kind}", previews.sample(library, kind, log_samples.NOW, "UTC"))
        yield made(f"sample {kind} sent", previews.test_sent(kind))
    yield made("sample pressed", previews.sample_pressed())


def _guide(library: Library) -> Shown:
    topics = library.topics
    yield made("files not made", notices.files_not_made())
    for denied in (True, False):
        yield made(f"files not sent, {denied}", notices.files_not_sent(refused=denied))
    yield made("unknown", notices.unknown_words(ODD, ["tips", "list"], [(topics[0].title, topics[0].id)]))
    for topic in topics:
        yield made(f"topic {topic.id}", tips.topic_page(library, topic))
        yield made(f"explained {topic.id}", glossary.explained(library, topic))
    yield made("terms", glossary.term_list(library))
    yield made("unknown term", glossary.unknown_term(ODD, library.glossary.terms[:3]))
    for term in library.glossary.terms:
        yield made(f"term {term.id}", glossary.term_page(library, term))


def _practice(library: Library) -> Shown:
    for card in library.cards:
        for state in (PracticeState(1, card.id, 0, 16), PracticeState(1, None, 16, 16)):
            yield made(f"card {card.id}", practice.card_page(card, state))
            for reply in card.replies:
                yield made(f"reply {card.id} {reply.verdict}", practice.feedback(library, card, reply, state))
    assert {reply.verdict for card in library.cards for reply in card.replies} == set(Verdict)
    yield made("finished", practice.finished(16))
    yield made("stopped", practice.stopped())


def _ask(library: Library) -> Shown:
    yield made("question", ask.question_form())
    first, *others = library.topics
    beyond = Subject(ODD, ODD, "", ())
    for tips_beside in ((), library.tips):
        for answer in (
            Answer(True, library.topics[:3], first.statements, tips_beside),
            Answer(False, tuple(others[:3]), (), tips_beside, beyond),
            Answer(False, (), (), tips_beside),
        ):
            yield made(f"answer {answer.covered}", ask.answer_message(library, ODD, answer))
            yield made(f"window {answer.covered}", ask.answer_window(library, ODD, answer))


def _drafts(library: Library) -> Shown:
    desk = DraftDesk((("c", ODD),), "c", ODD)
    yield made("draft", drafts.draft_form(desk, ODD))
    yield made("saved draft", drafts.saved_form(desk, ODD, ODD))
    for aspect in ("missing", "too_short", "too_long", "nearly", "long", "greeting", "thanks", "rude"):
        for level in Level:
            findings = tuple(Finding(rule, level, ODD, aspect) for rule in LEVELS)
            verdict = DraftVerdict(findings, (), 200)
            yield made(f"{level} {aspect}", drafts.checked_form(library, desk, ODD, verdict))
    yield made("ready", drafts.checked_form(library, desk, ODD, DraftVerdict((), tuple(LEVELS), 100)))
    for kind in Guided:
        yield made(f"guided {kind}", guided.guided_form(kind, None))


def _preparation(library: Library) -> Shown:
    every = tuple(question.id for question in library.questions)
    for outcome in (None, Outcome.CANCELLED):
        for sent in (None, 0, 1):
            meeting = replace(log_samples.an_interview(outcome), calendar_sequence=1, calendar_sent=sent)
            card = PrepCard(meeting, MeetingQuestions(every, ODD), "UTC")
            note = preparation.changed_words()
            yield made(f"prepare {outcome} {sent}", preparation.prep_window(library, card, note))
            yield made(f"saved {outcome} {sent}", contacts.message(interviews.saved_words(meeting), "c"))
            yield said(f"title {outcome}", preparation.title_words(card))
            yield said(f"plain {outcome}", preparation.plain_words(library, card))
            yield said(f"comment {outcome} {sent}", calendars.comment(meeting))
            yield made("on its way", calendars.on_its_way(meeting))
    yield made("pick", preparation.pick_form(library, card))
    yield made("own", preparation.own_form(card))


def _records(_library: Library) -> Shown:
    today = date(2026, 9, 7)
    yield made("form", records.record_form(today))
    lines = tuple(
        RecordLine(today, step, status, kind, 25, ODD, ODD)
        for step in RecordStep
        for status in (None, *Status, *Outcome)
        for kind in (None, *Format, *Channel)
    )
    request = RecordRequest(today, today, frozenset(RecordColumn), RecordKind.PDF, ODD)
    record = ActivityRecord(request, today, lines)
    yield made("record on its way", records.on_its_way(record))
    yield said("comment", records.comment(record))
    sheet = records.sheet(record)
    numbers = sheet.page_words.format(page=1, pages=2)
    for words in {*sheet.facts, *sheet.headings, sheet.title, sheet.statement, numbers}:
        yield said("sheet", words)
    for cell in {cell for row in sheet.rows for cell in row}:
        yield said("cell", cell)
    yield from refused("record", lambda: records.read(Answers({})))
    picked = {name: {name: {"selected_date": "0026-01-01"}} for name in ("first_day", "last_day")}
    yield from refused("years", lambda: records.read(Answers(picked)))


def _sharing(_library: Library) -> Shown:
    yield from (made(name, view) for name, view in sharing_samples.views().items())
    yield from (made(name, message) for name, message in sharing_samples.messages().items())
    yield from refused("help", lambda: helping.read({}))
    yield said("not sent", helping.not_sent().errors["text"])


def _lead_notices(_library: Library) -> Shown:
    for channel_id, code in ((None, "x1"), ("C0", "not_in_channel"), ("C0", "is_archived"), ("C0", "x1")):
        trouble = LeadNotice(ODD, channel_id, code)
        yield made(f"{channel_id} {code}", lead_notices.channel_trouble(trouble))


def _welcome(_library: Library) -> Shown:
    yield from (made(f"{is_back}", welcome.welcome(Welcome(is_back=is_back))) for is_back in (False, True))


def _outside(_library: Library) -> Shown:
    yield from (made(name, view) for name, view in outside_samples.views().items())
    yield said("no address", outside.not_an_address()["address"])


def _late(_library: Library) -> Shown:
    for name, shown in (
        ("working", late.working()),
        ("working window", late.working_window()),
        ("saving", late.saving_window()),
        ("done window", late.done_window()),
        ("done", late.done()),
        ("too late", late.too_late()),
    ):
        yield made(name, shown)
    form = contact_forms.add_form("c", ODD).to_dict()
    yield "refused late", late.refilled(form, late.sentences(form, {"name": ODD}))


def _privacy(_library: Library) -> Shown:
    for data in (OwnData(), OwnData(1, 1, 1, 1, 1, 1, 1, 1), OwnData(5000, 9999, 9999, 2, 9, 9999, 99, 9)):
        yield made(f"window {data}", privacy.privacy_window(data, 90))
        yield made(f"form {data}", privacy.forget_form(data))
        yield made(f"gone {data}", privacy.forgotten_window(data, home_samples.NOW, "America/New_York"))
        yield made(f"receipt {data}", privacy.receipt(data, home_samples.NOW, "America/New_York"))
    yield made("nothing", privacy.nothing_stored())
    yield made("whom", privacy.person_form())
    mentions = tuple(Mention("c" * 32, ODD, where) for where in Mentioned) * 5
    for found in (PersonFound(ODD, (), ()), PersonFound(ODD, (("c" * 32, ODD),) * 30, mentions)):
        yield made(f"found {len(found.entries)}", privacy.person_window(found))
        yield made(f"forgotten {len(found.entries)}", privacy.person_forgotten_window(found))
    yield from refused("not sure", lambda: privacy.read_forget({}))
    yield from refused("no name", lambda: privacy.read_person({}))
    everything = WorkspaceData(99_999, 1, 999_999)
    yield made("erase", erasing.erase_form(everything, ODD))
    yield made("working", erasing.working())
    yield made("erased", erasing.erased(everything, ODD))
    yield made("not erased", erasing.failed())
    yield from refused("not the name", lambda: erasing.read({}, ODD))


def _files(_library: Library) -> Shown:
    yield made("before export", exports.before_export())
    yield made("making", exports.making())
    yield said("comment", exports.comment())
    yield made("delete", exports.offer_to_delete(["F0"] * 4))
    yield made("deleted", exports.deleted())
    yield made("upload", imports.upload_form("i"))
    yield made("reading", imports.reading_window("i"))
    yield made("still reading", imports.reading_window("i", again=True))
    yield made("working", imports.working_window())
    for sentence in (imports.too_large(), imports.not_fetched(), imports.failed()):
        yield made("trouble", imports.upload_form("i", sentence))
    yield from refused("no file", lambda: imports.parse_upload(Answers({})))
    for counts in (ImportCounts(0, 0), ImportCounts(1, 1), ImportCounts(1_999, 2)):
        yield made(f"tracker {counts}", imports.tracker_preview("i", ODD, import_samples.READING, counts))
        yield made(f"export {counts}", imports.export_preview("i", ODD, (import_samples.CONTACT,), counts))
        yield made(f"done {counts}", imports.done(counts))


PARTS: Mapping[str, Callable[[Library], Shown]] = {
    "home": _home,
    "cohorts": _cohorts,
    "cards": _cards,
    "outside": _outside,
    "contact forms": _contact_forms,
    "lists": _lists,
    "interviews": _interviews,
    "preparation": _preparation,
    "debriefs": _debriefs,
    "learned": _learned,
    "nudges": _nudges,
    "settings": _settings,
    "sharing": _sharing,
    "numbers": _numbers,
    "guide": _guide,
    "practice": _practice,
    "ask": _ask,
    "drafts": _drafts,
    "records": _records,
    "lead notices": _lead_notices,
    "welcome": _welcome,
    "late": _late,
    "privacy": _privacy,
    "files": _files,
}
"""Everything that can be shown, by part: its name, and Slack's JSON."""

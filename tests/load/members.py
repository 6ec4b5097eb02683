"""A cohort whose members use Infoview while it is measured, and what they send."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count, cycle, islice

from bot.db import Database
from bot.services import cohorts, contacts, debriefs, interviews, joining, new_id
from bot.values import Actor, Advocate, ContactForm, DraftWindow, Format, InterviewForm, Profile
from bot.views import contact_forms
from bot.views.debrief_steps import CALLBACK as DEBRIEF
from bot.views.debrief_steps import Place, Step
from tests.debrief_forms import FULL, sent
from tests.load.signed import Slack
from tests.load.slack import TEAM
from tests.people import NEW_YORK, SPRING

MEMBERS = 200
ADMIN = Actor(TEAM, "U0ADMIN", is_admin=True)
TOPIC = "how long"


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that took place, whose debrief is written but for its last step."""

    user_id: str
    interview_id: str
    draft_id: str


def fill(database: Database, meetings: int) -> list[Held]:
    """A cohort in the middle of its term, and so many meetings that wait for the end of their debrief."""
    today = database.clock.now().date()
    form = replace(SPRING, starts_on=today - timedelta(weeks=6), ends_on=today + timedelta(weeks=6))
    with database.transaction(TEAM) as session:
        cohort = cohorts.create(session, database.clock, ADMIN, new_id(), form, NEW_YORK)
        for user_id in user_ids():
            profile = Profile(user_id, TEAM, NEW_YORK, "en-US", False, False, False)
            joining.join(session, database.clock, Actor(TEAM, user_id), cohort.id, profile)
    return [_hold(database, user_id, number) for number, user_id in enumerate(_users(meetings))]


def user_ids() -> Iterator[str]:
    """Those who belong to the cohort."""
    return (f"U0M{number:03}" for number in range(MEMBERS))


def _users(size: int) -> Iterator[str]:
    return islice(cycle(user_ids()), size)


def _hold(database: Database, user_id: str, number: int) -> Held:
    actor, contact_id, interview_id, window = Actor(TEAM, user_id), new_id(), new_id(), DraftWindow(new_id())
    at = database.clock.now() - timedelta(days=1)
    form = InterviewForm(at, NEW_YORK, 25, Format.VIRTUAL)
    with database.transaction(TEAM) as session:
        clock = database.clock
        contacts.add(session, clock, actor, contact_id, ContactForm(name=f"Held {number}"))
        interviews.plan(session, clock, actor, contact_id, interview_id, form, held=True)
        debriefs.keep(session, clock, actor, interview_id, sent(lambda _form: FULL, window, step=Step.NEXT))
    return Held(user_id, interview_id, window.draft_id)


class Sending:
    """What the members send: requests of one kind, so many at a time."""

    def __init__(self, slack: Slack, held: list[Held]) -> None:
        self._slack = slack
        self._held = iter(held)
        self._names = count(1)

    def command(self, word: str, size: int) -> list[bytes]:
        """``/infoview`` and a word of ours, about a topic of the guide."""
        return [self._slack.command(user_id, f"{word} {TOPIC}") for user_id in _users(size)]

    def tips(self, size: int) -> list[bytes]:
        """``/infoview tips how long``."""
        return self.command("tips", size)

    def home(self, size: int) -> list[bytes]:
        """Home is opened; it is published after the answer."""
        opened = {"type": "app_home_opened", "tab": "home", "channel": "D0"}
        return [self._slack.event({**opened, "user": user_id}) for user_id in _users(size)]

    def contact(self, size: int) -> list[bytes]:
        """The form to add a contact, each a new one."""
        return [self._contact(user_id) for user_id in _users(size)]

    def debrief(self, size: int) -> list[bytes]:
        """The last step of a debrief, each of another meeting."""
        return [self._debrief(held) for held in islice(self._held, size)]

    def _contact(self, user_id: str) -> bytes:
        values = {
            "name": {"type": "plain_text_input", "value": f"Person {next(self._names)}"},
            "organisation": {"type": "plain_text_input", "value": "Harbor Foods"},
            "status": {"type": "static_select", "selected_option": {"value": "planned"}},
        }
        return self._slack.submission(user_id, contact_forms.ADD, new_id(), values)

    def _debrief(self, held: Held) -> bytes:
        window = DraftWindow(held.draft_id, 1)
        values = {
            "left_it": {"type": "plain_text_input", "value": "We will talk again in spring."},
            "advocate": {"type": "radio_buttons", "selected_option": {"value": Advocate.YES}},
            "next_step": {"type": "plain_text_input", "value": "Send the thank-you note"},
            "next_step_due": {"type": "datepicker", "selected_date": None},
        }
        metadata = str(Place(held.interview_id, Step.NEXT, window))
        return self._slack.submission(held.user_id, DEBRIEF, metadata, values)

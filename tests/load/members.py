"""A cohort whose members use Infoview while it is measured, and what they send."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count, cycle, islice

from bot.clock import SystemClock
from bot.db import Database
from bot.services import cohorts, contacts, debriefs, interviews, joining, new_id
from bot.values import Actor, Advocate, ContactForm, DraftWindow, Format, InterviewForm, Profile
from bot.views import contact_forms
from bot.views import interviews as interviews_form
from bot.views.debrief_steps import CALLBACK as DEBRIEF
from bot.views.debrief_steps import Place, Step
from tests.debrief_forms import FULL, sent
from tests.load.signed import Slack
from tests.load.slack import TEAM
from tests.people import NEW_YORK, SPRING

MEMBERS = 200
ADMIN = Actor(TEAM, "U0ADMIN", is_admin=True)
TOPIC = "how long"
SAVED = b'"response_action": "update"'
"""In the answer to a form that was taken."""


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that took place, whose debrief is written but for its last step."""

    user_id: str
    interview_id: str
    draft_id: str


def fill(database: Database, meetings: int, *, team_id: str = TEAM, members: int = MEMBERS) -> list[Held]:
    """A cohort in the middle of its term, and so many meetings that wait for the end of their debrief."""
    today = database.clock.now().date()
    form = replace(SPRING, starts_on=today - timedelta(weeks=6), ends_on=today + timedelta(weeks=6))
    admin = replace(ADMIN, team_id=team_id)
    with database.transaction(team_id) as session:
        cohort = cohorts.create(session, database.clock, admin, new_id(), form, NEW_YORK)
        for user_id in user_ids(members):
            profile = Profile(user_id, team_id, NEW_YORK, "en-US", False, False, False)
            joining.join(session, database.clock, Actor(team_id, user_id), cohort.id, profile)
    owners = islice(cycle(user_ids(members)), meetings)
    return [_hold(database, Actor(team_id, user_id), number) for number, user_id in enumerate(owners)]


def user_ids(members: int = MEMBERS) -> Iterator[str]:
    """Those who belong to the cohort."""
    return (f"U0M{number:03}" for number in range(members))


def _hold(database: Database, actor: Actor, number: int) -> Held:
    contact_id, interview_id, window = new_id(), new_id(), DraftWindow(new_id())
    at = database.clock.now() - timedelta(days=1)
    form = InterviewForm(at, NEW_YORK, 25, Format.VIRTUAL)
    with database.transaction(actor.team_id) as session:
        clock = database.clock
        contacts.add(session, clock, actor, contact_id, ContactForm(name=f"Held {number}"))
        interviews.plan(session, clock, actor, contact_id, interview_id, form, held=True)
        debriefs.keep(session, clock, actor, interview_id, sent(lambda _form: FULL, window, step=Step.NEXT))
    return Held(actor.user_id, interview_id, window.draft_id)


class Sending:
    """What the members send: requests of one kind, so many at a time."""

    def __init__(self, slack: Slack, held: list[Held], members: int = MEMBERS) -> None:
        self._slack = slack
        self._held = iter(held)
        self._names = count(1)
        self._users = cycle(user_ids(members))
        self._added: deque[tuple[str, str]] = deque(maxlen=MEMBERS)  # whose contact, its id

    def command(self, word: str, size: int) -> list[bytes]:
        """``/infoview`` and a word of ours, about a topic of the guide."""
        return [self._slack.command(user_id, f"{word} {TOPIC}") for user_id in islice(self._users, size)]

    def tips(self, size: int) -> list[bytes]:
        """``/infoview tips how long``."""
        return self.command("tips", size)

    def home(self, size: int) -> list[bytes]:
        """Home is opened; it is published after the answer."""
        opened = {"type": "app_home_opened", "tab": "home", "channel": "D0"}
        return [self._slack.event({**opened, "user": user_id}) for user_id in islice(self._users, size)]

    def contact(self, size: int) -> list[bytes]:
        """The form to add a contact, each a new one."""
        return [self._contact(user_id) for user_id in islice(self._users, size)]

    def debrief(self, size: int) -> list[bytes]:
        """The last step of a debrief, each of another meeting."""
        return [self._debrief(held) for held in islice(self._held, size)]

    def meeting(self) -> bytes:
        """The form to plan a meeting with the contact that waits longest for one; there must be one."""
        user_id, contact_id = self._added.popleft()
        tomorrow = SystemClock().now() + timedelta(days=1)
        values = {
            "day": {"type": "datepicker", "selected_date": f"{tomorrow:%F}"},
            "at": {"type": "timepicker", "selected_time": "15:30"},
            "format": {"type": "static_select", "selected_option": {"value": Format.VIRTUAL}},
            "minutes": {"type": "number_input", "value": "25"},
            "held": {"type": "radio_buttons", "selected_option": {"value": "planned"}},
        }
        metadata = f"{contact_id}:{new_id()}:0::{NEW_YORK}"
        return self._slack.submission(user_id, interviews_form.CALLBACK, metadata, values)

    @property
    def waiting(self) -> int:
        """How many of the contacts that were added have no meeting yet."""
        return len(self._added)

    def _contact(self, user_id: str) -> bytes:
        contact_id = new_id()
        self._added.append((user_id, contact_id))
        values = {
            "name": {"type": "plain_text_input", "value": f"Person {next(self._names)}"},
            "organisation": {"type": "plain_text_input", "value": "Harbor Foods"},
            "status": {"type": "static_select", "selected_option": {"value": "planned"}},
        }
        return self._slack.submission(user_id, contact_forms.ADD, contact_id, values)

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

"""The settings: one form, and what holds after it was saved."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    CheckboxesElement,
    DatePickerElement,
    InputBlock,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    TimePickerElement,
)
from slack_sdk.models.views import View

from bot.guidance.markdown import escape
from bot.i18n import N_, Words, _, language_names
from bot.values import FormError, NudgeChoices, NudgeSettings, SettingsForm, StepKind
from bot.views import labels
from bot.views.answers import Answers
from bot.views.blocks import (
    actions,
    button,
    chosen,
    context,
    field,
    form,
    moment_words,
    options,
    section,
    window,
)

CALLBACK = "settings.submit"
KINDS = "settings.kinds_submit"
KINDS_ACTION = "settings.kinds"

_AS_IN_SLACK = "slack"

_NUDGES: Mapping[str, str] = Words(
    {
        "on": N_("The weekly message, and a few between when something is due"),
        "digest": N_("The weekly message only"),
        "off": N_("Stop: send me no nudges"),
    }
)
_REST_DAYS: Mapping[str, str] = Words(
    {
        "friday": N_("On Friday afternoon, the last working day before it"),
        "sunday": N_("On Sunday at 4 PM, the day before it"),
    }
)
_SHARING: Mapping[str, str] = Words({"shares_steps": N_("Let my lead see my step counts and dates")})


def settings_form(settings: NudgeSettings) -> View:
    """The settings as they are now, to be changed."""
    until = settings.paused_until
    return form(
        _("Settings"),
        CALLBACK,
        [
            context(
                _(
                    "A nudge is one short message with one next step: at most one a day and two a week,"
                    " not counting meetings. Times are in your Slack time zone: {timezone}."
                ).format(timezone=escape(settings.timezone))
            ),
            field(_("Your nudges"), "nudges", _radio("nudges", _NUDGES, _mode(settings))),
            actions(button(_("Choose which nudges I get"), KINDS_ACTION)),
            field(_("Day"), "weekday", _select("weekday", labels.WEEKDAY, str(settings.weekday))),
            field(
                _("Time"), "time", TimePickerElement(action_id="time", initial_time=f"{settings.time:%H:%M}")
            ),
            field(
                _("Pause: no nudges before this day"),
                "paused_until",
                DatePickerElement(
                    action_id="paused_until", initial_date=until.isoformat() if until else None
                ),
                hint=_("Leave this empty if you want no pause."),
                optional=True,
            ),
            field(
                _("What I share"),
                "shares_steps",
                CheckboxesElement(
                    action_id="shares_steps",
                    options=options(_SHARING),
                    initial_options=chosen(_SHARING, ["shares_steps"] if settings.shares_steps else []),
                ),
                hint=_("For your current cohort. Never names, notes or reflections. You can change this."),
                optional=True,
            ),
            actions(button(_("What my lead sees"), "lead.sees"), button(_("My data"), "privacy.open")),
            *_language_field(settings),
        ],
    )


def parse(view: Mapping[str, Any]) -> SettingsForm:
    """The submitted settings. Raises FormError where the day or the time is missing."""
    answers = Answers.of_view(view)
    weekday, at = answers.choice("weekday"), answers.clock_time("time")
    missing = {
        name: sentence
        for name, value, sentence in (
            ("weekday", weekday, _("Please choose a day.")),
            ("time", at, _("Please choose a time, for example 9:00 AM.")),
        )
        if value is None
    }
    if weekday is None or at is None:
        raise FormError(missing)
    return SettingsForm(
        weekday=int(weekday),
        time=at,
        paused_until=answers.day("paused_until"),
        stopped=answers.choice("nudges") == "off",
        digest_only=answers.choice("nudges") == "digest",
        shares_steps="shares_steps" in answers.choices("shares_steps"),
        language=_chosen_language(answers),
    )


def kinds_form(choices: NudgeChoices) -> View:
    """Which nudges a member does not want, and when the one for a Monday meeting comes."""
    kinds: Mapping[str, str] = {kind.value: label for kind, label in labels.NUDGE.items()}
    return form(
        _("Which nudges I get"),
        KINDS,
        [
            field(
                _("Nudges I do not want"),
                "muted",
                StaticMultiSelectElement(
                    action_id="muted",
                    options=options(kinds),
                    initial_options=chosen(kinds, list(choices.muted)),
                ),
                hint=_("Leave this empty to get them all. Your next step is always on the Home tab."),
                optional=True,
            ),
            field(
                _("A meeting is on Monday: when do I get ready?"),
                "rest_days",
                _radio("rest_days", _REST_DAYS, "sunday" if choices.on_rest_days else "friday"),
            ),
        ],
    )


def parse_kinds(view: Mapping[str, Any]) -> NudgeChoices:
    """The submitted choice of nudges."""
    answers = Answers.of_view(view)
    known = set(labels.NUDGE)
    muted = frozenset(StepKind(kind) for kind in answers.choices("muted") if kind in known)
    return NudgeChoices(muted, on_rest_days=answers.choice("rest_days") == "sunday")


def saved(settings: NudgeSettings) -> View:
    """What holds now."""
    sharing = (
        _("Your lead can see your step counts and dates. Never names, notes or reflections.")
        if settings.shares_steps
        else _("About you alone, your lead sees your name and the day you joined.")
    )
    return window(
        _("Settings"),
        [
            section(f"{_('*Saved.*')} {_next(settings)}"),
            section(sharing),
            actions(button(_("What my lead sees"), "lead.sees")),
        ],
    )


def _next(settings: NudgeSettings) -> str:
    if settings.stopped:
        return _("You will get no nudges. Your next step is always on the Home tab.")
    if settings.next_digest_at is None:
        return _("Your cohort ends before the next weekly message, so none is planned.")
    return _("Your next weekly message: {moment}.").format(
        moment=moment_words(settings.next_digest_at, settings.timezone)
    )


def _mode(settings: NudgeSettings) -> str:
    if settings.stopped:
        return "off"
    return "digest" if settings.digest_only else "on"


def _language_field(settings: NudgeSettings) -> list[InputBlock]:
    """The choice of a language, where there is one to make."""
    names = language_names()
    if len(names) == 1:
        return []
    choices = {_AS_IN_SLACK: _("As in my Slack"), **names}
    now = settings.language or _AS_IN_SLACK
    chosen_now = now if now in choices else _AS_IN_SLACK
    return [field(_("Language"), "language", _select("language", choices, chosen_now))]


def _chosen_language(answers: Answers) -> str | None:
    """As in :class:`SettingsForm`: None where nobody was asked."""
    choice = answers.choice("language")
    return "" if choice == _AS_IN_SLACK else choice


def _radio(action_id: str, choices: Mapping[str, str], value: str) -> RadioButtonsElement:
    return RadioButtonsElement(
        action_id=action_id, options=options(choices), initial_option=options({value: choices[value]})[0]
    )


def _select(action_id: str, choices: Mapping[str, str], value: str) -> StaticSelectElement:
    return StaticSelectElement(
        action_id=action_id, options=options(choices), initial_option=options({value: choices[value]})[0]
    )

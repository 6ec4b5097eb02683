"""The settings: one form, and what holds after it was saved."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    CheckboxesElement,
    DatePickerElement,
    InputBlock,
    RadioButtonsElement,
    StaticSelectElement,
    TimePickerElement,
)
from slack_sdk.models.views import View

from bot.guidance.markdown import escape
from bot.i18n import N_, Words, _, language_names
from bot.values import FormError, NudgeSettings, SettingsForm
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
from bot.views.labels import WEEKDAY

CALLBACK = "settings.submit"

_AS_IN_SLACK = "slack"

_NUDGES: Mapping[str, str] = Words(
    {
        "on": N_("Send me one nudge a week"),
        "off": N_("Stop: send me no nudges"),
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
                    "A nudge is one short message a week, with your one next step."
                    " Times are in your Slack time zone: {timezone}."
                ).format(timezone=escape(settings.timezone))
            ),
            field(_("Your weekly nudge"), "nudges", _radio(_NUDGES, "off" if settings.stopped else "on")),
            field(_("Day"), "weekday", _select("weekday", WEEKDAY, str(settings.weekday))),
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
            actions(button(_("What my lead sees"), "lead.sees")),
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
        shares_steps="shares_steps" in answers.choices("shares_steps"),
        language=_chosen_language(answers),
    )


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
    if settings.next_nudge_at is None:
        return _("Your cohort ends before the next nudge, so no nudge is planned.")
    return _("Your next nudge: {moment}.").format(
        moment=moment_words(settings.next_nudge_at, settings.timezone)
    )


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


def _radio(labels: Mapping[str, str], value: str) -> RadioButtonsElement:
    return RadioButtonsElement(
        action_id="nudges", options=options(labels), initial_option=options({value: labels[value]})[0]
    )


def _select(action_id: str, labels: Mapping[str, str], value: str) -> StaticSelectElement:
    return StaticSelectElement(
        action_id=action_id, options=options(labels), initial_option=options({value: labels[value]})[0]
    )

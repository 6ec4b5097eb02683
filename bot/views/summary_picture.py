"""The summary as a picture, with the same in words; and as a short text for everybody in the channel."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from bot.documents.summaries import Line, figures, weeks
from bot.i18n import N_, Words, _
from bot.values import Bar, Chart, CohortCard, CohortSummary, OutgoingFile, SummaryPicture
from bot.views.blocks import Message, context, day_words, literal, section, short_day_words

WEEKS = 12
"""As many fit beside each other on a phone; the table in the summary has more."""

FUNNEL: Mapping[str, str] = Words(
    {
        "contacted": N_("Contacted"),
        "replied": N_("Replied"),
        "scheduled": N_("Scheduled"),
        "met": N_("Met"),
        "kept_in_touch": N_("Keeping in touch"),
    }
)
WEEKLY: Mapping[str, str] = Words(
    {
        "outreach": N_("People written to, week by week"),
        "meetings": N_("Meetings held, week by week"),
        "debriefs": N_("Debriefs, week by week"),
    }
)
_NAME_LENGTH = 80
_SUNDAY = timedelta(days=6)
_ALT_LENGTH = 1000


def picture_of(found: CohortSummary) -> SummaryPicture:
    """What the picture shows."""
    lines = {line.measure: line for line in figures(found)}
    return SummaryPicture(
        funnel=Chart(
            _("From the first message to keeping in touch"),
            tuple(Bar(label, lines[name].count) for name, label in FUNNEL.items()),
        ),
        weekly=tuple(
            Chart(label, tuple(_week(line) for line in weeks(found, name)[-WEEKS:]))
            for name, label in WEEKLY.items()
        ),
        hidden=_("not shown"),
    )


def picture_file(found: CohortSummary, png: bytes) -> OutgoingFile:
    """The picture with its words for those who cannot see it."""
    shown = picture_of(found)
    parts = [
        _in_words(shown.funnel, shown.hidden),
        *(_in_words(chart, shown.hidden) for chart in shown.weekly),
    ]
    title = _("Summary of {cohort}").format(cohort=found.cohort_name)
    return OutgoingFile("summary.png", png, title, alt_text=" ".join(parts)[:_ALT_LENGTH])


def picture_comment(found: CohortSummary) -> str:
    """The numbers of the picture in fixed-width text."""
    shown = picture_of(found)
    rows = [*_table(shown.funnel, shown.hidden)]
    for chart in shown.weekly:
        rows += ["", chart.title, *_table(chart, shown.hidden)]
    headline = _("*Summary of {cohort}*, {first_day} to {last_day}").format(
        cohort=literal(found.cohort_name, _NAME_LENGTH), **_days(found)
    )
    hint = _(
        "“{hidden}”, or a question mark in the picture, means: fewer than five members changed this number."
        " The next week that is shown includes it."
    ).format(hidden=shown.hidden)
    return "\n".join((headline, "```", *rows, "```", hint))


def csv_comment(found: CohortSummary) -> str:
    """The words above the CSV file."""
    return _("The summary of *{cohort}* as a table. An empty cell is not shown.").format(
        cohort=literal(found.cohort_name, _NAME_LENGTH)
    )


def csv_title(found: CohortSummary) -> str:
    """The title of the CSV file."""
    return _("Summary of {cohort}").format(cohort=found.cohort_name)


def on_its_way() -> Message:
    """The answer while a file is made."""
    text = _("I am making it. It will be in your direct message with Infoview in a moment.")
    return Message(text=text, blocks=(section(text),))


def for_channel(found: CohortSummary) -> Message:
    """The short version for everybody: the numbers that are shown, and nothing that compares people."""
    lines = {line.measure: line for line in figures(found)}
    counts = [
        f"*{label}:* {lines[name].count:,}" for name, label in FUNNEL.items() if lines[name].count is not None
    ]
    title = _("*{cohort}, together so far* ({first_day} to {last_day})").format(
        cohort=literal(found.cohort_name, _NAME_LENGTH), **_days(found)
    )
    text = "\n".join((title, *(counts or [_("The first numbers come when five members are behind them.")])))
    note = _("These are people contacted by all members together. Nobody is named.")
    return Message(text=text, blocks=(section(text), context(note)))


def shared(cohort: CohortCard, problem: str | None) -> Message:
    """What became of sharing; ``problem`` is Slack's error code."""
    if cohort.channel_id is None:
        text = _("This cohort has no channel. Choose one with *Change the cohort*.")
    elif problem is None:
        text = _("The short summary is in <#{channel_id}>.").format(channel_id=cohort.channel_id)
    else:
        text = _(
            "Infoview could not post in <#{channel_id}>. Type `/invite @Infoview` in that channel, then try"
            " again."
        ).format(channel_id=cohort.channel_id)
    return Message(text=text, blocks=(section(text),))


def _week(line: Line) -> Bar:
    return Bar(short_day_words(line.last_day - _SUNDAY), line.count)


def _in_words(chart: Chart, hidden: str) -> str:
    bars = ", ".join(f"{bar.label} {_count(bar, hidden)}" for bar in chart.bars)
    return f"{chart.title}: {bars}."


def _table(chart: Chart, hidden: str) -> Iterator[str]:
    width = max((len(bar.label) for bar in chart.bars), default=0)
    return (f"{bar.label.ljust(width)}  {_count(bar, hidden)}" for bar in chart.bars)


def _count(bar: Bar, hidden: str) -> str:
    return hidden if bar.count is None else f"{bar.count:,}"


def _days(found: CohortSummary) -> dict[str, str]:
    return {"first_day": day_words(found.period.first_day), "last_day": day_words(found.period.last_day)}

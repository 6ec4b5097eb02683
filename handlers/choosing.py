"""Which of the cohorts that a lead leads is meant by what they typed."""

from collections.abc import Sequence

from bot.clock import local_date
from bot.guidance.closest import closest, normalise
from bot.i18n import _
from bot.services import cohorts
from bot.values import CohortCard, NotAllowedError
from handlers.interaction import Interaction


async def led_by(interaction: Interaction, refusal: str) -> tuple[CohortCard, ...]:
    """The cohorts the person leads, archived ones last. Raises NotAllowedError with ``refusal`` for none."""
    running = await interaction.tools.db.read(interaction.actor, cohorts.led_cohorts)
    archived = await interaction.tools.db.read(interaction.actor, cohorts.led_cohorts, archived=True)
    led = (*running, *archived)
    if not led:
        raise NotAllowedError(_(refusal))
    return led


def meant(interaction: Interaction, led: Sequence[CohortCard], name: str) -> Sequence[CohortCard]:
    """The cohorts with exactly this name, else those with these words in it, else the closest.

    Without a name the first in the list (running ones first, then the newest) that has begun, or the first.
    """
    if not name:
        now = interaction.tools.clock.now()
        begun = [cohort for cohort in led if cohort.starts_on <= local_date(now, cohort.timezone)]
        return (begun or led)[:1]
    part = [cohort for cohort in led if normalise(name) in normalise(cohort.name)]
    return with_name(led, name) or part or closest(name, [(cohort, (cohort.name,)) for cohort in led])


def with_name(led: Sequence[CohortCard], name: str) -> Sequence[CohortCard]:
    """The cohorts with exactly this name."""
    return [cohort for cohort in led if normalise(cohort.name) == normalise(name)]

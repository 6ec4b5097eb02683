"""Errors a person may cause, each with the sentence they see."""

from collections.abc import Mapping

from bot.i18n import _


class UserError(Exception):
    """Something a person can put right: ``text`` says what happened and what to do next.

    ``field`` names the form field (a block id) the sentence belongs to, where there is one.
    """

    def __init__(self, text: str, *, field: str | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.field = field


class FormError(UserError):
    """Several fields of a form need another look: ``errors`` maps block ids to sentences."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(_("Some answers need another look."))
        self.errors = dict(errors)


class TooLongError(UserError):
    """A text of ``count`` characters in a field for at most ``most``."""

    def __init__(self, field: str, most: int, count: int) -> None:
        super().__init__(
            _("This is too long: please use at most {most} characters. Now there are {count}.").format(
                most=f"{most:,}", count=f"{count:,}"
            ),
            field=field,
        )


class RepeatedRequestError(Exception):
    """The request of Slack was handled before: its effect is there, and must not come a second time."""


class NotEnrolledError(UserError):
    """The person is in no running cohort."""

    def __init__(self) -> None:
        super().__init__(
            _("You are not in a cohort yet. Type `/infoview join` to see the cohorts you can join.")
        )


class NotAllowedError(UserError):
    """The person's role does not allow this."""


class GoneError(UserError):
    """What a button or form points at is not there any more (or never was this person's)."""

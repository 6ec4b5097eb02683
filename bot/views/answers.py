"""Reading what a person filled into a form: Slack's ``state.values`` in, clean values out.

Every field is a block with one element (see :func:`bot.views.blocks.field`), and is named by its block id.
Text loses control characters and outer space; an empty answer is None.
"""

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from bot.values import IncomingFile, clean, typed

E = TypeVar("E", bound=StrEnum)


AT_FIRST: Mapping[str, str] = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_channel": "initial_channel",
    "selected_conversation": "initial_conversation",
}
"""What an element holds, and what says so when it is first shown."""


class Answers:
    """The answers of one submitted (or half filled) form, by block id. A missing field is None."""

    def __init__(self, values: Mapping[str, Mapping[str, Any]]) -> None:
        self._values = values

    @classmethod
    def of_view(cls, view: Mapping[str, Any]) -> "Answers":
        """The answers in a view as Slack sends it."""
        state = view.get("state") or {}
        return cls(state.get("values") or {})

    @classmethod
    def by_element(cls, view: Mapping[str, Any]) -> "Answers":
        """The answers in a view by action id, where several elements share a block."""
        values = (view.get("state") or {}).get("values") or {}
        return cls({name: {name: value} for block in values.values() for name, value in block.items()})

    @classmethod
    def touched_in(cls, view: Mapping[str, Any]) -> "Answers":
        """Those answers of a view that differ from what it showed at first."""
        elements = {block.get("block_id"): block.get("element") or {} for block in view.get("blocks") or ()}
        values = cls.of_view(view)._values
        return cls(
            {
                name: held
                for name, held in values.items()
                if not _is_as_shown(elements.get(name, {}), _only(held))
            }
        )

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def text(self, name: str) -> str | None:
        """What was typed; None where nothing can be seen of it."""
        return typed(str(self._element(name).get("value") or ""))

    def choice(self, name: str) -> str | None:
        """The value of the chosen option of a select or of radio buttons."""
        option = self._element(name).get("selected_option")
        return str(option["value"]) if option else None

    def choices(self, name: str) -> tuple[str, ...]:
        """The values of the ticked checkboxes, or of a multi-select."""
        return tuple(str(option["value"]) for option in self._element(name).get("selected_options") or ())

    def member_of(self, kind: type[E], name: str) -> E | None:
        """The chosen option as a member of an enumeration; None where it is not one of them."""
        value = self.choice(name)
        return kind(value) if value in list(kind) else None

    def day(self, name: str) -> date | None:
        """The picked date."""
        value = self._element(name).get("selected_date")
        return date.fromisoformat(value) if value else None

    def clock_time(self, name: str) -> time | None:
        """The picked time of day."""
        value = self._element(name).get("selected_time")
        return time.fromisoformat(value) if value else None

    def channel(self, name: str) -> str | None:
        """The picked channel's id."""
        value = self._element(name).get("selected_channel") or self._element(name).get(
            "selected_conversation"
        )
        return str(value) if value else None

    def users(self, name: str) -> tuple[str, ...]:
        """The picked people's ids."""
        return tuple(str(user) for user in self._element(name).get("selected_users") or ())

    def file(self, name: str) -> IncomingFile | None:
        """The one file that was put in."""
        for file in self._element(name).get("files") or ():
            return IncomingFile(
                clean(str(file.get("name") or "")),
                int(file.get("size") or 0),
                str(file.get("url_private_download") or ""),
            )
        return None

    def whole_number(self, name: str) -> int | None:
        """What was typed as a whole number; None where it is not one."""
        text = self.text(name)
        return int(text) if text is not None and text.isascii() and text.isdigit() else None

    def _element(self, name: str) -> Mapping[str, Any]:
        return _only(self._values.get(name, {}))


def _only(held: Mapping[str, Any]) -> Mapping[str, Any]:
    element: Mapping[str, Any] = next(iter(held.values()), {})
    return element


def _is_as_shown(element: Mapping[str, Any], held: Mapping[str, Any]) -> bool:
    return all(_plain(held.get(now)) == _plain(element.get(first)) for now, first in AT_FIRST.items())


def _plain(answer: Any) -> Any:  # noqa: ANN401 - whatever an element holds
    """An answer for comparison: options by their values, nothing as None."""
    if isinstance(answer, list):
        return [_plain(one) for one in answer] or None
    return answer.get("value") if isinstance(answer, dict) else answer or None

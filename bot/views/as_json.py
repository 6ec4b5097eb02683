"""Slack's models as JSON: what their ``to_dict`` gives, for a tenth of its time.

``JsonObject.to_dict`` looks through all names of an object for validators and sorts its attributes, each
time; here both are done once a class. It was the dearest part of an answer and of a message.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.basic_objects import EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST, JsonObject
from slack_sdk.models.blocks import Option

_MAY_BE_EMPTY = frozenset((rule["type"], rule["property"]) for rule in EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the objects of one class have in common; the attributes are in the order they are written."""

    writes_itself: bool
    validators: tuple[Callable[[JsonObject], None], ...]
    attributes: tuple[str, ...]


_shapes: dict[type[JsonObject], _Shape] = {}


def as_json(model: JsonObject) -> dict[str, Any]:
    """What ``model.to_dict()`` gives. Raises SlackObjectFormationError where the model is not valid."""
    kind = type(model)
    shape = _shapes.get(kind)
    if shape is None:
        shape = _shapes[kind] = _shape_of(model)
    if shape.writes_itself:
        return model.to_dict()
    for validate in shape.validators:
        validate(model)
    if isinstance(model, Option):
        return _option(model)
    written = {}
    for name in shape.attributes:
        value = getattr(model, name, None)
        if value is None or (_is_empty(value) and (getattr(model, "type", None), name) not in _MAY_BE_EMPTY):
            continue
        written[name] = _written(value)
    return written


def _shape_of(model: JsonObject) -> _Shape:
    kind = type(model)
    members = [getattr(kind, name) for name in dir(kind) if not name.startswith("__")]
    return _Shape(
        writes_itself=kind.to_dict is not JsonObject.to_dict and kind is not Option,
        validators=tuple(member for member in members if hasattr(member, "validator")),
        attributes=tuple(sorted(model.attributes)),
    )


def _option(option: Option) -> dict[str, Any]:
    """Options are most of what a form or a menu writes, and would write themselves the slow way."""
    text, description = option._text, option._block_description
    if text is None:
        return option.to_dict()
    written: dict[str, Any] = {"text": as_json(text), "value": option.value}
    if description is not None:
        written["description"] = as_json(description)
    if option.url:
        written["url"] = option.url
    return written


def _is_empty(value: object) -> bool:
    return hasattr(value, "__len__") and len(value) == 0


def _written(value: object) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, JsonObject):
        return as_json(value)
    if isinstance(value, list | tuple):
        return [_written(one) for one in value]
    return value

"""Small building blocks to check JSON against a table, with messages worded as Slack words them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Check = Callable[["Report", object, str], None]


class Report:
    """Collects what is wrong as `[ERROR] … [json-pointer:…]`."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def add(self, problem: str, pointer: str) -> None:
        """Note a problem at a JSON pointer."""
        self.messages.append(f"[ERROR] {problem} [json-pointer:{pointer}]")


@dataclass(frozen=True)
class Field:
    """A field of an object: how it is checked, and whether it must be there."""

    check: Check
    required: bool = False


Schema = Mapping[str, Field]


def need(check: Check) -> Field:
    """A required field."""
    return Field(check, required=True)


def may(check: Check) -> Field:
    """An optional field."""
    return Field(check)


def string(longest: int, shortest: int = 0, pattern: str | None = None) -> Check:
    """Text of a length in characters, matching `pattern` as a whole."""

    def check(report: Report, value: object, pointer: str) -> None:
        if not isinstance(value, str):
            report.add("must provide a string", pointer)
        elif len(value) < shortest:
            report.add(f"must be more than {shortest - 1} characters", pointer)
        elif len(value) > longest:
            report.add(f"must be less than {longest + 1} characters", pointer)
        elif pattern is not None and not re.fullmatch(pattern, value):
            report.add("does not match required pattern", pointer)

    return check


def boolean(report: Report, value: object, pointer: str) -> None:
    """True or false."""
    if not isinstance(value, bool):
        report.add("must provide a boolean", pointer)


def integer(lowest: int, highest: int) -> Check:
    """A whole number in a range."""

    def check(report: Report, value: object, pointer: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            report.add("must provide a number", pointer)
        elif not lowest <= value <= highest:
            report.add(f"must be between {lowest} and {highest}", pointer)

    return check


def one_of(*values: str) -> Check:
    """One of these words."""

    def check(report: Report, value: object, pointer: str) -> None:
        if value not in values:
            report.add("must be a valid enum value", pointer)

    return check


def items(check_item: Check, most: int, least: int = 0) -> Check:
    """A list of a length, each item checked."""

    def check(report: Report, value: object, pointer: str) -> None:
        if not isinstance(value, list):
            report.add("must provide an array", pointer)
            return
        if len(value) > most:
            report.add(f"no more than {most} items allowed", pointer)
        if len(value) < least:
            report.add(f"must have at least {least} items", pointer)
        for number, item in enumerate(value):
            check_item(report, item, f"{pointer}/{number}")

    return check


def obj(schema: Schema) -> Check:
    """An object with these fields and no others."""

    def check(report: Report, value: object, pointer: str) -> None:
        if not isinstance(value, dict):
            report.add("must provide an object", pointer)
            return
        for name, field in schema.items():
            if name in value:
                field.check(report, value[name], f"{pointer}/{name}")
            elif field.required:
                report.add(f"missing required field: {name}", pointer)
        for name in value.keys() - schema.keys():
            report.add(f"invalid additional property: {name}", pointer)

    return check


def anything(_report: Report, _value: object, _pointer: str) -> None:
    """Whatever it is; for parts this stand-in does not look into."""


def by_type(schemas: Mapping[str, Schema]) -> Check:
    """An object whose `type` says which schema holds."""
    checks = {name: obj({"type": need(anything), **schema}) for name, schema in schemas.items()}

    def check(report: Report, value: object, pointer: str) -> None:
        if not isinstance(value, dict):
            report.add("must provide an object", pointer)
        elif "type" not in value:
            report.add("missing required field: type", pointer)
        elif not isinstance(value["type"], str) or value["type"] not in checks:
            report.add(f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            checks[value["type"]](report, value, pointer)

    return check

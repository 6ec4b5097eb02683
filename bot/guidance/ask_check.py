"""Is ``content/ask`` in the form that "ask the guide" reads? Each problem with its file, line and reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import MappingProxyType

import yaml

from bot.guidance.problems import ContentError


class Kind(Enum):
    """What stands under a key."""

    TEXT = "text"
    LIST = "a list, such as [one, two]"
    LISTS = "a list of lists, such as - [one, two]"


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an entry: what it holds, and whether an entry may leave it out."""

    kind: Kind
    is_needed: bool = True


Shape = Mapping[str, Key]

TOPIC_KEYS: Shape = MappingProxyType(
    {
        "topic": Key(Kind.TEXT),
        "wordings": Key(Kind.LIST),
        "with": Key(Kind.LIST, is_needed=False),
        "unless": Key(Kind.LIST, is_needed=False),
    }
)
"""An entry of ``topics.yml``."""

SUBJECT_KEYS: Shape = MappingProxyType(
    {
        "subject": Key(Kind.TEXT),
        "title": Key(Kind.TEXT),
        "wordings": Key(Kind.LIST),
        "tip": Key(Kind.TEXT, is_needed=False),
    }
)
"""An entry of ``out_of_scope.yml``."""

WORD_KEYS: Shape = MappingProxyType(
    {
        "fillers": Key(Kind.TEXT),
        "alike": Key(Kind.LISTS),
        "everywhere": Key(Kind.TEXT),
        "carrying": Key(Kind.TEXT, is_needed=False),
        "light": Key(Kind.TEXT),
        "foreign": Key(Kind.TEXT),
        "shared": Key(Kind.TEXT),
    }
)
"""The whole of ``words.yml``."""


def check_ask(folder: Path) -> list[ContentError]:
    """What is wrong with the form of the three files in ``folder``."""
    return [
        *_check_file(folder / "topics.yml", TOPIC_KEYS, is_list=True),
        *_check_file(folder / "out_of_scope.yml", SUBJECT_KEYS, is_list=True),
        *_check_file(folder / "words.yml", WORD_KEYS, is_list=False),
    ]


def _check_file(file: Path, shape: Shape, *, is_list: bool) -> Iterator[ContentError]:
    try:
        root = yaml.compose(file.read_bytes(), Loader=yaml.BaseLoader)
    except OSError as error:
        yield ContentError(file, 1, f"the file can't be opened: {error.strerror}")
    except RecursionError:
        yield ContentError(file, 1, "the lists are nested too deeply")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = f"the YAML is not valid: {getattr(error, 'problem', None) or getattr(error, 'reason', '')}"
        yield ContentError(file, mark.line + 1 if mark else 1, reason)
    else:
        for line, reason in _check_root(root, shape, is_list=is_list):
            yield ContentError(file, line, reason)


def _check_root(root: yaml.Node | None, shape: Shape, *, is_list: bool) -> Iterator[tuple[int, str]]:
    if root is None:
        yield 1, "the file is empty"
    elif not is_list:
        yield from _check_entry(root, shape)
    elif not isinstance(root, yaml.SequenceNode):
        yield 1, "the file must be a list of entries, each beginning with “- ”"
    else:
        for node in root.value:
            yield from _check_entry(node, shape)


def _check_entry(node: yaml.Node, shape: Shape) -> Iterator[tuple[int, str]]:
    if not isinstance(node, yaml.MappingNode):
        yield _line(node), "an entry must be lines of “key: value”"
        return
    seen: set[str] = set()
    for key, value in node.value:
        name = str(key.value)
        if name not in shape:
            yield _line(key), f"the key “{name}” is unknown; known keys are {', '.join(sorted(shape))}"
        elif name in seen:
            yield _line(key), f"the key “{name}” stands here twice"
        elif not _is(value, shape[name].kind):
            yield _line(value), f"“{name}” must be {shape[name].kind.value}"
        seen.add(name)
    for name, key in shape.items():
        if key.is_needed and name not in seen:
            yield _line(node), f"the key “{name}” is missing"


def _is(node: yaml.Node, kind: Kind) -> bool:
    if kind is Kind.TEXT:
        return isinstance(node, yaml.ScalarNode) and any(letter.isalnum() for letter in node.value)
    inner = Kind.TEXT if kind is Kind.LIST else Kind.LIST
    return (
        isinstance(node, yaml.SequenceNode)
        and bool(node.value)
        and all(_is(item, inner) for item in node.value)
    )


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1

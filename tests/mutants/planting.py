"""Putting a fault into modules that are loaded, and finding out which tests come across it.

A function gets other code in its place: so every reference to it has the fault, also one that others imported
or wrapped. A constant is replaced under its name in every module that has it.
"""

import ast
import functools
import gc
import sys
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import CodeType, FrameType, FunctionType
from typing import Any

from tests.mutants.faults import Fault, constant_name, faults_in


class UndefinableError(Exception):
    """With the fault, a constant has no value: whoever imports its module notices."""


Place = tuple[str, str]
"""A file and the name of a function in it, or of a method with its class."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault of a module, and whom it is counted for."""

    group: str
    module: str
    fault: Fault

    def __str__(self) -> str:
        """The same for the same fault, wherever its line moves to."""
        fault = self.fault
        return f"{self.module}.{fault.owner}: {fault.before} -> {fault.after or 'nothing'}"


class Ground:
    """The modules in which faults are planted, loaded, with their trees and functions."""

    def __init__(self, modules: Collection[str]) -> None:
        self._files = {name: str(import_module(name).__file__) for name in modules}
        self._trees: dict[str, ast.Module] = {}
        for name, file in self._files.items():
            with open(file, encoding="utf-8") as source:
                self._trees[name] = ast.parse(source.read(), file)
        self._functions: dict[Place, list[FunctionType]] = {}
        self._caches: dict[str, list[Any]] = {file: [] for file in self._files.values()}

    def faults(self, module: str) -> Iterator[Fault]:
        """What can be planted in one of the modules."""
        return faults_in(self._trees[module])

    def look_around(self) -> None:
        """Find all functions of the modules, once everything is loaded."""
        wanted = frozenset(self._files.values())
        for thing in gc.get_objects():
            if type(thing) is FunctionType and thing.__code__.co_filename in wanted:
                place = (thing.__code__.co_filename, thing.__code__.co_qualname)
                self._functions.setdefault(place, []).append(thing)
            elif isinstance(thing, functools._lru_cache_wrapper):
                code = getattr(thing.__wrapped__, "__code__", None)
                if code is not None and code.co_filename in wanted:
                    self._caches[code.co_filename].append(thing)

    def places(self, mutant: Mutant) -> frozenset[Place]:
        """The functions by which a test may come across a mutant: for a constant, all of its module."""
        file, owner = self._files[mutant.module], mutant.fault.owner
        if (file, owner) in self._functions:
            return frozenset({(file, owner)})
        return frozenset(place for place in self._functions if place[0] == file)

    def plant(self, mutant: Mutant) -> None:
        """Put the fault in, for the rest of this process."""
        file, owner = self._files[mutant.module], mutant.fault.owner
        mutant.fault.put()
        tree = self._trees[mutant.module]
        functions = self._functions.get((file, owner))
        if functions:
            code = _code_named(owner, compile(tree, file, "exec"))
            for function in functions:
                function.__code__ = code
        else:
            _redefine(mutant.module, owner, tree)
        for cache in self._caches[file]:
            cache.cache_clear()

    @contextmanager
    def watching(self) -> Iterator[set[Place]]:
        """Yield a set that fills with the functions that are called."""
        found: set[Place] = set()
        wanted = frozenset(self._files.values())

        def look(frame: FrameType, event: str, _argument: object) -> None:
            code = frame.f_code
            if event == "call" and code.co_filename in wanted:
                found.add((code.co_filename, code.co_qualname.partition(".<locals>")[0]))

        threading.setprofile(look)
        sys.setprofile(look)
        try:
            yield found
        finally:
            sys.setprofile(None)
            threading.setprofile(None)


def _code_named(owner: str, code: CodeType) -> CodeType:
    found = [code]
    for outer in found:
        for inner in outer.co_consts:
            if isinstance(inner, CodeType):
                if inner.co_qualname == owner:
                    return inner
                found.append(inner)
    raise LookupError(owner)


def _redefine(module: str, name: str, tree: ast.Module) -> None:
    own: Mapping[str, Any] = vars(sys.modules[module])
    old = own[name]
    fresh = dict(own)
    definition = next(statement for statement in tree.body if constant_name(statement) == name)
    try:
        exec(compile(ast.Module([definition], []), module, "exec"), fresh)
    except Exception as error:
        raise UndefinableError(name) from error
    for other in list(sys.modules.values()):
        if other is not None and vars(other).get(name, fresh) is old:
            vars(other)[name] = fresh[name]

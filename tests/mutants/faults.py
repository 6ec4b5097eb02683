"""The small faults that can be planted in a module: what stands there, and what would stand there instead.

Kinds: a comparison with another border or turned round, "and" for "or", a condition that always or never
holds, a number one higher, a text with something around it, an argument by name left out, one condition of a
query left out, a link of a chain of calls left out, a call replaced by what it was given, a statement left
out, a result forgotten.

Nothing is planted in annotations, decorators, default values, assertions, messages of exceptions and logs,
nor in sentences for people: what those say is not what the tests of these modules are for.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

_COMPARISONS: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_ARITHMETIC: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_SENTENCES = {"_", "N_", "ngettext"}
_CONDITIONS = {"where", "or_", "and_", "order_by", "union_all"}
_TEXT_METHODS = {"replace", "strip", "lstrip", "rstrip", "casefold", "removeprefix"}
_CHOICES = {"min", "max"}
_ONLY_FOR_TYPES = {"col", "cast", "frozenset", "tuple"}
_NEVER = (ast.Assert, ast.Import, ast.ImportFrom, ast.ClassDef, ast.arguments)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: in which function or constant of a module it is, and how to put it there."""

    owner: str
    line: int
    before: str
    after: str
    put: Callable[[], None]
    """Changes the tree that :func:`faults_in` was given, for good."""


def faults_in(tree: ast.Module) -> Iterator[Fault]:
    """All faults of a module, function by function, and constant by constant."""
    for statement in tree.body:
        if isinstance(statement, ast.ClassDef):
            for method in statement.body:
                if isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    yield from _faults(method, f"{statement.name}.{method.name}")
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from _faults(statement, statement.name)
        elif (name := constant_name(statement)) is not None:
            yield from _faults(statement, name)


def constant_name(statement: ast.stmt) -> str | None:
    """The name of the constant that a statement of a module defines."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    return targets[0].id if len(targets) == 1 and isinstance(targets[0], ast.Name) else None


def _faults(node: ast.AST, owner: str) -> Iterator[Fault]:
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "targets", "target"}:
            continue
        if isinstance(value, list):
            for index, child in enumerate(value):
                if isinstance(child, ast.AST):
                    yield from _faults_at(child, owner, _setter_in(value, index))
        elif isinstance(value, ast.AST):
            yield from _faults_at(value, owner, _setter_of(node, name))


def _faults_at(node: ast.AST, owner: str, put: Callable[[ast.AST], None]) -> Iterator[Fault]:
    if isinstance(node, _NEVER) or _is_for_people(node):
        return
    if isinstance(node, (ast.expr, ast.stmt)):
        for other in _others(node):
            ast.copy_location(other, node)
            ast.fix_missing_locations(other)
            yield Fault(owner, node.lineno, _source(node), _source(other), partial(put, other))
    elif isinstance(node, ast.comprehension):
        for index, condition in enumerate(node.ifs):
            everything = ast.copy_location(ast.Constant(True), condition)
            put_everything = partial(_setter_in(node.ifs, index), everything)
            yield Fault(owner, condition.lineno, f"if {_source(condition)}", "", put_everything)
    if not isinstance(node, ast.Raise):
        yield from _faults(node, owner)


def _setter_in(values: list[Any], index: int) -> Callable[[ast.AST], None]:
    return lambda new: values.__setitem__(index, new)


def _setter_of(node: ast.AST, name: str) -> Callable[[ast.AST], None]:
    return lambda new: setattr(node, name, new)


def _source(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


def _is_for_people(node: ast.AST) -> bool:
    """Sentences that go through gettext, lines for the log, and the docstrings."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    if isinstance(called, ast.Name):
        return called.id in _SENTENCES
    return isinstance(called, ast.Attribute) and _source(called.value) in {"log", "super()"}


def _others(node: ast.expr | ast.stmt) -> Iterator[ast.AST]:
    for kind, others in _KINDS.items():
        if isinstance(node, kind):
            yield from others(node)


def _of_comparison(node: ast.Compare) -> Iterator[ast.AST]:
    if len(node.ops) == 1 and type(node.ops[0]) in _COMPARISONS:
        yield ast.Compare(node.left, [_COMPARISONS[type(node.ops[0])]()], node.comparators)


def _of_connection(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)


def _of_sign(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not):
        yield node.operand


def _of_sum(node: ast.BinOp) -> Iterator[ast.AST]:
    if type(node.op) in _ARITHMETIC:
        yield ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)


def _of_choice(node: ast.IfExp) -> Iterator[ast.AST]:
    yield ast.IfExp(node.test, node.orelse, node.body)


def _of_constant(node: ast.Constant) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, (int, float)):
        yield ast.Constant(value + 1)
    elif isinstance(value, bytes):
        yield ast.Constant(b"X" + value + b"X")
    elif isinstance(value, str) and "\n" not in value.strip("\n"):  # several lines are a text for people
        yield ast.Constant(f"X{value}X")


def _of_call(node: ast.Call) -> Iterator[ast.AST]:
    for keyword in node.keywords:
        if keyword.arg is not None:
            yield ast.Call(node.func, node.args, [one for one in node.keywords if one is not keyword])
    yield from _what_was_given(node)
    name = node.func.attr if isinstance(node.func, ast.Attribute) else _source(node.func)
    if name in _CONDITIONS and len(node.args) > 1:
        for left_out in node.args:
            yield ast.Call(node.func, [one for one in node.args if one is not left_out], node.keywords)


def _what_was_given(node: ast.Call) -> Iterator[ast.AST]:
    called = node.func
    if isinstance(called, ast.Attribute):
        if isinstance(called.value, ast.Call) or called.attr in _TEXT_METHODS:
            yield called.value
    elif isinstance(called, ast.Name) and called.id in _CHOICES:
        yield from node.args
    elif isinstance(called, ast.Name) and called.id not in _ONLY_FOR_TYPES and _has_one(node):
        yield node.args[0]


def _has_one(node: ast.Call) -> bool:
    return len(node.args) == 1 and not node.keywords


def _of_condition(node: ast.If) -> Iterator[ast.AST]:
    for always in (True, False):
        yield ast.If(ast.copy_location(ast.Constant(always), node), node.body, node.orelse)


def _of_result(node: ast.Return) -> Iterator[ast.AST]:
    if node.value is not None and not isinstance(node.value, ast.Constant):
        yield ast.Return(ast.Constant(None))


def _of_statement(node: ast.Expr) -> Iterator[ast.AST]:
    if isinstance(node.value, (ast.Call, ast.Await)) and not _is_for_people(node.value):
        yield ast.Pass()


def _of_assignment(node: ast.Assign) -> Iterator[ast.AST]:
    if all(isinstance(target, (ast.Attribute, ast.Subscript)) for target in node.targets):
        yield ast.Pass()


def _of_step(node: ast.AugAssign) -> Iterator[ast.AST]:
    yield ast.Pass()


def _of_exception(_node: ast.Raise) -> Iterator[ast.AST]:
    yield ast.Pass()


_KINDS: Mapping[type[ast.AST], Callable[..., Iterator[ast.AST]]] = {
    ast.Compare: _of_comparison,
    ast.BoolOp: _of_connection,
    ast.UnaryOp: _of_sign,
    ast.BinOp: _of_sum,
    ast.IfExp: _of_choice,
    ast.Constant: _of_constant,
    ast.Call: _of_call,
    ast.If: _of_condition,
    ast.Return: _of_result,
    ast.Expr: _of_statement,
    ast.Assign: _of_assignment,
    ast.AugAssign: _of_step,
    ast.Raise: _of_exception,
}

"""Whether a column's value is among many: on PostgreSQL one parameter, however many they are.

SQLAlchemy's ``in_`` writes a parameter for each value into the text of the statement. For some dozens that
costs more than the database's own work, and PostgreSQL prepares a new statement for each number of values.
SQLite keeps ``IN``: it has no arrays.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Boolean, String, any_, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.functions import FunctionElement


class _Among(FunctionElement[bool]):
    """The same condition in both ways; one of them is written."""

    inherit_cache = True
    type = Boolean()
    _is_implicitly_boolean = True  # else it becomes "… = 1" on SQLite, for which no index is used


def among(column: Mapped[Any], values: Collection[str]) -> ColumnElement[bool]:
    """Whether the column of texts is one of the values, like ``column.in_(values)``."""
    texts = list(values)
    return _Among(
        column.in_(bindparam(None, texts, expanding=True, unique=True)),
        column == any_(bindparam(None, texts, type_=ARRAY(String()), unique=True)),
    )


@compiles(_Among)
def _as_list(element: _Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    as_list, _as_array = element.clauses
    return f"({compiler.process(as_list, **options)})"


@compiles(_Among, "postgresql")
def _as_array(element: _Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    _as_list, as_array = element.clauses
    return f"({compiler.process(as_array, **options)})"

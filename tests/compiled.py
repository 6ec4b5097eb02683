"""Statements that SQLAlchemy has compiled, kept from one test's database to the next.

Each test has a database and so an engine of its own, which by itself would compile every statement anew:
nearly half of the time of the tests. What is kept are texts of statements, no values and no rows.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Dialect, Engine, create_engine
from sqlalchemy.dialects import plugins
from sqlalchemy.engine import URL, CreateEnginePlugin

_NAME = "kept_statements"
_dialects: dict[str, Dialect] = {}
_statements: dict[Any, Any] = {}


class KeptStatements(CreateEnginePlugin):
    """Gives all engines of one kind of database the same dialect, by which compiled statements are known."""

    def update_url(self, url: URL) -> URL:
        """Leave the address as it is: this plugin is not named in it."""
        return url

    def engine_created(self, engine: Engine) -> None:
        """Share what is compiled."""
        engine.dialect = _dialects.setdefault(engine.dialect.name, engine.dialect)
        engine.update_execution_options(compiled_cache=_statements)


def keeping_statements() -> Callable[..., Engine]:
    """SQLAlchemy's ``create_engine``, with statements kept within this process."""
    plugins.register(_NAME, __name__, KeptStatements.__name__)
    return partial(create_engine, plugins=[_NAME])

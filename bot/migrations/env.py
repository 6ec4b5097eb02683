"""Alembic's environment: migrates over the connection that :mod:`bot.migrations` hands in."""

from alembic import context

from bot.db import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()

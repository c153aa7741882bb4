"""Alembic's entry: always on a connection that already is in the one transaction of the migration."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()

"""Alembic's entry point: runs the steps on the connection, and in the transaction, it is given.

Only `ir_desktop.storage.migrate` and the developers' `alembic revision` come here. Steps never
import the schema module: that describes the newest store, a step describes one moment.
"""

from alembic import context


def _run() -> None:
    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        target_metadata=attributes.get("metadata"),
        render_as_batch=True,  # SQLite alters a table by making it anew
        transactional_ddl=True,  # all steps or none: the caller's transaction is the only one
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


_run()

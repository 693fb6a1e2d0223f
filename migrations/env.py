"""How migrations run: on the application's own engine, and allowed to write."""

from alembic import context
from flask import current_app

from webapp.core.database import WRITING, db

config = context.config


def run() -> None:
    """Run the steps in one transaction, with tables rebuilt on SQLite where it cannot alter them."""
    engine = db.engine
    # Not True: the table of core/content.py may not be there yet, and no page is served meanwhile.
    with engine.connect().execution_options(**{WRITING: "migrations"}) as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            user_module_prefix="types.",
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()

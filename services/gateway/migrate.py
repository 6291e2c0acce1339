"""Brings a database's schema up to date."""

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

LOCK = 0x646174656C696E65  # "dateline" in ASCII: replicas that start together take turns
CONNECT_S = 5
OPTIONS = "-c lock_timeout=60s"


def migrate(url: str) -> str:
    """Run the migrations that the database at `url` lacks; the revision it then has.

    Safe to call from several processes at once. `sqlalchemy.exc.OperationalError` where the database is away.
    """
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(url, connect_timeout=CONNECT_S, options=OPTIONS),
        poolclass=NullPool,
    )
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        config = Config()
        config.set_main_option("script_location", "services.gateway:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return MigrationContext.configure(connection).get_current_revision() or ""

"""How alembic runs the migrations: over the connection that `services.gateway.migrate` opened and locked."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()

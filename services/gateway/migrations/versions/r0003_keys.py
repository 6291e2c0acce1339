"""API keys, and what administrators did."""

from alembic import op

revision = "0003"
down_revision = "0002"

UP = """
-- `digest` is the SHA-256 of the whole key: nobody can get a key out of this table. A rotated key keeps its `name`.
CREATE TABLE api_keys (
    id text PRIMARY KEY,
    name text NOT NULL,
    digest bytea NOT NULL,
    scopes text[] NOT NULL,
    rate integer CHECK (rate >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz
);
CREATE INDEX api_keys_name ON api_keys (name);

CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    actor text NOT NULL,
    act text NOT NULL,
    target text NOT NULL,
    detail jsonb NOT NULL
);
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute("DROP TABLE audit; DROP TABLE api_keys")

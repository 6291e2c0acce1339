"""Webhooks: who is to be told of what, what is still to be told, and what was tried."""

from alembic import op

revision = "0005"
down_revision = "0004"

UP = """
-- The secret has to be read in order to sign with it; the gateway never shows it again. `old_secret` signs beside it
-- until `old_until`. `replay_at`, `replay_id` say how far a redelivery has come.
CREATE TABLE webhooks (
    id uuid PRIMARY KEY,
    owner text NOT NULL,
    url text NOT NULL,
    filter text,
    whole boolean NOT NULL,
    enabled boolean NOT NULL DEFAULT true,
    reason text,
    secret text NOT NULL,
    old_secret text,
    old_until timestamptz,
    failures integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    delivered_at timestamptz,
    replay_at timestamptz,
    replay_id uuid
);
CREATE INDEX webhooks_owner ON webhooks (owner, created_at);

-- Written in the transaction that stores the event, so that neither is there without the other. Who is at work on a
-- delivery moves `due_at` on; should it die, the delivery is due again.
CREATE TABLE webhook_deliveries (
    webhook_id uuid NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    event_id uuid NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (webhook_id, event_id)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, due_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_created ON webhook_deliveries (created_at);

CREATE TABLE webhook_attempts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id uuid NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    event_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    outcome text NOT NULL,
    status integer,
    seconds float8 NOT NULL,
    detail text NOT NULL
);
CREATE INDEX webhook_attempts_newest ON webhook_attempts (webhook_id, id DESC);
CREATE INDEX webhook_attempts_at ON webhook_attempts (at);
CREATE INDEX article_versions_happened ON article_versions (happened_at, event_id);
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(
        "DROP INDEX article_versions_happened; DROP TABLE webhook_attempts; DROP TABLE webhook_deliveries;"
        " DROP TABLE webhooks"
    )

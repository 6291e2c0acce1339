"""Every event once, and the newest version of every article."""

from alembic import op

revision = "0001"
down_revision = None

UP = """
-- Every version and every retraction, as the stream said it.
CREATE TABLE article_versions (
    event_id uuid PRIMARY KEY,
    article_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    kind text NOT NULL CHECK (kind IN ('tagged', 'retracted')),
    producer text NOT NULL,
    happened_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    size integer NOT NULL,
    doc json NOT NULL  -- not jsonb: what is served are the very bytes of the stream
);
CREATE INDEX article_versions_article ON article_versions (article_id, version);

-- What is searched: a small row an article, which points at its newest event.
CREATE TABLE articles (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    event_id uuid NOT NULL REFERENCES article_versions,
    digest text NOT NULL,
    source text NOT NULL,
    language text,
    published timestamptz,
    sort_at timestamptz NOT NULL,
    title text NOT NULL,
    topics text[] NOT NULL,
    size integer NOT NULL,
    retracted boolean NOT NULL
);
CREATE INDEX articles_newest ON articles (sort_at DESC, id DESC) WHERE NOT retracted;
CREATE INDEX articles_source ON articles (source, sort_at DESC, id DESC) WHERE NOT retracted;
CREATE INDEX articles_topics ON articles USING gin (topics) WHERE NOT retracted;
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute("DROP TABLE articles; DROP TABLE article_versions")

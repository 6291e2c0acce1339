"""Groups of articles, trends and the state of sources, each as the newest message of its stream says it."""

from alembic import op

revision = "0004"
down_revision = "0003"

UP = """
-- `line` is the message without its articles, for lists; `over`: it has no article any more.
CREATE TABLE groups (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('story', 'duplicates')),
    revision integer NOT NULL,
    language text,
    last timestamptz NOT NULL,
    size integer NOT NULL,
    over boolean NOT NULL,
    line json NOT NULL,
    doc json NOT NULL
);
CREATE INDEX groups_newest ON groups (kind, last DESC, id DESC) WHERE NOT over;

CREATE TABLE group_articles (
    group_id uuid NOT NULL,
    kind text NOT NULL,
    article_id uuid NOT NULL
);
CREATE INDEX group_articles_group ON group_articles (group_id);
CREATE INDEX group_articles_article ON group_articles (article_id, kind);

-- Stories that became part of another, or that another came out of.
CREATE TABLE story_changes (
    event_id uuid PRIMARY KEY,
    story_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('merged', 'split')),
    into_id uuid NOT NULL,
    at timestamptz NOT NULL,
    similarity float8 NOT NULL,
    articles integer NOT NULL
);
CREATE INDEX story_changes_story ON story_changes (story_id);
CREATE INDEX story_changes_into ON story_changes (into_id);

CREATE TABLE trends (
    id uuid PRIMARY KEY,
    revision integer NOT NULL,
    kind text NOT NULL,
    score float8 NOT NULL,
    began timestamptz NOT NULL,
    until timestamptz NOT NULL,
    doc json NOT NULL
);
CREATE INDEX trends_until ON trends (until DESC);

CREATE TABLE sources (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    checked timestamptz NOT NULL,
    doc json NOT NULL
);
CREATE INDEX sources_name ON sources (name);
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(
        "DROP TABLE sources; DROP TABLE trends; DROP TABLE story_changes; DROP TABLE group_articles; DROP TABLE groups"
    )

"""What filters and full-text search look at."""

from alembic import op

revision = "0002"
down_revision = "0001"

UP = """
-- `form` says by which release's rules a row was indexed: rows of an older form are indexed anew (reindex.py).
-- topics hold each topic with those above it; entities ids ("Q159"), names ("name:kaja kallas") and types
-- ("type:person"); the scores stand at the same places. `words` are the folded words with a blank around each.
ALTER TABLE articles
    ADD COLUMN form smallint NOT NULL DEFAULT 0,
    ADD COLUMN topic_scores float8[] NOT NULL DEFAULT '{}',
    ADD COLUMN entities text[] NOT NULL DEFAULT '{}',
    ADD COLUMN entity_scores float8[] NOT NULL DEFAULT '{}',
    ADD COLUMN words text NOT NULL DEFAULT '',
    ADD COLUMN lexemes tsvector NOT NULL DEFAULT '',
    ADD COLUMN stems tsvector NOT NULL DEFAULT '';
DROP INDEX articles_topics;
-- One index, so that a write has one list of pending entries to clear, and a short one, so that no write waits long.
CREATE INDEX articles_found ON articles USING gin (topics, entities, lexemes, stems)
    WITH (gin_pending_list_limit = 1024) WHERE NOT retracted;
CREATE INDEX articles_published ON articles (published) WHERE NOT retracted;
CREATE INDEX articles_form ON articles (form, id);

-- Each entity of the newest version of each article. `key` is the id, or the type and the folded name.
CREATE TABLE article_entities (
    article_id uuid NOT NULL,
    sort_at timestamptz NOT NULL,
    key text NOT NULL,
    id text,
    name text NOT NULL,
    folded text NOT NULL,
    type text NOT NULL,
    mentions integer NOT NULL,
    score float8 NOT NULL
);
CREATE INDEX article_entities_article ON article_entities (article_id);
CREATE INDEX article_entities_key ON article_entities (key, sort_at DESC);
CREATE INDEX article_entities_newest ON article_entities (sort_at DESC);
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute("""
        DROP TABLE article_entities;
        DROP INDEX articles_form;
        DROP INDEX articles_published;
        DROP INDEX articles_found;
        ALTER TABLE articles DROP COLUMN form, DROP COLUMN topic_scores, DROP COLUMN entities,
            DROP COLUMN entity_scores, DROP COLUMN words, DROP COLUMN lexemes, DROP COLUMN stems;
        CREATE INDEX articles_topics ON articles USING gin (topics) WHERE NOT retracted;
    """)

"""What counting and the choice between indexes stand on."""

from alembic import op

revision = "0006"
down_revision = "0005"

UP = """
-- Counts of an entity are read from the index alone.
CREATE INDEX article_entities_counted ON article_entities (key, sort_at DESC) INCLUDE (mentions, article_id);
DROP INDEX article_entities_key;
-- How often the 3,000 most frequent of each are: what a search is expected to find decides how it is done.
ALTER TABLE articles
    ALTER COLUMN topics SET STATISTICS 300,
    ALTER COLUMN entities SET STATISTICS 300,
    ALTER COLUMN lexemes SET STATISTICS 300,
    ALTER COLUMN stems SET STATISTICS 300;
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute("""
        ALTER TABLE articles
            ALTER COLUMN topics SET STATISTICS DEFAULT,
            ALTER COLUMN entities SET STATISTICS DEFAULT,
            ALTER COLUMN lexemes SET STATISTICS DEFAULT,
            ALTER COLUMN stems SET STATISTICS DEFAULT;
        CREATE INDEX article_entities_key ON article_entities (key, sort_at DESC);
        DROP INDEX article_entities_counted;
    """)

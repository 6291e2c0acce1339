"""Neighbouring words, by which phrases are found."""

from alembic import op

revision = "0007"
down_revision = "0006"

UP = """
-- Empty in the rows that are there: they are indexed anew, and until all are, phrases are found as before (search.py).
ALTER TABLE articles ADD COLUMN pairs int[] NOT NULL DEFAULT '{}';
ALTER TABLE articles ALTER COLUMN pairs SET STATISTICS 300;
-- Of its own: to make the large index anew would keep a large store away for many minutes.
CREATE INDEX articles_pairs ON articles USING gin (pairs) WITH (gin_pending_list_limit = 1024) WHERE NOT retracted;
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute("ALTER TABLE articles DROP COLUMN pairs")

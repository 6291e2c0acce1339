"""The store's SQL."""

from typing import LiteralString

ADD_VERSION: LiteralString = """
INSERT INTO article_versions
    (event_id, article_id, version, kind, producer, happened_at, received_at, size, doc)
VALUES (%(event_id)s, %(article_id)s, %(version)s, %(kind)s, %(producer)s, %(happened_at)s, %(received_at)s,
    %(size)s, %(doc)s::json)
ON CONFLICT (event_id) DO NOTHING
"""

# A late older version changes nothing; the same event again changes nothing and costs no write. Where no source gave
# a date, the article keeps the place of its first receipt.
ADD_ARTICLE: LiteralString = """
INSERT INTO articles
    (id, version, event_id, digest, source, language, published, sort_at, title, topics, size, retracted)
VALUES (%(article_id)s, %(version)s, %(event_id)s, %(digest)s, %(source)s, %(language)s, %(published)s, %(sort_at)s,
    %(title)s, %(topics)s, %(size)s, %(retracted)s)
ON CONFLICT (id) DO UPDATE SET
    version = excluded.version,
    event_id = excluded.event_id,
    digest = excluded.digest,
    source = excluded.source,
    language = excluded.language,
    published = excluded.published,
    sort_at = CASE WHEN excluded.published IS NULL THEN articles.sort_at ELSE excluded.sort_at END,
    title = excluded.title,
    topics = excluded.topics,
    size = excluded.size,
    retracted = excluded.retracted
WHERE articles.version <= excluded.version AND articles.event_id IS DISTINCT FROM excluded.event_id
"""

ONE: LiteralString = """
SELECT a.event_id, a.retracted, v.producer, v.happened_at, convert_to(v.doc::text, 'UTF8')
FROM articles a JOIN article_versions v USING (event_id)
WHERE a.id = %(id)s
"""

# `total` counts the bytes down the page, so that documents beyond the budget are not even read.
PAGE: LiteralString = """
WITH page AS (
    SELECT id, sort_at, event_id, row_number() OVER w AS place, sum(size) OVER w AS total
    FROM (
        SELECT id, sort_at, event_id, size FROM articles
        WHERE NOT retracted {conditions}
        ORDER BY sort_at DESC, id DESC
        LIMIT %(limit)s + 1
    ) AS newest
    WINDOW w AS (ORDER BY sort_at DESC, id DESC)
)
SELECT page.id, page.sort_at,
    CASE WHEN place <= %(limit)s AND (place = 1 OR total <= %(budget)s) THEN convert_to(v.doc::text, 'UTF8') END
FROM page JOIN article_versions v USING (event_id)
ORDER BY place
"""

SOURCE: LiteralString = "AND source = %(source)s"
TOPIC: LiteralString = "AND topics @> ARRAY[%(topic)s]"
AFTER: LiteralString = "AND (sort_at, id) < (%(sort_at)s, %(id)s)"

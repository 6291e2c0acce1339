"""The SQL of groups, trends and sources."""

from typing import LiteralString

# An older revision that arrives late changes nothing; the same one again costs no write.
ADD_GROUP: LiteralString = """
WITH changed AS (
    INSERT INTO groups (id, kind, revision, language, last, size, over, line, doc)
    VALUES (%(id)s, %(kind)s, %(revision)s, %(language)s, %(last)s, cardinality(%(articles)s::uuid[]),
        cardinality(%(articles)s::uuid[]) = 0, %(line)s::json, %(doc)s::json)
    ON CONFLICT (id) DO UPDATE SET
        revision = excluded.revision, language = excluded.language, last = excluded.last, size = excluded.size,
        over = excluded.over, line = excluded.line, doc = excluded.doc
    WHERE groups.revision < excluded.revision
    RETURNING id, kind
), gone AS (
    DELETE FROM group_articles USING changed WHERE group_id = changed.id
)
INSERT INTO group_articles (group_id, kind, article_id)
SELECT changed.id, changed.kind, article FROM changed, unnest(%(articles)s::uuid[]) AS article
"""

ADD_CHANGE: LiteralString = """
INSERT INTO story_changes (event_id, story_id, kind, into_id, at, similarity, articles)
VALUES (%(event_id)s, %(story_id)s, %(kind)s, %(into_id)s, %(at)s, %(similarity)s, %(articles)s)
ON CONFLICT (event_id) DO NOTHING
"""

ADD_TREND: LiteralString = """
INSERT INTO trends (id, revision, kind, score, began, until, doc)
VALUES (%(id)s, %(revision)s, %(kind)s, %(score)s, %(began)s, %(until)s, %(doc)s::json)
ON CONFLICT (id) DO UPDATE SET
    revision = excluded.revision, kind = excluded.kind, score = excluded.score, began = excluded.began,
    until = excluded.until, doc = excluded.doc
WHERE trends.revision < excluded.revision
"""

ADD_SOURCE: LiteralString = """
INSERT INTO sources (id, name, checked, doc) VALUES (%(id)s, %(name)s, %(checked)s, %(doc)s::json)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, checked = excluded.checked, doc = excluded.doc
WHERE sources.checked <= excluded.checked
"""

STORIES: LiteralString = """
SELECT id, last, convert_to(line::text, 'UTF8') FROM groups
WHERE kind = 'story' AND NOT over AND last >= now() - make_interval(days => %(days)s)
    AND (%(language)s::text IS NULL OR language = %(language)s)
    AND (%(after_at)s::timestamptz IS NULL OR (last, id) < (%(after_at)s, %(after_id)s))
ORDER BY last DESC, id DESC
LIMIT %(limit)s
"""

GROUP: LiteralString = """
SELECT revision, convert_to(doc::text, 'UTF8') FROM groups WHERE id = %(id)s AND kind = %(kind)s
"""

MEMBERS: LiteralString = """
SELECT a.id, a.version, a.title, a.source, a.language, a.published
FROM group_articles g JOIN articles a ON a.id = g.article_id
WHERE g.group_id = %(id)s AND NOT a.retracted
ORDER BY a.sort_at, a.id
"""

CHANGES: LiteralString = """
SELECT story_id AS story, kind, into_id AS into, at, similarity, articles
FROM story_changes WHERE story_id = %(id)s OR into_id = %(id)s
ORDER BY at, event_id
LIMIT 500
"""

OF_ARTICLE: LiteralString = """
SELECT g.id, g.kind, convert_to(g.line::text, 'UTF8')
FROM group_articles m JOIN groups g ON g.id = m.group_id
WHERE m.article_id = %(id)s
ORDER BY g.last DESC, g.id
"""

TRENDS: LiteralString = """
SELECT convert_to(doc::text, 'UTF8') FROM trends
WHERE (%(kind)s::text IS NULL OR kind = %(kind)s)
    AND until > CASE WHEN %(past)s THEN now() - make_interval(days => %(days)s) ELSE now() END
ORDER BY until > now() DESC, score DESC, id
LIMIT %(limit)s
"""

TREND: LiteralString = "SELECT convert_to(doc::text, 'UTF8') FROM trends WHERE id = %(id)s"

# Counted over the newest %(most)s articles of the window, as topics are.
SOURCES: LiteralString = """
WITH counted AS (
    SELECT source, count(*) AS articles, max(sort_at) AS newest
    FROM (
        SELECT source, sort_at FROM articles
        WHERE NOT retracted AND sort_at >= now() - make_interval(days => %(days)s)
        ORDER BY sort_at DESC
        LIMIT %(most)s
    ) AS recent
    GROUP BY source
)
SELECT coalesce(counted.source, polled.name), coalesce(articles, 0), newest, polled.docs
FROM counted FULL JOIN (
    SELECT name, array_agg(convert_to(doc::text, 'UTF8') ORDER BY id) AS docs FROM sources GROUP BY name
) AS polled ON polled.name = counted.source
ORDER BY 2 DESC, 1
"""

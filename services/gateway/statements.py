"""The store's SQL. Conditions in braces are made by `where.py`."""

from typing import LiteralString

ADD_VERSION: LiteralString = """
INSERT INTO article_versions
    (event_id, article_id, version, kind, producer, happened_at, received_at, size, doc)
VALUES (%(event_id)s, %(article_id)s, %(version)s, %(kind)s, %(producer)s, %(happened_at)s, %(received_at)s,
    %(size)s, %(doc)s::json)
ON CONFLICT (event_id) DO NOTHING
"""

# A late older version changes nothing; the same event again changes nothing and costs no write, unless it is to be
# indexed anew. Where no source gave a date, the article keeps the place of its first receipt.
ADD_ARTICLE: LiteralString = """
WITH changed AS (
    INSERT INTO articles
        (id, version, event_id, digest, source, language, published, sort_at, title, size, retracted, form,
         topics, topic_scores, entities, entity_scores, words, lexemes, stems)
    VALUES (%(article_id)s, %(version)s, %(event_id)s, %(digest)s, %(source)s, %(language)s, %(published)s,
        %(sort_at)s, %(title)s, %(size)s, %(retracted)s, %(form)s,
        %(topics)s, %(topic_scores)s, %(entities)s, %(entity_scores)s, %(words)s,
        array_to_tsvector(%(lexemes)s::text[]),
        setweight(to_tsvector('english', %(title)s), 'A') || to_tsvector('english', %(prose)s))
    ON CONFLICT (id) DO UPDATE SET
        version = excluded.version,
        event_id = excluded.event_id,
        digest = excluded.digest,
        source = excluded.source,
        language = excluded.language,
        published = excluded.published,
        sort_at = CASE WHEN excluded.published IS NULL THEN articles.sort_at ELSE excluded.sort_at END,
        title = excluded.title,
        size = excluded.size,
        retracted = excluded.retracted,
        form = excluded.form,
        topics = excluded.topics,
        topic_scores = excluded.topic_scores,
        entities = excluded.entities,
        entity_scores = excluded.entity_scores,
        words = excluded.words,
        lexemes = excluded.lexemes,
        stems = excluded.stems
    WHERE articles.version <= excluded.version
        AND CASE WHEN %(again)s THEN articles.event_id = excluded.event_id AND articles.form < excluded.form
            ELSE articles.event_id IS DISTINCT FROM excluded.event_id END
    RETURNING id, sort_at
), gone AS (
    DELETE FROM article_entities USING changed WHERE article_id = changed.id
)
INSERT INTO article_entities (article_id, sort_at, key, id, name, folded, type, mentions, score)
SELECT changed.id, changed.sort_at, listed.*
FROM changed, unnest(%(keys)s::text[], %(ids)s::text[], %(names)s::text[], %(folded)s::text[], %(types)s::text[],
    %(mentions)s::int[], %(scores)s::float8[]) AS listed
"""

ONE: LiteralString = """
SELECT a.event_id, a.retracted, v.producer, v.happened_at, convert_to(v.doc::text, 'UTF8')
FROM articles a JOIN article_versions v USING (event_id)
WHERE a.id = %(id)s
"""

HISTORY: LiteralString = """
SELECT v.event_id, v.version, v.kind, v.producer, v.happened_at, v.received_at, v.size,
    v.event_id = a.event_id AS current
FROM article_versions v JOIN articles a ON a.id = v.article_id
WHERE v.article_id = %(id)s
ORDER BY v.version DESC, v.happened_at DESC, v.event_id
LIMIT %(limit)s
"""

# `total` counts the bytes down the page, so that documents beyond the budget are not even read.
PAGE: LiteralString = """
WITH page AS (
    SELECT id, sort_at, event_id, row_number() OVER w AS place, sum(size) OVER w AS total
    FROM (
        SELECT id, sort_at, event_id, size FROM articles
        WHERE {condition}
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

# To rank is to read each hit's whole `stems`: so only the newest hits are ranked.
RANKED: LiteralString = """
WITH newest AS MATERIALIZED (
    SELECT id, sort_at, event_id, size, ts_rank_cd(stems, {query}) AS rank
    FROM (
        SELECT id, sort_at, event_id, size, stems FROM articles
        WHERE {condition}
        ORDER BY sort_at DESC, id DESC
        LIMIT %(ranked)s
    ) AS hits
), best AS (
    SELECT id, sort_at, event_id, row_number() OVER w AS place, sum(size) OVER w AS total
    FROM newest
    WINDOW w AS (ORDER BY rank DESC, sort_at DESC, id DESC)
)
SELECT best.id, best.sort_at, convert_to(v.doc::text, 'UTF8')
FROM best JOIN article_versions v USING (event_id)
WHERE place <= %(limit)s AND (place = 1 OR total <= %(budget)s)
ORDER BY place
"""

COUNT: LiteralString = """
SELECT count(*) FROM (SELECT 1 FROM articles WHERE {condition} LIMIT %(limit)s + 1) AS hits
"""

NEWEST: LiteralString = """
SELECT id, version, title, source, language, published FROM articles
WHERE {condition}
ORDER BY sort_at DESC, id DESC
LIMIT %(limit)s
"""

STALE: LiteralString = """
SELECT v.event_id, v.article_id, v.kind, v.producer, v.happened_at, v.received_at,
    convert_to(v.doc::text, 'UTF8') AS doc
FROM articles a JOIN article_versions v USING (event_id)
WHERE a.form < %(form)s AND (%(after)s::uuid IS NULL OR a.id > %(after)s)
ORDER BY a.id
LIMIT %(limit)s
"""

NOT_RETRACTED: LiteralString = "NOT retracted"
AFTER: LiteralString = "(sort_at, id) < ({}, {})"
QUERY: LiteralString = "websearch_to_tsquery('english', {})"
FOUND: LiteralString = "stems @@ {}"

# What is counted is bounded, so that no window is too large: the newest %(most)s names in it.
ENTITIES: LiteralString = """
SELECT key, min(id) AS id, min(name) AS name, min(type) AS type, count(*) AS articles, sum(mentions) AS mentions
FROM (
    SELECT key, id, name, folded, type, mentions FROM article_entities
    WHERE sort_at >= now() - make_interval(days => %(days)s)
    ORDER BY sort_at DESC
    LIMIT %(most)s
) AS newest
WHERE (%(type)s::text IS NULL OR type = %(type)s)
    AND (%(name)s::text IS NULL OR strpos(' ' || folded, ' ' || %(name)s) > 0)
GROUP BY key
ORDER BY articles DESC, mentions DESC, key
LIMIT %(limit)s
"""

ENTITY: LiteralString = """
SELECT min(id) AS id, min(name) AS name, min(type) AS type, count(*) AS articles, sum(mentions) AS mentions,
    min(sort_at) AS first, max(sort_at) AS last
FROM article_entities WHERE key = %(key)s
HAVING count(*) > 0
"""

TIMELINE: LiteralString = """
SELECT (sort_at AT TIME ZONE 'UTC')::date AS day, count(*) AS articles, sum(mentions) AS mentions
FROM article_entities WHERE key = %(key)s AND sort_at >= now() - make_interval(days => %(days)s)
GROUP BY day ORDER BY day
"""

TOGETHER: LiteralString = """
WITH mine AS MATERIALIZED (
    SELECT article_id FROM article_entities
    WHERE key = %(key)s AND sort_at >= now() - make_interval(days => %(days)s)
    ORDER BY sort_at DESC
    LIMIT %(most)s
)
SELECT key, min(id) AS id, min(name) AS name, min(type) AS type, count(*) AS articles, sum(mentions) AS mentions
FROM article_entities JOIN mine USING (article_id)
WHERE key <> %(key)s
GROUP BY key
ORDER BY articles DESC, mentions DESC, key
LIMIT %(limit)s
"""

TOPICS: LiteralString = """
SELECT topic, count(*)
FROM (
    SELECT topics FROM articles
    WHERE NOT retracted AND sort_at >= now() - make_interval(days => %(days)s)
    ORDER BY sort_at DESC
    LIMIT %(most)s
) AS newest, unnest(topics) AS topic
GROUP BY topic
"""

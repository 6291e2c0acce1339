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
         topics, topic_scores, entities, entity_scores, words, lexemes, pairs,
         stems)
    VALUES (%(article_id)s, %(version)s, %(event_id)s, %(digest)s, %(source)s, %(language)s, %(published)s,
        %(sort_at)s, %(title)s, %(size)s, %(retracted)s, %(form)s,
        %(topics)s, %(topic_scores)s, %(entities)s, %(entity_scores)s, %(words)s,
        array_to_tsvector(%(lexemes)s::text[]), %(pairs)s::int[],
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
        pairs = excluded.pairs,
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

EVENT: LiteralString = """
SELECT v.event_id, a.retracted, v.producer, v.happened_at, convert_to(v.doc::text, 'UTF8')
FROM article_versions v JOIN articles a ON a.id = v.article_id
WHERE v.event_id = %(event)s AND v.article_id = %(id)s
"""

HISTORY: LiteralString = """
SELECT v.event_id, v.version, v.kind, v.producer, v.happened_at, v.received_at, v.size,
    v.event_id = a.event_id AS current
FROM article_versions v JOIN articles a ON a.id = v.article_id
WHERE v.article_id = %(id)s
ORDER BY v.version DESC, v.happened_at DESC, v.event_id
LIMIT %(limit)s
"""

EXPECTED: LiteralString = "EXPLAIN (FORMAT JSON) SELECT 1 FROM articles WHERE {condition}"

# Down the order from the newest: good where many match, and slow where few do, because each row's text is looked at.
NEWEST_HITS: LiteralString = """
SELECT id, sort_at, event_id, size FROM articles
WHERE {condition}
ORDER BY sort_at DESC, id DESC
LIMIT %(limit)s
"""

# What may be a hit by the search index, if it is no more than %(few)s, sorted; then the newest are looked at, text and
# all, until there are enough. `found` says how many may be hits; there is a row, of NULLs, where none is one.
FEW_HITS: LiteralString = """
WITH found AS MATERIALIZED (SELECT * FROM articles WHERE {may_be} LIMIT %(few)s + 1)
SELECT id, sort_at, event_id, size, (SELECT count(*) FROM found)
FROM (SELECT) AS always LEFT JOIN (
    SELECT id, sort_at, event_id, size
    FROM (SELECT * FROM found ORDER BY sort_at DESC, id DESC OFFSET 0) AS articles
    WHERE {condition}
    LIMIT %(limit)s
) AS hits ON true
ORDER BY sort_at DESC, id DESC
"""

# PostgreSQL does not know what it costs to look at a text, and would do so row by row.
BY_INDEX: LiteralString = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off"

DOCUMENTS: LiteralString = """
SELECT event_id, convert_to(doc::text, 'UTF8') FROM article_versions WHERE event_id = ANY(%(events)s)
"""

RANK: LiteralString = """
SELECT id, ts_rank_cd(stems, websearch_to_tsquery('english', %(text)s)) FROM articles WHERE id = ANY(%(ids)s)
"""

COUNT: LiteralString = """
SELECT count(*) FROM (SELECT 1 FROM articles WHERE {condition} LIMIT %(limit)s + 1) AS hits
"""

COUNT_NEWEST: LiteralString = """
SELECT count(*) FROM (
    SELECT 1 FROM articles WHERE {condition} ORDER BY sort_at DESC, id DESC LIMIT %(limit)s + 1
) AS hits
"""

SAMPLES: LiteralString = """
SELECT id, version, title, source, language, published FROM articles WHERE id = ANY(%(ids)s)
"""

STALE: LiteralString = """
SELECT v.event_id, v.article_id, v.kind, v.producer, v.happened_at, v.received_at,
    convert_to(v.doc::text, 'UTF8') AS doc
FROM articles a JOIN article_versions v USING (event_id)
WHERE a.form < %(form)s AND (%(after)s::uuid IS NULL OR a.id > %(after)s)
ORDER BY a.id
LIMIT %(limit)s
"""

# By the index on `form`; a row that an older release of a rolling update has just written counts too.
UNPAIRED: LiteralString = "SELECT EXISTS (SELECT 1 FROM articles WHERE form < %(paired)s)"

NOT_RETRACTED: LiteralString = "NOT retracted"
AFTER: LiteralString = "(sort_at, id) < ({}, {})"
QUERY: LiteralString = "websearch_to_tsquery('english', {})"
OF_STORY: LiteralString = "id IN (SELECT article_id FROM group_articles WHERE group_id = {})"
FOUND: LiteralString = "stems @@ {}"

# All the words of its phrases, in any order: what the index can tell without a look at the text. A phrase that must not
# be there says nothing then.
QUERY_MAY_BE: LiteralString = """
stems @@ CASE WHEN strpos({query}::text, '!') > 0 THEN {query}
    ELSE regexp_replace({query}::text, '<(-|[0-9]+)>', '&', 'g')::tsquery END
"""

# What a key is called, the same in every answer, of its newest rows. A country has its people's key ("Dutch"), and a
# party that of its members: what is of type group gives name and type only where nothing else does.
CALLED: LiteralString = """
LATERAL (
    SELECT min(id) AS id, name, type
    FROM (
        SELECT id, name, type FROM article_entities
        WHERE key = counted.key ORDER BY sort_at DESC LIMIT 20
    ) AS held
    GROUP BY name, type
    ORDER BY type = 'group', sum(count(*)) OVER (PARTITION BY type) DESC, type, count(*) DESC, name
    LIMIT 1
) AS called
"""

# What is counted is bounded, so that no window is too large: the newest %(most)s names in it.
# A key is found by any of its names, and by the type that it has in the answer.
ENTITIES: LiteralString = f"""
SELECT key, called.id, called.name, called.type, articles, mentions
FROM (
    SELECT key, count(*) AS articles, sum(mentions) AS mentions
    FROM (
        SELECT key, folded, type, mentions FROM article_entities
        WHERE sort_at >= now() - make_interval(days => %(days)s)
        ORDER BY sort_at DESC
        LIMIT %(most)s
    ) AS newest
    GROUP BY key
    HAVING (%(type)s::text IS NULL OR bool_or(type IN (%(type)s, 'group')))
        AND (%(name)s::text IS NULL OR bool_or(strpos(' ' || folded, ' ' || %(name)s) > 0))
    ORDER BY articles DESC, mentions DESC, key
) AS counted, {CALLED}
WHERE %(type)s::text IS NULL OR called.type = %(type)s
ORDER BY articles DESC, mentions DESC, key
LIMIT %(limit)s
"""  # noqa: S608  # joined from constants

ENTITY: LiteralString = f"""
SELECT called.id, called.name, called.type, articles, mentions, first, last
FROM (
    SELECT key, count(*) AS articles, sum(mentions) AS mentions, min(sort_at) AS first, max(sort_at) AS last
    FROM article_entities WHERE key = %(key)s
    GROUP BY key
) AS counted, {CALLED}
"""  # noqa: S608  # joined from constants

TIMELINE: LiteralString = """
SELECT (sort_at AT TIME ZONE 'UTC')::date AS day, count(*) AS articles, sum(mentions) AS mentions
FROM article_entities WHERE key = %(key)s AND sort_at >= now() - make_interval(days => %(days)s)
GROUP BY day ORDER BY day
"""

TOGETHER: LiteralString = f"""
WITH mine AS MATERIALIZED (
    SELECT article_id FROM article_entities
    WHERE key = %(key)s AND sort_at >= now() - make_interval(days => %(days)s)
    ORDER BY sort_at DESC
    LIMIT %(most)s
)
SELECT key, called.id, called.name, called.type, articles, mentions
FROM (
    SELECT key, count(*) AS articles, sum(mentions) AS mentions
    FROM article_entities JOIN mine USING (article_id)
    WHERE key <> %(key)s
    GROUP BY key
    ORDER BY articles DESC, mentions DESC, key
    LIMIT %(limit)s
) AS counted, {CALLED}
ORDER BY articles DESC, mentions DESC, key
"""  # noqa: S608  # joined from constants

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

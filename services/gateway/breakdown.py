"""What the articles that a search finds are made of: sources, languages, topics, names, days."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import LiteralString

import msgspec

from services.gateway.database import Database
from services.gateway.search import newest
from services.gateway.statements import CALLED
from services.gateway.wanted import Wanted

MOST_HITS = 1_000
"""Articles that are looked at, newest first."""

VALUES = 8

# An entity is counted by the key under which its page is found.
FACETS: LiteralString = f"""
WITH hits AS MATERIALIZED (
    SELECT id, source, language, topics, sort_at FROM articles WHERE id = ANY(%(ids)s)
), counts AS (
    SELECT 'source' AS facet, source AS value, source AS label, count(*) AS count FROM hits GROUP BY source
    UNION ALL
    SELECT 'language', split_part(language, '-', 1), split_part(language, '-', 1), count(*)
    FROM hits WHERE language <> '' GROUP BY 2
    UNION ALL
    SELECT 'topic', topic, topic, count(*) FROM hits, unnest(topics) AS topic GROUP BY topic
    UNION ALL
    SELECT 'entity', key, '', count(*) FROM hits JOIN article_entities ON article_id = hits.id GROUP BY key
    UNION ALL
    SELECT 'day', day::text, day::text, count(*)
    FROM hits, LATERAL (SELECT (sort_at AT TIME ZONE 'UTC')::date AS day) AS days GROUP BY day
    UNION ALL
    SELECT 'all', '', '', count(*) FROM hits
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY facet ORDER BY count DESC, value) AS place FROM counts
), shown AS MATERIALIZED (
    SELECT * FROM ranked
    WHERE place <= CASE facet WHEN 'day' THEN 366 WHEN 'topic' THEN 60 ELSE %(values)s END
)
SELECT facet, value, label, count, place FROM shown WHERE facet <> 'entity'
UNION ALL
SELECT facet, key, called.name, count, place
FROM (SELECT facet, value AS key, count, place FROM shown WHERE facet = 'entity') AS counted, {CALLED}
ORDER BY facet, place
"""  # noqa: S608  # joined from constants


class Value(msgspec.Struct, frozen=True):
    """How many of the articles have `value`; `label` is how it is called."""

    value: str
    label: str
    count: int


class Breakdown(msgspec.Struct, frozen=True, kw_only=True):
    """Counts over the newest `count` hits (there are `more`), each facet with the most frequent first."""

    count: int
    more: bool
    sources: tuple[Value, ...]
    languages: tuple[Value, ...]
    topics: tuple[Value, ...]
    entities: tuple[Value, ...]
    days: tuple[tuple[date, int], ...]


class Breakdowns:
    """Counts over what a search finds. `Transient` while the database doesn't answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, wanted: Wanted) -> Breakdown:
        """What the newest `MOST_HITS` articles that match `wanted` are made of."""
        async with self._database.connection() as connection:
            hits = await newest(connection, wanted, None, MOST_HITS + 1)
            values = {"ids": [hit.id for hit in hits[:MOST_HITS]], "values": VALUES}
            rows = await (await connection.execute(FACETS, values)).fetchall()
        return _breakdown(rows, len(hits) > MOST_HITS)


def _breakdown(rows: Sequence[tuple[str, str, str, int, int]], more: bool) -> Breakdown:
    facets: defaultdict[str, list[Value]] = defaultdict(list)
    for facet, value, label, count, _ in rows:
        facets[facet].append(Value(value, label, count))
    total = sum(one.count for one in facets["all"])
    return Breakdown(
        count=total,
        more=more,
        sources=tuple(facets["source"]),
        languages=tuple(facets["language"]),
        topics=tuple(facets["topic"]),
        entities=tuple(facets["entity"]),
        days=tuple(sorted((date.fromisoformat(one.value), one.count) for one in facets["day"])),
    )

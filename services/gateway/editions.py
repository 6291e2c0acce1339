"""Older versions of an article: what its page compares."""

import uuid
from collections.abc import Mapping, Sequence
from typing import LiteralString

from services.gateway.database import Database

VERSIONS: LiteralString = """
SELECT DISTINCT ON (v.version) v.version, convert_to(v.doc::text, 'UTF8')
FROM article_versions v JOIN articles a ON a.id = v.article_id
WHERE v.article_id = %(id)s AND v.version = ANY(%(versions)s) AND v.kind = 'tagged' AND NOT a.retracted
ORDER BY v.version, v.happened_at DESC, v.event_id
"""


class Editions:
    """Reads versions that are no longer the newest. `Transient` while the database doesn't answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, article: uuid.UUID, versions: Sequence[int]) -> Mapping[int, bytes]:
        """The payloads of those `versions` of `article` that there are; none where it was withdrawn."""
        async with self._database.connection() as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(VERSIONS, {"id": article, "versions": list(versions)})
            return dict(await cursor.fetchall())

"""Where places are: what the newest article that names each of them says."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import LiteralString

import msgspec

from services.gateway.database import Database

REMEMBERED = 10_000

NEWEST: LiteralString = """
SELECT named.key, convert_to(v.doc::text, 'UTF8')
FROM unnest(%(keys)s::text[]) AS named(key)
CROSS JOIN LATERAL (
    SELECT article_id FROM article_entities WHERE key = named.key ORDER BY sort_at DESC LIMIT 1
) AS newest
JOIN articles a ON a.id = newest.article_id AND NOT a.retracted
JOIN article_versions v USING (event_id)
"""


class Where(msgspec.Struct, frozen=True):
    """Degrees (WGS 84), its country and its own code (ISO 3166); None where the knowledge base does not say."""

    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    iso: str | None = None


class _Entity(msgspec.Struct):
    """As much of an entity as is needed."""

    id: str | None = None
    link: Where | None = None


class _Article(msgspec.Struct):
    """Likewise of an article."""

    entities: tuple[_Entity, ...]


class Positions:
    """Looks places up once, and remembers them: they seldom move. `Transient` while the database doesn't answer."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: OrderedDict[str, Where] = OrderedDict()

    async def of(self, keys: Sequence[str]) -> Mapping[str, Where]:
        """Where each of `keys`, ids of the knowledge base, is."""
        if unknown := [key for key in keys if key not in self._known]:
            await self._learn(unknown)
        return {key: self._known[key] for key in keys if key in self._known}

    async def _learn(self, keys: Sequence[str]) -> None:
        async with self._database.connection() as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(NEWEST, {"keys": list(keys)})
            for key, doc in await cursor.fetchall():
                self._known[key] = _where(key, doc)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def _where(id_: str, doc: bytes) -> Where:
    entities = msgspec.json.decode(doc, type=_Article).entities
    return next((one.link for one in entities if one.id == id_ and one.link), Where())

"""What the articles are about, counted: entities over time and side by side, topics."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec
from psycopg.rows import class_row

from schemas.filters.words import name as folded
from services.gateway import statements
from services.gateway.database import Database
from services.gateway.remembered import Remembered

MOST_NAMES = 50_000
"""Names of articles that a list of entities is counted over, newest first."""

MOST_BESIDE = 200
"""Articles of an entity that are looked at for what stands beside it, newest first."""

MOST_ARTICLES = 100_000
"""Articles that topics are counted over, newest first."""

BESIDE = 20


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """An entity, with the articles that name it and how often they do."""

    key: str
    id: str | None
    name: str
    type: str
    articles: int
    mentions: int


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A day in UTC."""

    day: date
    articles: int
    mentions: int


class About(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of an entity: in all, day by day, and what is named beside it.

    `first` and `last` are places in "newest first". Days without an article are left out.
    """

    key: str
    id: str | None
    name: str
    type: str
    articles: int
    mentions: int
    first: datetime
    last: datetime
    timeline: tuple[Day, ...]
    beside: tuple[Counted, ...]


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """The first half of `About`."""

    id: str | None
    name: str
    type: str
    articles: int
    mentions: int
    first: datetime
    last: datetime


class Facets:
    """Counts over the newest versions. Every method raises `Transient` while the database doesn't answer.

    What took long to count is kept for a while (`remembered.py`).
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lists: Remembered[Sequence[Counted]] = Remembered()
        self._entities: Remembered[About | None] = Remembered()
        self._topics: Remembered[Mapping[str, int]] = Remembered()

    async def entities(self, days: int, type_: str | None, name: str | None, limit: int) -> Sequence[Counted]:
        """The entities that most articles of the last `days` name; a word of theirs begins with `name`."""
        asked = (days, type_, name, limit)
        return await self._lists.get(asked, lambda: self._most(days, type_, name, limit))

    async def _most(self, days: int, type_: str | None, name: str | None, limit: int) -> Sequence[Counted]:
        values = {
            "days": days,
            "type": type_,
            "name": name and folded(name),
            "limit": limit,
            "most": MOST_NAMES,
        }
        async with self._database.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Counted))
            await cursor.execute(statements.ENTITIES, values)
            return await cursor.fetchall()

    async def entity(self, key: str, days: int) -> About | None:
        """The entity of `key`, with the last `days` day by day; None where no article names it."""
        return await self._entities.get((key, days), lambda: self._about(key, days))

    async def _about(self, key: str, days: int) -> About | None:
        values = {"key": key, "days": days, "most": MOST_BESIDE, "limit": BESIDE}
        async with self._database.connection() as connection:
            totals = connection.cursor(row_factory=class_row(Totals))
            await totals.execute(statements.ENTITY, values)
            if (whole := await totals.fetchone()) is None:
                return None
            timeline = connection.cursor(row_factory=class_row(Day))
            await timeline.execute(statements.TIMELINE, values)
            beside = connection.cursor(row_factory=class_row(Counted))
            await beside.execute(statements.TOGETHER, values)
            return About(
                key=key,
                **msgspec.structs.asdict(whole),
                timeline=tuple(await timeline.fetchall()),
                beside=tuple(await beside.fetchall()),
            )

    async def topics(self, days: int) -> Mapping[str, int]:
        """How many articles of the last `days` have each topic or one below it."""
        return await self._topics.get(days, lambda: self._counts(days))

    async def _counts(self, days: int) -> Mapping[str, int]:
        async with self._database.connection() as connection:
            cursor = await connection.execute(statements.TOPICS, {"days": days, "most": MOST_ARTICLES})
            return dict(await cursor.fetchall())

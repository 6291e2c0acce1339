"""Groups, trends and sources in PostgreSQL: upserts that may be repeated, and what is asked of them."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

import msgspec
from psycopg.rows import class_row

from services.gateway.cursor import Position
from services.gateway.database import Database
from services.gateway.groups import statements
from services.gateway.groups.rows import AnyRow, ChangeRow, GroupRow, SourceRow, TrendRow
from services.gateway.remembered import Remembered
from services.gateway.search import Sample

MOST_ARTICLES = 100_000
"""Articles that sources are counted over, newest first."""

ADD = {
    GroupRow: statements.ADD_GROUP,
    ChangeRow: statements.ADD_CHANGE,
    TrendRow: statements.ADD_TREND,
    SourceRow: statements.ADD_SOURCE,
}


class Lines(NamedTuple):
    """Stories in lines (JSON), and the position of the last one where more follow."""

    lines: tuple[bytes, ...]
    last: Position | None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """`story` became part of `into`, or gave `articles` of its articles to `into`, which is new."""

    story: uuid.UUID
    kind: Literal["merged", "split"]
    into: uuid.UUID
    at: datetime
    similarity: float
    articles: int


class StoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """A story as its newest message says it, the articles of it that can be read, oldest first, and its changes."""

    story: msgspec.Raw
    articles: tuple[Sample, ...]
    changes: tuple[Change, ...]


class Belongs(msgspec.Struct, frozen=True, kw_only=True):
    """What an article belongs to: its story in a line, and the copies of its text; null where there is none."""

    story: msgspec.Raw
    duplicates: msgspec.Raw
    copies: tuple[Sample, ...]


class SourceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A source: its articles in the window, its newest one's place, and how each poller of its name is doing."""

    name: str
    articles: int
    newest: datetime | None
    polled: tuple[msgspec.Raw, ...]


NULL = msgspec.Raw(b"null")


class GroupStore:
    """Every method raises `Transient` while the database doesn't answer."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sources: Remembered[Sequence[SourceLine]] = Remembered()

    async def add(self, rows: Sequence[AnyRow]) -> None:
        """Keep the newest of each: all of `rows`, or none."""
        # Replicas that hold the same groups for a moment, in a rebalance, must lock them in the same order.
        ordered = sorted(rows, key=lambda one: (type(one).__name__, _key(one)))
        async with self._database.connection() as connection, connection.transaction():
            for one in ordered:
                await connection.execute(ADD[type(one)], _values(one))

    async def stories(self, days: int, language: str | None, after: Position | None, limit: int) -> Lines:
        """Stories whose newest article is of the last `days`, newest first, from the one after `after`."""
        values = {
            "days": days,
            "language": language,
            "after_at": after and after.sort_at,
            "after_id": after and after.id,
            "limit": limit + 1,
        }
        async with self._database.connection() as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(statements.STORIES, values)
            rows = await cursor.fetchall()
        last = Position(rows[limit - 1][1], rows[limit - 1][0]) if len(rows) > limit else None
        return Lines(tuple(line for _, _, line in rows[:limit]), last)

    async def story(self, id_: uuid.UUID) -> StoryPage | None:
        """The story `id_`, also one that is over; None where there is none."""
        async with self._database.connection() as connection:
            cursor = connection.cursor(binary=True)
            await cursor.execute(statements.GROUP, {"id": id_, "kind": "story"})
            if (row := await cursor.fetchone()) is None:
                return None
            members = connection.cursor(row_factory=class_row(Sample))
            await members.execute(statements.MEMBERS, {"id": id_})
            changes = connection.cursor(row_factory=class_row(Change))
            await changes.execute(statements.CHANGES, {"id": id_})
            return StoryPage(
                story=msgspec.Raw(row[1]),
                articles=tuple(await members.fetchall()),
                changes=tuple(await changes.fetchall()),
            )

    async def of_article(self, article: uuid.UUID) -> Belongs:
        """What `article` belongs to."""
        async with self._database.connection() as connection:
            cursor = connection.cursor(binary=True)
            await cursor.execute(statements.OF_ARTICLE, {"id": article})
            found = {kind: (id_, line) for id_, kind, line in reversed(await cursor.fetchall())}
            copies: Sequence[Sample] = ()
            if "duplicates" in found:
                members = connection.cursor(row_factory=class_row(Sample))
                await members.execute(statements.MEMBERS, {"id": found["duplicates"][0]})
                copies = await members.fetchall()
        lines = {kind: msgspec.Raw(line) for kind, (_, line) in found.items()}
        return Belongs(
            story=lines.get("story", NULL), duplicates=lines.get("duplicates", NULL), copies=tuple(copies)
        )

    async def trends(self, kind: str | None, past: bool, days: int, limit: int) -> Sequence[bytes]:
        """What rises now, the strongest first; with `past` also what rose in the last `days`, after that."""
        values = {"kind": kind, "past": past, "days": days, "limit": limit}
        async with self._database.connection() as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(statements.TRENDS, values)
            return [doc for (doc,) in await cursor.fetchall()]

    async def trend(self, id_: uuid.UUID) -> bytes | None:
        """The trend `id_`."""
        async with self._database.connection() as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(statements.TREND, {"id": id_})
            row = await cursor.fetchone()
            return None if row is None else bytes(row[0])

    async def sources(self, days: int) -> Sequence[SourceLine]:
        """Every source with articles in the last `days`, or that is polled; the most articles first."""
        return await self._sources.get(days, lambda: self._all(days))

    async def _all(self, days: int) -> Sequence[SourceLine]:
        async with self._database.connection() as connection, connection.cursor(binary=True) as cursor:
            await cursor.execute(statements.SOURCES, {"days": days, "most": MOST_ARTICLES})
            return [
                SourceLine(
                    name=name, articles=count, newest=newest, polled=tuple(map(msgspec.Raw, docs or ()))
                )
                for name, count, newest, docs in await cursor.fetchall()
            ]


def _key(one: AnyRow) -> uuid.UUID:
    return one.event_id if isinstance(one, ChangeRow) else one.id


def _values(one: AnyRow) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in one.__struct_fields__}
    values |= {name: value.decode() for name, value in values.items() if isinstance(value, bytes)}
    if isinstance(one, GroupRow):
        values["articles"] = list(one.articles)
    return values

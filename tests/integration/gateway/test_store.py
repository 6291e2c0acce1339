"""The store holds each event once and serves the newest version, whatever the order of arrival."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import msgspec
import psycopg
import pytest

from schemas.envelope import payload
from schemas.filters.syntax import And, Source, Topic
from services.gateway import database as database_module
from services.gateway import search as search_module
from services.gateway.migrate import migrate
from services.gateway.store import Found
from services.gateway.wanted import Wanted
from services.runtime.faults import Poison, Transient
from tests.gateway.events import retracted, row_of, tagged, uuid_of
from tests.gateway.stored import Shelf, filled, titles, using

T = TypeVar("T")
ALL = Wanted()


def served(url: str, name: str) -> Found | None:
    return using(url, lambda on: on.store.get(uuid_of(name)))


def kept(url: str) -> tuple[int, int]:
    """How many events, and how many articles, the database holds."""
    with psycopg.connect(url) as session:
        found = session.execute(
            "SELECT (SELECT count(*) FROM article_versions), (SELECT count(*) FROM articles)"
        ).fetchone()
    assert found is not None
    return int(found[0]), int(found[1])


def test_replicas_that_start_together_migrate_once(postgres_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        revisions = set(pool.map(migrate, [postgres_url] * 4))
    assert len(revisions) == 1
    assert migrate(postgres_url) in revisions


def test_what_is_served_is_the_payload_of_the_event_byte_for_byte(database: str) -> None:
    event = tagged("rates", text="Zinsen steigen auf 3,5 % 🙂 – “endlich”.")
    filled(database, [event])
    found = served(database, "rates")
    assert found is not None
    assert found.doc == payload(event.data)
    assert (str(found.event_id), found.producer) == (event.id, "dateline/tagging")


def test_the_same_events_again_change_nothing(database: str) -> None:
    events = [tagged("a"), tagged("b"), tagged("a", 2)]
    filled(database, events)
    before = rows_with_their_transactions(database)
    filled(database, events)
    filled(database, [events[2]])
    assert rows_with_their_transactions(database) == before
    assert kept(database) == (3, 2)


def rows_with_their_transactions(url: str) -> list[tuple[object, ...]]:
    """xmin changes whenever a row is written, even to the same values."""
    with psycopg.connect(url) as session:
        return session.execute("SELECT id, version, xmin::text FROM articles ORDER BY id").fetchall()


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
def test_the_newest_version_wins_in_every_order_of_arrival(database: str, order: tuple[int, ...]) -> None:
    versions = [tagged("a", 1), tagged("a", 2), tagged("a", 3)]
    for position in order:
        filled(database, [versions[position]])
    assert titles(using(database, lambda on: on.search.page(ALL, None, 10))) == ["a 3"]
    assert kept(database) == (3, 1)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_retracted_article_is_neither_served_nor_listed(database: str, order: tuple[int, int]) -> None:
    events = [tagged("a"), retracted("a")]
    filled(database, [events[position] for position in order])
    found = served(database, "a")
    assert found is not None
    assert (found.retracted, found.doc) == (True, b"")
    assert using(database, lambda on: on.search.page(ALL, None, 10)).docs == ()


def test_a_version_after_the_retraction_is_served_again(database: str) -> None:
    filled(database, [tagged("a"), retracted("a"), tagged("a", 3)])
    assert titles(using(database, lambda on: on.search.page(ALL, None, 10))) == ["a 3"]


def test_another_tagging_of_the_same_version_replaces_it(database: str) -> None:
    filled(database, [tagged("a", processor="1"), better := tagged("a", processor="2")])
    found = served(database, "a")
    assert found is not None
    assert str(found.event_id) == better.id


def test_newest_first_by_publication_else_by_first_receipt_and_never_by_a_future_date(database: str) -> None:
    filled(
        database,
        [
            tagged("old", published="2026-10-01T00:00:00+00:00"),
            tagged("undated", published=None, received="2026-11-02T00:00:00+00:00"),
            tagged("future", published="9999-12-31T23:59:59+00:00", received="2026-11-01T06:00:00+00:00"),
            tagged("new", published="2026-11-01T23:00:00+02:00"),
            tagged("undated", 2, published=None, received="2026-11-05T00:00:00+00:00"),
        ],
    )
    page = using(database, lambda on: on.search.page(ALL, None, 10))
    assert titles(page) == ["undated 2", "new 1", "future 1", "old 1"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_pages_in_a_row_hold_every_article_once_even_where_times_are_equal(database: str, limit: int) -> None:
    filled(database, [tagged(f"n{number}") for number in range(7)])

    async def walk(on: Shelf) -> list[str]:
        seen, after = list[str](), None
        while True:
            page = await on.search.page(ALL, after, limit)
            seen += titles(page)
            if (after := page.last) is None:
                return seen

    assert sorted(using(database, walk)) == [f"n{number} 1" for number in range(7)]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(filter=Source("wire")), ["b 1", "a 1"]),
        (Wanted(filter=Topic("medtop:15000000")), ["c 1", "b 1"]),
        (Wanted(filter=And((Source("wire"), Topic("medtop:15000000")))), ["b 1"]),
        (Wanted(filter=Source("nobody")), []),
    ],
)
def test_filters_narrow_the_list(database: str, wanted: Wanted, expected: list[str]) -> None:
    days = {name: f"2026-10-0{day}T00:00:00+00:00" for day, name in enumerate("abc", 1)}
    sport = ("medtop:15000000",)
    filled(
        database,
        [
            tagged("a", published=days["a"]),
            tagged("b", published=days["b"], topics=sport),
            tagged("c", published=days["c"], topics=sport, source="other"),
        ],
    )
    assert titles(using(database, lambda on: on.search.page(wanted, None, 10))) == expected


def test_a_page_ends_early_when_its_documents_weigh_too_much(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "PAGE_BYTES", 2500)
    filled(database, [tagged(f"n{number}", text="word " * 200) for number in range(4)])
    page = using(database, lambda on: on.search.page(ALL, None, 4))
    assert len(page.docs) == 1
    assert page.last is not None


def test_what_the_database_cannot_hold_is_poison_and_takes_nothing_with_it(database: str) -> None:
    unsuitable = msgspec.structs.replace(row_of(tagged("bad")), source="nul \0 byte")
    with pytest.raises(Poison, match="can't hold it"):
        using(database, lambda on: on.store.add([row_of(tagged("good")), unsuitable]))
    assert kept(database) == (0, 0)


def test_a_database_that_does_not_answer_is_transient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "POOL_WAIT_S", 0.2)
    with pytest.raises(Transient, match="database"):
        using("postgresql://dateline:x@127.0.0.1:1/dateline", lambda on: on.database.ping())

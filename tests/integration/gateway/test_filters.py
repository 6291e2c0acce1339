"""A filter finds the same in the database as the predicate does."""

import asyncio
from collections.abc import Iterator, Sequence

import msgspec
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.filters.match import matches
from schemas.filters.subject import SEARCHED, Subject
from schemas.filters.syntax import Filter, Words
from schemas.tagged import TaggedArticle
from services.gateway import pairs
from services.gateway.database import Database
from services.gateway.search import Search
from services.gateway.store import Store
from services.gateway.wanted import Wanted
from services.local.postgres import Postgres
from tests.filtering import FILTERS, articles
from tests.gateway.events import VOCABULARY, enveloped, row_of, tagged
from tests.gateway.stored import filled, titles, using
from tests.postgres import created

CASES = st.lists(articles(), min_size=1, max_size=6, unique_by=lambda one: one.article.id)
RECEIVED = "2026-11-02T00:00:00+00:00"


class Index:
    """One database for many examples."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._runner = asyncio.Runner()
        self._database = Database(url, 2)
        self._runner.run(self._database.__aenter__())

    def close(self) -> None:
        self._runner.run(self._database.__aexit__())
        self._runner.close()

    def found(self, held: Sequence[TaggedArticle], asked: Sequence[Filter]) -> list[set[str]]:
        """The ids that each of `asked` finds where `held` is all there is."""
        return self._runner.run(self._found(held, asked))

    async def _found(self, held: Sequence[TaggedArticle], asked: Sequence[Filter]) -> list[set[str]]:
        async with self._database.connection() as connection:
            await connection.execute("TRUNCATE articles, article_versions, article_entities")
        events = [enveloped(one, one.article.id, 1, one.article.digest, RECEIVED, "1") for one in held]
        await Store(self._database).add([row_of(event) for event in events])
        pages = [await Search(self._database).page(Wanted(filter=one), None, 100) for one in asked]
        async with self._database.connection() as connection:  # as an older release has left them
            await connection.execute("UPDATE articles SET form = 1, pairs = '{}'")
        assert pages == [await Search(self._database).page(Wanted(filter=one), None, 100) for one in asked]
        return [
            {msgspec.json.decode(doc, type=TaggedArticle).article.id for doc in page.docs} for page in pages
        ]


@pytest.fixture(scope="module")
def index(postgres_server: Postgres, migrated: str) -> Iterator[Index]:
    with created(postgres_server, migrated) as url:
        opened = Index(url)
        yield opened
        opened.close()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(held=CASES, asked=st.lists(FILTERS, min_size=1, max_size=12))
def test_the_database_and_the_predicate_agree(
    index: Index, held: list[TaggedArticle], asked: list[Filter]
) -> None:
    expected = [
        {one.article.id for one in held if matches(wanted, Subject(one, VOCABULARY))} for wanted in asked
    ]
    assert index.found(held, asked) == expected


def test_a_phrase_is_found_wherever_it_stands_in_a_long_article(database: str) -> None:
    """PostgreSQL's own phrases know the first 16,383 words, and 255 places of each."""
    text = "the cat " * 15_000 + "the dog"
    assert len(text) < SEARCHED
    filled(database, [tagged("long", text=text)])
    for words, expected in ((("the", "dog"), ["long 1"]), (("dog", "the"), [])):
        wanted = Wanted(filter=Words(words))
        assert titles(using(database, lambda on, asked=wanted: on.search.page(asked, None, 1))) == expected


def test_a_phrase_is_found_while_some_rows_are_still_of_an_older_release(database: str) -> None:
    filled(database, [tagged(f"n{number}", text="the port is open") for number in range(3)])
    with psycopg.connect(database) as session:
        session.execute("UPDATE articles SET form = 1, pairs = '{}' WHERE title = 'n1 1'")
    wanted = Wanted(filter=Words(("port", "is", "open")))
    found = using(database, lambda on: on.search.page(wanted, None, 10))
    assert sorted(titles(found)) == ["n0 1", "n1 1", "n2 1"]


def test_pairs_that_share_a_number_are_told_apart_by_the_text(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairs, "BITS", 0)
    filled(database, [tagged("a", text="the port is open"), tagged("b", text="the open port is new")])
    wanted = Wanted(filter=Words(("port", "is", "open")))
    assert titles(using(database, lambda on: on.search.page(wanted, None, 10))) == ["a 1"]


@pytest.mark.parametrize(
    "text",
    [
        "ab " * 700_000,
        " ".join(f"{number:x}z" for number in range(150_000)),
        "".join(chr(0x20000 + number % 42_000) for number in range(150_000)),
        "\ufdfa" * 200_000,
        "y" * 2_000_000,
    ],
)
def test_no_article_is_too_much_for_the_index(database: str, text: str) -> None:
    filled(database, [tagged("large", text=text)])
    assert (
        len(using(database, lambda on: on.search.page(Wanted(filter=Words(("large",))), None, 1)).docs) == 1
    )


def test_the_two_ways_to_the_newest_find_the_same(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the index where it finds few, down the order where it finds many."""
    filled(
        database,
        [tagged(f"n{number}", published=f"2026-10-{number:02}T00:00:00+00:00") for number in range(1, 31)],
    )
    wanted = Wanted(filter=Words(("rates",)))
    by_index = using(database, lambda on: on.search.page(wanted, None, 7))
    monkeypatch.setattr("services.gateway.search.FEW", 29)
    down_the_order = using(database, lambda on: on.search.page(wanted, None, 7))
    assert titles(by_index) == [f"n{number} 1" for number in range(30, 23, -1)]
    assert (titles(by_index), by_index.last) == (titles(down_the_order), down_the_order.last)

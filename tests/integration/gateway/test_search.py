"""What is found and counted in a real PostgreSQL."""

import asyncio
from datetime import UTC, datetime, timedelta

import msgspec
import psycopg
import pytest

from schemas.envelope import Event, Message
from schemas.filters.syntax import Entity, Source
from services.gateway.breakdown import Breakdowns
from services.gateway.reindex import reindex
from services.gateway.search import Search
from services.gateway.wanted import Wanted, read
from tests.gateway.events import VOCABULARY, entity, identify, retracted, tagged, uuid_of
from tests.gateway.stored import Shelf, filled, titles, using

NOW = datetime.now(UTC)


def found(url: str, **asked: str) -> list[str]:
    """The titles that a filter or a text finds, newest first."""
    filter_ = read(asked["filter"], VOCABULARY) if "filter" in asked else None
    wanted = Wanted(filter=filter_, text=asked.get("text"))
    return titles(using(url, lambda on: on.search.page(wanted, None, 100)))


def days_ago(days: float) -> str:
    return (NOW - timedelta(days)).isoformat()


def at(name: str, days: float, **fields: object) -> Event[Message]:
    """An article that was published and received `days` days ago."""
    return tagged(name, published=days_ago(days), received=days_ago(days), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("election", ["b 1", "a 1"]),
        ("elected minister", ["b 1"]),
        ('"new minister"', ["b 1"]),
        ('"minister new"', []),
        ("election -minister", ["a 1"]),
        ("minister OR banks", ["c 1", "b 1"]),
        ("the", []),
        ("' OR 1=1 --", []),
        ('"', []),
        ("& | ! ( ) : * <->", []),
    ],
)
def test_people_search_as_they_type(database: str, text: str, expected: list[str]) -> None:
    filled(
        database,
        [
            at("a", 3, text="Elections were held in Quillhaven."),
            at("b", 2, text="The new minister was elected."),
            at("c", 1, text="A bank in Zürich."),
        ],
    )
    assert found(database, text=text) == expected


def test_the_best_of_the_newest_hits_come_first(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(
        database,
        [
            at("once", 1, text="One bank and many other words."),
            at("often", 2, text="The bank, a bank, the bank: bank."),
            at("older", 3, text="bank bank bank bank bank bank."),
        ],
    )
    wanted = Wanted(text="bank")
    monkeypatch.setattr("services.gateway.search.RANKED", 2)
    assert titles(using(database, lambda on: on.search.ranked(wanted, 10))) == ["often 1", "once 1"]
    assert titles(using(database, lambda on: on.search.ranked(wanted, 1))) == ["often 1"]
    monkeypatch.setattr("services.gateway.search.PAGE_BYTES", 1)
    assert titles(using(database, lambda on: on.search.ranked(wanted, 10))) == ["often 1"]


def test_what_was_retracted_or_is_superseded_is_found_no_more(database: str) -> None:
    named = (entity("Kaja Kallas", id_="Q1"),)
    filled(
        database,
        [tagged("a", text="old words", entities=named), tagged("b", text="old words", entities=named)],
    )
    filled(database, [tagged("a", 2, text="new words"), retracted("b")])
    assert found(database, filter="old") == []
    assert found(database, filter="entity:Q1") == []
    assert found(database, text="old") == []
    assert found(database, filter="words") == ["a 2"]
    assert using(database, lambda on: on.facets.entity("Q1", 300)) is None


def test_a_trial_counts_up_to_its_limit_and_shows_the_newest(database: str) -> None:
    filled(database, [at(f"n{number}", number) for number in range(5)])
    wanted = Wanted(filter=Source("wire"))
    trial = using(database, lambda on: on.search.trial(wanted, 5, 2))
    assert (trial.count, trial.more) == (5, False)
    assert [one.title for one in trial.samples] == ["n0 1", "n1 1"]
    trial = using(database, lambda on: on.search.trial(wanted, 4, 2))
    assert (trial.count, trial.more) == (4, True)


def test_the_history_names_every_event_newest_version_first(database: str) -> None:
    filled(
        database, [tagged("a"), tagged("a", 2), tagged("a", 2, processor="2"), retracted("a", 3), tagged("b")]
    )
    history = using(database, lambda on: on.store.history(uuid_of("a")))
    assert [(one.version, one.kind, one.current) for one in history if one.version != 2] == [
        (3, "retracted", True),
        (1, "tagged", False),
    ]
    assert [one.version for one in history] == [3, 2, 2, 1]
    assert using(database, lambda on: on.store.history(uuid_of("nobody"))) == []


def test_entities_are_counted_in_their_window(database: str) -> None:
    kallas, quill = entity("Kaja Kallas", id_="Q1", mentions=2), entity("Quillhaven", "place")
    filled(
        database,
        [
            at("a", 0.1, entities=(kallas, quill)),
            at("b", 2, entities=(entity("Kallas, Kaja", id_="Q1"),)),
            at("c", 20, entities=(quill, entity("Ann O'Neill"))),
        ],
    )
    week = using(database, lambda on: on.facets.entities(7, None, None, 10))
    assert [(one.key, one.articles, one.mentions) for one in week] == [
        ("Q1", 2, 3),
        ("place:quillhaven", 1, 1),
    ]
    by_name = using(database, lambda on: on.facets.entities(30, None, "O’Ne", 10))
    assert [one.name for one in by_name] == ["Ann O'Neill"]
    places = using(database, lambda on: on.facets.entities(30, "place", None, 10))
    assert [(one.name, one.articles) for one in places] == [("Quillhaven", 2)]


def test_an_entity_is_told_day_by_day_and_by_what_stands_beside_it(database: str) -> None:
    kallas, quill = entity("Kaja Kallas", id_="Q1", mentions=2), entity("Quillhaven", "place")
    filled(
        database,
        [
            at("a", 0, entities=(kallas, quill)),
            at("b", 1, entities=(kallas, quill, entity("Bank", "organisation"))),
            at("c", 40, entities=(kallas,)),
        ],
    )
    about = using(database, lambda on: on.facets.entity("Q1", 7))
    assert about is not None
    assert (about.id, about.name, about.type, about.articles, about.mentions) == (
        "Q1",
        "Kaja Kallas",
        "person",
        3,
        6,
    )
    assert [(one.day, one.articles, one.mentions) for one in about.timeline] == [
        ((NOW - timedelta(1)).date(), 1, 2),
        (NOW.date(), 1, 2),
    ]
    assert [(one.key, one.articles) for one in about.beside] == [
        ("place:quillhaven", 2),
        ("organisation:bank", 1),
    ]
    assert (about.last - about.first).days == 40


def test_a_key_has_one_name_and_type_wherever_it_is_told(database: str) -> None:
    dutch, holland = entity("Dutch", "group", id_="Q55"), entity("Holland", "place", id_="Q55")
    netherlands, kallas = entity("Netherlands", "place", id_="Q55"), entity("Kaja Kallas", id_="Q1")
    filled(
        database,
        [
            *(at(f"d{number}", 1, entities=(dutch, kallas)) for number in range(4)),
            *(at(f"n{number}", 20, entities=(netherlands,)) for number in range(2)),
            at("h", 1, entities=(holland, kallas)),
            at("p1", 1, entities=(entity("Democrats", "group", id_="Q29552"),)),
            at("p2", 40, entities=(entity("Democratic Party", "organisation", id_="Q29552"),)),
            at("p3", 1, entities=(entity("Frisians", "group", id_="Q106416"),)),
        ],
    )
    land, party = ("Q55", "Netherlands", "place"), ("Q29552", "Democratic Party", "organisation")

    def listed(type_: str | None, name: str | None) -> list[tuple[str, str, str]]:
        counted = using(database, lambda on: on.facets.entities(7, type_, name, 10))
        return [(one.key, one.name, one.type) for one in counted]

    assert land in listed(None, None)
    assert party in listed(None, None)
    assert listed("place", None) == [land]
    assert listed("organisation", None) == [party]
    assert listed(None, "dutch") == [land]
    assert listed("group", None) == [("Q106416", "Frisians", "group")]
    about = using(database, lambda on: on.facets.entity("Q55", 7))
    assert about is not None
    assert (about.key, about.name, about.type, about.articles) == (*land, 7)
    beside = using(database, lambda on: on.facets.entity("Q1", 7))
    assert beside is not None
    assert [(one.key, one.name, one.type, one.articles) for one in beside.beside] == [(*land, 5)]
    found_in = using(database, lambda on: Breakdowns(on.database).of(Wanted(filter=Entity("name:dutch"))))
    assert [(one.value, one.label, one.count) for one in found_in.entities] == [
        ("Q1", "Kaja Kallas", 4),
        ("Q55", "Netherlands", 4),
    ]


def test_a_topic_counts_with_what_is_below_it(database: str) -> None:
    filled(
        database,
        [
            at("a", 1, topics=("medtop:20000640", "medtop:20000639")),
            at("b", 2, topics=("medtop:11000000",)),
            at("c", 20, topics=("medtop:11000000",)),
        ],
    )
    counts = using(database, lambda on: on.facets.topics(7))
    assert counts == {"medtop:11000000": 2, "medtop:20000638": 1, "medtop:20000639": 1, "medtop:20000640": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"harbour opened"', ["a 1"]),
        ('"opened harbour"', ["b 1"]),
        ('"harbours opening" port', ["a 1"]),
        ('"opened harbour" OR "harbour opened"', ["b 1", "a 1"]),
        ('-"harbour opened"', ["c 1", "b 1"]),
        ('port -"opened harbour"', ["c 1", "a 1"]),
        ('"port of the harbour"', ["c 1", "a 1"]),
        ('"port harbour"', []),
    ],
)
def test_a_phrase_of_a_search_is_in_a_row_and_what_is_left_out_is_not_there(
    database: str, text: str, expected: list[str]
) -> None:
    filled(
        database,
        [
            at("a", 3, text="The port and its harbour opened."),
            at("b", 2, text="A newly opened harbour, and a port."),
            at("c", 1, text="Opened on Monday: the port of a harbour."),
        ],
    )
    assert found(database, text=text) == expected


def test_rows_of_an_older_form_are_indexed_anew_and_no_newer_version_is_touched(database: str) -> None:
    named = (entity("Kaja Kallas", id_="Q1"),)
    filled(database, [tagged(f"n{number}", text="some words", entities=named) for number in range(90)])
    filled(database, [tagged("n7", 2, text="fresh words"), retracted("n8")])
    with psycopg.connect(database) as session:
        session.execute(
            "UPDATE articles SET form = 0, pairs = '{}', words = '', lexemes = '', stems = '', topics = '{}',"
            " entities = '{}'"
        )
        session.execute("TRUNCATE article_entities")
    assert found(database, filter="words OR entity:Q1") == []

    async def again(on: Shelf) -> None:
        await reindex(on.store, VOCABULARY, asyncio.Event())

    using(database, again)
    assert len(found(database, filter='"some words" AND entity:Q1 AND topic:04000000')) == 88
    assert found(database, filter='"fresh words"') == ["n7 2"]
    assert found(database, text="fresh") == ["n7 2"]
    assert using(database, lambda on: on.store.stale(None, 1)) == []
    about = using(database, lambda on: on.facets.entity("Q1", 366))
    assert about is not None
    assert about.articles == 88


def test_a_form_that_is_current_is_left_alone(database: str) -> None:
    filled(database, [tagged("a")])
    with psycopg.connect(database) as session:
        before = session.execute("SELECT xmin FROM articles").fetchall()

    async def again(on: Shelf) -> None:
        await reindex(on.store, VOCABULARY, asyncio.Event())

    using(database, again)
    with psycopg.connect(database) as session:
        assert session.execute("SELECT xmin FROM articles").fetchall() == before


def test_a_page_of_a_filter_ends_where_the_next_begins(database: str) -> None:
    filled(
        database, [at(f"n{number}", number, source="wire" if number % 2 else "other") for number in range(9)]
    )

    async def walk(on: Shelf) -> list[str]:
        seen, after = list[str](), None
        while True:
            page = await on.search.page(
                Wanted(filter=read("source:wire", VOCABULARY), text="rates"), after, 2
            )
            seen += titles(page)
            if (after := page.last) is None:
                return seen

    assert using(database, walk) == ["n1 1", "n3 1", "n5 1", "n7 1"]


def test_ids_of_articles_are_told_as_the_stream_tells_them(database: str) -> None:
    filled(database, [tagged("a")])
    trial = using(database, lambda on: Search(on.database).trial(Wanted(), 10, 10))
    assert msgspec.json.decode(msgspec.json.encode(trial))["samples"][0]["id"] == identify("a")

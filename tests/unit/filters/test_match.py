"""Which articles a filter wants."""

import pytest

from schemas.filters.match import matches, wants
from schemas.filters.parse import parse
from schemas.filters.subject import SEARCHED, Subject
from schemas.tagged import TaggedArticle
from tests.gateway.events import VOCABULARY, entity, retracted, tagged

EVENT = tagged(
    "Harbour",
    text="“The port is open again,” said Mayor Ilse Brandt in Zürich.",
    topics=("medtop:20000640",),
    score=0.75,
    language="en-GB",
    entities=(entity("Ilse Brandt", score=0.9), entity("Zürich", "place", "Q72", score=0.4)),
)


def subject(event: object = EVENT.data) -> Subject:
    assert isinstance(event, TaggedArticle)
    return Subject(event, VOCABULARY)


@pytest.mark.parametrize(
    "text",
    [
        "port", "PORT", "harbour", "por*", '"port is open"', '"the port"', "zurich", '"ilse brandt in"', "brand*",
        "topic:medtop:20000640", "topic:medtop:11000000", "topic:11000000 score>=0.75",
        "entity:Q72", 'entity:"ilse brandt"', "entity:Zurich", "type:place", "type:person score>=0.9",
        "source:wire", "lang:en", "lang:en-gb", "published>=2026-11-01", "published<=2026-11-01",
        "published<2026-11-01T12:00:01Z", "port open", "port OR nothing", "NOT nothing", "NOT (port nothing)",
    ],
)  # fmt: skip
def test_it_is_wanted(text: str) -> None:
    assert matches(parse(text, VOCABULARY), subject())


@pytest.mark.parametrize(
    "text",
    [
        "ports", "ort", "por", '"port open"', '"1 the"', '"open port"', "topic:15000000", "topic:11000000 score>=0.76",
        "entity:Q7", "entity:brandt", 'entity:"brandt"', "entity:Q72 score>=0.5", "type:other", "type:place score>=0.5",
        "source:wir", "lang:de", "lang:enm", "published>2026-11-01", "published<2026-11-01",
        "published>2026-11-01T12:00:00Z",
        "port nothing", "nothing OR nobody", "NOT port", "NOT (port OR nothing)",
    ],
)  # fmt: skip
def test_it_is_not_wanted(text: str) -> None:
    assert not matches(parse(text, VOCABULARY), subject())


def test_a_subscriber_is_told_of_what_it_wants_and_of_every_retraction() -> None:
    wanted = parse("port", VOCABULARY)
    told = [wants(wanted, event.data, VOCABULARY) for event in (EVENT, tagged("a"), retracted("a"))]
    assert told == [True, False, True]


def test_what_has_no_date_lies_neither_before_nor_after_one() -> None:
    undated = subject(tagged("a", published=None).data)
    for text in ("published>=2026-01-01", "published<2026-01-01"):
        assert not matches(parse(text, VOCABULARY), undated)
        assert matches(parse(f"NOT {text}", VOCABULARY), undated)


def test_no_more_than_its_share_of_an_endless_article_is_searched_and_no_word_is_cut() -> None:
    found = subject(tagged("a", text="abcdefghi " * SEARCHED).data).words
    assert len(found) <= SEARCHED + 2
    assert set(found.split()) == {"a", "1", "|", "abcdefghi"}

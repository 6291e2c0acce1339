"""The places that an article is about."""

import pytest

from schemas.article import BlockKind
from schemas.entities import Entity, EntityType, ExtractedArticle, Link, Mention, Processor
from schemas.selectors import check, select
from services.tagging.geography import GIVEN, geography
from tests.unit.tagging.articles import composed

BY = Processor(name="extraction", version="0", method="test")
Things = dict[str, tuple[EntityType, str | None, str | None]]
FRANCE: Things = {"France": ("place", "Q142", "FR"), "Paris": ("place", "Q90", "FR")}
THINGS: Things = {
    **FRANCE,
    "Spain": ("place", "Q29", "ES"),
    "Spanish": ("group", "Q29", "ES"),
    "Reuters": ("organisation", "Q130879", "GB"),
    "Nowhere": ("place", None, None),
}


def extracted(*pieces: tuple[BlockKind, str]) -> ExtractedArticle:
    """An article in which every word of `THINGS` is found and linked."""
    article = composed(*pieces)
    mentions, entities = [], []
    for number, (name, (type_, id_, country)) in enumerate(THINGS.items()):
        starts = [i for i in range(len(article.text)) if article.text.startswith(name, i)]
        evidence = tuple(select(article.text, at, at + len(name)) for at in starts)
        link = Link(score=0.9, label=name, extractor=BY, country=country) if id_ else None
        if starts:
            entities.append(
                Entity(
                    key=f"e{number}", name=name, type=type_, mentions=len(starts), evidence=evidence[:1],
                    score=1.0, extractor=BY, id=id_, link=link,
                )
            )  # fmt: skip
        mentions += [
            Mention(type=type_, entity=f"e{number}", evidence=(one,), score=1.0, extractor=BY)
            for one in evidence
        ]
    return ExtractedArticle(article=article, mentions=tuple(mentions), entities=tuple(entities), quotes=())


def test_a_place_in_the_title_is_what_the_article_is_about() -> None:
    found = geography(
        extracted(("title", "Flood in Paris"), ("body", "Water rose."), ("body", "It fell in Spain.")), "1"
    )
    assert [(place.id, place.country) for place in found.places] == [("Q90", "FR")]
    assert found.focus == "FR"


def test_a_place_named_once_far_down_is_only_named() -> None:
    found = geography(extracted(("title", "Flood"), ("body", "Water rose."), ("body", "As in Spain.")), "1")
    assert (found.places, found.countries, found.focus) == ((), (), None)


def test_a_people_and_its_places_speak_for_the_country() -> None:
    found = geography(
        extracted(("title", "Spanish parliament votes"), ("body", "Members voted in Spain.")), "1"
    )
    assert [country.code for country in found.countries] == ["ES"]
    assert found.countries[0].score > GIVEN


def test_two_countries_alike_have_no_focus() -> None:
    found = geography(extracted(("title", "France and Spain sign treaty"), ("body", "Both agreed.")), "1")
    assert {country.code for country in found.countries} == {"FR", "ES"}
    assert found.focus is None


def test_the_home_of_an_agency_is_no_scene() -> None:
    assert geography(extracted(("title", "Flood"), ("body", "So Reuters says.")), "1").countries == ()


@pytest.mark.parametrize("name", ["Nowhere", "nothing"])
def test_a_place_without_an_id_is_not_given(name: str) -> None:
    assert geography(extracted(("title", f"Flood in {name}"), ("body", "It rose.")), "1").places == ()


def test_every_place_and_country_points_at_its_words() -> None:
    article = extracted(
        ("title", "Paris, Paris and Spain"), ("body", "Paris. Spain. Paris. Paris. Paris. Paris.")
    )
    found = geography(article, "1")
    tags = [*found.places, *found.countries]
    assert len(tags) == 4
    assert [fault for tag in tags for fault in check(tag, article.article.text)] == []


def test_a_mention_more_never_lowers_a_score() -> None:
    few = geography(extracted(("title", "Paris"), ("body", "Rain.")), "1").places[0]
    many = geography(extracted(("title", "Paris"), ("body", "Rain. Paris.")), "1").places[0]
    assert few.score < many.score < 1

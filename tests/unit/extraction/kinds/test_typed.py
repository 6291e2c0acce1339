"""Names get a finer type only where a list, their own words or the knowledge base tell one."""

import pytest

from services.extraction.extract import Extractor
from services.extraction.kinds.gazetteer import Gazetteer, doubtful, table
from services.extraction.kinds.heads import told
from services.extraction.kinds.known import place_kind
from services.extraction.kinds.peoples import peoples
from services.extraction.kinds.places import named
from tests.unit.extraction.articles import article


def found(extractor: Extractor, text: str) -> dict[str, str]:
    (result,) = extractor.extract([article(text, published="2026-11-24T10:00:00Z")])
    return {mention.evidence[0].exact: mention.type for mention in result.mentions}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Muslims and Christians prayed for peace in Sarajevo.", "Muslims", "group"),
        ("The Dutch minister met the Germans in Utrecht.", "Dutch", "group"),
        ("The Dutch minister met the Germans in Utrecht.", "Germans", "group"),
        ("Rohingya families fled again.", "Rohingya", "group"),
        ("Republicans and Democrats agreed on the budget.", "Democrats", "group"),
        ("Fans of the World Cup filled the streets of Lima.", "World Cup", "event"),
        ("Veterans of the Gulf War met in Ohio.", "Gulf War", "event"),
        ("Hurricane Milton reached Tampa at noon.", "Hurricane Milton", "event"),
        ("The Battle of Kursk was remembered in Moscow.", "Battle of Kursk", "event"),
        ("Delegates of COP30 flew home from Belém.", "COP30", "event"),
        ("The court held that the Digital Services Act applies.", "Digital Services Act", "law"),
        ("The Treaty of Lisbon was signed there.", "Treaty of Lisbon", "law"),
        ("Sales of the iPhone 15 fell in India.", "iPhone 15", "product"),
        ("Poland bought F-16 jets and S-400 missiles were seen.", "F-16", "product"),
        ("A Boeing 737 MAX landed in Oslo.", "Boeing 737 MAX", "product"),
        ("Six Leopard 2 tanks left Munster.", "Leopard 2", "product"),
    ],
)
def test_a_name_has_its_finer_type(extractor: Extractor, text: str, name: str, kind: str) -> None:
    assert found(extractor, text).get(name) == kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Bill Act and Anna War came to Leeds.", "Anna War", {"person", None}),
        ("He spoke in German.", "German", {None}),
        ("She teaches Polish and Czech in Brno.", "Polish", {None}),
        ("Star Wars opens in Paris cinemas on Friday.", "Star Wars", {"other", None}),
        ("Epic Games sued Apple in California.", "Epic Games", {"organisation", None}),
        ("The school year is over for K-12 pupils in Ohio.", "K-12", {"other", None}),
        ("Pole position went to Leclerc in Monza.", "Pole", {None}),
        ("Traffic on the M-25 and the A1 stood still.", "M-25", {"place", "other", None}),
    ],
)
def test_what_only_looks_like_one_has_none(
    extractor: Extractor, text: str, name: str, kind: set[str | None]
) -> None:
    assert found(extractor, text).get(name) in kind


@pytest.mark.parametrize(
    ("name", "given", "kind"),
    [
        ("Davis Cup", "organisation", "event"),
        ("Commonwealth Games", "other", "event"),
        ("Riot Games", "other", None),
        ("Democratic National Convention", "other", "event"),
        ("Geneva Convention", "other", "law"),
        ("Crime Bill", "other", "law"),
        ("Crime Bill", "organisation", None),
        ("Kellogg Bill", "person", None),
        ("Monaco Grand Prix", "other", "event"),
        ("Marcel Prix", "other", None),
        ("Convention on Biological Diversity", "other", "law"),
        ("Article 5", "other", "law"),
        ("Cup", "other", None),
    ],
)
def test_the_words_of_a_name_tell_its_type_or_nothing(name: str, given: str, kind: str | None) -> None:
    answer = told(name, given)  # type: ignore[arg-type]  # the parameters are types
    assert (answer and answer[0]) == kind


def test_the_gazetteer_takes_whole_words_the_first_and_the_longest() -> None:
    gazetteer = Gazetteer({"Arab": "group", "Arab Spring": "event", "Spring Cup": "event"})
    text = "Arabian Arab Spring Cup, Arab; e\u0301Arab Arab\u0301"
    assert [(text[start:end], kind) for start, end, kind in gazetteer.find(text, [(0, len(text))])] == [
        ("Arab Spring", "event"),
        ("Arab", "group"),
    ]
    assert Gazetteer({}).find(text, [(0, len(text))]) == []


def test_no_name_of_the_table_is_both_sure_and_doubtful() -> None:
    assert not set(table()) & set(doubtful())


def test_words_for_peoples_are_no_names_of_places(extractor: Extractor) -> None:
    words = peoples(extractor.linker.base)
    assert {"German", "Germans", "North Korean", "Swiss"} <= words
    assert not words & {"Singapore", "Djibouti", "Pole", "Islamic", "Sino"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Lake Bled", "water"),
        ("Strait of Hormuz", "water"),
        ("Black Sea", "water"),
        ("Gatwick Airport", "facility"),
        ("Tahrir Square", "facility"),
        ("Hubei Province", "region"),
        ("Gaza Strip", "region"),
        ("Quebec City", "city"),
        ("Lyon", None),
    ],
)
def test_a_place_says_itself_what_it_is(name: str, kind: str | None) -> None:
    assert named(name) == kind


@pytest.mark.parametrize(
    ("words", "iso", "kind"),
    [
        ("country", "FR", "country"),
        ("territory", "DE-BE", "city"),
        ("capital city", "FR-75C", "city"),
        ("county of Texas", "US-TX", "region"),
        ("comune of Italy", "", "city"),
        ("river", "", "water"),
        ("art museum", "", "facility"),
        ("thing", "ES-CT", "region"),
        ("thing", "", None),
    ],
)
def test_the_knowledge_base_says_what_a_place_is(words: str, iso: str, kind: str | None) -> None:
    assert place_kind(words, iso) == kind


def test_places_say_what_they_are(extractor: Extractor) -> None:
    (result,) = extractor.extract(
        [article("From Paris, France, he flew over Lake Geneva to Gatwick Airport.")]
    )
    kinds = {entity.name: entity.kind for entity in result.entities}
    assert kinds == {
        "Paris": "city",
        "France": "country",
        "Lake Geneva": "water",
        "Gatwick Airport": "facility",
    }


@pytest.mark.parametrize(
    ("headline", "body", "names"),
    [
        ("Storm Batters Coast As Thousands Lose Power", "The storm hit the coast.", set()),
        ("Storm Eunice Batters Coast", "The coast was hit by Storm Eunice at noon.", {"Storm Eunice"}),
        ("Storm Eunice Nears", None, {"Storm Eunice"}),
    ],
)
def test_what_a_headline_writes_in_a_fixed_way_stands_in_the_body_too(
    extractor: Extractor, headline: str, body: str | None, names: set[str]
) -> None:
    (result,) = extractor.extract([article(("title", headline), *([body] if body else []))])
    assert {m.evidence[0].exact for m in result.mentions if m.type == "event"} == names

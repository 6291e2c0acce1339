"""Which thing a name means, and when nobody can tell."""

import json
from pathlib import Path

import msgspec
import pytest

from schemas.entities import Entity, EntityType, Link
from services.extraction.linking.features import FEATURES
from services.extraction.linking.layer import Layer
from services.extraction.linking.linker import Linker, Weights
from services.extraction.linking.record import Name, Record
from tests.unit.extraction.articles import whole
from tests.unit.extraction.linking.things import MADE_BY, RECORDS, entity, linker


def ids(linked: Linker, *entities: Entity, text: str = "Some text.") -> list[str | None]:
    return [found.id or found.abstained for found in linked.link(whole(text), entities, MADE_BY)]


@pytest.mark.parametrize(
    ("name", "type_", "expected"),
    [
        ("Norland", "place", "Q1"),
        ("NORLAND", "place", "Q1"),
        ("the Norlandic", "other", "Q1"),
        ("Maria Beispiel", "person", "Q20"),
        ("Prime Minister Maria Beispiel", "person", "Q20"),
        ("President Maria Beispiel", "person", "Q20"),
        ("Exacorp Ltd", "organisation", "Q30"),
        ("Nobody Known", "person", "unknown"),
    ],
)
def test_a_name_of_one_thing_is_linked(name: str, type_: EntityType, expected: str) -> None:
    assert ids(linker(), entity(name, type_)) == [expected]


def test_two_places_of_one_name_are_told_apart_by_the_articles_countries() -> None:
    assert ids(linker(), entity("Springfield", "place"), entity("Norland", "place", 3)) == ["Q10", "Q1"]
    assert ids(linker(), entity("Springfield", "place"), entity("Sudland", "place", 3)) == ["Q11", "Q2"]


def test_two_places_of_one_name_without_a_hint_are_ambiguous() -> None:
    assert ids(linker(), entity("Springfield", "place")) == ["ambiguous"]


def test_an_acronym_is_no_word() -> None:
    assert ids(linker(), entity("Unl"), entity("UNL")) == ["unknown", "Q1"]


def test_a_thing_of_another_type_is_not_linked() -> None:
    assert ids(linker(), entity("Exacorp", "person")) == ["low_score"]


@pytest.mark.parametrize(
    ("name", "type_"), [("Beispiel", "place"), ("Maria Beispiel", "organisation"), ("Norland", "person")]
)
def test_a_place_is_no_person_and_a_person_no_place_however_well_known(name: str, type_: EntityType) -> None:
    assert ids(linker(), entity(name, type_)) == ["unknown"]


def test_a_surname_means_the_person_whose_full_name_the_article_has() -> None:
    found = ids(linker(), entity("Maria Beispiel", "person"), entity("Beispiel", "person"))
    assert found == ["Q20", "Q20"]


def test_a_surname_of_two_people_of_the_article_means_neither() -> None:
    people = [
        entity("Maria Beispiel", "person"),
        entity("Otto Beispiel", "person"),
        entity("Beispiel", "person"),
    ]
    assert ids(linker(), *people) == ["Q20", "unknown", "ambiguous"]


def test_a_surname_is_not_a_famous_persons_when_the_article_has_another_of_that_name() -> None:
    assert ids(linker(), entity("Otto Beispiel", "person"), entity("Beispiel", "person")) == [
        "unknown",
        "unknown",
    ]


def test_nationalities_can_be_left_out() -> None:
    assert ids(linker(demonyms=False), entity("Norlandic"), entity("Norland")) == ["unknown", "Q1"]


def test_the_users_own_things_go_first() -> None:
    own = Layer.of(
        [Record(id="own:1", label="Norland", type="organisation", prior=50, names=[Name("Norland", "label")])]
    )
    assert ids(linker(own=own), entity("Norland", "place")) == ["own:1"]


def test_the_order_of_entities_does_not_change_what_they_mean() -> None:
    entities = [
        entity("Springfield", "place"),
        entity("Norland", "place", 3),
        entity("Maria Beispiel", "person"),
    ]
    assert ids(linker(), *entities) == ids(linker(), *reversed(entities))[::-1]


def test_everything_else_of_an_entity_stays_as_it_was() -> None:
    before = entity("Norland", "place", 4)
    (after,) = linker().link(whole("Norland."), [before], MADE_BY)
    assert (after.key, after.name, after.type, after.mentions) == (before.key, before.name, before.type, 4)


@pytest.mark.parametrize("name", ["", "—", "\N{ZERO WIDTH JOINER}", "x" * 100_000, "🙂", "a " * 5_000])
def test_odd_names_are_unknown(name: str) -> None:
    assert ids(linker(RECORDS), entity(name)) == ["unknown"]


def test_a_link_says_what_is_known_and_what_made_it() -> None:
    place, company = linker().link(whole("x"), [entity("Norland", "place"), entity("Exacorp")], MADE_BY)
    assert place.link == Link(
        score=place.link.score if place.link else 0,
        label="Norland",
        extractor=MADE_BY,
        country="NL",
        iso="NL",
        geonames=11,
        latitude=60.5,
        longitude=10.25,
    )
    assert 0.75 <= place.link.score <= 1
    assert company.link is not None
    assert company.link.ticker == "EXA"


def test_what_the_article_leaves_open_stays_open() -> None:
    open_ = msgspec.structs.replace(entity("Norland", "place"), abstained="ambiguous")
    assert ids(linker(), open_) == ["ambiguous"]


def test_the_version_names_what_can_change_a_link(tmp_path: Path) -> None:
    kb = tmp_path / "kb"
    kb.mkdir()
    weights = {"least": 0.7, "weights": dict.fromkeys(FEATURES, 0.5)}
    (kb / "weights.json").write_text(json.dumps(weights), "utf-8")
    Layer.of(RECORDS).write(kb / "open.npz")
    (tmp_path / "own.yaml").write_text("- {id: Q7, name: Ours, type: other}", "utf-8")
    first, again, own = (
        Linker.load(tmp_path),
        Linker.load(tmp_path),
        Linker.load(tmp_path, tmp_path / "own.yaml"),
    )
    Layer.of(RECORDS[1:]).write(kb / "open.npz")
    assert first.version == again.version
    assert len({first.version, own.version, Linker.load(tmp_path).version}) == 3


def test_weights_of_other_features_are_refused(tmp_path: Path) -> None:
    (tmp_path / "weights.json").write_text('{"least": 0.7, "weights": {"height": 1}}', "utf-8")
    with pytest.raises(ValueError, match=r"weights\.json: weights of other features"):
        Weights.read(tmp_path / "weights.json")


def test_nothing_gives_nothing() -> None:
    assert ids(linker()) == []

import pytest

from schemas.entities import EntityType
from services.extraction.bodies import METHOD, bodies, sole
from services.extraction.linking.base import KnowledgeBase
from services.extraction.spans import Span
from tests.unit.extraction.conftest import MODELS

SOLE: dict[str, EntityType] = {"Ted Baker": "organisation", "Lufthansa": "organisation", "Oslo": "place"}


def typed(text: str, *found: tuple[str, EntityType, float]) -> list[str]:
    spans = [
        Span(text.index(name), text.index(name) + len(name), kind, score, "model:x")
        for name, kind, score in found
    ]
    return [span.type for span in bodies(text, spans, SOLE.get)]


@pytest.mark.parametrize(
    ("name", "kind", "score", "expected"),
    [
        ("Ted Baker", "person", 0.99, "organisation"),
        ("Lufthansa", "place", 0.7, "organisation"),
        ("Lufthansa", "place", 0.95, "place"),
        ("Lufthansa", "other", 0.7, "organisation"),
        ("Lufthansa", "other", 0.95, "other"),
        ("Oslo", "person", 0.7, "place"),
        ("Oslo", "person", 0.95, "person"),
        ("KTVB", "person", 0.99, "organisation"),
        ("Ana Ruiz", "person", 0.5, "person"),
    ],
)
def test_what_is_known_as_an_organisation_alone_is_one(
    name: str, kind: EntityType, score: float, expected: str
) -> None:
    assert typed(f"{name} was named.", (name, kind, score)) == [expected]


def test_a_person_whom_the_article_calls_by_the_last_word_stays_one() -> None:
    text = "Ted Baker spoke. Then Baker left."
    spans = [Span(0, 9, "person", 0.99, "m"), Span(22, 27, "person", 0.99, "m")]
    assert [span.type for span in bodies(text, spans, SOLE.get)] == ["person", "person"]


@pytest.mark.parametrize("text", ["Jo Oslo came. Oslo spoke.", "Oslo Berg came. Oslo spoke."])
def test_a_part_of_a_full_name_is_no_place(text: str) -> None:
    full, alone = text.index(" came"), text.rindex("Oslo")
    spans = [Span(0, full, "person", 0.9, "m"), Span(alone, alone + 4, "person", 0.7, "m")]
    assert [span.type for span in bodies(text, spans, SOLE.get)] == ["person", "person"]


def test_a_word_in_capitals_is_a_person_where_the_article_writes_the_name_too() -> None:
    text = "HILL WINS. Hill spoke."
    spans = [Span(0, 4, "person", 0.9, "m"), Span(11, 15, "person", 0.9, "m")]
    assert [span.type for span in bodies(text, spans, SOLE.get)] == ["person", "person"]


def test_the_last_word_of_a_full_name_stays_a_person() -> None:
    text = "Jo Lufthansa came. Lufthansa spoke."
    spans = [Span(0, 12, "person", 0.9, "m"), Span(19, 28, "person", 0.9, "m")]
    assert [span.type for span in bodies(text, spans, SOLE.get)] == ["person", "person"]


@pytest.mark.parametrize(
    ("text", "score", "expected"),
    [
        ("As Fenwire reported earlier, it rained.", 0.6, "organisation"),
        ("As Fenwire has reported, it rained.", 0.6, "organisation"),
        ("As Fenwire reported earlier, it rained.", 0.95, "person"),
        ("As Fenwire said, it rained.", 0.6, "person"),
    ],
)
def test_who_is_unsure_and_reported_something_is_a_medium(text: str, score: float, expected: str) -> None:
    assert typed(text, ("Fenwire", "person", score)) == [expected]


def test_a_changed_span_says_which_rule_changed_it() -> None:
    (span,) = bodies("Ted Baker", [Span(0, 9, "person", 0.9, "model:x")], SOLE.get)
    assert (span.type, span.method) == ("organisation", METHOD)


def test_the_knowledge_base_says_what_a_name_can_be_and_nothing_of_peoples() -> None:
    type_of = sole(KnowledgeBase.load(MODELS / "kb"))
    assert type_of("Lufthansa") == "organisation"
    assert type_of("Washington") is None
    assert type_of("Rohingya") is None
    assert type_of("Nobody Knows This Name") is None

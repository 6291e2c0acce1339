"""What else an article calls those whom it names: offices and short forms, where they are sure, and only there."""

import pytest

from schemas.entities import EntityType
from services.extraction.aliases import aliased
from services.extraction.entities import groups
from services.extraction.offices import holders
from services.extraction.spans import Span

NAMES: dict[str, EntityType] = {
    "Kaja Kallas": "person",
    "Kallas": "person",
    "Wang Yi": "person",
    "Ana Rus": "person",
    "Bo Li": "person",
    "European Commission": "organisation",
    "Trade Commission": "organisation",
    "Ministry of Defence": "organisation",
    "China": "place",
}


def called(text: str, published: str | None = "2025-07-03T00:00:00Z") -> dict[str, list[str]]:
    """Name -> its forms, of every entity that has a form beside its names."""
    spans: list[Span] = []
    for at in range(len(text)):
        for name, kind in NAMES.items():
            if text.startswith(name, at) and (not spans or at >= spans[-1].end):
                spans.append(Span(at, at + len(name), kind, 0.9, "test"))
    found = aliased(text, spans, [(0, len(text))], published)
    return {
        group.name: sorted({text[span.start : span.end] for span in group.spans} - {*NAMES})
        for group in groups(text, found.spans, found.joined)
        if {text[span.start : span.end] for span in group.spans} - {*NAMES}
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kallas spoke. The HR/VP left. Kaja Kallas rests.", {"Kaja Kallas": ["HR/VP"]}),
        ("Kallas spoke. The High Representative left.", {"Kallas": ["High Representative"]}),
        ("Foreign Minister Wang Yi spoke. The Foreign Minister left.", {"Wang Yi": ["Foreign Minister"]}),
        ("The Prime Minister left. Ana Rus, the Prime Minister, spoke.", {"Ana Rus": ["Prime Minister"]}),
        ("The European Commission met. The Commission left.", {"European Commission": ["Commission"]}),
        ("The Ministry of Defence met. The Ministry left.", {"Ministry of Defence": ["Ministry"]}),
    ],
)
def test_an_office_or_a_short_form_joins_the_one_that_it_stands_for(
    text: str, expected: dict[str, list[str]]
) -> None:
    assert called(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Minister Wang Yi spoke. The minister left.",
        "Foreign Minister Wang Yi met Foreign Minister Ana Rus. The Foreign Minister left.",
        "Foreign Minister Wang Yi spoke. The Foreign Minister of China left.",
        "Foreign Minister Wang Yi spoke. The Chinese Foreign Minister left. The Foreign Minister left.",
        "Wang Yi spoke. The Foreign Minister left.",
        "Wang Yi spoke. The HR/VP left.",
        "The European Commission met the Trade Commission. The Commission left.",
        "The European Commission met. The Commission on Fish left. The commission left.",
        "China met. The Commission left.",
    ],
)
def test_what_is_not_sure_joins_nobody(text: str) -> None:
    assert called(text) == {}


@pytest.mark.parametrize("published", [None, "2020-07-03T00:00:00Z"])
def test_an_office_of_one_person_is_its_holder_of_that_day(published: str | None) -> None:
    assert called("Kaja Kallas spoke. The HR/VP left.", published) == {}


def test_the_table_of_offices_has_one_holder_a_day() -> None:
    terms: dict[str, list[tuple[str, str]]] = {}
    for holder in holders():
        terms.setdefault(holder.forms[0], []).append((holder.since, holder.until or "9999"))
    for days in terms.values():
        assert all(one[1] < two[0] for one, two in zip(sorted(days), sorted(days)[1:], strict=False))

"""Short forms go with the long names of the article."""

import pytest

from services.extraction.linking.names import key
from services.extraction.linking.together import Choice, Named, together


def named(
    written: str, id_: str | None = None, *, person: bool = False, place: bool = False, score: float = 0.9
) -> Named:
    return Named(written, key(written), Choice(id_, score, None if id_ else "unknown"), person, place)


def ids(*entities: Named) -> list[str | None]:
    return [choice.id or choice.reason for choice in together(entities)]


@pytest.mark.parametrize("short", ["Suu Kyi", "Kyi", "Aung"])
def test_the_end_or_first_word_of_a_persons_name_means_that_person(short: str) -> None:
    assert ids(named("Aung San Suu Kyi", "Q1", person=True), named(short)) == ["Q1", "Q1"]


def test_an_acronym_means_what_the_article_writes_out() -> None:
    party = named("Norlandic Democratic Party", "Q1")
    assert ids(party, named("NDP", "Q2"), named("Ndp", "Q2")) == ["Q1", "Q1", "Q2"]


def test_two_names_of_the_same_initials_leave_the_acronym_open() -> None:
    two = [named("Norlandic Democratic Party", "Q1"), named("National Day Parade", "Q2")]
    assert ids(*two, named("NDP", "Q3"))[2] == "ambiguous"


def test_the_head_of_a_companys_name_means_the_company() -> None:
    assert ids(named("Springfield Power Corp", "Q1"), named("Springfield Power")) == ["Q1", "Q1"]


def test_the_head_of_a_companys_name_that_is_a_places_is_left_open() -> None:
    company, place = named("Springfield Power Corp", "Q1"), named("Springfield", "Q2", place=True)
    assert ids(company, place) == ["Q1", "ambiguous"]


def test_with_and_without_a_legal_form_one_found_is_enough_for_both() -> None:
    assert ids(named("Exacorp Company"), named("Exacorp", "Q1"))[1] == "Q1"
    assert ids(named("Exacorp Company", "Q1"), named("Exacorp"))[1] == "Q1"


def test_another_spelling_of_a_persons_name_that_is_not_linked_does_not_count() -> None:
    found = ids(
        named("Otto Beispiel", "Q1", person=True),
        named("Otto X. Beispiel", person=True),
        named("Beispiel", person=True),
    )
    assert found == ["Q1", "unknown", "Q1"]


def test_two_persons_of_one_surname_leave_it_open() -> None:
    found = ids(
        named("Otto Beispiel", "Q1", person=True),
        named("Maria Beispiel", person=True),
        named("Beispiel", "Q1", person=True),
    )
    assert found[2] == "ambiguous"


def test_a_surname_is_nobody_when_its_bearer_in_the_article_is_nobody_known() -> None:
    assert ids(named("Otto Beispiel", person=True), named("Beispiel", "Q9", person=True))[1] == "unknown"

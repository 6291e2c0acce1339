"""From the source tables to records, and what is shipped."""

from pathlib import Path

import pytest

from models.kb.collection import Collection, named, worth
from models.kb.kinds import described, typed
from models.kb.sources import countries
from models.kb.sources.people import day
from services.extraction.linking.base import KnowledgeBase

KB = Path(__file__).parents[4] / "models" / "kb"
COUNTRIES = {"norland": "NL", "norlandic": "NL"}


@pytest.mark.parametrize(
    ("kinds", "description", "expected"),
    [
        (["association football club"], "", "organisation"),
        ([], "city in Norland", "place"),
        ([], "Norlandic politician and writer", "person"),
        ([], "1999 film by Somebody", "other"),
        (["something else"], "company based in Norland", "organisation"),
        ([], "", ""),
    ],
)
def test_a_type_is_told_from_the_head_of_the_words(kinds: list[str], description: str, expected: str) -> None:
    assert typed(kinds, description) == expected


@pytest.mark.parametrize(
    ("iso", "word", "expected"),
    [
        ("AZ", "Azeris", True),
        ("TR", "Azeris", False),
        ("IR", "Islamic", False),
        ("FR", "French", True),
        ("PM", "French", False),
        ("XX", "Xlandic", True),
    ],
)
def test_a_word_for_a_people_is_its_own_countrys_alone(iso: str, word: str, expected: bool) -> None:
    found = Collection({})
    found.add("test", "Q1", "Xland", type_="place", country=iso)
    countries.people(found, iso, "Q1", word)
    (record,) = found.done({})
    assert any(name.how == "demonym" for name in record.names) is expected


@pytest.mark.parametrize(
    "description", ["city in Northshire, Norland", "town in Norland", "Norlandic writer"]
)
def test_a_country_is_told_from_a_description(description: str) -> None:
    assert described(description, COUNTRIES) == "NL"


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2021-09-07", 20210907), ("2021", 20210000), ("12 December 2019", 20191212), ("", 0), ("soon", 0)],
)
def test_a_date_is_a_number(date: str, expected: int) -> None:
    assert day(date) == expected


@pytest.mark.parametrize(
    ("label", "expected"), [("eBay", True), ("Norland", True), ("human", False), ("Q42", False)]
)
def test_a_name_has_a_capital(label: str, expected: bool) -> None:
    assert named(label) is expected


@pytest.mark.parametrize(("name", "expected"), [("Al", True), ("x", False), ("東京", False), ("1999", False)])
def test_a_name_worth_a_look_up_is_not_too_short_and_in_known_letters(name: str, expected: bool) -> None:
    assert worth(name) is expected


def test_what_several_tables_tell_is_one_record() -> None:
    found = Collection(COUNTRIES)
    found.add("one", "Q1", "Maria Beispiel", type_="person", description="Norlandic politician")
    found.add("two", "Q1", "Beispiel, Maria")
    found.name("Q1", "M. Beispiel")
    (record,) = found.done({"Q1": 1.5})
    assert (record.id, record.type, record.country, record.prior) == ("Q1", "person", "NL", 3.5)
    assert {(name.text, name.how) for name in record.names} >= {
        ("Maria Beispiel", "label"),
        ("M. Beispiel", "alias"),
        ("beispiel", "surname"),
    }


def test_a_countrys_name_is_no_alias_of_a_town() -> None:
    found = Collection(COUNTRIES)
    found.add("one", "Q2", "Springfield", type_="place", description="city in Norland")
    found.name("Q2", "Norland")
    (record,) = found.done({})
    assert [name.text for name in record.names] == ["Springfield"]


def test_every_country_of_the_shipped_base_has_its_code() -> None:
    base = KnowledgeBase.load(KB)
    for name, code in {
        "germany": "DE",
        "us": "US",
        "britain": "GB",
        "czech republic": "CZ",
        "ivory coast": "CI",
    }.items():
        countries = [one.known for one in base.candidates(name) if one.known.kind == "country"]
        assert [known.extra.iso for known in countries] == [code]


def test_the_shipped_base_says_its_licences() -> None:
    notice = (KB / "NOTICE.md").read_text("utf-8")
    assert [path.name for path in sorted(KB.glob("*.npz")) if f"`{path.name}`" not in notice] == []

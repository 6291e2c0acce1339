"""From the source tables to records, and what is shipped."""

import gzip
from pathlib import Path

import pytest

from models.kb.build import slip
from models.kb.collection import Collection, named, worth
from models.kb.kinds import described, typed
from models.kb.labels import THINGS
from models.kb.sources import countries
from models.kb.sources.people import congress, current, day
from models.kb.sources.places import geonames
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
        (["norland-prime-ministers"], "", "person"),
        (["rugby-clubs"], "", "organisation"),
        (["weapon model"], "", "other"),
        (["house of commons"], "", "organisation"),
        (["radio station"], "", "organisation"),
        (["copyright collective", "art museum"], "", "organisation"),
        (["principal organ of the Norlandic League"], "", "organisation"),
        (["academy of sciences"], "", "organisation"),
        (["department of France"], "", "place"),
        (["autonomous community of Norland"], "", "place"),
        (["council area"], "", "place"),
        ([], "body of water between Norland and Sudland", "place"),
        (["group of awards"], "", "other"),
        ([], "football team representing the Republic of Norland", "organisation"),
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
        ("GR", "Hellenic", True),
        ("SH", "Hellenic", False),
        ("IE", "Northern Irish", False),
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
    ("description", "expected"),
    [
        ("capital city of the U.S. state of Georgia", "US"),
        ("capital city of Georgia", "GE"),
        ("capital city of the Democratic Republic of the Congo", "CD"),
        ("city in the Republic of the Congo", "CG"),
    ],
)
def test_a_country_is_not_taken_for_its_namesake(description: str, expected: str) -> None:
    assert described(description, {"georgia": "GE", "congo": "CG", "republic of the congo": "CG"}) == expected


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


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("Q55", "Netherlands"),
        ("Q145", "United Kingdom"),
        ("Q213", "Czechia"),
        ("Q836", "Myanmar"),
        ("Q225", "Bosnia and Herzegovina"),
        ("Q30", "United States"),
        ("Q1428", "Georgia"),
        ("Q57336", "Ali Khamenei"),
        ("Q60772", "Ursula von der Leyen"),
    ],
)
def test_a_thing_of_the_shipped_base_has_its_usual_label(id_: str, expected: str) -> None:
    assert KnowledgeBase.load(KB).known(id_).label == expected


def test_no_country_of_the_shipped_base_has_a_shortened_label() -> None:
    base = KnowledgeBase.load(KB)
    first = base.layers[0]
    known = [base.known(bytes(id_).decode()) for id_ in first.ids]
    labels = [one.label for one in known if one.kind == "country" and one.extra.iso]
    assert len(labels) == 249
    assert [
        label for label in labels if "&" in label or "St." in label or "U.S." in label or len(label) < 4
    ] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hellenic", "Q41"),
        ("northern irish", "Q26"),
        ("antonio costa", "Q610788"),
        ("jaroslaw kaczynski", "Q55917"),
    ],
)
def test_a_name_of_the_shipped_base_means_the_thing(name: str, expected: str) -> None:
    pool = KnowledgeBase.load(KB).candidates(name)
    assert max(pool, key=lambda one: one.known.prior).known.id == expected


def test_a_capital_is_no_name_of_its_country() -> None:
    assert "Q948" not in {one.known.id for one in KnowledgeBase.load(KB).candidates("tunis")}


@pytest.mark.parametrize(("id_", "expected"), [("Q8886", "organisation"), ("Q430682", "organisation")])
def test_an_institution_of_the_shipped_base_is_one(id_: str, expected: str) -> None:
    assert KnowledgeBase.load(KB).known(id_).type == expected


def test_the_usual_label_goes_before_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(THINGS, "Q1", "Maria Beispiel")
    found = Collection(COUNTRIES)
    found.add("one", "Q1", "Maria Muster-BEISPIEL", type_="person")
    (record,) = found.done({})
    assert record.label == "Maria Beispiel"
    assert {(name.text, name.how) for name in record.names} >= {
        ("Maria Beispiel", "label"),
        ("Maria Muster-BEISPIEL", "alias"),
    }


@pytest.mark.parametrize(
    ("type_", "name", "expected"),
    [
        ("organisation", "Assembly", True),
        ("organisation", "Springfield", False),
        ("place", "Assembly", False),
    ],
)
def test_a_town_with_the_id_of_something_else_is_a_slip(type_: str, name: str, expected: bool) -> None:
    found, others = Collection(COUNTRIES), Collection(COUNTRIES)
    found.add("one", "Q1", "Springfield", type_="place")
    others.add("two", "Q1", name, type_=type_)
    assert slip(found.done({})[0], others.done({})[0]) is expected


def test_a_town_that_no_other_table_has_is_none() -> None:
    found = Collection(COUNTRIES)
    found.add("one", "Q1", "Springfield", type_="place")
    assert slip(found.done({})[0], None) is False


def test_a_current_leader_with_anothers_id_has_the_right_one(tmp_path: Path) -> None:
    (tmp_path / "people").mkdir()
    (tmp_path / "people/world-leaders-current-2026-08.jsonl").write_text(
        '{"qid": "Q57641", "name": "Ursula von der Leyen", "iso2": "EU", "title": "President"}\n', "utf-8"
    )
    found = Collection(COUNTRIES)
    current(found, tmp_path)
    assert {id_: len(record.offices) for id_, record in found.records.items()} == {"Q60772": 1}


def test_the_shipped_base_says_its_licences() -> None:
    notice = (KB / "NOTICE.md").read_text("utf-8")
    assert [path.name for path in sorted(KB.glob("*.npz")) if f"`{path.name}`" not in notice] == []


def table(folder: Path, name: str, *lines: str) -> None:
    """A gzipped table of the sources."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(lines).encode()))


def test_a_city_gets_the_geonames_id_of_the_only_or_by_far_largest_city_of_its_name(tmp_path: Path) -> None:
    table(
        tmp_path,
        "places/geonames-cities15000.tsv.gz",
        "geonameid\tname\tiso2\tpopulation\tlat\tlon",
        "1\tSpringfield\tNL\t900000\t60.5\t10.25",
        "2\tSpringfield\tNL\t20000\t50\t10",
        "3\tTwinford\tNL\t30000\t50\t10",
        "4\tTwinford\tNL\t20000\t50\t10",
    )
    found = Collection(COUNTRIES)
    for listed in ("one", "two"):
        found.add(listed, "Q1", "Springfield", kinds=["city"], country="NL")
    found.add("one", "Q2", "Springfield", kinds=["town"], country="NL")
    found.add("one", "Q3", "Twinford", kinds=["town"], country="NL")
    geonames(found, tmp_path)
    assert {id_: record.geonames for id_, record in found.records.items()} == {"Q1": 1, "Q2": 0, "Q3": 0}
    assert found.records["Q1"].latitude == 60.5


def names_of(label: str, *, kind: str, type_: str = "") -> dict[str, set[str]]:
    """The names that a label alone brings, by how they name the thing."""
    found = Collection(COUNTRIES)
    for listed in ("one", "two"):
        found.add(listed, "Q1", label, type_=type_, kinds=[kind])
    (record,) = found.done({})
    names: dict[str, set[str]] = {}
    for name in record.names:
        names.setdefault(name.how, set()).add(name.text)
    return names


@pytest.mark.parametrize(
    ("label", "kind", "type_", "how", "expected"),
    [
        ("Norwich City F.C.", "football club", "", "derived", {"Norwich City", "Norwich"}),
        ("FC Rotor Volgograd", "football club", "", "derived", {"Rotor Volgograd", "Rotor", "Volgograd"}),
        ("Norland national football team", "national football team", "", "alias", {"Norland"}),
        ("Norwich Tigers", "rugby-clubs", "", "derived", {"Norwich", "Tigers"}),
        ("Hans Müller", "human", "person", "label", {"Hans Müller", "Hans Mueller"}),
        (
            "William Beispiel",
            "human",
            "person",
            "derived",
            {"Bill Beispiel", "Will Beispiel", "Billy Beispiel"},
        ),
        ("Maria Beispiel", "human", "person", "surname", {"beispiel"}),
        ("United States Navy", "navy", "organisation", "derived", {"Navy", "USN"}),
        ("Norlandic Senate", "legislature", "organisation", "derived", {"Senate"}),
        ("Supreme Court of Norland", "court", "organisation", "derived", {"Supreme Court", "SCN"}),
        ("Ministry of Foreign Affairs", "ministry", "organisation", "derived", {"Foreign Ministry", "MFA"}),
        ("Norland Peoples Army", "army", "organisation", "derived", {"NPA"}),
        ("United States Navy", "navy", "organisation", "alias", {"U.S. Navy"}),
        ("Exacorp & Co. Ltd.", "company", "organisation", "alias", {"exacorp"}),
    ],
)
def test_a_label_brings_the_names_that_news_uses(
    label: str, kind: str, type_: str, how: str, expected: set[str]
) -> None:
    assert names_of(label, kind=kind, type_=type_)[how] == expected


def test_a_department_goes_by_its_subject() -> None:
    names = names_of("United States Department of the Treasury", kind="department", type_="organisation")
    assert {"Treasury Department", "U.S. Treasury Department"} <= names["label"]


def test_a_club_does_not_go_by_the_name_of_a_country() -> None:
    assert "Norland" not in names_of("FK Norland Sudstadt", kind="football club")["derived"]


def test_what_comes_again_and_again_is_not_called_by_its_bare_name() -> None:
    found = Collection(COUNTRIES)
    found.add("one", "Q1", "Norlandic World Cup", kinds=["football competition"])
    found.name("Q1", "World Cup")
    assert {name.text for name in found.done({})[0].names} == {"Norlandic World Cup"}


def test_an_institution_has_the_country_that_its_label_tells() -> None:
    found = Collection(COUNTRIES)
    found.add("one", "Q1", "Supreme Court of Norland", type_="organisation")
    found.add("one", "Q2", "Bank of Norland", type_="organisation")
    found.add("one", "Q3", "House of Commons", type_="organisation")
    found.name("Q3", "House of Commons of Norland")
    assert {record.id: record.country for record in found.done({})} == {"Q1": "NL", "Q2": "", "Q3": "NL"}


def test_a_team_goes_by_its_towns_in_its_former_names_too() -> None:
    found = Collection(COUNTRIES)
    found.add("one", "Q1", "Los Altos Angels", kinds=["baseball team"])
    found.name("Q1", "California Angels")
    names = {name.text for name in found.done({})[0].names if name.how == "derived"}
    assert names == {"Los Altos", "California", "Angels"}


def test_a_national_team_goes_by_the_usual_names_of_its_country() -> None:
    found = Collection({"united states": "US"})
    found.add("one", "Q1", "United States men's national soccer team", kinds=["national soccer team"])
    found.add("one", "Q2", "United States women's national soccer team", kinds=["national soccer team"])
    countries.teams(found, Path())
    names = {record.id: {name.text for name in record.names} for record in found.done({})}
    assert "U.S." in names["Q1"]
    assert "U.S." not in names["Q2"]


def test_a_president_without_an_id_is_the_politician_of_the_surname_born_that_year(tmp_path: Path) -> None:
    table(
        tmp_path,
        "people/us-legislators-executive.jsonl.gz",
        '{"name": {"first": "Maria", "last": "Beispiel"}, "birthday": "1950-02-03",'
        ' "last_term": {"type": "prez", "start": "1981-01-20", "end": "1985-01-20"}}',
    )
    found = Collection(COUNTRIES)
    for id_, description, born in (
        ("Q1", "politician", 19500000),
        ("Q2", "politician", 19510000),
        ("Q3", "singer", 19500000),
    ):
        found.add("one", id_, "Maria Beispiel", type_="person", description=description)
        found.records[id_].born = born
    congress(found, tmp_path)
    assert {record.id: len(record.offices) for record in found.done({})} == {"Q1": 1, "Q2": 0, "Q3": 0}

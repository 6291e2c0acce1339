"""The user's own things."""

from pathlib import Path

import pytest

from services.extraction.linking import gazetteer
from services.extraction.linking.gazetteer import Entry
from tests.unit.extraction.articles import whole
from tests.unit.extraction.linking.things import MADE_BY, entity, linker

FILE = """
- id: acme:7
  name: Acme Widgets
  type: organisation
  aliases: [Acme, Norland]
  country: NL
  ticker: ACM
- id: Q5
  name: Zoe Zet
  type: person
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(FILE, "utf-8")
    return path


def test_a_name_of_the_file_means_what_the_file_says(path: Path) -> None:
    linked = linker(own=gazetteer.layer(path))
    names = ["Acme", "Norland", "Zet", "Sudland"]
    assert [found.id for found in linked.link(whole("x"), [entity(name) for name in names], MADE_BY)] == [
        "acme:7",
        "acme:7",
        "Q5",
        "Q2",
    ]
    assert linked.base.known("acme:7").extra.ticker == "ACM"


def test_an_entry_is_added_in_place_of_the_one_with_its_id(path: Path) -> None:
    gazetteer.add(path, Entry(id="Q5", name="Zoe Zett", type="person"))
    gazetteer.add(path, Entry(id="Q6", name="Ywan", type="person"))
    assert [entry.name for entry in gazetteer.read(path)] == ["Zoe Zett", "Ywan", "Acme Widgets"]


def test_the_first_entry_makes_the_file(tmp_path: Path) -> None:
    gazetteer.add(tmp_path / "new.yaml", Entry(id="Q6", name="Ywan", type="person"))
    assert [entry.id for entry in gazetteer.read(tmp_path / "new.yaml")] == ["Q6"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("- name: X\n  type: person", "id"),
        ("- id: Q1\n  name: X\n  type: animal", r"\[0\]\.type"),
        ("- id: Q1\n  name: X\n  type: person\n  colour: red", "colour"),
        ("- id: Q1\n  name: ' '\n  type: person", r"\[0\]\.name: empty"),
        ("- id: ''\n  name: X\n  type: person", r"\[0\]\.id: empty"),
        ("- id: Q1\n  name: X\n  type: place\n  country: Norland", r"\[0\]\.country"),
        ("- id: Q1\n  name: X\n  type: place\n  latitude: 91", r"\[0\]\.latitude"),
        ("- id: Q1\n  name: X\n  type: place\n  longitude: -181", r"\[0\]\.longitude"),
        ("- {id: Q1, name: X, type: place}\n- {id: Q1, name: Y, type: place}", "Q1 comes twice"),
        ("[", "own.yaml"),
        ("just words", "own.yaml"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(path: Path, content: str, problem: str) -> None:
    path.write_text(content, "utf-8")
    with pytest.raises(ValueError, match=problem) as raised:
        gazetteer.layer(path)
    assert "own.yaml" in str(raised.value)


def test_an_empty_file_has_nothing(path: Path) -> None:
    path.write_text("", "utf-8")
    assert gazetteer.read(path) == []

"""Tables of one's own become a file of the knowledge base."""

import gzip
from pathlib import Path

import pytest

from services.extraction.linking.base import KnowledgeBase
from services.extraction.linking.layer import Layer
from services.extraction.linking.tables import described, read, records
from tests.unit.extraction.linking.things import RECORDS

CSV = """id,name,type,aliases,country,prior,ticker
acme:1,Acme Widgets Ltd.,organisation,Acme|AW,NL,3,ACM
acme:2,Maria Beispiel,person,,NL,,
"""
LINES = """{"id": "acme:1", "name": "Acme Widgets", "type": "organisation", "aliases": ["The Widgets"], "prior": 2}

{"id": "acme:3", "name": "Acmetown", "type": "place", "latitude": 60.5, "longitude": 10.25, "kind": "city"}
"""


@pytest.fixture
def tables(tmp_path: Path) -> list[Path]:
    table, lines = tmp_path / "things.csv", tmp_path / "more.jsonl.gz"
    table.write_text(CSV, "utf-8")
    lines.write_bytes(gzip.compress(LINES.encode()))
    return [table, lines]


def test_tables_of_both_kinds_are_one_file_that_is_found_beside_the_shipped_ones(
    tables: list[Path], tmp_path: Path
) -> None:
    Layer.of(RECORDS).write(tmp_path / "open.npz")
    Layer.of(records(tables)).write(tmp_path / "acme.npz")
    base = KnowledgeBase.load(tmp_path)
    for name in ("acme", "acme widgets", "widgets"):
        assert [found.known.id for found in base.candidates(name)] == ["acme:1"]
    assert {found.known.id for found in base.candidates("beispiel")} == {"Q20", "acme:2"}
    assert base.known("acme:1").extra.ticker == "ACM"
    assert base.known("acme:3").extra.latitude == 60.5


def test_what_several_tables_say_of_one_thing_is_one_thing(tables: list[Path]) -> None:
    (acme, *_) = records(tables)
    assert (acme.label, acme.prior, acme.country) == ("Acme Widgets Ltd.", 5.0, "NL")
    assert described(records(tables)) == "3 things, 8 names"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.csv", "id,name,type\nq,Q,planet\n", r"x\.csv: line 2: .*planet.*type"),
        ("x.csv", "id,name,type,colour\nq,Q,place,red\n", r"x\.csv: line 2: .*colour"),
        ("x.csv", "id,name,type,prior\nq,Q,place,much\n", r"x\.csv: line 2: .*prior"),
        ("x.csv", "id,name,type,country\nq,Q,place,Norland\n", r"x\.csv: line 2: country: 'Norland'"),
        ("x.jsonl", '{"id": "q", "type": "place"}\n', r"x\.jsonl: line 1: .*name"),
        ("x.jsonl", '\n{"id": \n', r"x\.jsonl: line 2: "),
        ("x.jsonl.gz", "plain text", r"x\.jsonl\.gz: "),
    ],
)
def test_a_wrong_row_is_named_with_its_line_and_field(
    name: str, content: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(ValueError, match=told):
        list(read(tmp_path / name))

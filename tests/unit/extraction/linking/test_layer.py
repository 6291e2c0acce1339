"""One file of a knowledge base."""

from pathlib import Path

import pytest

from services.extraction.linking.base import KnowledgeBase
from services.extraction.linking.layer import Layer
from services.extraction.linking.record import Name, Record
from tests.unit.extraction.linking.things import RECORDS


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    Layer.of(RECORDS).write(tmp_path / "open.npz")
    base = KnowledgeBase.load(tmp_path)
    norland = base.known("Q1")
    assert (norland.label, norland.type, norland.kind, norland.country) == (
        "Norland",
        "place",
        "country",
        "NL",
    )
    assert (norland.extra.geonames, norland.extra.latitude, norland.extra.longitude) == (11, 60.5, 10.25)
    assert base.known("Q20").extra.offices[0].title == "Prime Minister"
    assert base.known("Q30").extra.ticker == "EXA"


def test_the_same_records_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    Layer.of(RECORDS).write(tmp_path / "one.npz")
    Layer.of(RECORDS[::-1]).write(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_a_name_finds_everything_that_it_can_mean() -> None:
    base = KnowledgeBase([Layer.of(RECORDS)], "")
    assert [c.known.id for c in base.candidates("springfield")] == ["Q10", "Q11"]
    assert base.candidates("nowhere") == []
    assert base.candidates("") == []


def test_layers_complete_each_other() -> None:
    more = Record(
        id="Q10", label="Other label", type="other", prior=2, geonames=5, names=[Name("Springers", "link", 7)]
    )
    base = KnowledgeBase([Layer.of(RECORDS), Layer.of([more])], "")
    known = base.known("Q10")
    assert (known.label, known.type, known.prior, known.extra.geonames) == ("Springfield", "place", 7.0, 5)
    assert [(c.known.id, c.links) for c in base.candidates("springers")] == [("Q10", 7)]


def test_a_place_on_the_equator_keeps_its_latitude() -> None:
    inland = Record(id="Q1", label="Norland", type="place", geonames=11)
    placed = Record(id="Q1", label="Norland", type="place", latitude=0.0, longitude=25.0)
    extra = KnowledgeBase([Layer.of([inland]), Layer.of([placed])], "").known("Q1").extra
    assert (extra.geonames, extra.latitude, extra.longitude) == (11, 0.0, 25.0)


def test_an_id_that_comes_twice_is_named() -> None:
    with pytest.raises(ValueError, match="Q1 comes twice"):
        Layer.of([RECORDS[0], RECORDS[0]])


def test_an_unknown_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        KnowledgeBase([Layer.of(RECORDS)], "").known("Q99")


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_layer_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "open.npz").write_bytes(content)
    with pytest.raises(ValueError, match=r"open\.npz"):
        KnowledgeBase.load(tmp_path)


def test_a_folder_without_layers_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no layer"):
        KnowledgeBase.load(tmp_path)


def test_a_layer_of_nothing_finds_nothing() -> None:
    assert list(Layer.of([]).posted("x")) == []

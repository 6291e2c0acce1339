"""The IPTC Media Topics of the release that ships."""

from pathlib import Path

import pytest

from schemas.mediatopics import MediaTopic, Vocabulary

TABLE = Path(__file__).parents[2] / "models" / "iptc-mediatopics" / "topics.tsv"
MEDIATOPICS = Vocabulary.load(TABLE)


def test_the_whole_release_is_there_with_its_17_tops() -> None:
    assert len(MEDIATOPICS) == 1392
    assert MEDIATOPICS.tops() == tuple(f"medtop:{number:02}000000" for number in range(1, 18))
    assert sum(topic.retired is not None for topic in MEDIATOPICS) == 308


def test_a_topic_has_label_definition_parent_and_wikidata_item() -> None:
    assert MEDIATOPICS["medtop:20000106"] == MediaTopic(
        id="medtop:20000106",
        label="judiciary",
        definition=MEDIATOPICS["medtop:20000106"].definition,
        parent="medtop:02000000",
        wikidata="Q105985",
    )
    assert MEDIATOPICS.label("medtop:16000000") == "conflict, war and peace"


def test_ancestors_lead_from_the_parent_to_the_top() -> None:
    assert MEDIATOPICS.ancestors("medtop:20000640") == (
        "medtop:20000639",
        "medtop:20000638",
        "medtop:11000000",
    )
    assert MEDIATOPICS.top("medtop:20000640") == "medtop:11000000"
    assert MEDIATOPICS.top("medtop:11000000") == "medtop:11000000"
    assert MEDIATOPICS.ancestors("medtop:11000000") == ()


def test_every_topic_stands_under_a_top_and_has_a_topic_in_use() -> None:
    assert {MEDIATOPICS.top(topic.id) for topic in MEDIATOPICS} == set(MEDIATOPICS.tops())
    assert all(MEDIATOPICS[MEDIATOPICS.current(topic.id)].retired is None for topic in MEDIATOPICS)


@pytest.mark.parametrize(
    ("retired", "current"),
    [
        ("medtop:20000436", "medtop:20000430"),
        ("medtop:20000064", "medtop:20000105"),
        ("medtop:20000671", "medtop:20001344"),
        ("medtop:20000481", "medtop:20000480"),
        ("medtop:16000000", "medtop:16000000"),
    ],
)
def test_a_retired_topic_is_followed_to_what_stands_for_it(retired: str, current: str) -> None:
    assert MEDIATOPICS.current(retired) == current


def test_an_unknown_topic_is_a_key_error() -> None:
    assert "medtop:99999999" not in MEDIATOPICS
    with pytest.raises(KeyError, match="medtop:99999999"):
        MEDIATOPICS.label("medtop:99999999")


def test_a_retired_topic_for_which_nothing_stands_is_a_key_error() -> None:
    alone = Vocabulary({"x": MediaTopic(id="x", label="x", definition="", retired="2020-01-01")})
    with pytest.raises(KeyError, match="retired"):
        alone.current("x")


def test_ids_are_unique_and_attribution_ships_beside_the_table() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    assert len({line.split("\t")[0] for line in lines}) == len(lines)
    notice = (TABLE.parent / "NOTICE.md").read_text(encoding="utf-8")
    assert "Creative Commons Attribution 4.0" in notice
    assert "IPTC" in notice
    assert "2025-10-09" in notice

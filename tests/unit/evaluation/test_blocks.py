"""The labelled documents: what readable text must keep up."""

from pathlib import Path

import pytest

from schemas.article import PROSE
from services.evaluation.blocks import BESIDE, labels, measure, read
from services.evaluation.documents import Label, Labelled, documents
from services.ingest.normal import line

SAMPLES = Path(__file__).parents[3] / "samples" / "blocks"
DOCUMENTS = list(documents(SAMPLES))


def test_blocks_are_of_the_kind_that_a_person_marks() -> None:
    scores = measure(DOCUMENTS)
    right = scores.right.total()
    assert right / scores.found.total() > 0.98
    assert right / scores.marked.total() > 0.98
    assert (scores.dates[False], scores.languages[False]) == (0, 0)


@pytest.mark.parametrize("one", DOCUMENTS, ids=[one.name for one in DOCUMENTS])
def test_nothing_beside_the_report_leaks_into_it(one: Labelled) -> None:
    report = [label.text for label in labels(read(one)) if label.kind in PROSE]
    assert not [
        label for label in one.blocks if label.kind in BESIDE and any(label.text in text for text in report)
    ]


def test_there_are_enough_documents_of_each_kind() -> None:
    marked = {label.kind for one in DOCUMENTS for label in one.blocks}
    assert len(DOCUMENTS) >= 30
    assert marked >= PROSE | set(BESIDE)
    assert all(label.text == line(label.text) for one in DOCUMENTS for label in one.blocks)


@pytest.mark.parametrize("text", ["=== a\nno parts\n", "=== a\n--- raw\nx\n--- blocks\nno bar\n"])
def test_a_document_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.sample").write_text(text)
    with pytest.raises(ValueError, match=r"x\.sample"):
        list(documents(tmp_path))


def test_a_label_may_have_a_moment(tmp_path: Path) -> None:
    (tmp_path / "x.sample").write_text("=== a\n--- raw\nx\n--- blocks\nentry@2026-01-01T00:00:00Z | x\n")
    assert [one.blocks for one in documents(tmp_path)] == [(Label("entry", "x", "2026-01-01T00:00:00Z"),)]

"""Labelled files are read, or refused by file and line."""

from pathlib import Path

import pytest

from services.evaluation.labelled import NamedArticle, QuotedArticle, read
from tests.unit.evaluation.labelled import named, quoted, write

NAMED = named("Ana Rus left.", ("Ana Rus", "PER"))
QUOTED = quoted("“No,” Ana said.", ("Ana", "“No,”"))


def test_a_folder_gives_every_file_of_the_shape_at_any_depth(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl.gz", [NAMED])
    write(tmp_path / "deep" / "b.jsonl.gz", [NAMED])
    write(tmp_path / "c.jsonl.gz", [QUOTED])
    assert list(read(tmp_path, NamedArticle)) == ["a.jsonl.gz", "deep/b.jsonl.gz"]
    assert list(read(tmp_path, QuotedArticle)) == ["c.jsonl.gz"]


def test_an_article_with_two_annotators_counts_once(tmp_path: Path) -> None:
    rows = [QUOTED, {**QUOTED, "annotator": "b", "attributions": []}]
    found = read(write(tmp_path / "a.jsonl.gz", rows), QuotedArticle)
    assert [len(row.attributions) for row in found["a.jsonl.gz"]] == [1]


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl.gz", [NAMED, {"text": 1, "spans": []}])
    with pytest.raises(ValueError, match=r"a\.jsonl\.gz, line 2: .*text"):
        read(tmp_path, NamedArticle)
    assert path.exists()


def test_a_folder_with_nothing_labelled_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl.gz", [{"text": "No labels."}])
    with pytest.raises(ValueError, match=r"no \.jsonl\.gz file here holds articles with text and spans"):
        read(tmp_path, NamedArticle)

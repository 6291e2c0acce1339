"""Links against labelled ids."""

import gzip
import json
from pathlib import Path

import pytest

from services.evaluation import links
from services.extraction.extract import Extractor

TEXT = "Germany and Xqzzyplugh met the French in Paris. It was one of two talks."


def span(words: str, qid: str, **more: bool) -> dict[str, object]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "qid": qid, **more}


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.load(Path(__file__).parents[3] / "models")


def written(path: Path, *spans: dict[str, object]) -> Path:
    with gzip.open(path / "set.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": "1", "text": TEXT, "spans": list(spans)}) + "\n")
    return path


def test_a_link_is_right_wrong_or_missing(tmp_path: Path, extractor: Extractor) -> None:
    data = written(tmp_path, span("Germany", "Q183"), span("French", "Q31"), span("Xqzzyplugh", "Q999999999"))
    report = links.evaluate(extractor, data)
    assert (report.task, report.n) == ("linking", 1)
    assert report.metrics == {"precision": 0.5, "coverage": pytest.approx(1 / 3)}
    assert report.marked[0].faults == 2


@pytest.mark.parametrize("unknown", ["<NIL>", "Unknown7"])
def test_a_link_to_what_has_no_id_is_wrong(tmp_path: Path, extractor: Extractor, unknown: str) -> None:
    data = written(tmp_path, span("Germany", unknown), span("French", "Q142"))
    assert links.evaluate(extractor, data).metrics == {"precision": 0.5, "coverage": 1.0}


def test_pronouns_numbers_and_optional_names_do_not_count(tmp_path: Path, extractor: Extractor) -> None:
    left_out = [span("It", "Q90", coref=True), span("one", "QUANTITY"), span("Paris", "Q1", optional=True)]
    assert links.evaluate(extractor, written(tmp_path, span("Germany", "Q183"), *left_out)).metrics == {
        "precision": 1.0,
        "coverage": 1.0,
    }

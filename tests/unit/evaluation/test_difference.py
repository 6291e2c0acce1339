"""A change of tagger, on a sample."""

import gzip
import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from schemas.entities import Processor
from schemas.selectors import select
from schemas.tagged import TaggedArticle, Topic
from services.cli import dateline
from services.evaluation.difference import difference, rehearsal
from services.tagging.supersede import supersede
from tests.unit.tagging.articles import composed, extracted, small_model, small_tagger

ARTICLE = composed(("title", "Goal after ceasefire"), ("body", "Both sides played."))


def tagged(version: str, **topics: float) -> TaggedArticle:
    before = extracted(ARTICLE)
    by = Processor(name="tagging", version=version, method="topics")
    given = tuple(
        Topic(
            id=f"desk:{name}", label=name, evidence=(select(ARTICLE.text, 0, 4),), score=score, extractor=by
        )
        for name, score in topics.items()
    )
    return TaggedArticle(article=before.article, mentions=(), entities=(), quotes=before.quotes, topics=given)


def written(path: Path, *articles: TaggedArticle) -> Path:
    raw = b"\n".join(msgspec.json.encode(one) for one in articles)
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


def test_what_came_went_and_stayed_is_told_with_its_reason_and_words() -> None:
    old, new = tagged("1", sport=0.9, war=0.6, rain=0.5, hail=0.7), tagged("2", sport=0.8, peace=0.7)
    said = supersede(old, new, "old-id", "new-id", "2", {"desk:war": 0.2, "desk:rain": 0.6})
    assert (said.replaced, said.event, said.kept) == ("old-id", "new-id", ("desk:sport",))
    assert [(one.id, one.reason, one.score, one.words) for one in said.came] == [
        ("desk:peace", "score", 0.7, ("Goal",))
    ]
    assert [(one.id, one.reason, one.was, one.score) for one in said.went] == [
        ("desk:war", "score", 0.6, 0.2),
        ("desk:rain", "words", 0.5, 0.6),
        ("desk:hail", "taxonomy", 0.7, None),
    ]


def test_two_texts_are_not_compared() -> None:
    other = msgspec.structs.replace(tagged("2"), article=composed(("title", "Other"), identifier="b"))
    with pytest.raises(ValueError, match="not the same text"):
        supersede(tagged("1"), other, "", "", "2", {})


def test_the_report_counts_what_came_and_went(tmp_path: Path) -> None:
    old = written(tmp_path / "old.jsonl", tagged("1", sport=0.9, war=0.6))
    new = written(tmp_path / "new.jsonl.gz", tagged("2", sport=0.8, peace=0.7))
    report = difference(old, new)
    assert (report.task, report.n) == ("diff", 1)
    assert report.metrics == {
        "articles_changed": 1.0,
        "kept": pytest.approx(1 / 3),
        "came": pytest.approx(1 / 3),
        "went": pytest.approx(1 / 3),
    }


def test_nothing_in_common_is_refused_and_so_is_what_is_no_tagged_event(tmp_path: Path) -> None:
    old = written(tmp_path / "old.jsonl", tagged("1", sport=0.9))
    with pytest.raises(ValueError, match="stands in both"):
        difference(old, written(tmp_path / "new.jsonl"))
    (tmp_path / "bad.jsonl").write_text('{"a": 1}')
    with pytest.raises(ValueError, match=r"bad.jsonl, line 1"):
        difference(old, tmp_path / "bad.jsonl")


def test_lines_of_the_stream_are_read_and_retractions_passed_over(tmp_path: Path) -> None:
    old = tmp_path / "old.jsonl"
    gone = b'{"id": "e2", "data": {"id": "a", "version": 2, "reason": "gone"}}'
    old.write_bytes(b'{"id": "e1", "data": ' + msgspec.json.encode(tagged("1", sport=0.9)) + b"}\n" + gone)
    report = difference(old, written(tmp_path / "new.jsonl", tagged("2", sport=0.8)))
    assert (report.n, report.metrics["kept"]) == (1, 1.0)


def test_two_taggers_are_tried_on_a_sample(tmp_path: Path) -> None:
    sample = written(tmp_path / "sample.jsonl", tagged("1", sport=0.9))
    silent = small_tagger(small_model(bias=(-60.0, -60.0)))
    report = rehearsal(small_tagger(), silent, sample)
    assert (report.n, report.metrics["went"]) == (1, 1.0)
    assert rehearsal(silent, small_tagger(), sample).metrics["came"] == 1.0
    with pytest.raises(ValueError, match="no article"):
        rehearsal(silent, silent, written(tmp_path / "empty.jsonl"))


def test_two_folders_of_models_are_tried_on_a_sample(tmp_path: Path) -> None:
    sample = written(tmp_path / "sample.jsonl", tagged("1", sport=0.9))
    models = str(Path(__file__).parents[3] / "models")
    result = CliRunner().invoke(dateline, ["eval", "diff", models, models, "--data", str(sample), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.output)["metrics"]["articles_changed"] == 0.0


@pytest.mark.parametrize("arguments", [["diff"], ["topics"], ["topics", "a-file"]])
def test_missing_paths_are_named(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "a-file").write_text("")
    given = [str(tmp_path / one) if one == "a-file" else one for one in arguments]
    assert CliRunner().invoke(dateline, ["eval", *given]).exit_code == 2

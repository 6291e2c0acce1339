"""Topics against labelled topics, with a tagger whose scores are known."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from schemas.entities import ExtractedArticle, Processor
from schemas.mediatopics import TABLE, Vocabulary
from schemas.selectors import select
from schemas.tagged import Topic
from services.evaluation import topics
from services.evaluation.page import page
from services.evaluation.topicsets import TopicArticle, unnamed

VOCABULARY = Vocabulary.load(Path(__file__).parents[3] / "models" / TABLE)
SPORT, ECONOMY, SCIENCE = "medtop:15000000", "medtop:04000000", "medtop:13000000"
NATURAL, TECHNOLOGY = "medtop:20000717", "medtop:20000756"
BY = Processor(name="tagging", version="0", method="fixed")


class Fixed:
    """Gives each article the topics that stand in its text as `id=score`; below 0.5 they are scored, not given."""

    def scores(self, extracted: ExtractedArticle) -> dict[str, float]:
        pairs = [word.split("=") for word in extracted.article.text.split() if "=" in word]
        return {f"medtop:{digits}": float(score) for digits, score in pairs}

    def topics(self, extracted: ExtractedArticle) -> tuple[Topic, ...]:
        text = extracted.article.text
        return tuple(
            Topic(id=id_, label=id_, evidence=(select(text, 0, 1),), score=score, extractor=BY)
            for id_, score in self.scores(extracted).items()
            if score >= 0.5
        )


def written(path: Path, *rows: Mapping[str, object]) -> Path:
    with gzip.open(path / "set.jsonl.gz", "wt", encoding="utf-8") as lines:
        for number, row in enumerate(rows):
            lines.write(json.dumps({"id": str(number), **row}) + "\n")
    return path


def test_where_one_topic_is_known_the_best_of_the_sets_topics_counts(tmp_path: Path) -> None:
    data = written(
        tmp_path,
        {"medtop": SPORT, "text": "15000000=0.6 16000000=0.9"},
        {"medtop": ECONOMY, "text": "04000000=0.4 15000000=0.1"},
        {"medtop": ECONOMY, "text": "04000000=0.2 15000000=0.8"},
        {"medtop": None, "text": "left out"},
    )
    report = topics.evaluate(Fixed(), VOCABULARY, data)
    assert (report.task, report.n) == ("topics", 3)
    assert report.metrics["micro_f1"] == pytest.approx(2 / 3)
    assert report.metrics["macro_f1"] == pytest.approx(2 / 3)
    assert report.metrics["precision"] == 0.5
    assert report.metrics["given"] == pytest.approx(2 / 3)


def test_a_section_stands_for_several_topics(tmp_path: Path) -> None:
    rows = [{"label": "World", "text": "16000000=0.9"}, {"label": "Sci/Tech", "text": "13000000=0.9"}]
    assert topics.evaluate(Fixed(), VOCABULARY, written(tmp_path, *rows)).metrics["macro_f1"] == 1.0


def test_where_all_topics_are_known_what_is_given_counts(tmp_path: Path) -> None:
    data = written(
        tmp_path,
        {"level1": [SCIENCE], "level2": [NATURAL], "text": "13000000=0.9 20000717=0.8 15000000=0.7"},
        {"level1": [SPORT, SCIENCE], "level2": [TECHNOLOGY], "text": "15000000=0.9 20000717=0.6"},
    )
    report = topics.evaluate(Fixed(), VOCABULARY, data)
    assert report.metrics["micro_f1"] == pytest.approx(2 * 2 / (3 + 3))
    assert report.metrics["macro_f1"] == pytest.approx((2 / 3 + 2 / 3) / 2)
    assert report.metrics["level2_micro_f1"] == pytest.approx(2 * 1 / (2 + 2))
    assert report.metrics["precision"] == pytest.approx(3 / 5)
    assert 0 <= report.metrics["ece"] <= 1


def test_the_page_names_what_is_missing_and_what_is_wrong(tmp_path: Path) -> None:
    rows = [{"medtop": ECONOMY, "text": "15000000=0.9"}, {"medtop": SPORT, "text": "15000000=0.9"}]
    shown = page(topics.evaluate(Fixed(), VOCABULARY, written(tmp_path, *rows)))
    assert f"missing: {ECONOMY}" in shown


def test_articles_without_topics_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no article has"):
        topics.evaluate(Fixed(), VOCABULARY, written(tmp_path, {"text": "a", "label": "unknown"}))


def test_an_article_is_read_with_its_title_and_paragraphs() -> None:
    extracted = unnamed(TopicArticle(text="One.\n\nTwo.", title="Head", id="1"))
    pieces = [(b.kind, extracted.article.text[b.start : b.end]) for b in extracted.article.blocks]
    assert pieces == [("title", "Head"), ("body", "One."), ("body", "Two.")]

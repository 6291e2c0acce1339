"""How well the samples get their topics, and how fast: `python -m tests.benchmarks.topics [--shared DIR]`.

The labelled sets are measured by `dateline eval topics`. The samples are the project's own and were never learnt from.
"""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from schemas.article import Article
from schemas.entities import ExtractedArticle
from schemas.submission import Submission
from services.evaluation.labelled import read
from services.evaluation.topicsets import TopicArticle
from services.extraction.extract import Extractor
from services.ingest.intake import build
from services.tagging.tagger import Tagger

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "models"


def article(text: str, title: str | None = None, content_type: str = "text/plain") -> ExtractedArticle:
    """The article as intake makes it, without names."""
    submission = Submission(source="benchmark", guid="g", title=title, content=text)
    submission = msgspec.structs.replace(submission, content_type=content_type)
    built = build(submission, None, None)
    if not isinstance(built, Article):
        raise TypeError("intake made no article of it")
    return ExtractedArticle(article=built, mentions=(), entities=(), quotes=())


def samples() -> Iterator[tuple[ExtractedArticle, frozenset[str]]]:
    folder = ROOT / "samples"
    for path, expected in json.loads((folder / "expected.json").read_text(encoding="utf-8")).items():
        name, _, number = path.partition("#")
        content = (folder / name).read_text(encoding="utf-8")
        labels = frozenset(expected["topics"])
        if name.endswith(".txt"):
            yield article(content), labels
            continue
        item = json.loads(content.splitlines()[int(number)] if number else content)
        kind = "text/html" if "content_html" in item else "text/plain"
        yield article(item.get("content_html") or item["text"], item["title"], kind), labels


def tagged(tagger: Tagger, rows: Sequence[tuple[ExtractedArticle, frozenset[str]]]) -> str:
    """Micro-F1, precision and recall of the top-level topics that the tagger gives."""
    results = tagger.tag([extracted for extracted, _ in rows])
    given = [{topic.id for topic in result.topics if topic.parent is None} for result in results]
    right = sum(len(topics & labels) for topics, (_, labels) in zip(given, rows, strict=True))
    emitted, wanted = sum(map(len, given)), sum(len(labels) for _, labels in rows)
    f1, precision, recall = 2 * right / (emitted + wanted), right / emitted, right / wanted
    return f"micro-F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}"


def speed(tagger: Tagger, articles: Sequence[ExtractedArticle]) -> str:
    """Articles a second of processor time, on one thread."""
    tagger.tag(articles[:50])
    start = time.process_time()
    tagger.tag(articles)
    words = sum(len(extracted.article.text.split()) for extracted in articles) / len(articles)
    return f"{len(articles) / (time.process_time() - start):,.0f} articles of {words:.0f} words a CPU-second"


def share(tagger: Tagger, articles: Sequence[ExtractedArticle]) -> str:
    """What tagging costs as a share of what extraction costs."""
    extractor = Extractor.load(MODELS)
    start = time.process_time()
    extracted = extractor.extract([one.article for one in articles])
    middle = time.process_time()
    tagger.tag(extracted)
    return f"tagging costs {(time.process_time() - middle) / (middle - start):.0%} of extraction"


def report(shared: Path) -> Iterator[str]:
    """The lines of the report, as they are measured."""
    tagger = Tagger.load(MODELS)
    yield f"tagger {tagger.version}"
    yield f"samples: {tagged(tagger, list(samples()))}"
    if not (shared / "eval").is_dir():
        yield f"skipped the speed on BBC articles: there is no {shared}"
        return
    rows = [row for rows in read(shared / "eval" / "bbc-news", TopicArticle).values() for row in rows]
    articles = [article(row.text, row.title) for row in rows[:150]]
    yield f"BBC: {speed(tagger, articles)}"
    yield f"BBC: {share(tagger, articles[:60])}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Score the topics.")
    parser.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared", help="folder with the labelled sets"
    )
    for line in report(parser.parse_args().shared):
        print(line, flush=True)


if __name__ == "__main__":
    main()

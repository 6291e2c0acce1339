"""How well and how fast articles get their topics: `python -m tests.benchmarks.topics [--shared DIR]`.

Nothing here was learnt from: BBC and AG News are for evaluation only, the current-events items are of later days
than any in training, the samples are the project's own. What was learnt from is scored by cross-validation, at
training time: those lines are read from the model's `topics.json`. A set that is not there is skipped.
"""

import argparse
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from models.topics_linear import corpus
from models.topics_linear.calibrate import assess
from schemas.article import Article
from schemas.entities import ExtractedArticle
from schemas.submission import Submission
from services.ingest.intake import build
from services.tagging.features import occurrences
from services.tagging.linear import LinearModel
from services.tagging.tagger import Tagger

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "models"
SECTIONS = {
    "World": ("02", "03", "11", "12", "16"),
    "Sports": ("15",),
    "Business": ("04",),
    "Sci/Tech": ("13",),
}
"""The sections of AG News as top-level topics."""


class Labelled(msgspec.Struct, frozen=True):
    """A text with the labels that somebody gave it."""

    text: str
    labels: frozenset[str]


def topic(digits: str) -> str:
    return f"medtop:{digits}000000"


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


def scores(model: LinearModel, texts: Sequence[str]) -> list[dict[str, float]]:
    """Every topic's score for each text."""
    found = (occurrences([(text, 0)]) for text in texts)
    return [
        {s.topic: s.score for s in model.scored({t: len(p) for t, p in places.items()})} for places in found
    ]


def one_of(
    model: LinearModel, rows: Sequence[Labelled], classes: Mapping[str, Sequence[str]]
) -> tuple[float, float]:
    """Accuracy and macro-F1 where each text has one of `classes`, each of them some topics: the best score wins."""
    names = sorted(classes)
    best = [
        max(names, key=lambda name: max(row[each] for each in classes[name]))
        for row in scores(model, [row.text for row in rows])
    ]
    given = np.array([[label == name for name in names] for label in best])
    marks = np.array([[name in row.labels for name in names] for row in rows])
    return float((given & marks).any(axis=1).mean()), assess(given.astype(float), given, marks).macro_f1


def given_or_best(model: LinearModel, rows: Sequence[Labelled]) -> tuple[float, float]:
    """Micro- and macro-F1 of the topics given, or the best one where none is, over the topics that the set knows."""
    found = [model.scored({t: len(p) for t, p in occurrences([(row.text, 0)]).items()}) for row in rows]
    names = sorted({label for row in rows for label in row.labels})
    given = []
    for scored in found:
        topics = {s.topic for s in scored if s.given and s.topic in names}
        given.append(topics or {max((s for s in scored if s.topic in names), key=lambda s: s.score).topic})
    flags = np.array([[name in topics for name in names] for topics in given])
    marks = np.array([[name in row.labels for name in names] for row in rows])
    measured = assess(flags.astype(float), flags, marks)
    return measured.micro_f1, measured.macro_f1


def tagged(tagger: Tagger, rows: Sequence[tuple[ExtractedArticle, frozenset[str]]]) -> str:
    """Micro-F1, precision and recall of what the tagger gives."""
    given = [{t.id for t in result.topics} for result in tagger.tag([extracted for extracted, _ in rows])]
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


def report(shared: Path) -> Iterator[str]:
    """The lines of the report, as they are measured."""
    tagger, model = Tagger.load(MODELS), LinearModel.load(MODELS / "topics_linear")
    yield f"tagger {tagger.version}"
    yield f"samples: {tagged(tagger, list(samples()))}"
    description = json.loads((MODELS / "topics_linear" / "topics.json").read_text(encoding="utf-8"))
    for origin, measured in description["cross_validation"].items():
        yield f"cross-validation, {origin}: " + ", ".join(
            f"{name} {value}" for name, value in measured.items()
        )
    if not (shared / "eval").is_dir():
        yield f"skipped BBC, AG News and current events: there is no {shared}"
        return
    yield from evaluate(shared, tagger, model)


def evaluate(shared: Path, tagger: Tagger, model: LinearModel) -> Iterator[str]:
    """The lines on the sets for evaluation."""
    bbc = list(corpus.lines(shared / "eval" / "bbc-news" / "half.jsonl.gz"))
    rows = [Labelled(f"{line['title']}\n\n{line['text']}", frozenset([line["medtop"] or ""])) for line in bbc]
    five = {label: (label,) for row in rows for label in row.labels}
    yield "BBC dev, 5 classes: accuracy {:.3f}, macro-F1 {:.3f}".format(*one_of(model, rows, five))
    tops = {topic(f"{number:02}"): (topic(f"{number:02}"),) for number in range(1, 18)}
    yield f"BBC dev, among all 17: accuracy {one_of(model, rows, tops)[0]:.3f}"
    yield f"BBC dev: {speed(tagger, [article(line['text'], line['title']) for line in bbc])}"
    ag = corpus.lines(shared / "eval" / "agnews-test" / "half.jsonl.gz")
    rows = [Labelled(f"{line['title']}\n\n{line['text']}", frozenset([line["label"]])) for line in ag]
    sections = {name: [topic(digits) for digits in topics] for name, topics in SECTIONS.items()}
    yield "AG News dev, 4 classes: accuracy {:.3f}, macro-F1 {:.3f}".format(*one_of(model, rows, sections))
    later = [example for example in corpus.current_events(shared) if example.date >= corpus.TEST_FROM]
    rows = [Labelled(example.text, example.topics) for example in later]
    yield "current events, {} items from {} on: micro-F1 {:.3f}, macro-F1 {:.3f}".format(
        len(rows), corpus.TEST_FROM, *given_or_best(model, rows)
    )


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

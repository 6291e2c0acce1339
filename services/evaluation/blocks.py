"""Readable text measured: are blocks of the kind that a person marks, does anything leak into the report, are dates and
languages right. `python -m services.evaluation.blocks SAMPLES [ARTICLES]`.
"""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from schemas.article import PROSE, Article
from schemas.submission import Submission
from services.evaluation.documents import Label, Labelled, documents
from services.ingest import intake
from services.ingest.formats.catalogue import parse
from services.ingest.formats.contract import Context, Found

NOW = "2026-12-01T00:00:00Z"
"""When the documents count as accepted: what is dated later is in the future."""
BESIDE = ("teaser", "credit", "caption", "byline", "boilerplate")
# Written apart from the cues that ingest looks for, and wider: what is left in the report and looks like one of these.
_LEAK = re.compile(
    r"\b(?:(?:photo|image|picture|video|graphic)s?(?: (?:by|credit|courtesy|source))?\s?[:©/]"
    r"|read (?:more|also|next)\s?[:»]|(?:see|watch|listen) also\b|related (?:stories|news|articles|coverage)\b"
    r"|file:.{1,60}\.(?:jpe?g|png|svg|ogg))|©",
    re.IGNORECASE,
)


class Scores(msgspec.Struct):
    """Counts by kind of block, what leaked, and how many dates and languages are right."""

    right: Counter[str] = msgspec.field(default_factory=Counter)
    found: Counter[str] = msgspec.field(default_factory=Counter)
    marked: Counter[str] = msgspec.field(default_factory=Counter)
    leaks: list[str] = msgspec.field(default_factory=list)
    wrong: list[str] = msgspec.field(default_factory=list)
    dates: Counter[bool] = msgspec.field(default_factory=Counter)
    languages: Counter[bool] = msgspec.field(default_factory=Counter)


def measure(labelled: Sequence[Labelled]) -> Scores:
    """The scores of `labelled`, each read as ingest reads it."""
    scores = Scores()
    for one in labelled:
        article = read(one)
        _count(scores, one, article)
        _leaks(scores, one, article)
        dated = (one.published, one.published_from) == (article.published, article.published_from)
        scores.dates[dated] += 1
        scores.languages[article.language.partition("-")[0] == one.language] += 1
        if not dated:
            scores.wrong.append(f"{one.name}: date {article.published} from {article.published_from}")
    return scores


def read(one: Labelled) -> Article:
    """The article that ingest makes of a document."""
    (found,) = parse(one.raw, Context(source="samples", name=one.name, url=one.url))
    assert isinstance(found, Found)
    assert isinstance(found.submission, Submission)
    article = intake.draft(found.submission, NOW)
    assert isinstance(article, Article)
    return article


def labels(article: Article) -> list[Label]:
    """The blocks of an article as a person would write them down."""
    return [Label(b.kind, article.text[b.start : b.end], b.at or "") for b in article.blocks]


def _count(scores: Scores, one: Labelled, article: Article) -> None:
    found, marked = Counter(labels(article)), Counter(one.blocks)
    for counts, into in ((found & marked, scores.right), (found, scores.found), (marked, scores.marked)):
        for label, count in counts.items():
            into[label.kind] += count
    scores.wrong += [
        f"{one.name}: found {label.kind} | {label.text[:90]} {label.at}" for label in found - marked
    ]
    scores.wrong += [
        f"{one.name}: missed {label.kind} | {label.text[:90]} {label.at}" for label in marked - found
    ]


def _leaks(scores: Scores, one: Labelled, article: Article) -> None:
    report = [label.text for label in labels(article) if label.kind in PROSE]
    scores.leaks += [
        f"{one.name}: {label.kind} | {label.text}"
        for label in one.blocks
        if label.kind in BESIDE and any(label.text in words for words in report)
    ]


def leaks(articles: Path) -> tuple[int, list[str]]:
    """How many articles of gzipped JSON Lines were read, and what in their reports looks like a teaser or a credit."""
    count, found = 0, []
    for row in _rows(articles):
        count += 1
        submission = Submission(
            source="s", guid="g", title=str(row.get("title") or ""), content=str(row["text"])
        )
        article = intake.draft(submission, None)
        assert isinstance(article, Article)
        found += [
            label.text
            for label in labels(article)
            if label.kind in PROSE - {"title"} and _LEAK.search(label.text)
        ]
    return count, found


def _rows(path: Path) -> Iterator[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def told(scores: Scores) -> Iterator[str]:
    """The scores as lines for a reader."""
    yield f"{'kind':12} {'marked':>6} {'precision':>9} {'recall':>7}"
    for kind in [*sorted(scores.marked | scores.found), ""]:
        counts = [
            sum(each.values()) if not kind else each[kind]
            for each in (scores.right, scores.found, scores.marked)
        ]
        right, found, marked = counts
        yield f"{kind or 'all':12} {marked:6} {right / max(found, 1):9.3f} {right / max(marked, 1):7.3f}"
    yield f"leaks into the report: {len(scores.leaks)}"
    yield from (f"  {leak}" for leak in scores.leaks)
    for name, outcomes in (("dates", scores.dates), ("languages", scores.languages)):
        yield f"{name} right: {outcomes[True]} of {outcomes.total()}"
    yield from (f"  {fault}" for fault in scores.wrong)


def main(samples: Path, articles: Sequence[Path]) -> None:
    """Print what `samples` score, and what leaks in `articles`."""
    labelled = list(documents(samples))
    print(f"{len(labelled)} labelled documents in {samples}")
    for line in told(measure(labelled)):
        print(line)
    for path in articles:
        count, found = leaks(path)
        print(f"{path.name}: {count} articles, {len(found)} suspicious blocks in their reports")
        for text in found:
            print(f"  {text[:200]}")


if __name__ == "__main__":
    first, *rest = map(Path, sys.argv[1:])
    main(
        first, [file for one in rest for file in (sorted(one.glob("*.jsonl.gz")) if one.is_dir() else [one])]
    )

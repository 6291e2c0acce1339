"""How well articles are brought together: stories by B-cubed, copies by pairs, against labelled articles.

B-cubed: Bagga and Baldwin, "Algorithms for scoring coreference chains", 1998.
"""

import random
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path

from schemas.article import Article, Block
from schemas.groups import Duplicates, Story
from schemas.identity import article_id, text_digest
from services.evaluation.labelled import Labelled, read
from services.evaluation.report import Report, Row, Table
from services.evaluation.scores import share
from services.extraction.extract import Extractor
from services.grouping.grouper import Grouper, Limits
from services.grouping.members import Moved, Said
from services.grouping.pictures import Pictures
from services.grouping.subjects import Subjects, named

NOW = "2026-01-01T00:00:00+00:00"
"""When every article was accepted: the sets have no times that could be relied on."""

MOST_WORST = 20
"""Groups that a report lists as the worst."""


class StoryLabel(Labelled, frozen=True, kw_only=True):
    """An article with the name of its story."""

    story: str


class CopyLabel(Labelled, frozen=True, kw_only=True):
    """An article with the name of the text that it is a copy of."""

    group: str


def stories(pictures: Pictures, extractor: Extractor, data: Path) -> Report:
    """The report on every article in `data` that has a `story`; `ValueError` where there is none.

    What an article is about is what extraction finds in it, as it is on the stream.
    """
    rows = [row for found in read(data, StoryLabel).values() for row in found]
    articles = [_article(number, row.text) for number, row in enumerate(rows)]
    about = {one.id: named(extractor.extract([one])[0].entities) for one in articles}
    home = {
        member.article: message.id
        for message in _said(pictures, articles, about)
        if isinstance(message, Story)
        for member in message.articles
    }
    ours = [home.get(one.id, one.id) for one in articles]
    gold = [row.story for row in rows]
    precision, recall = bcubed(ours, gold), bcubed(gold, ours)
    metrics = {
        "bcubed_f1": share(2 * precision * recall, precision + recall),
        "bcubed_precision": precision,
        "bcubed_recall": recall,
    }
    table = Table("groups", ["gold", "ours"], [["stories", len(set(gold)), len(set(ours))]])
    return Report("stories", data.name, len(rows), metrics, [table, _worst(gold, ours)], [])


def duplicates(pictures: Pictures, data: Path) -> Report:
    """The report on every article in `data` that has a `group`; `ValueError` where there is none."""
    rows = [row for found in read(data, CopyLabel).values() for row in found]
    articles = [_article(number, row.text) for number, row in enumerate(rows)]
    home = {
        copy.article: message.id
        for message in _said(pictures, articles, {})
        if isinstance(message, Duplicates)
        for copy in message.copies
    }
    ours = [home.get(one.id, one.id) for one in articles]
    gold = [row.group for row in rows]
    both = pairs(list(zip(gold, ours, strict=True)))
    metrics = {"precision": share(both, pairs(ours)), "recall": share(both, pairs(gold))}
    table = Table("pairs", ["gold", "ours", "both"], [["copies", pairs(gold), pairs(ours), both]])
    return Report("duplicates", data.name, len(rows), metrics, [table, _worst(gold, ours)], [])


def _said(
    pictures: Pictures, articles: Sequence[Article], about: Mapping[str, Subjects]
) -> list[Said | Moved]:
    """What grouping says of articles that it reads in a shuffled order that is always the same."""
    state = Grouper(pictures, Limits(most=len(articles) + 1))
    for one in random.Random(0).sample(articles, len(articles)):  # noqa: S311  # no secret is made of it
        state.take(one, NOW, about.get(one.id, ()))
    return state.changes()


def bcubed(ours: Sequence[str], gold: Sequence[str]) -> float:
    """B-cubed precision: of each article's group, the share that belongs with it; the mean of all."""
    both, sizes = Counter(zip(ours, gold, strict=True)), Counter(ours)
    return share(sum(count * count / sizes[mine] for (mine, _), count in both.items()), len(ours))


def pairs(names: Sequence[Hashable]) -> int:
    """How many pairs have one name."""
    return sum(count * (count - 1) // 2 for count in Counter(names).values())


def _worst(gold: Sequence[str], ours: Sequence[str]) -> Table:
    """The gold groups that ours cut up or mixed with others, those with the most articles on the wrong side first."""
    sizes, faults = Counter(ours), list[tuple[int, Row]]()
    for name, size in Counter(gold).items():
        parts = Counter(mine for mine, theirs in zip(ours, gold, strict=True) if theirs == name)
        home, largest = parts.most_common(1)[0]
        if wrong := size - largest + sizes[home] - largest:
            faults.append((wrong, [name, size, len(parts), largest, sizes[home] - largest]))
    faults.sort(key=lambda fault: (-fault[0], str(fault[1][0])))
    head = ["articles", "of ours", "in the largest", "others there"]
    return Table("cut up or mixed", head, [row for _, row in faults[:MOST_WORST]])


def _article(number: int, text: str) -> Article:
    """The first line as the title, the rest as the body; a single line is both."""
    title, _, rest = text.partition("\n")
    whole = f"{title}\n\n{rest.strip() or title}"
    return Article(
        id=article_id(None, "evaluation", str(number)),
        version=1,
        digest=text_digest(whole),
        source="evaluation",
        source_class="folder",
        title=title,
        text=whole,
        blocks=(
            Block(kind="title", start=0, end=len(title)),
            Block(kind="body", start=len(title) + 2, end=len(whole)),
        ),
        language="en",
    )

"""What a change of tagger does to a sample, article by article: two files of tagged events, or two taggers on one."""

import gzip
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from schemas.entities import ExtractedArticle
from schemas.superseded import Superseded
from schemas.tagged import TaggedArticle
from services.evaluation.report import Report, Table
from services.evaluation.scores import share
from services.tagging.supersede import supersede
from services.tagging.tagger import Tagger

Key = tuple[str, int, str]


class Pair(NamedTuple):
    """An article version as the older and as the newer tagger has it, and the newer's scores of all topics."""

    old: TaggedArticle
    new: TaggedArticle
    scores: Mapping[str, float]


def difference(old: Path, new: Path) -> Report:
    """The report on every article version that stands in both; `ValueError` where there is none.

    Each is a file of tagged events, JSON Lines, gzipped or not, or a folder of such files.
    """
    before, after = _read(old), _read(new)
    shared = sorted(before.keys() & after.keys())
    if not shared:
        raise ValueError(f"{old} and {new}: no article version stands in both")
    # Events say nothing of what is not given: a topic that the newer tagger gives anywhere, it knows.
    scores = {topic.id: 0.0 for one in after.values() for topic in one.topics}
    return _report([Pair(before[key], after[key], scores) for key in shared], f"{old} -> {new}")


def rehearsal(old: Tagger, new: Tagger, sample: Path) -> Report:
    """The report on what two taggers say of the articles in `sample`, a file or folder of tagged events.

    What was given to them before counts for nothing; the names in them do. `ValueError` where there is no article.
    """
    read = _read(sample)
    articles = [_extracted(read[key]) for key in sorted(read)]
    if not articles:
        raise ValueError(f"{sample}: no article")
    pairs = [
        Pair(before, after, new.scores(one))
        for one, before, after in zip(articles, old.tag(articles), new.tag(articles), strict=True)
    ]
    return _report(pairs, f"{old.version} -> {new.version}, {sample}")


def _report(pairs: Sequence[Pair], data: str) -> Report:
    found = [supersede(one.old, one.new, "", "", _processor(one.new), one.scores) for one in pairs]
    kept, came, went = (Counter(_ids(found, part)) for part in ("kept", "came", "went"))
    labels = {topic.id: topic.label for one in pairs for each in (one.old, one.new) for topic in each.topics}
    total = sum((kept + came + went).values())
    table = Table(
        "topic",
        ["kept", "came", "went"],
        [
            [labels[id_], kept[id_], came[id_], went[id_]]
            for id_ in sorted(labels, key=lambda i: -(came[i] + went[i]))
        ],
    )
    metrics = {
        "articles_changed": share(sum(bool(one.came or one.went) for one in found), len(found)),
        "kept": share(sum(kept.values()), total),
        "came": share(sum(came.values()), total),
        "went": share(sum(went.values()), total),
    }
    titles = [one.new.article.title[:60] for one in pairs]
    return Report("diff", data, len(found), metrics, [table, _examples(found, titles)], [])


def _examples(found: Sequence[Superseded], titles: Sequence[str]) -> Table:
    """The articles that changed most, with what came and went and the words for it."""
    most = sorted(zip(found, titles, strict=True), key=lambda one: -(len(one[0].came) + len(one[0].went)))[
        :20
    ]
    rows = [[title, _said(one, "came"), _said(one, "went")] for one, title in most if one.came or one.went]
    return Table("article", ["came", "went"], rows)


def _said(one: Superseded, part: str) -> str:
    changes = one.came if part == "came" else one.went
    return "; ".join(f"{change.label} ({', '.join(change.words[:3])})" for change in changes) or "-"


def _ids(found: Sequence[Superseded], part: str) -> Iterator[str]:
    for one in found:
        if part == "kept":
            yield from one.kept
        else:
            yield from (change.id for change in (one.came if part == "came" else one.went))


def _processor(tagged: TaggedArticle) -> str:
    return tagged.topics[0].extractor.version if tagged.topics else ""


def _extracted(tagged: TaggedArticle) -> ExtractedArticle:
    return ExtractedArticle(
        article=tagged.article,
        mentions=tagged.mentions,
        entities=tagged.entities,
        quotes=tagged.quotes,
        extraction=tagged.extraction,
    )


def _tagged(line: bytes) -> TaggedArticle | None:
    """The article of a line, alone or under `data` as `dateline tail` prints it; None for a retraction there."""
    outer = msgspec.json.decode(line)
    inner = outer.get("data", outer) if isinstance(outer, dict) else outer
    retraction = inner is not outer and "article" not in inner
    return None if retraction else msgspec.convert(inner, TaggedArticle)


def _read(path: Path) -> dict[Key, TaggedArticle]:
    found = {}
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for number, line in enumerate(raw.splitlines(), 1):
            if line.strip():
                try:
                    tagged = _tagged(line)
                except msgspec.MsgspecError as error:
                    raise ValueError(f"{file}, line {number}: {error}") from error
                if tagged is not None:
                    found[tagged.article.id, tagged.article.version, tagged.article.digest] = tagged
    return found

"""What a change of tagger does to a sample: two files of tagged events, article by article."""

import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from schemas.superseded import Superseded
from schemas.tagged import TaggedArticle
from services.evaluation.report import Report, Table
from services.evaluation.scores import share
from services.tagging.supersede import supersede

Key = tuple[str, int, str]


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
    found = [supersede(before[key], after[key], "", "", _processor(after[key]), scores) for key in shared]
    kept, came, went = (Counter(_ids(found, part)) for part in ("kept", "came", "went"))
    labels = {topic.id: topic.label for one in (*before.values(), *after.values()) for topic in one.topics}
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
    return Report("diff", f"{old} -> {new}", len(found), metrics, [table, _examples(found, after)], [])


def _examples(found: list[Superseded], after: dict[Key, TaggedArticle]) -> Table:
    """The articles that changed most, with what came and went and the words for it."""
    most = sorted(found, key=lambda one: -(len(one.came) + len(one.went)))[:20]
    rows = [
        [after[one.id, one.version, one.digest].article.title[:60], _said(one, "came"), _said(one, "went")]
        for one in most
        if one.came or one.went
    ]
    return Table("article", ["came", "went"], rows)


def _said(one: Superseded, part: str) -> str:
    changes = one.came if part == "came" else one.went
    return "; ".join(f"{change.label} ({', '.join(change.words[:3])})" for change in changes) or "-"


def _ids(found: list[Superseded], part: str) -> Iterator[str]:
    for one in found:
        if part == "kept":
            yield from one.kept
        else:
            yield from (change.id for change in (one.came if part == "came" else one.went))


def _processor(tagged: TaggedArticle) -> str:
    return tagged.topics[0].extractor.version if tagged.topics else ""


def _read(path: Path) -> dict[Key, TaggedArticle]:
    decoder = msgspec.json.Decoder(TaggedArticle)
    found = {}
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for number, line in enumerate(raw.splitlines(), 1):
            if line.strip():
                try:
                    tagged = decoder.decode(line)
                except msgspec.MsgspecError as error:
                    raise ValueError(f"{file}, line {number}: {error}") from error
                found[tagged.article.id, tagged.article.version, tagged.article.digest] = tagged
    return found

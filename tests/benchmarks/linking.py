"""How good links are, given the names: `python -m tests.benchmarks.linking --help`.

Sets: JSON Lines, gzipped, `text` and `spans` with `qid` in each; see docs/linking.md for what counts. Precision: right
links of the links given (a link for a name whose thing is in no knowledge base is wrong); coverage: right links of the
names that have an id. The dev half of a set is the documents whose id has an even SHA-1; of AIDA the whole file.
"""

import argparse
import gzip
import hashlib
import json
import resource
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from schemas.article import Article
from schemas.entities import Entity, EntityType, Processor
from services.extraction.linking.linker import Linker
from services.extraction.linking.together import Choice
from tests.unit.extraction.articles import whole

ROOT = Path(__file__).parents[2]
SETS = ROOT.parent / "shared" / "eval" / "entity-linking"
NEWS = ("aida-conll-dev", "msnbc-updated", "reuters-128", "news-fair-v2")
OTHERS = ("oke-2015-eval", "oke-2016-eval", "rss-500", "kore50", "wiki-fair-v2")
_TYPES: Mapping[str, EntityType] = {"Q215627": "person", "Q27096213": "place", "Q43229": "organisation"}


class Gold(NamedTuple):
    """A marked name: its words, its id ("" for a thing in no knowledge base), its type as the set tells it.

    `there`: the thing is among the candidates of the name.
    """

    words: str
    id: str
    type: EntityType
    there: bool = False


class Score(NamedTuple):
    """Names, those with an id, links given, right ones, names whose thing is among the candidates."""

    names: int
    known: int
    given: int
    right: int
    there: int

    @property
    def precision(self) -> float:
        """Right links of the links given."""
        return self.right / max(self.given, 1)

    @property
    def coverage(self) -> float:
        """Right links of the names that have an id."""
        return self.right / max(self.known, 1)


def documents(path: Path) -> Iterator[tuple[Article, list[Gold]]]:
    """The dev documents with their marked names; pronouns and the like, numbers and dates are left out."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if (
                path.name.startswith("aida")
                or int(hashlib.sha1(document["id"].encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0
            ):
                yield (
                    whole(document["text"], guid=document["id"]),
                    [
                        Gold(
                            span["text"],
                            span["qid"] if span["qid"].startswith("Q") else "",
                            _type(span["type"]),
                        )
                        for span in document["spans"]
                        if not span.get("coref") and not span.get("optional") and _counts(span["qid"])
                    ],
                )


def _counts(qid: str) -> bool:
    return qid not in {"QUANTITY", "DATETIME", "<NO_MAPPING>"}


def _type(classes: str) -> EntityType:
    return next((_TYPES[c] for c in classes.split("|") if c in _TYPES), "other")


def entities(gold: Sequence[Gold], typed: bool) -> list[Entity]:
    """An entity for each form of the names, in reading order."""
    counts = Counter(name.words for name in gold)
    types = {name.words: name.type for name in reversed(gold)}
    return [
        Entity(
            key=words,
            name=words,
            type=types[words] if typed else "other",
            mentions=count,
            evidence=(),
            score=1.0,
            extractor=Processor(name="gold", version="0", method="gold"),
        )
        for words, count in counts.items()
    ]


def linked(linker: Linker, path: Path, typed: bool) -> Iterator[tuple[Gold, Choice, Article]]:
    """Each marked name and what it was linked to."""
    for article, gold in documents(path):
        found = entities(gold, typed)
        chosen = {e.key: choice for e, choice in zip(found, linker.choices(article, found), strict=True)}
        pools = {
            e.key: {c.known.id for c in pool} for e, pool in zip(found, linker.pools(found)[1], strict=True)
        }
        for name in gold:
            yield name._replace(there=name.id in pools[name.words]), chosen[name.words], article


def score(results: Sequence[tuple[Gold, Choice, Article]]) -> Score:
    """The counts of a set."""
    return Score(
        len(results),
        sum(bool(gold.id) for gold, _, _ in results),
        sum(choice.id is not None for _, choice, _ in results),
        sum(choice.id == gold.id for gold, choice, _ in results if gold.id),
        sum(gold.there for gold, _, _ in results),
    )


def table(linker: Linker, sets: Path, typed: bool, errors: int) -> None:
    """Prints a line for each set, one for the four news sets together, and one for countries and leaders."""
    news: list[tuple[Gold, Choice, Article]] = []
    print(f"types of the set {'given' if typed else 'not given'}")
    for name in (*NEWS, *OTHERS):
        path = sets / f"{name}.jsonl.gz"
        if not path.exists():
            print(f"  {name}: not here")
            continue
        results = list(linked(linker, path, typed))
        line(name, score(results))
        news += results if name in NEWS else []
        if errors:
            worst(linker, results, errors)
    line("news sets", score(news))
    for label, ids in (("countries", _countries(linker)), ("heads", _heads(linker))):
        line(label, score([result for result in news if result[0].id in ids or result[1].id in ids]))


def _countries(linker: Linker) -> set[str]:
    layer = linker.base.layers[0]
    return {
        bytes(layer.ids[i]).decode()
        for i, kind in enumerate(layer.arrays["kinds"])
        if layer.kinds[kind] == "country"
    }


def _heads(linker: Linker) -> set[str]:
    found = set()
    for layer in linker.base.layers:
        for i in layer.arrays["extra_of"]:
            titles = " ".join(office.title for office in layer.more(int(i)).offices).casefold()
            if any(
                title in titles
                for title in ("president", "prime minister", "chancellor", "premier", "king", "queen")
            ):
                found.add(bytes(layer.ids[i]).decode())
    return found


def line(name: str, found: Score) -> None:
    """One line of the table."""
    print(
        f"  {name:16} names {found.names:5} with id {found.known:5} links {found.given:5} "
        f"precision {found.precision:.3f} coverage {found.coverage:.3f} "
        f"candidate {found.there / max(found.known, 1):.3f}"
    )


def worst(linker: Linker, results: Sequence[tuple[Gold, Choice, Article]], most: int) -> None:
    """Prints the commonest wrong links and the commonest missed names."""
    wrong = Counter(
        (g.words, g.id, c.id, label(linker, g.id), label(linker, c.id))
        for g, c, _ in results
        if c.id and c.id != g.id
    )
    missed = Counter(
        (g.words, g.id, c.reason, label(linker, g.id)) for g, c, _ in results if g.id and not c.id
    )
    for title, found in (("wrong", wrong), ("missed", missed)):
        print(f"{title}: {sum(found.values())}")
        for row, count in found.most_common(most):
            print(f"  {count:3} {row}")


def label(linker: Linker, id_: str | None) -> str:
    """The label of an id, "-" where the base has no such thing."""
    try:
        return linker.base.known(id_ or "").label
    except KeyError:
        return "-"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--models", type=Path, default=ROOT / "models", help="folder that holds kb/")
    parser.add_argument("--sets", type=Path, default=SETS, help="folder of the sets")
    parser.add_argument("--errors", type=int, default=0, help="how many wrong and missed names to show")
    options = parser.parse_args()
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    linker = Linker.load(options.models)
    seconds = time.perf_counter() - started
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"loaded in {seconds:.2f} s, {grown / 1024:.0f} MB")
    started = time.process_time()
    table(linker, options.sets, typed=False, errors=options.errors)
    print(f"{time.process_time() - started:.1f} CPU-seconds")
    table(linker, options.sets, typed=True, errors=0)


if __name__ == "__main__":
    main()

"""Learn what each feature of a candidate is worth: `python -m models.kb.fit --shared DIR --out models/kb/weights.json`.

Learnt from the links of Wikipedia's Current Events Portal alone (CC BY-SA 4.0). The link counts that a candidate is
judged by come from the months of the other parity, so that no link is judged by itself. One softmax a name over its
candidates and "none of them" (score 0); L2; L-BFGS.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize  # type: ignore[import-untyped]  # scipy has no stubs of its own

from models.kb.build import Built, base, shared_alike
from models.kb.collection import named
from models.kb.sources.links import Item, items, told
from schemas.article import Article
from schemas.entities import Entity, Processor
from services.extraction.linking.base import Candidate, KnowledgeBase
from services.extraction.linking.context import context
from services.extraction.linking.features import FEATURES, vectors
from services.extraction.linking.layer import Layer
from services.extraction.linking.linker import Linker, Weights
from services.extraction.linking.names import key, short

LEAST = 0.82
"""The least probability of a link: chosen by hand, so that more than nine links of ten are right on the dev sets."""

BY_HAND = {
    "prior": 0.6,
    "label": 1.6,
    "alias of words": -0.5,
    "demonym": 3.2,
    "derived": -0.5,
    "surname share": 1.6,
    "known surname": 2.4,
    "surname in office": 3.0,
    "only one": 2.0,
    "thing": -1.0,
    "another's region": -12.0,
    "elsewhere": -1.0,
    "national": 5.0,
    "another nation's": -4.0,
    "fields": 0.5,
    "team": 2.0,
    "team's game": 6.0,
    "team share": 4.0,
    "team's home": 3.0,
    "another game": -4.0,
    "player's game": 3.0,
    "place in sport": -8.0,
    "country": 6.0,
    "country in sport": -15.0,
    "other in sport": -3.0,
    "another field": -1.5,
    "settlement": 0.3,
    "long dead": -2.0,
    "too young": -4.0,
    "longer name": 0.8,
    "placed": 1.6,
    "dateline": 3.0,
    "role": 2.0,
    "common word": -2.0,
}
"""Weights that the portal's short items can't teach, for they hardly hold results, surnames alone, datelines or the
dead, and name the country of everything; nor what is well known, for they name it in full. In an article on a game of
teams the name of a place is most likely that of a team, of the game that the article is about, and in a table of
results of the country whose teams the other names are. The well known and those in office go by their surname. A thing
that is no person, organisation or place (a film, a song) must be well known to be meant, and so must what is known for
something else than what the article is about. A short form of a name that the article has in full means the same. What
every country has one of is that of the article's country; so is a region that shares a country's name.
"""

PENALTY = 1e-4

Floats = npt.NDArray[np.float64]


class Example(NamedTuple):
    """The candidates of one name and the place of the right one, -1 for none of them."""

    rows: npt.NDArray[np.float32]
    right: int


def examples(linker: Linker, found: Sequence[Item], built: Built) -> Iterator[Example]:
    """What the links of the items say, but for countries' names that link to something of the country.

    The names of every other item are typed, as a name model would do, the rest are not.
    """
    titles = built.titles
    for number, item in enumerate(found):
        names = {item["text"][start:end]: title for start, end, title in item["links"]}
        names = {
            name: title
            for name, title in names.items()
            if named(name) and built.countries.get(key(name)) in {None, told(titles, title)}
        }
        entities = [
            _entity(name, linker, told(titles, title), typed=number % 2 == 0) for name, title in names.items()
        ]
        keys, pools = linker.pools(entities)
        around = context(_article(item), pools, keys, entities)
        for name, entity, pool, title in zip(keys, entities, pools, names.values(), strict=True):
            right = _right(pool, told(titles, title), title)
            if right is not None:
                yield Example(vectors(name, entity, pool, around), right)


def _right(pool: Sequence[Candidate], id_: str | None, title: str) -> int | None:
    """None where nothing can be learnt: no candidates, or a title without id that a candidate's label may well be."""
    if not pool or (id_ is None and any(key(c.known.label) == key(short(title)) for c in pool)):
        return None
    return next((i for i, c in enumerate(pool) if c.known.id == id_), -1)


def _entity(name: str, linker: Linker, id_: str | None, *, typed: bool) -> Entity:
    """Typed as what it is or, in no knowledge base, as the best known thing of its name."""
    entity = _untyped(name)
    if typed:
        pool = linker.pools([entity])[1][0]
        known = linker.base.known(id_) if id_ else next((candidate.known for candidate in pool), None)
        return msgspec.structs.replace(entity, type=known.type if known else "other")
    return entity


def _untyped(name: str) -> Entity:
    return Entity(
        key=name,
        name=name,
        type="other",
        mentions=1,
        evidence=(),
        score=1.0,
        extractor=Processor(name="fit", version="0", method="link"),
    )


def _article(item: Item) -> Article:
    return Article(
        id="",
        version=1,
        digest="",
        source="",
        source_class="folder",
        title="",
        text=item["text"],
        blocks=(),
        language="en",
        published=f"{item['date']}T00:00:00Z",
    )


def learnt(found: Sequence[Example]) -> Floats:
    """The weights that make the right candidates likeliest."""
    sizes = [len(example.rows) for example in found]
    rows = np.concatenate([example.rows for example in found]).astype(np.float64)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    of = np.repeat(np.arange(len(found)), sizes)
    right = np.array([s + e.right for s, e in zip(starts, found, strict=True) if e.right >= 0])

    fixed = np.array([BY_HAND.get(name, np.nan) for name in FEATURES])
    free = np.isnan(fixed)

    def loss(weights: Floats) -> tuple[float, Floats]:
        weights = np.where(free, weights, fixed)
        scores = np.clip(rows @ weights, -30, 30)
        powers = np.exp(scores)
        sums = 1.0 + np.add.reduceat(powers, starts)
        gradient = rows.T @ (powers / sums[of]) - rows[right].sum(axis=0)
        value = float(np.log(sums).sum() - scores[right].sum())
        n = len(found)
        return value / n + PENALTY * float(weights @ weights), (gradient / n + 2 * PENALTY * weights) * free

    result = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return np.where(free, result.x, fixed)


def gathered(shared: Path, built: Built) -> list[Example]:
    """The examples of the odd months with the link counts of the even ones, and the other way round."""
    everything = list(items(shared))
    layers = [Layer.of(records) for records in built.files.values()]
    found: list[Example] = []
    for parity in (0, 1):
        counted = [item for item in everything if int(item["date"][5:7]) % 2 != parity]
        judged = [item for item in everything if int(item["date"][5:7]) % 2 == parity]
        links = Layer.of(shared_alike(shared, built, counted))
        linker = Linker(
            KnowledgeBase([*layers, links], "0" * 64), Weights(np.zeros(len(FEATURES), np.float32), 1.0)
        )
        found += examples(linker, judged, built)
    return found


def main() -> None:
    """Learns, writes, and says how well the training links are told."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, required=True, help="folder of the source tables")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    options = parser.parse_args()
    found = gathered(options.shared, base(options.shared))
    weights = learnt(found)
    content = {
        "least": LEAST,
        "examples": len(found),
        "weights": {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)},
    }
    options.out.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    for name, weight in content["weights"].items():  # type: ignore[attr-defined]  # it's the dict of above
        print(f"{name:20} {weight:8.3f}")
    print(f"{len(found)} examples, {sum(example.right < 0 for example in found)} without a right candidate")


if __name__ == "__main__":
    main()

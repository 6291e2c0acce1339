"""Entities -> the same entities with an id, or with the reason why they have none.

One model weighs the candidates of a name and "none of them" against each other (a softmax in which "none" has score
0), so that a probability is what decides, and what the probability went to instead is the reason for abstaining.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from schemas.article import Article
from schemas.entities import Entity, EntityType, Link, Processor
from services.extraction.linking import gazetteer
from services.extraction.linking.base import Candidate, KnowledgeBase
from services.extraction.linking.context import Context, context
from services.extraction.linking.features import FEATURES, vectors
from services.extraction.linking.names import key, variants
from services.extraction.linking.together import Choice, Named, together

METHOD = "link:kb"

_NEVER: Mapping[EntityType, EntityType] = {"place": "person", "organisation": "person", "person": "place"}

MOST_CANDIDATES = 64
"""Candidates of a name that are weighed: the best known."""


class Weights(NamedTuple):
    """What a unit of each feature is worth, and the least probability of a link."""

    features: npt.NDArray[np.float32]
    least: float

    @classmethod
    def read(cls, path: Path) -> "Weights":
        """`ValueError` where the file is not for these features."""
        found = json.loads(path.read_text("utf-8"))
        if list(found["weights"]) != list(FEATURES):
            raise ValueError(f"{path.name}: weights of other features than {FEATURES}")
        return cls(np.array(list(found["weights"].values()), np.float32), float(found["least"]))


class Linker:
    """Gives entities their ids. Threads may share an instance."""

    def __init__(
        self, base: KnowledgeBase, weights: Weights, *, version: str = "0", demonyms: bool = True
    ) -> None:
        """`demonyms`: a nationality ("German", "the Dutch") is linked to its country."""
        self.base = base
        self.weights = weights
        self.demonyms = demonyms
        self.version = f"kb.{version}"

    @classmethod
    def load(cls, models: Path, own: Path | None = None) -> "Linker":
        """The linker with the knowledge base in `models`/kb and the user's gazetteer file before it.

        `ValueError` names what is wrong with a file.
        """
        weights = models / "kb" / "weights.json"
        base = KnowledgeBase.load(models / "kb", gazetteer.layer(own) if own else None)
        files = weights.read_bytes() + (own.read_bytes() if own else b"")
        return cls(base, Weights.read(weights), version=sha256(base.digest.encode() + files).hexdigest()[:8])

    def link(self, article: Article, entities: Sequence[Entity], made_by: Processor) -> list[Entity]:
        """The entities in their order, each with `id` and `link` set, or `abstained`.

        An entity that is "ambiguous" already, for the article doesn't tell whom it means, stays so.
        """
        choices = self.choices(article, entities)
        return [
            self._linked(entity, choice, made_by) for entity, choice in zip(entities, choices, strict=True)
        ]

    def _linked(self, entity: Entity, choice: Choice, made_by: Processor) -> Entity:
        if choice.id is None or entity.abstained == "ambiguous":
            reason = "ambiguous" if entity.abstained == "ambiguous" else choice.reason
            return msgspec.structs.replace(entity, id=None, abstained=reason, link=None)
        known = self.base.known(choice.id)
        link = Link(
            score=round(choice.probability, 4),
            label=known.label,
            extractor=made_by,
            country=known.country or None,
            iso=known.extra.iso or None,
            geonames=known.extra.geonames or None,
            latitude=_degrees(known.extra.latitude),
            longitude=_degrees(known.extra.longitude),
            ticker=known.extra.ticker or None,
            lei=known.extra.lei or None,
        )
        return msgspec.structs.replace(entity, id=choice.id, abstained=None, link=link)

    def choices(self, article: Article, entities: Sequence[Entity]) -> list[Choice]:
        """What each entity is linked to."""
        names, pools = self.pools(entities)
        around = context(article, pools, names, entities)
        chosen = [
            self._choice(name, entity, pool, around)
            for name, entity, pool in zip(names, entities, pools, strict=True)
        ]
        return together(
            [
                self._named(name, entity, choice)
                for name, entity, choice in zip(names, entities, chosen, strict=True)
            ]
        )

    def _named(self, name: str, entity: Entity, choice: Choice) -> Named:
        type_ = self.base.known(choice.id).type if choice.id else "other"
        return Named(entity.name, name, choice, "person" in {entity.type, type_}, type_ == "place")

    def pools(self, entities: Sequence[Entity]) -> tuple[list[str], list[list[Candidate]]]:
        """The key and the candidates of each entity."""
        found = [self._pool(entity) for entity in entities]
        return [name for name, _ in found], [pool for _, pool in found]

    def _pool(self, entity: Entity) -> tuple[str, list[Candidate]]:
        for name in variants(entity.name):
            if pool := _possible(entity.type, self._fitting(entity.name, name)):
                return name, _peoples(pool) if entity.type in {"place", "group", "other"} else pool
        return key(entity.name), []

    def _fitting(self, written: str, name: str) -> list[Candidate]:
        capitals = written.isupper()
        pool = [
            candidate
            for candidate in self.base.candidates(name)
            if (capitals or not candidate.capitals) and (self.demonyms or candidate.hows != {"demonym"})
        ]
        if own := [candidate for candidate in pool if candidate.known.own]:
            return own
        if written.islower():
            return []
        return sorted(pool, key=lambda candidate: (-candidate.known.prior, candidate.known.id))[
            :MOST_CANDIDATES
        ]

    def _choice(self, name: str, entity: Entity, pool: Sequence[Candidate], around: Context) -> Choice:
        if not pool:
            return Choice(None, 0.0, "unknown")
        if len(pool) == 1 and pool[0].known.own:
            return Choice(pool[0].known.id, 1.0, None)
        shares = probabilities(vectors(name, entity, pool, around) @ self.weights.features)
        best = int(shares.argmax())
        probability = float(shares[best])
        if probability >= self.weights.least:
            return Choice(pool[best].known.id, probability, None)
        return Choice(
            None, probability, "ambiguous" if float(shares.sum()) >= self.weights.least else "low_score"
        )


def _possible(type_: EntityType, pool: list[Candidate]) -> list[Candidate]:
    """The candidates that something of `type_` can be. A place is no person, however well known one of its name is."""
    wrong = _NEVER.get(type_)
    return [one for one in pool if one.known.own or one.known.type != wrong] if wrong else pool


def _peoples(pool: list[Candidate]) -> list[Candidate]:
    """The countries alone, where the name is that of a people: not the language, not the people as such."""
    if any({"demonym", "label"} <= candidate.hows for candidate in pool):
        return pool  # "New Zealand" is the country and its adjective, and so the name of a team too
    return [candidate for candidate in pool if "demonym" in candidate.hows] or pool


def _degrees(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, 4)


def probabilities(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Of each candidate; what is missing to 1 is that of "none of them"."""
    top = max(float(scores.max()), 0.0)
    powers = np.exp(scores - top)
    shares: npt.NDArray[np.float32] = powers / (float(powers.sum()) + np.exp(-top))
    return shares

"""What speaks for and against a candidate, as numbers; the weights are learnt (models/kb/fit.py)."""

from collections.abc import Sequence
from math import log1p

import numpy as np
import numpy.typing as npt

from schemas.entities import EntityType
from services.extraction.linking.base import Candidate
from services.extraction.linking.context import Context, bits
from services.extraction.linking.fields import GAMES, TEAM

FEATURES = (
    "any",
    "prior",
    "prior share",
    "best known",
    "label",
    "alias",
    "alias share",
    "derived",
    "surname",
    "demonym",
    "links",
    "link share",
    "same type",
    "other type",
    "thing",
    "country",
    "here",
    "elsewhere",
    "fields",
    "team",
    "team's game",
    "place in sport",
    "country in sport",
    "long dead",
    "in office",
    "several words",
    "one word person",
    "longer name",
    "rivals",
)

TOLD = frozenset(("person", "organisation", "place"))
"""The types that tell a candidate from another; the knowledge base has no finer ones."""

Vector = npt.NDArray[np.float32]


def vectors(name: str, type_: EntityType, pool: Sequence[Candidate], context: Context) -> Vector:
    """A row of numbers for each candidate of a name (a key)."""
    priors = [candidate.known.prior for candidate in pool]
    links = sum(candidate.links for candidate in pool)
    top, total = max(priors), sum(priors) or 1.0
    rows = [
        [
            1.0,
            log1p(c.known.prior),
            c.known.prior / total,
            float(c.known.prior == top),
            *_how(c, c.known.prior / total),
            log1p(c.links),
            c.links / (links + 3),
            *_type(type_, c),
            float(c.known.type == "other"),
            *_country(c, context),
            *_field(c, context),
            float(bool(c.known.extra.died) and 0 < c.known.extra.died + 300_000 < context.day),
            float(_holds(c, context)),
            float(" " in name),
            float(" " not in name and c.known.type == "person" and c.hows != {"surname"}),
            float(context.named.get(c.known.id, 0) > len(name.split())),
            log1p(len(pool) - 1),
        ]
        for c in pool
    ]
    return np.array(rows, np.float32)


def _how(c: Candidate, share: float) -> tuple[float, float, float, float, float, float]:
    hows = c.hows
    alias = "alias" in hows and "label" not in hows
    return (
        float("label" in hows),
        float(alias),
        share if alias else 0.0,
        float("derived" in hows and not hows & {"label", "alias", "link"}),
        float(hows == {"surname"}),
        float("demonym" in hows),
    )


def _type(type_: EntityType, c: Candidate) -> tuple[float, float]:
    if type_ not in TOLD or c.known.type not in TOLD:
        return 0.0, 0.0
    return float(type_ == c.known.type), float(type_ != c.known.type)


def _country(c: Candidate, context: Context) -> tuple[float, float, float]:
    if c.known.kind == "country":
        return 1.0, 0.0, 0.0
    if not c.known.country or not context.countries:
        return 0.0, 0.0, 0.0
    share = context.countries.get(c.known.country, 0.0)
    return 0.0, min(2 * share, 1.0), 1.0 / (1.0 + log1p(c.known.prior)) if share == 0.0 else 0.0


def _field(c: Candidate, context: Context) -> tuple[float, float, float, float, float]:
    sport = min(max(context.fields.get("sport", 0.0) - 0.2, 0.0) / 0.3, 1.0)
    known = list(bits(c.known.fields & ~TEAM))
    about = sum(context.fields.get(field, 0.0) for field in known if field not in GAMES)
    game = max((context.fields.get(field, 0.0) for field in known if field in GAMES), default=0.0)
    team = bool(c.known.fields & TEAM)
    place = c.known.type == "place"
    return (
        about if c.known.fields else 0.2,
        sport if team else 0.0,
        sport * game if team else 0.0,
        sport if place and c.known.kind != "country" else 0.0,
        sport if c.known.kind == "country" and "demonym" not in c.hows else 0.0,
    )


def _holds(c: Candidate, context: Context) -> bool:
    return any(
        office.start <= context.day and (not office.end or context.day <= office.end)
        for office in c.known.extra.offices
        if context.day
    )

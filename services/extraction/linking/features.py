"""What speaks for and against a candidate, as numbers; the weights are learnt (models/kb/fit.py)."""

import re
from collections.abc import Sequence
from math import log1p

import numpy as np
import numpy.typing as npt

from schemas.entities import Entity
from services.extraction.linking.base import Candidate
from services.extraction.linking.context import Context
from services.extraction.linking.fields import SPORT, TEAM, bits
from services.extraction.linking.games import GAMES
from services.extraction.linking.names import company
from services.extraction.linking.uses import Use

FEATURES = (
    "any",
    "prior",
    "prior share",
    "best known",
    "best of type",
    "behind its type",
    "label",
    "alias",
    "alias share",
    "alias of words",
    "label share",
    "derived",
    "surname",
    "known surname",
    "surname in office",
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
    "another game",
    "player's game",
    "place in sport",
    "country in sport",
    "other in sport",
    "another field",
    "settlement",
    "capital",
    "long dead",
    "too young",
    "in office",
    "several words",
    "one word person",
    "longer name",
    "rivals",
    "placed",
    "placed other",
    "dateline",
    "titled",
    "titled other",
)

TOLD = frozenset(("person", "organisation", "place"))
"""The types that tell a candidate from another; the knowledge base has no finer ones."""

_SETTLEMENT = re.compile(r"\b(?:city|town|capital|municipality|village|settlement|commune|comune)\b")

Vector = npt.NDArray[np.float32]


def vectors(name: str, entity: Entity, pool: Sequence[Candidate], context: Context) -> Vector:
    """A row of numbers for each candidate of an entity whose name has this key."""
    priors = [candidate.known.prior for candidate in pool]
    links = sum(candidate.links for candidate in pool)
    top, total = max(priors), sum(priors) or 1.0
    use = context.use(entity.name)
    teams = context.sport * context.teams * (1.0 - max(use.placed, use.dated, use.bracketed))
    best = {
        type_: max(c.known.prior for c in pool if c.known.type == type_)
        for type_ in {c.known.type for c in pool}
    }
    rows = [
        [
            1.0,
            log1p(c.known.prior),
            c.known.prior / total,
            float(c.known.prior == top),
            float(c.known.prior == best[c.known.type]),
            log1p(best[c.known.type]) - log1p(c.known.prior),
            *_how(name, c, c.known.prior / total),
            *_surname(name, c, context),
            float("demonym" in c.hows),
            log1p(c.links),
            c.links / (links + 3),
            *_type(entity.type, c),
            float(c.known.type == "other"),
            *_country(c, context),
            *_field(c, context, teams),
            float(bool(_SETTLEMENT.search(c.known.kind))),
            float(c.known.type == "place" and "capital" in c.known.kind),
            *_life(c, context),
            float(_holds(c, context)),
            float(" " in name),
            float(" " not in name and c.known.type == "person" and c.hows != {"surname"}),
            float(context.named.get(c.known.id, 0) > len(name.split())),
            log1p(sum(other.known.prior * 4 >= top for other in pool) - 1),
            *_use(c, use),
        ]
        for c in pool
    ]
    return np.array(rows, np.float32)


def _how(name: str, c: Candidate, share: float) -> tuple[float, ...]:
    """How the name names the thing; a company's name without its legal form is its label too."""
    hows = c.hows
    label = "label" in hows or (c.known.type == "organisation" and company(name) == company(c.known.label))
    alias = "alias" in hows and not label
    return (
        float(label),
        float(alias),
        share if alias else 0.0,
        float(alias and " " in name),
        share if label else 0.0,
        float("derived" in hows and not label and not hows & {"alias", "link"}),
        float(hows == {"surname"}),
    )


def _surname(name: str, c: Candidate, context: Context) -> tuple[float, float]:
    """Well-known people, and those in office on the day, go by their surname."""
    if " " in name or c.known.type != "person" or not c.hows & {"surname", "alias"}:
        return 0.0, 0.0
    return log1p(c.known.prior), float(_holds(c, context))


def _type(type_: str, c: Candidate) -> tuple[float, float]:
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


def _field(c: Candidate, context: Context, teams: float) -> tuple[float, ...]:
    """`teams`: how far the name is one of a game of teams; there a place's name is its team's."""
    known = list(bits(c.known.fields & ~TEAM))
    about = sum(context.fields.get(field, 0.0) for field in known if field not in GAMES)
    game = max((context.fields.get(field, 0.0) for field in known if field in GAMES), default=0.0)
    games = any(game in context.fields for game in GAMES)
    team = bool(c.known.fields & TEAM)
    place, person = c.known.type == "place", c.known.type == "person"
    demonym = c.hows & {"demonym", "label"} == {"demonym"}
    named = 0.0 if demonym else teams
    return (
        about if c.known.fields else 0.2,
        teams if team else 0.0,
        teams * game if team else 0.0,
        teams * (1.0 - game) if team and games else 0.0,
        context.sport * game if person else 0.0,
        named if place and c.known.kind != "country" else 0.0,
        named if c.known.kind == "country" else 0.0,
        named if not place and not person and not c.known.fields & (TEAM | SPORT) else 0.0,
        0.0 if place or demonym or _everywhere(c, known) else max(0.2 - about, 0.0) / 0.2 * context.told,
    )


def _everywhere(c: Candidate, known: Sequence[str]) -> bool:
    """What is known for nothing in particular; well-known politicians, who are in the news whatever it is about."""
    return not known or ("politics" in known and c.known.prior >= FAMOUS)


FAMOUS = 4.0
"""The least prior of the well known."""


def _life(c: Candidate, context: Context) -> tuple[float, float]:
    """Dead for thirty years or born a hundred and twenty years ago, and not yet eighteen, on the day."""
    extra, day = c.known.extra, context.day
    dead = (extra.died and extra.died + 300_000 < day) or (extra.born and extra.born + 1_200_000 < day)
    return float(bool(dead)), float(bool(extra.born) and 0 < day < extra.born + 180_000)


def _holds(c: Candidate, context: Context) -> bool:
    return any(
        office.start <= context.day and (not office.end or context.day <= office.end)
        for office in c.known.extra.offices
        if context.day
    )


def _use(c: Candidate, use: Use) -> tuple[float, float, float, float, float]:
    place, person = c.known.type == "place", c.known.type == "person"
    placed = max(use.placed, use.dated)
    return (
        use.placed if place else 0.0,
        0.0 if place or c.known.type == "other" else placed,
        use.dated if place else 0.0,
        use.titled if person else 0.0,
        0.0 if person else use.titled,
    )

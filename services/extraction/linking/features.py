"""What speaks for and against a candidate, as numbers; the weights are learnt (models/kb/fit.py)."""

import re
from collections.abc import Sequence
from math import log1p

import numpy as np
import numpy.typing as npt

from schemas.entities import Entity
from services.extraction.linking.base import Candidate
from services.extraction.linking.context import Context, region
from services.extraction.linking.fields import SPORT, TEAM, bits
from services.extraction.linking.games import GAMES
from services.extraction.linking.institutions import generic
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
    "only one",
    "label share",
    "derived",
    "surname",
    "surname share",
    "known surname",
    "surname in office",
    "demonym",
    "links",
    "link share",
    "same type",
    "other type",
    "thing",
    "country",
    "another's region",
    "here",
    "elsewhere",
    "national",
    "another nation's",
    "fields",
    "team",
    "team's game",
    "team share",
    "team's home",
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
    "role",
    "common word",
)

TOLD = frozenset(("person", "organisation", "place"))
"""The types that tell a candidate from another; the knowledge base has no finer ones."""

_SETTLEMENT = re.compile(r"\b(?:city|town|capital|municipality|village|settlement|commune|comune)\b")

Vector = npt.NDArray[np.float32]


def vectors(name: str, entity: Entity, pool: Sequence[Candidate], context: Context) -> Vector:
    """A row of numbers for each candidate of an entity whose name has this key."""
    links = sum(candidate.links for candidate in pool)
    use = context.use(entity.name)
    teams = context.sport * context.teams * (1.0 - max(use.placed, use.dated, use.bracketed))
    alive = [_alive(candidate, context) for candidate in pool]
    meant = [prior * _said(c, teams) for c, prior in zip(pool, alive, strict=True)]
    top, total = max(candidate.known.prior for candidate in pool), sum(alive) or 1.0
    best = {
        type_: max(c.known.prior for c in pool if c.known.type == type_)
        for type_ in {c.known.type for c in pool}
    }
    sides = sum(c.known.prior for c in pool if _side(c, context))
    rows = [
        [
            1.0,
            log1p(c.known.prior),
            mine / total,
            float(c.known.prior == top),
            float(c.known.prior == best[c.known.type]),
            log1p(best[c.known.type]) - log1p(c.known.prior),
            *_how(name, c, mine / total, alone=len(pool) == 1),
            *_surname(name, c, mine / total, context),
            float("demonym" in c.hows),
            log1p(c.links),
            c.links / (links + 3),
            *_type(entity.type, c),
            float(c.known.type == "other"),
            *_country(name, c, pool, context),
            *_field(c, context, teams, sides),
            float(bool(_SETTLEMENT.search(c.known.kind))),
            float(c.known.type == "place" and "capital" in c.known.kind),
            *_life(c, context),
            float(_holds(c, context)),
            float(" " in name),
            float(" " not in name and c.known.type == "person" and c.hows != {"surname"}),
            float(context.named.get(c.known.id, 0) > len(name.split())),
            log1p(max(sum(prior * 4 >= top for prior in meant) - 1, 0)),
            *_use(c, use),
            float(bool(use.role) and any(use.role in title for title in _titles(c, context))),
            use.common if not c.hows & {"surname", "demonym"} and c.known.type != "person" else 0.0,
        ]
        for c, mine in zip(pool, alive, strict=True)
    ]
    return np.array(rows, np.float32)


def _alive(c: Candidate, context: Context) -> float:
    """The prior, none of the long dead where the name is a surname alone."""
    return c.known.prior * (not ("surname" in c.hows and any(_life(c, context))))


def _said(c: Candidate, teams: float) -> float:
    """How far a team can be meant by its town alone: as far as the name is one of a game of teams."""
    town = "derived" in c.hows and not c.hows & {"label", "alias", "link"}
    return teams if town and c.known.fields & TEAM else 1.0


def _how(name: str, c: Candidate, share: float, *, alone: bool) -> tuple[float, ...]:
    """How the name names the thing; a company's name without its legal form is its label too."""
    hows = c.hows
    label = "label" in hows or (c.known.type == "organisation" and company(name) == company(c.known.label))
    alias = "alias" in hows and not label
    return (
        float(label),
        float(alias),
        share if alias else 0.0,
        float(alias and " " in name),
        float(alone and " " in name and not label and hows != {"surname"}),
        share if label else 0.0,
        float("derived" in hows and not label and not hows & {"alias", "link"}),
        float(hows == {"surname"}),
    )


def _surname(name: str, c: Candidate, share: float, context: Context) -> tuple[float, float, float]:
    """Well-known people, and those in office on the day, go by their surname; not the long dead."""
    if " " in name or c.known.type != "person" or not c.hows & {"surname", "alias"} or any(_life(c, context)):
        return 0.0, 0.0, 0.0
    return share, log1p(c.known.prior), float(_holds(c, context))


def _type(type_: str, c: Candidate) -> tuple[float, float]:
    if type_ not in TOLD or c.known.type not in TOLD:
        return 0.0, 0.0
    return float(type_ == c.known.type), float(type_ != c.known.type)


def _country(name: str, c: Candidate, pool: Sequence[Candidate], context: Context) -> tuple[float, ...]:
    """A country by its own name, and how far the article is more about a region of that name ("Georgia"); whether the
    article is about the thing's country, which counts most for what every country has one of ("the Senate").
    """
    share = context.countries.get(c.known.country, 0.0)
    shared = _shared(c, pool, context)
    if c.known.kind == "country":
        return 1.0, shared, 0.0, 0.0, 0.0, 0.0
    national = generic(name) and bool(context.countries) and c.known.type == "organisation"
    if not c.known.country or not context.countries:
        return 0.0, 0.0, 0.0, 0.0, 0.0, float(national)
    return (
        0.0,
        shared,
        min(2 * share, 1.0),
        1.0 / (1.0 + log1p(c.known.prior)) if share == 0.0 else 0.0,
        min(2 * share, 1.0) if national else 0.0,
        float(national and share == 0.0),
    )


def _shared(c: Candidate, pool: Sequence[Candidate], context: Context) -> float:
    """Of a country and a region of one name: how much more the article is about the region's country than about the
    other, for the country, and a third of that against the region.
    """
    country = next((one for one in pool if one.known.kind == "country"), None)
    other = region(country, pool) if country else None
    if country is None or other is None or c not in (country, other):
        return 0.0
    shares = (context.countries.get(one.known.country, 0.0) for one in (other, country))
    more = max(next(shares) - next(shares), 0.0)
    return more if c is country else -more / 3


def _side(c: Candidate, context: Context) -> bool:
    """Whether the thing is a team of the game that the article is most about."""
    played = [game for game in bits(c.known.fields & ~TEAM) if game in GAMES]
    most = max((context.fields.get(game, 0.0) for game in GAMES), default=0.0)
    return bool(c.known.fields & TEAM) and any(context.fields.get(game, 0.0) == most > 0.0 for game in played)


def _field(c: Candidate, context: Context, teams: float, sides: float) -> tuple[float, ...]:
    """`teams`: how far the name is one of a game of teams; there a place's name is its team's. `sides`: the priors of
    the candidates that are teams of the article's game.
    """
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
        teams * (c.known.prior / sides - 1.0) if _side(c, context) else 0.0,
        teams * context.homes.get(c.known.country, 0.0) if team else 0.0,
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


def _titles(c: Candidate, context: Context) -> list[str]:
    """The offices that somebody held or had held on the day."""
    return [
        office.title.casefold()
        for office in c.known.extra.offices
        if not context.day or office.start <= context.day
    ]


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

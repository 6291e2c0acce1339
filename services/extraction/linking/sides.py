"""Which game an article's names tell, and whether its text is a table of results."""

import re
from collections import Counter
from collections.abc import Sequence

from services.extraction.linking.base import Candidate
from services.extraction.linking.fields import TEAM, bits
from services.extraction.linking.games import GAMES

FEW = 4
"""A name that can mean as many things is none that tells the game."""

LISTED = 2.0
"""The least prior of a team that tells the game."""

MANY = 6
"""So many names that could be teams are a table of results."""

_WORD = re.compile(r"\w+")


def sides(pools: Sequence[Sequence[Candidate]]) -> tuple[Counter[str], float]:
    """The games that the article's names tell, and the share of the names that can be teams of the foremost.

    One in full ("Florida Marlins") tells its game three times; where many names are those of towns, they tell the game
    that most of them have a team in. Names of countries tell nothing: athletes have them too.
    """
    full: Counter[str] = Counter()
    towns: Counter[str] = Counter()
    for pool in pools:
        if any(c.known.kind == "country" for c in pool):
            continue
        town = len(pool) >= FEW or any(c.known.type == "place" for c in pool)
        found = {
            (game, c.hows != {"derived"} and not town)
            for c in pool
            if c.known.fields & TEAM and c.known.prior >= LISTED
            for game in bits(c.known.fields)
            if game in GAMES
        }
        full.update({game for game, whole in found if whole})
        towns.update({game for game, _ in found})
    most = max(towns.values(), default=0)
    if most < MANY:
        return Counter({game: 3 * count for game, count in full.items()}), 0.0
    shared = Counter({game: round(most * (count / most) ** 6) for game, count in towns.items()})
    return Counter({game: 3 * count for game, count in full.items()}) + shared, most / len(pools)


def figures(text: str) -> float:
    """0 to 1: how far the text is a table of results, of which a third is figures."""
    words = _WORD.findall(text)
    numbers: int = sum(word.isdigit() for word in words)
    return min(3 * numbers / max(len(words), 1), 1.0)


def over(share: float, none: float, full: float) -> float:
    """0 up to `none`, 1 from `full` on."""
    return min(max(share - none, 0.0) / (full - none), 1.0)


def homes(pools: Sequence[Sequence[Candidate]]) -> dict[str, float]:
    """The share of the names of teams that a country has one of, by ISO code: a table of results is of one league.

    Nothing where few names can be teams.
    """
    found: Counter[str] = Counter()
    names = 0
    for pool in pools:
        countries = {c.known.country for c in pool if c.known.fields & TEAM and c.known.country}
        found.update(countries)
        names += bool(countries)
    return {country: count / names for country, count in found.items()} if names >= MANY else {}

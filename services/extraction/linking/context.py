"""What an article as a whole says about what its names mean: countries, fields of life, date, how names are used."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from schemas.article import Article
from schemas.entities import Entity
from services.extraction.linking.base import Candidate
from services.extraction.linking.fields import counted
from services.extraction.linking.games import GAMES, SOLO
from services.extraction.linking.institutions import generic
from services.extraction.linking.sides import figures, homes, over, sides
from services.extraction.linking.uses import NONE, Use, uses

READ = 20_000
"""Code points of the text that are read for the fields: what an article is about shows at its start."""


TITLE, WORTH = 100, 6
"""The first code points of the text (its title, most often), and how many times as much their words count."""

TELLING = 20
"""So many words tell what an article is about."""

PLAIN = 0.5
"""The share of what is known of a name's things from which on one of them tells the article's country."""

_DATE = re.compile(r"\b(?:19|20)\d\d-[01]\d-[0-3]\d\b")


class Context(NamedTuple):
    """`countries`: share of the article's mentions of countries, by ISO code. `fields`: share of the telling words,
    of a game of teams: of those of all such games, none where only one word tells.

    `day`: when the article was published, or the date its text begins with, YYYYMMDD, 0 where not known. `named`:
    ids that longer names in the article can mean. `sport`, `teams`: 0 to 1, how far it is about sport, and how far
    that is one of teams. `told`: 0 to 1, how many words tell what it is about. `homes`: share of the names of teams
    that a country has one of. `uses`: by name as written.
    """

    countries: Mapping[str, float]
    fields: Mapping[str, float]
    day: int
    named: Mapping[str, int]
    sport: float
    teams: float
    told: float
    homes: Mapping[str, float]
    uses: Mapping[str, Use]

    def use(self, name: str) -> Use:
        """How the article uses a name as it is written."""
        return self.uses.get(name, NONE)


def context(
    article: Article, pools: Sequence[Sequence[Candidate]], names: Sequence[str], entities: Sequence[Entity]
) -> Context:
    """The article's context, from the candidates (`pools`) of its entities and their `names` (keys)."""
    words = counted(article.text[:READ])
    for field, count in counted(article.text[:TITLE]).items():
        words[field] += (WORTH - 1) * count
    solo = words.pop(SOLO, 0)
    fields = _only(words, games=False)
    played, table = sides(pools)
    games = _only(words, games=True) + played
    shares = _shares(fields)
    return Context(
        _shares(_countries(pools, names, [entity.mentions for entity in entities])),
        {**shares, **_shares(games if games.total() > 1 else Counter())},
        day(article.published) or _begun(article.text),
        _named(pools, names),
        max(
            over(shares.get("sport", 0.0), 0.2, 0.5) * min(fields["sport"] / 4, 1.0),
            over(table, 0.5, 0.7) * figures(article.text[:READ]),
        ),
        (games.total() + 1) / (games.total() + solo + 1),
        min(fields.total() / TELLING, 1.0),
        homes(pools),
        uses(article.text, [entity.name for entity in entities]),
    )


def day(published: str | None) -> int:
    """YYYYMMDD of an RFC 3339 time, 0 for None."""
    return int(published[:10].replace("-", "")) if published else 0


def _begun(text: str) -> int:
    """The date that the text begins with. Years that it names say little: reports of today name those of old wars."""
    found = _DATE.search(text[:400])
    return day(found[0]) if found else 0


def _countries(
    pools: Sequence[Sequence[Candidate]], names: Sequence[str], mentions: Sequence[int]
) -> Counter[str]:
    """What every country has one of tells none, even where the base holds only one country's."""
    found: Counter[str] = Counter()
    for pool, name, count in zip(pools, names, mentions, strict=True):
        if country := "" if generic(name) else _telling(pool):
            found[country] += count
    return found


def _telling(pool: Sequence[Candidate]) -> str:
    """The country that a name tells: one that it names, unless a region is as well known by the name, as Georgia is;
    that of all its things; that of a place which is by far the best known of them.
    """
    best = max(pool, key=lambda c: c.known.prior, default=None)
    if best is None:
        return ""
    country = next((c for c in pool if c.known.kind == "country"), None)
    if country is not None:
        return "" if region(country, pool) else country.known.country
    if len({c.known.country for c in pool}) == 1:
        return best.known.country
    known = sum(c.known.prior for c in pool)
    return best.known.country if best.known.type == "place" and best.known.prior > PLAIN * known else ""


def region(country: Candidate, pool: Sequence[Candidate]) -> Candidate | None:
    """The region of another country that goes by a country's name and is nearly as well known."""
    return next(
        (
            c
            for c in pool
            if c.known.type == "place"
            and c.known.kind != "country"
            and "label" in c.hows
            and c.known.country not in {"", country.known.country}
            and 2 * c.known.prior >= country.known.prior
        ),
        None,
    )


def _named(pools: Sequence[Sequence[Candidate]], names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for pool, name in zip(pools, names, strict=True):
        for candidate in pool:
            if candidate.hows != {"surname"}:
                found[candidate.known.id] = max(found.get(candidate.known.id, 0), len(name.split()))
    return found


def _only(counts: Counter[str], *, games: bool) -> Counter[str]:
    return Counter({field: count for field, count in counts.items() if (field in GAMES) is games})


def _shares(counts: Counter[str]) -> dict[str, float]:
    total = sum(counts.values())
    return {name: count / total for name, count in counts.items()}

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
from services.extraction.linking.sides import figures, over, sides
from services.extraction.linking.uses import NONE, Use, uses

READ = 20_000
"""Code points of the text that are read for the fields: what an article is about shows at its start."""


TITLE, WORTH = 100, 6
"""The first code points of the text (its title, most often), and how many times as much their words count."""

TELLING = 20
"""So many words tell what an article is about."""

_YEAR = re.compile(r"\b(?:19[3-9]|20[0-4])\d\b")
_DATE = re.compile(r"\b(?:19|20)\d\d-[01]\d-[0-3]\d\b")


class Context(NamedTuple):
    """`countries`: share of the article's mentions of countries, by ISO code. `fields`: share of the telling words,
    of a game of teams: of those of all such games, none where only one word tells.

    `day`: when the article was published, or the date or year its text tells, YYYYMMDD, 0 where not known. `named`:
    ids that longer names in the article can mean. `sport`, `teams`: 0 to 1, how far it is about sport, and how far
    that is one of teams. `told`: 0 to 1, how many words tell what it is about. `uses`: by name as written.
    """

    countries: Mapping[str, float]
    fields: Mapping[str, float]
    day: int
    named: Mapping[str, int]
    sport: float
    teams: float
    told: float
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
        _shares(_countries(pools, [entity.mentions for entity in entities])),
        {**shares, **_shares(games if games.total() > 1 else Counter())},
        day(article.published) or _begun(article.text),
        _named(pools, names),
        max(
            over(shares.get("sport", 0.0), 0.2, 0.5) * min(fields["sport"] / 4, 1.0),
            over(table, 0.5, 0.7) * figures(article.text[:READ]),
        ),
        (games.total() + 1) / (games.total() + solo + 1),
        min(fields.total() / TELLING, 1.0),
        uses(article.text, [entity.name for entity in entities]),
    )


def day(published: str | None) -> int:
    """YYYYMMDD of an RFC 3339 time, 0 for None."""
    return int(published[:10].replace("-", "")) if published else 0


def _begun(text: str) -> int:
    """The date that the text begins with, or the middle of the latest year that it names."""
    if found := _DATE.search(text[:400]):
        return day(found[0])
    year = max((int(year) for year in _YEAR.findall(text[:READ])), default=0)
    return year * 10_000 + 701 if year else 0


def _countries(pools: Sequence[Sequence[Candidate]], mentions: Sequence[int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for pool, count in zip(pools, mentions, strict=True):
        if country := next((c.known for c in pool if c.known.kind == "country"), None):
            found[country.country] += count
        elif len({c.known.country for c in pool}) == 1 and pool[0].known.country:
            found[pool[0].known.country] += count
    return found


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

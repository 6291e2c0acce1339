"""What an article as a whole says about what its names mean: countries, fields of life, date."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from schemas.article import Article
from services.extraction.linking.base import Candidate
from services.extraction.linking.fields import FIELDS, GAMES, counted

READ = 20_000
"""Code points of the text that are read for the fields: what an article is about shows at its start."""


TITLE, WORTH = 100, 6
"""The first code points of the text (its title, most often), and how many times as much their words count."""


class Context(NamedTuple):
    """`countries`: share of the article's mentions of countries, by ISO code. `fields`: share of the telling words,
    of a game of teams: of those of all such games, none where only one word tells.

    `day`: when the article was published, YYYYMMDD, 0 where not known. `named`: ids that longer names in the article
    can mean.
    """

    countries: Mapping[str, float]
    fields: Mapping[str, float]
    day: int
    named: Mapping[str, int]


def context(
    article: Article, pools: Sequence[Sequence[Candidate]], names: Sequence[str], mentions: Sequence[int]
) -> Context:
    """The article's context, from the candidates (`pools`) of its entities' `names` (keys)."""
    words = counted(article.text[:READ])
    for field, count in counted(article.text[:TITLE]).items():
        words[field] += (WORTH - 1) * count
    games = _only(words, games=True)
    return Context(
        _shares(_countries(pools, mentions)),
        {**_shares(_only(words, games=False)), **_shares(games if games.total() > 1 else Counter())},
        day(article.published),
        _named(pools, names),
    )


def day(published: str | None) -> int:
    """YYYYMMDD of an RFC 3339 time, 0 for None."""
    return int(published[:10].replace("-", "")) if published else 0


def bits(mask: int) -> Iterable[str]:
    """The fields of a mask."""
    return (field for i, field in enumerate(FIELDS) if mask >> i & 1)


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

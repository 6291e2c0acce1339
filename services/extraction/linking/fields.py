"""Fields of life that words point to: what an article is about, and what somebody or something is known for."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from services.extraction.linking.games import GAMES, SOLO, played

FIELDS = (
    *("politics", "business", "sport", "arts", "science", "military", "religion", "media", "law"),
    "team",
    *GAMES,
)
"""The bit of a field in a mask is its place here. `team` is not told by words: it marks sports teams and clubs."""

TEAM = 1 << FIELDS.index("team")
SPORT = 1 << FIELDS.index("sport")

_WORDS = {
    "politics": "politician politicians president minister ministers ministry parliament senator senate "
    "congressman governor mayor "
    "chancellor premier election elections elected vote voters government opposition diplomat "
    "diplomatic ambassador party "
    "parties coalition lawmaker lawmakers monarch king queen prime cabinet summit treaty "
    "sanctions statesman statesperson "
    "policy reform democracy republican democrat democrats referendum campaign envoy secretary",
    "business": "business businessman businesswoman businessperson entrepreneur company companies "
    "corporation shares stock stocks "
    "market markets bank banks banker profit profits quarter revenue investor investors economist executive ceo "
    "merger acquisition earnings dividend bonds currency economy trade traders oil prices dlrs mln inflation retailer "
    "manufacturer enterprise brand airline economic financial sales analysts price",
    "sport": "football footballer soccer cricket cricketer tennis basketball baseball hockey rugby golf golfer athlete "
    "athletics cyclist cycling boxer boxing swimmer swimming skier skiing racing driver "
    "wrestler wrestling gymnast coach "
    "manager goalkeeper striker midfielder defender pitcher quarterback league championship championships cup "
    "tournament match matches innings wickets wicket scored goal goals season club team teams game games inning inning "
    "olympic olympics stadium player players referee halftime batsman bowler runs seed seeded final semifinal "
    "semifinals medal grand prix round standings nba nfl nhl fifa uefa qualifier "
    "qualifiers qualifying friendly halftime scorers attendance fixtures toss draw drew beat victory title captain "
    "springboks tries stumps overs homer pitchers quarterfinal quarterfinals relegation",
    "arts": "actor actress film films movie singer album song songs band musician composer rapper director painter "
    "novelist novel author poet writer playwright theatre theater television comedian dancer artist model screenplay "
    "show series musical concert oscar grammy celebrity sculptor screenwriter fashion artwork painting",
    "science": "scientist physicist chemist biologist mathematician astronomer researcher researchers study university "
    "professor doctors physician disease virus vaccine patients space telescope laboratory engineer inventor economist "
    "journal health medical hospital drug technology software computer",
    "military": "military army navy troops soldiers general colonel commander officer war battle rebels militants "
    "forces fighters missile missiles bomb bombing airstrike airstrikes attack attacks ceasefire terrorist weapons "
    "guerrilla guerrillas marines killed insurgents",
    "religion": "pope bishop cardinal priest church religious theologian archbishop rabbi imam mosque saint catholic "
    "vatican muslim christian cleric ayatollah diocese",
    "media": "journalist newspaper broadcaster reporter editor magazine presenter publisher columnist news anchor",
    "law": "lawyer judge court attorney prosecutor trial jury police murder convicted charged arrested prison sentence "
    "lawsuit justice jurist criminal investigators",
}
_FIELD = {word: field for field, words in _WORDS.items() for word in words.split()}
_WORD = re.compile(r"[a-z]+")


def counted(text: str) -> Counter[str]:
    """How many words of the text point to each field, to each game, and to the sports of single people (`SOLO`)."""
    lower = text.lower()
    words = Counter(_WORD.findall(lower))
    found: Counter[str] = Counter()
    for word, field in _FIELD.items():
        if count := words.get(word, 0):
            found[field] += count
    return found + played(lower, words)


def mask(texts: Iterable[str]) -> int:
    """The fields that short descriptions point to, as bits."""
    bits = 0
    for text in texts:
        for field in counted(text):
            bits |= 1 << FIELDS.index(field) if field != SOLO else 0
    return bits


def bits(mask: int) -> Iterator[str]:
    """The fields of a mask."""
    return (field for i, field in enumerate(FIELDS) if mask >> i & 1)

"""Names as keys: how a written name and an alias of the knowledge base come to be the same string."""

import re
import unicodedata
from collections.abc import Iterator

_WHOLE = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th"}
    | {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "ħ": "h", "Ħ": "H"}
)
"""Letters with a stroke or joined, which Unicode takes for letters of their own: as they are written without."""

_DROPPED = re.compile(r"[.'’‘ʼ`\"“”]")
_BETWEEN = re.compile(r"[\W_]+")
_POSSESSIVE = re.compile(r"['’‘ʼ]s?$", re.IGNORECASE)
_FORM = re.compile(
    r",?(?: and)? (?:incorporated|inc|corporation|corp|company|co|limited|ltd|llc|plc|group|holdings?|nv"
    r"|n v|sa|s a|ag|se|spa|gmbh"
    r"|asa|ab|oyj|bhd|kk|fc|f c|afc|cf|sc)$"
)
_MADE = re.compile(r" (?:born|based|led|backed|owned|made|built|run|held|controlled)$")
_QUALIFIER = re.compile(r"\s*(?:\([^()]*\)|,.*)$")
_ADDRESSES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "dame",
        "lord",
        "lady",
        "president",
        "premier",
        "chancellor",
        "king",
        "queen",
        "prince",
        "princess",
        "pope",
        "senator",
        "sen",
        "rep",
        "congressman",
        "congresswoman",
        "governor",
        "gov",
        "general",
        "gen",
        "colonel",
        "col",
        "captain",
        "capt",
        "admiral",
        "judge",
        "justice",
        "minister",
        "secretary",
        "ambassador",
        "mayor",
        "sheikh",
        "ayatollah",
        "cardinal",
        "archbishop",
        "bishop",
        "father",
        "professor",
        "prof",
        "taoiseach",
        "tanaiste",
        "emir",
        "sultan",
        "emperor",
        "speaker",
        "chairman",
        "commissioner",
        "marshal",
        "lieutenant",
        "lt",
        "major",
        "maj",
        "sgt",
        "rabbi",
        "imam",
        "patriarch",
        "reverend",
        "rev",
        "baroness",
    ]
)
_BEFORE = frozenset(
    ["former", "ex", "deputy", "vice", "prime", "foreign", "finance", "defence", "defense", "interior"]
)
"""What comes before a form of address: "former", "Prime" Minister."""

_PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ben",
        "ibn",
        "st",
        "ter",
        "ten",
    ]
)
_YOUNGER = frozenset(["jr", "sr", "ii", "iii", "iv"])


def key(name: str) -> str:
    """The name without case, accents, points, apostrophes, a leading "the"; single blanks between its words.

    Empty where the name has no letter or digit.
    """
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", name.translate(_WHOLE)) if not unicodedata.combining(c)
    )
    words = _BETWEEN.sub(" ", _DROPPED.sub("", plain.replace("&", " and ")).casefold()).strip()
    return words.removeprefix("the ")


def variants(name: str) -> Iterator[str]:
    """Keys to look a written name up by, the closest first: as it is, then without what often stands around it."""
    first = key(name)
    yield first
    bare = key(_POSSESSIVE.sub("", name))
    if bare != first:
        yield bare
    if (bare := company(first)) != first:
        yield bare
    if (whole := _MADE.sub("", first)) != first:
        yield whole
    head, _, rest = first.partition(" ")
    while rest and (head in _ADDRESSES or head in _BEFORE):
        if head in _ADDRESSES:
            yield rest
        head, _, rest = rest.partition(" ")


def short(label: str) -> str:
    """A label without what only tells it from others: "Denton, Texas" and "Mercury (planet)" in short."""
    return _QUALIFIER.sub("", label)


def company(name: str) -> str:
    """The key of a name without its legal form: "Apple Inc." -> "apple"."""
    bare = key(name)
    while (shorter := _FORM.sub("", bare)) != bare:
        bare = shorter
    return bare


def surname(name: str) -> str:
    """The key of a person's surname with its particles ("von der leyen"), both parts of a double one.

    Empty for a name of one word, or "… of …".
    """
    words = [found for word in short(name).split() if (found := key(word))]
    if len(words) > 1 and words[-1] in _YOUNGER:
        words.pop()
    if len(words) < 2 or "of" in words:
        return ""
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return " ".join(words[start:])


def acronym(name: str) -> bool:
    """True for a name in capitals alone: it's an alias only for words that are in capitals too."""
    letters = [c for c in name if c.isalpha()]
    return 1 < len(letters) <= 6 and all(c.isupper() for c in letters)

"""How an article uses a name: what stands right before and after it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

READ = 20_000
"""Code points of the text that are read; a name that stands only further on has no use."""

MOST = 40
"""Places of a name that are looked at, from the start of the text."""

AFTER = 40
"""Tokens after a name in which the sentence of a dateline begins."""

_TOKEN = re.compile(r"\w+|[^\w\s]|\n")
_PLACED_WORDS = (
    "in at near into inside outside around across throughout towards within leaving visiting via downtown"
)
_PLACED = frozenset(_PLACED_WORDS.split())
_TITLES_WORDS = (
    "mr mrs ms miss dr sir dame president senator sen rep congressman congresswoman governor gov "
    "chancellor premier minister secretary ambassador mayor king queen prince princess pope cardinal "
    "archbishop bishop judge justice general gen colonel col captain capt sergeant admiral spokesman "
    "spokeswoman chairman chairwoman director professor prof leader candidate coach manager striker "
    "goalkeeper midfielder defender champion rapper actor actress singer envoy commissioner analyst "
    "lawyer"
)
_TITLES = frozenset(_TITLES_WORDS.split())


ROLES = frozenset(
    [
        "president",
        "vice president",
        "prime minister",
        "premier",
        "chancellor",
        "king",
        "queen",
        "governor",
        "senator",
        "foreign minister",
        "finance minister",
        "interior minister",
        "defence minister",
    ]
)
"""Offices as they stand before the names of those who hold them."""


class Use(NamedTuple):
    """Shares, 0 to 1, of the places of a name where it is used so.

    `placed`: after "in", "at", "near"; `dated`: in the dateline, in capitals, where the report comes from;
    `bracketed`: in brackets, as a country after its athlete; `titled`: after a title or a role ("President",
    "striker"). `common`: 1 for a name of one word that the text has as a common word too ("State" and "state").
    `role`: the title before it.
    """

    placed: float = 0.0
    dated: float = 0.0
    bracketed: float = 0.0
    titled: float = 0.0
    common: float = 0.0
    role: str = ""


NONE = Use()


def uses(text: str, names: Iterable[str]) -> Mapping[str, Use]:
    """The use of each of the names, by name; names that the text doesn't hold are left out."""
    tokens = _TOKEN.findall(text[:READ])
    at: dict[str, list[int]] = defaultdict(list)
    for place, token in enumerate(tokens):
        at[token].append(place)
    return {name: use for name in set(names) if (use := _use(tokens, at, _TOKEN.findall(name)))}


def _use(tokens: Sequence[str], at: Mapping[str, Sequence[int]], words: Sequence[str]) -> Use | None:
    if not words:
        return None
    size = len(words)
    places = [i for i in at.get(words[0], ())[:MOST] if tokens[i : i + size] == words]
    capitals = all(word.isupper() for word in words if word.isalpha())
    found = [_around(tokens, i, i + size, capitals) for i in places]
    if not capitals:
        shout = [word.upper() for word in words]
        at_head = (i for i in at.get(shout[0], ())[:MOST] if tokens[i : i + size] == shout)
        found += [(False, True, False, False) for i in at_head if _dateline(tokens, i, i + size)][:1]
    if not found:
        return None
    common = size == 1 and words[0].istitle() and words[0].lower() in at
    inside = next((n for n in (2, 1) if " ".join(words[:n]).lower() in ROLES), 0) if size > 1 else 0
    roles = [" ".join(words[:inside]).lower(), *(_role(tokens, i) for i in places)]
    placed, dated, bracketed, titled = (sum(kind) / len(found) for kind in zip(*found, strict=True))
    if size > 1 and (inside or words[0].lower() in _TITLES):
        titled = 1.0
    return Use(placed, dated, bracketed, titled, float(common), next((role for role in roles if role), ""))


def _role(tokens: Sequence[str], start: int) -> str:
    """The office that stands before a name, in small letters: "prime minister" before "Prime Minister Doe"."""
    for size in (2, 1):
        words = " ".join(tokens[max(start - size, 0) : start]).lower()
        if words in ROLES:
            return words
    return ""


def _around(tokens: Sequence[str], start: int, end: int, capitals: bool) -> tuple[bool, bool, bool, bool]:
    before = start - 1
    if before >= 0 and tokens[before].lower() == "the":
        before -= 1
    word = tokens[before].lower() if before >= 0 else ""
    after = tokens[end] if end < len(tokens) else ""
    return (
        word in _PLACED and not (word == "at" and _name(tokens, before - 1)),
        capitals and _dateline(tokens, start, end),
        word == "(" and after in {")", ","},
        word in _TITLES or (word == "." and before > 0 and tokens[before - 1].lower() in _TITLES),
    )


def _name(tokens: Sequence[str], at: int) -> bool:
    """ "Boston at Texas" tells of two teams."""
    return at >= 0 and tokens[at][0].isupper()


def _dateline(tokens: Sequence[str], start: int, end: int) -> bool:
    """Where a sentence in small letters begins with a name in capitals: "LONDON (Agency) - The …"."""
    if start > 0 and tokens[start - 1] not in {".", "\n"}:
        return False
    words = [token for token in tokens[end : end + AFTER] if token.isalpha()][:3]
    return bool(words) and not any(len(word) > 1 and word.isupper() for word in words)

"""Names for the gaps of `patterns.txt`, and for the places of names in other texts: from the knowledge base.

A small model takes a name that it never saw for what such names mostly are. So it meets many names here, of firms
above all, in sentences that say what they are.
"""

import csv
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from models.ner_training.texts import Text, unbracketed
from services.extraction.linking.layer import TYPES, Layer

HERE = Path(__file__).parent
FILES = ("open.npz", "wikidata.npz")
KINDS = {
    "company": "company|business|restaurant-chains|websites",
    "party": "political party",
    "newspaper": "newspaper",
    "club": "football club|association football club|basketball team|ice hockey team",
    "univ": "university|public university|research institute",
    "band": "musical group",
    "airline": "airline",
    "city": "city|big city|town",
    "country": "country",
    "river": "river",
    "stadium": "stadiums",
    "film": "film|films",
    "album": "albums|books",
    "person": "human",
}
"""Gap -> the kinds of things in the knowledge base whose names fill it."""

ORGANISATIONS = ("company", "company", "company", "party", "newspaper", "club", "univ", "band", "airline")
_GAP = re.compile(r"\{(\w+)\}")
_PLAIN = re.compile(r"[A-ZÀ-Þ][\w'’.&+ -]{1,40}")


def names(folder: Path) -> Mapping[str, Sequence[str]]:
    """Gap -> names for it: those of the knowledge base in `folder` and of `slots.tsv`, sorted."""
    found: dict[str, set[str]] = {gap: set() for gap in KINDS}
    gaps = {kind: gap for gap, kinds in KINDS.items() for kind in kinds.split("|")}
    for file in FILES:
        for kind, name in _things(Layer.read(folder / file)):
            if kind in gaps and _PLAIN.fullmatch(name):
                found[gaps[kind]].add(name.removeprefix("The "))
    people = [name.split() for name in found["person"]]
    found["person"] = {" ".join(words) for words in people if 2 <= len(words) <= 4}
    found["given"] = {words[0] for words in people if len(words) == 2 and words[0].isalpha()}
    found["surname"] = {words[1] for words in people if len(words) == 2 and words[1].isalpha()}
    with (HERE / "slots.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, dialect="excel-tab", quoting=csv.QUOTE_NONE)
        found |= {gap: set(choice.split("|")) for gap, choice in rows}
    return {gap: sorted(choice) for gap, choice in found.items()}


def filled(names: Mapping[str, Sequence[str]], times: int, dice: random.Random) -> Iterator[Text]:
    """Each pattern `times` times, with other names each time."""
    for line in (HERE / "patterns.txt").read_text(encoding="utf-8").splitlines():
        for _ in range(0 if line.startswith("#") else times if _GAP.search(line) else 2):
            text, spans = unbracketed(_GAP.sub(lambda gap: _name(gap[1], names, dice), line))
            yield Text(text, spans, [], others=True, gold=True)


def renamed(text: Text, names: Mapping[str, Sequence[str]], dice: random.Random, share: float) -> Text:
    """The text with a share of its organisations and full names of persons put in place of others."""
    whole, spans, at, new = "", [], 0, {}
    moved: list[tuple[int, int]] = []  # where each stretch of the old text begins, and how far it has moved
    for start, end, kind in text.names:
        name = text.text[start:end]
        if name not in new:
            new[name] = _other(name, kind, names, dice) if dice.random() < share else name
        whole += text.text[at:start]
        spans.append((len(whole), len(whole) + len(new[name]), kind))
        whole, at = whole + new[name], end
        moved.append((end, len(whole) - end))
    unknown = [_shifted(spot, moved) for spot in text.unknown]
    return text._replace(text=whole + text.text[at:], names=spans, unknown=unknown)


def _other(name: str, kind: str, names: Mapping[str, Sequence[str]], dice: random.Random) -> str:
    if kind == "PER" and " " in name:
        return dice.choice(names["person"])
    if kind == "ORG" and not name.isupper():
        return dice.choice(names[dice.choice(ORGANISATIONS)])
    return name


def _shifted(spot: tuple[int, int], moved: Sequence[tuple[int, int]]) -> tuple[int, int]:
    by = 0
    for end, far in moved:
        if end > spot[0]:
            break
        by = far
    return spot[0] + by, spot[1] + by


def _name(gap: str, names: Mapping[str, Sequence[str]], dice: random.Random) -> str:
    name = dice.choice(names[gap.lower()])
    return name.upper() if gap.isupper() else name


def _things(layer: Layer) -> Iterator[tuple[str, str]]:
    types, kinds = layer.arrays["types"], layer.arrays["kinds"]
    for i in range(len(layer.labels)):
        if int(types[i]) < len(TYPES):
            yield layer.kinds[int(kinds[i])], layer.labels[i].decode()

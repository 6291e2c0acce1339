"""Models of things by their maker: "Boeing 737 MAX", "Pontiac G6", "Opel Zafira", "Tesla Model 3"."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from services.extraction.kinds.gazetteer import Found
from services.extraction.spans import Range

_TABLE = Path(__file__).with_name("makers.tsv")
_MARKS = r"(?:[ \u00a0](?:Pro|Plus|Max|MAX(?:\s\d{1,2})?|Ultra|Mini|Lite|XL|SE|GT|Series [XS]|Series|Advance|One)\b)*"
_NUMBERED = (
    r"(?:[A-Z]{1,4}-?\d{1,4}[A-Za-z]{0,4}(?:-\d{1,3}[A-Z]{0,2})?"
    r"|(?!(?:19|20)\d\d\b)\d{1,4}[A-Za-z]{1,3}(?:-\d{1,3})?"
    r"|7[0-8]7(?:-\d{1,3}[A-Z]{0,2})?|\d\sSeries)"
)
"""A designation has letters beside its digits, or is one of the numbers that Boeing gives: "Ford 500 jobs" is none."""

_COUNTS = r"(?![\w-]|[.,]\d|\s?(?:million|billion|per\scent|percent|%))"


@cache
def _pattern() -> "re.Pattern[str]":
    makers = []
    for line in _TABLE.read_text("utf-8").splitlines():
        if line[:1] in {"", "#"}:
            continue
        names, _, models = line.partition("\t")
        own = sorted((re.escape(model) for model in models.split("|") if model), key=len, reverse=True)
        number = rf"(?:[ \u00a0](?:[A-Z]{{0,2}}\d{{1,3}}[A-Za-z]{{0,2}}){_COUNTS})?"
        named = rf"(?:{'|'.join(own)})s?(?![\w-]){number}" if own else _NUMBERED
        forms = "|".join(map(re.escape, names.split("|")))
        makers.append(rf"(?:{forms})[ \u00a0](?:{named}|{_NUMBERED}){_COUNTS}{_MARKS}")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(makers)})")


def models(text: str, stretches: Sequence[Range]) -> Iterator[Found]:
    """The models in the stretches."""
    for start, end in stretches:
        yield from ((*found.span(), "product") for found in _pattern().finditer(text, start, end))

"""Names of events, treaties and models of things that a text writes in a fixed way, whatever their other words are."""

import re
from collections.abc import Iterator, Sequence

from schemas.entities import EntityType
from services.extraction.kinds.gazetteer import Found
from services.extraction.spans import Range

_NAME = r"[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,2}"
_PATTERNS: tuple[tuple[EntityType, "re.Pattern[str]"], ...] = (
    (
        "event",
        re.compile(
            r"\b(?:Hurricane|Typhoon|Cyclone|Tropical Storm|Storm)\s(?!Hunters?|Center|Season|Relief"
            r"|Warning|Watch)[A-Z][a-zé]+\b"
        ),
    ),
    ("event", re.compile(rf"\b(?:Battle|Siege)\sof\s(?:the\s)?{_NAME}")),
    ("event", re.compile(r"\bCOP\s?(?:[1-9]\d)\b(?!\s?(?:million|billion))")),
    ("event", re.compile(r"\b(?:UEFA\s)?Euro\s(?:19|20)\d\d\b")),
    ("event", re.compile(rf"\b(?:Tour|Giro|Vuelta)\s(?:of|de|d'|du)\s(?:the\s|la\s)?{_NAME}")),
    (
        "law",
        re.compile(
            r"(?<=\b[Tt]he\s)(?:[A-Z][\w’'-]+\s(?:and\s|of\s(?:the\s)?|for\s)?){1,6}(?:Act|Treaty|Accords?|Directive)"
            r"(?!\s[A-Z]|[\w’'-])"
        ),
    ),
    ("law", re.compile(rf"\b(?:Treaty|Convention|Peace)\sof\s{_NAME}")),
    (
        "product",
        re.compile(
            r"(?<![\w/-])(?:F|MiG|Su|Tu|Il|An|S|T(?!-20)|B|C|A|AH|UH|CH|MQ|RQ|AK|AR|KC|DF|Kh|Mi|Ka|JF|SM|RPG|PAC)-[1-9]\d{0,3}"
            r"(?:[A-Z]{1,2})?s?(?![\w/-]|[.,]\d)"
        ),
    ),
)
"""The last are aircraft, missiles and weapons ("F-16", "S-400") by letters that no road, visa or league has."""


def phrases(text: str, stretches: Sequence[Range]) -> Iterator[Found]:
    """The names that are written so, by type."""
    for start, end in stretches:
        for kind, pattern in _PATTERNS:
            yield from ((*match.span(), kind) for match in pattern.finditer(text, start, end))

"""What a language says somebody said with: the words of its table, by class."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

Kind = Literal["says", "voices", "calls"]
"""What a cue brings in: a clause or words in marks; words in marks alone; what somebody calls a thing."""

_FINITE: Mapping[str, Kind] = {"says": "says", "voices": "voices", "calls": "calls"}
_PARTICIPLE: Mapping[str, Kind] = {"said": "says", "voiced": "voices", "called": "calls"}
_NAMED = """
    auxiliary clitic between negation that noun according thus behind resumes pronoun author singular determiner stop
    time medium object and of lead reflexive passive relative adverbial finite reported spokes title held source voice
    abbreviation places
"""
_CLASSES = (*_FINITE, *_PARTICIPLE, *_NAMED.split())
_NEVER = r"(?!)"


class Verb(NamedTuple):
    """What a form brings in, and the word that must follow it ("hinzu" after "fügte"), which may be ""."""

    kind: Kind
    particle: str


class Tongue(NamedTuple):
    """A language: its code, verb forms and participles, the classes of its table, and its "according to"."""

    language: str
    finite: Mapping[str, tuple[Verb, ...]]
    participle: Mapping[str, tuple[Verb, ...]]
    words: Mapping[str, frozenset[str]]
    according: re.Pattern[str]
    abbreviated: re.Pattern[str]

    def has(self, name: str, word: str) -> bool:
        """True where the word, in small letters, is of the class."""
        return word in self.words[name]


@cache
def tongue(language: str) -> Tongue:
    """The words of a language that has a table. `ValueError` where a row's class is none."""
    rows = dict(_rows(language))
    if unknown := rows.keys() - set(_CLASSES):
        raise ValueError(f"{language}.tsv: {sorted(unknown)} is no class")
    words = {name: frozenset(rows.get(name, "").split()) for name in _CLASSES}
    phrases = "|".join(
        re.escape(phrase).replace("\\ ", r"\s+") for phrase in rows.get("according", "").split("|")
    )
    short = "|".join(map(re.escape, sorted(words["abbreviation"])))
    return Tongue(
        language,
        _verbs(rows, _FINITE),
        _verbs(rows, _PARTICIPLE),
        words,
        re.compile(rf"(?:{phrases or _NEVER})(?!\w)(?<!\d)", re.IGNORECASE),
        re.compile(rf"(?:(?<!\w)(?:{short}|[^\W\d_a-zа-яіїєґ])|(?<!\d)\d{{1,2}})$"),
    )


def _verbs(rows: Mapping[str, str], classes: Mapping[str, Kind]) -> dict[str, tuple[Verb, ...]]:
    found: dict[str, tuple[Verb, ...]] = {}
    for name, kind in classes.items():
        for entry in rows.get(name, "").split():
            form, _, particle = entry.partition("…")
            found[form] = (*found.get(form, ()), Verb(kind, particle))
    return found


def _rows(language: str) -> list[tuple[str, str]]:
    lines = Path(__file__).with_name(f"{language}.tsv").read_text("utf-8").splitlines()
    parts = (line.partition("\t") for line in lines if line and line[0] != "#")
    return [(name, words) for name, _, words in parts]

"""What is typed is understood as docs/filters.md says, or refused with the place of the fault."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.filters.conditions import FilterError
from schemas.filters.parse import DEPTH, LONGEST, TERMS, parse
from schemas.filters.syntax import (
    And,
    Entity,
    Filter,
    Language,
    Not,
    Or,
    Published,
    Source,
    Topic,
    Words,
)
from tests.filtering import FILTERS
from tests.gateway.events import VOCABULARY

DOCS = Path(__file__).parents[3] / "docs" / "filters.md"
A, B, C, D = (Words((letter,)) for letter in "abcd")
DAY = datetime(2026, 11, 24, tzinfo=UTC)
KALLAS = Entity("name:kaja kallas")
ECONOMY = Topic("medtop:04000000")


def read(text: str) -> Filter:
    return parse(text, VOCABULARY)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a", A),
        ("A", A),
        ("elect*", Words(("elect",), prefix=True)),
        ('"port is open"', Words(("port", "is", "open"))),
        ("covid-19", Words(("covid", "19"))),
        ("covid-19*", Words(("covid", "19"), prefix=True)),
        ("don’t", Words(("don", "t"))),
        ("Zürich", Words(("zurich",))),
        ("东京", Words(("东", "京"))),
        (r'"say \"a\" b"', Words(("say", "a", "b"))),
        ("and", Words(("and",))),
        ("ANDy", Words(("andy",))),
        ("a ORb", And((A, Words(("orb",))))),
        ('"AND"', Words(("and",))),
        ("topic:medtop:04000000", ECONOMY),
        ("topic:04000000", ECONOMY),
        ('topic:"Economy, business and finance"', ECONOMY),
        ("topic: sport", Topic("medtop:15000000")),
        ("entity:Q159", Entity("Q159")),
        ('entity:"Q159"', Entity("name:q159")),
        ('entity:"Kaja  Kállas"', KALLAS),
        ("entity:Reuters", Entity("name:reuters")),
        ("type:person", Entity("type:person")),
        ("source:harbour-post", Source("harbour-post")),
        ("lang:en-GB", Language("en-gb")),
        ("published>=2026-11-24", Published(since=DAY)),
        ("published > 2026-11-24", Published(since=DAY + timedelta(1))),
        ("published<2026-11-24", Published(before=DAY)),
        ("published<=2026-11-24", Published(before=DAY + timedelta(1))),
        ("published>=2026-11-24T02:00:00+02:00", Published(since=DAY)),
        ("published>2026-11-24T00:00Z", Published(since=DAY + timedelta(microseconds=1))),
        ("a b", And((A, B))),
        ("a AND b c", And((A, B, C))),
        ("a OR b OR c", Or((A, B, C))),
        ("a b OR c AND d", Or((And((A, B)), And((C, D))))),
        ("a (b OR c) d", And((A, Or((B, C)), D))),
        ("NOT a b", And((Not(A), B))),
        ("NOT NOT a", Not(Not(A))),
        ("NOT (a OR b)", Not(Or((A, B)))),
        ("(((a)))", A),
        ("a\n\tAND b", And((A, B))),
        ("entity:Q1 score>=0.7", Entity("Q1", 0.7)),
        ("score >= .7 entity:Q1", Entity("Q1", 0.7)),
        ("a AND entity:Q1 AND score>=1", And((A, Entity("Q1", 1.0)))),
        (
            "score>=0.5 (entity:Q1 OR NOT type:place score>=0.8)",
            Or((Entity("Q1", 0.5), Not(Entity("type:place", 0.8)))),
        ),
        ("score>=0.5 score>=0.3 type:place", Entity("type:place", 0.5)),
    ],
)  # fmt: skip
def test_what_is_typed_is_understood(text: str, meaning: Filter) -> None:
    assert read(text) == meaning


@pytest.mark.parametrize(
    ("text", "position", "about"),
    [
        ("", 1, "empty"),
        ("  ", 1, "empty"),
        ("a AND", 6, "too early"),
        ("AND a", 1, "'AND'"),
        ("a OR OR b", 6, "'OR'"),
        ("(a", 3, "too early"),
        ("a)", 2, "'\\)'"),
        ("()", 2, "'\\)'"),
        ('a "b', 3, "quotation mark"),
        ("a *", 3, "no letter"),
        ('a ""', 3, "no letter"),
        ("a sourc:wire", 3, "'sourc:'"),
        ("http://a.example", 1, "quotation marks"),
        ("a : b", 1, "no field"),
        ("a story:9f6a1f6e-3d0c-5d0b-8a86-0d4f5f8f0d11", 3, "story=ID"),
        ("source:Wire", 8, "'Wire' .*small letters"),
        ("lang:e", 6, "'e' .*such as en"),
        ("lang:english", 6, "'english' is no code of a language: write lang:en$"),
        ("lang:Deutsch", 6, "write lang:de$"),
        ("lang:eng", 6, "write lang:en$"),
        ("lang:jp", 6, "write lang:ja$"),
        ("lang:en_GB", 6, "write lang:en-GB$"),
        ("lang:xx", 6, "'xx' is no code of a language: such as en"),
        ("lang:klingonese", 6, "such as en"),
        ("type:dog", 6, "'dog' .*: person, organisation, place, "),
        ("a -b", 3, "'-b' .* NOT leaves out"),
        ('entity:""', 8, "empty"),
        ("topic:medtop:99999999", 7, "Media Topic"),
        ("topic:football-ish", 7, "Media Topic"),
        ("published=2026-11-24", 1, "no field"),
        ("published>=yesterday", 12, "no date"),
        ("published>=2026-02-30", 12, "no date"),
        ("published>=2026-11-24T00:00:00", 12, "no date"),
        ("published>9999-12-31", 11, "no date"),
        ("published>=0001-01-01T00:00:00+14:00", 12, "no date"),
        ("score>=0.7", 1, "join it"),
        ("a score>=0.7", 3, "join it"),
        ("entity:Q1 OR score>=0.7", 14, "join it"),
        ("entity:Q1 NOT score>=0.7", 15, "join it"),
        ("entity:Q1 score>=1.5", 18, "'1.5' .*from 0 to 1"),
        ("entity:Q1 score<0.5", 11, "score>="),
        ("a " * 2000 + "b", LONGEST + 1, f"{LONGEST}"),
        (" ".join(["a"] * (TERMS + 1)), 2 * TERMS + 1, f"more than {TERMS}"),
        (" OR ".join(["(a b)"] * 60), 452, f"more than {TERMS}"),
        ("NOT " * DEPTH + "a", 4 * DEPTH + 1, f"{DEPTH} deep"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_its_place(text: str, position: int, about: str) -> None:
    with pytest.raises(FilterError, match=about) as caught:
        read(text)
    assert caught.value.position == position
    assert str(caught.value).startswith(f"position {position}: ")


@given(st.text(max_size=80) | st.text('abAND ORNT()"\\:<>=*.0Q', max_size=60))
def test_no_text_does_worse_than_be_refused(text: str) -> None:
    assert 0 <= fault(text) <= len(text) + 1


def fault(text: str) -> int:
    """Where `text` is wrong, or 0."""
    try:
        read(text)
    except FilterError as error:
        return error.position
    return 0


def typed(wanted: Filter) -> str:
    """`wanted` as somebody would type it."""
    match wanted:
        case And(parts):
            return f"({' AND '.join(map(typed, parts))})"
        case Or(parts):
            return f"({' OR '.join(map(typed, parts))})"
        case Not(part):
            return f"NOT {typed(part)}"
        case Topic(id_, at_least):
            return scored(f"topic:{id_}", at_least)
        case Entity(key, at_least):
            return scored(key if key.startswith("type:") else f"entity:{named(key)}", at_least)
        case Words(words, prefix):
            return f"{'-'.join(words)}*" if prefix else quoted(" ".join(words))
        case Source(name):
            return f"source:{name}"
        case Language(tag):
            return f"lang:{tag}"
        case Published(since, before):
            return f"published>={since.isoformat()}" if since else f"published<{before.isoformat()}"  # type: ignore[union-attr]


def scored(condition: str, at_least: float) -> str:
    return f"({condition} score>={at_least})" if at_least else condition


def named(key: str) -> str:
    return quoted(key.removeprefix("name:")) if key.startswith("name:") else key


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def plain(wanted: Filter) -> bool:
    """Made of what can be typed: known topics, and scores with few digits."""
    match wanted:
        case And(parts) | Or(parts):
            return all(map(plain, parts))
        case Not(part):
            return plain(part)
        case Topic(id_, at_least):
            return id_ in VOCABULARY and at_least in (0, 0.3, 0.7, 1)
        case Entity(_, at_least):
            return at_least in (0, 0.3, 0.7, 1)
        case _:
            return True


def test_the_examples_of_the_page_are_understood() -> None:
    table = re.findall(r"^\| (`.*?) \| ", DOCS.read_text(), re.MULTILINE)
    examples = [
        text for row in table for text in re.findall(r"`([^`]+)`", row) if text not in (">", "<", "<=")
    ]
    assert len(examples) > 10
    for text in (*examples, *re.findall(r"^```\n(.*)\n```", DOCS.read_text(), re.MULTILINE)):
        read(f"{text} entity:Q1" if text.startswith("score") else text)


@given(FILTERS.filter(plain))
def test_every_filter_can_be_typed(wanted: Filter) -> None:
    assert read(typed(wanted)) == wanted

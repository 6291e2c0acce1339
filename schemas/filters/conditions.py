"""What one condition of a filter means: `topic:medtop:16000000`, `score>=0.7`, `"port is open"`, `elect*`."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, get_args

from lark import Token

from schemas import languages
from schemas.entities import EntityType
from schemas.filters.syntax import Entity, Filter, Language, Published, Source, Topic, Words
from schemas.filters.words import fold, name, words
from schemas.mediatopics import Vocabulary

FIELDS = ("topic", "entity", "type", "source", "lang", "score", "published")
STORY = (
    "story: is no field of a filter, because a tagged event does not know its story, which is found later; lists and "
    "exports take story=ID beside the filter, and dateline.groups.v1 tells which articles a story has"
)
_TYPES = get_args(EntityType)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ID = re.compile(r"Q[1-9][0-9]{0,17}", re.ASCII)
_SOURCE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)
_SCORE = re.compile(r"0|1|0?\.[0-9]{1,15}|[01]\.0*|0\.[0-9]{1,15}", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})",
    re.ASCII,
)
_DAY, _TICK = timedelta(days=1), timedelta(microseconds=1)


class FilterError(ValueError):
    """A filter is wrong. `position` counts code points of its text from 1."""

    def __init__(self, position: int, detail: str) -> None:
        super().__init__(f"position {position}: {detail}")
        self.position = position


class Score(NamedTuple):
    """`score>=…`: a bound for the topics and entities that it stands beside."""

    at_least: float


def word(token: Token) -> Words:
    """A word, and with `*` at its end every word that begins so."""
    if token.startswith("-") and words(token):
        # Read as a word, it would find just what its writer means to leave out.
        raise _error(token, f"{str(token)[:40]!r} begins with a sign that means nothing here; NOT leaves out")
    return _words(token, str(token).rstrip("*"), prefix=token.endswith("*"))


def phrase(token: Token) -> Words:
    """Words in quotation marks, in a row."""
    return _words(token, _plain(token), prefix=False)


def field(token: Token, value: Token, vocabulary: Vocabulary) -> Filter:
    """`field:value`."""
    text = _plain(value)
    match token[:-1]:
        case "topic":
            return Topic(_topic(value, text, vocabulary))
        case "entity":
            return Entity(text if _ID.fullmatch(value) else f"name:{_name(value, text)}")
        case "type":
            return Entity(f"type:{_checked(value, text, '|'.join(_TYPES), ', '.join(_TYPES))}")
        case "source":
            return Source(_checked(value, text, _SOURCE, "small letters, digits, '.', '_' and '-'"))
        case _:
            return Language(_language(value, text).lower())


def comparison(token: Token, value: Token) -> Score | Published:
    """`score>=0.7`, `published<2026-11-24`."""
    operator = "".join(sign for sign in token if sign in "<>=")
    if token.startswith("published"):
        return _published(operator, value)
    if operator != ">=":
        raise _error(token, f"score{operator}: only score>= is known")
    return Score(float(_checked(value, str(value), _SCORE, "a number from 0 to 1, such as 0.7")))


def unknown(token: Token) -> FilterError:
    """What to say of `feild:`, and of what people miss."""
    if token.startswith("story"):
        return _error(token, STORY)
    known = ", ".join(FIELDS)
    return _error(
        token, f"{str(token)[:40]!r} is no field ({known}) with its sign; other text goes in quotation marks"
    )


def _words(token: Token, text: str, prefix: bool) -> Words:
    if not (found := tuple(words(text))):
        raise _error(token, f"{str(token)[:40]!r} holds no letter and no digit")
    return Words(found, prefix)


def _topic(token: Token, text: str, vocabulary: Vocabulary) -> str:
    if text in vocabulary:
        return text
    if f"medtop:{text}" in vocabulary:
        return f"medtop:{text}"
    for topic in vocabulary:
        if fold(topic.label) == fold(text) and topic.retired is None:
            return topic.id
    raise _error(token, f"{text[:40]!r} is neither the id nor the label of a Media Topic")


def _language(token: Token, text: str) -> str:
    """`text`, a tag. Another word is found in no article, which its writer would take for the answer."""
    if not languages.is_tag(text):
        right = languages.meant(text)
        hint = f"write lang:{right}" if right else "such as en or pt-BR (ISO 639, BCP 47)"
        raise _error(token, f"{text[:40]!r} is no code of a language: {hint}")
    return text


def _name(token: Token, text: str) -> str:
    if not text.strip():
        raise _error(token, "the name is empty")
    return name(text)


def _published(operator: str, value: Token) -> Published:
    """A whole day is in UTC; `>` and `<=` mean its end."""
    try:
        first, after = _moment(value)
    except (ValueError, OverflowError):
        detail = f"{str(value)[:40]!r} is no date (2026-11-24) and no time (2026-11-24T09:30:00Z)"
        raise _error(value, detail) from None
    moment = after if operator in (">", "<=") else first
    return Published(since=moment) if operator in (">", ">=") else Published(before=moment)


def _moment(value: str) -> tuple[datetime, datetime]:
    """The first moment of `value`, and the first one after it."""
    if _DATE.fullmatch(value):
        first = datetime.combine(date.fromisoformat(value), time(tzinfo=UTC))
        return first, first + _DAY
    if not _TIME.fullmatch(value):
        raise ValueError("no time")
    first = datetime.fromisoformat(value).astimezone(UTC)
    return first, first + _TICK


def _checked(token: Token, text: str, pattern: "re.Pattern[str] | str", taken: str) -> str:
    if not re.fullmatch(pattern, text):
        raise _error(token, f"{text[:40]!r} is not what this field takes: {taken}")
    return text


def _plain(token: Token) -> str:
    return _ESCAPE.sub(r"\1", token[1:-1]) if token.startswith('"') else str(token)


def _error(token: Token, detail: str) -> FilterError:
    return FilterError((token.start_pos or 0) + 1, detail)

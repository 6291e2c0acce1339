"""What is wrong with a field, in words that say what it takes. The validator's own are about types of Python."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, get_origin

from pydantic import BaseModel

from services.gateway.problems import Fault

MOST = 10
"""Faults that are told at once."""

SOURCE = r"^[a-z0-9][a-z0-9._-]{0,63}$"
TOPIC = r"^medtop:[0-9]{8}$"
LANGUAGE = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$"
WRITTEN_LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"

PATTERNS: Mapping[str, str] = {
    SOURCE: "has to be a name of 1 to 64 of a-z, 0-9, '.', '_' and '-' that begins with a letter or a digit",
    TOPIC: "has to be the id of a Media Topic, such as medtop:04000000",
    LANGUAGE: "has to be a BCP 47 code, such as en or pt-BR",
    WRITTEN_LANGUAGE: "has to be a BCP 47 code, such as en or pt-BR",
}

TEXT, WHOLE, NUMBER, TRUTH = (
    "has to be a text",
    "has to be a whole number",
    "has to be a number",
    "has to be true or false",
)
EMPTY = "is empty"
ODD = "is not what is taken here"
"""Of what the validator says in a way that no route has brought up."""

SAID: Mapping[str, str] = {
    "missing": "is missing",
    "string_type": TEXT,
    "string_unicode": "has to be a text in UTF-8",
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_parsing_size": WHOLE,
    "int_from_float": WHOLE,
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "finite_number": NUMBER,
    "bool_type": TRUTH,
    "bool_parsing": TRUTH,
    "list_type": "has to be a list",
    "uuid_type": "has to be a UUID",
    "uuid_parsing": "has to be a UUID",
}

BOUNDED: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "string_pattern_mismatch": lambda bound: PATTERNS.get(bound["pattern"], ODD),
    "string_too_long": lambda bound: f"has to have at most {bound['max_length']} characters",
    "too_long": lambda bound: f"has to have at most {bound['max_length']} {bound['counted']}",
    "string_too_short": lambda _: EMPTY,
    "too_short": lambda _: EMPTY,
    "greater_than_equal": lambda bound: f"has to be {bound['ge']:g} or more",
    "less_than_equal": lambda bound: f"has to be {bound['le']:g} or less",
    "less_than": lambda bound: f"has to be less than {bound['lt']:g}",
    "literal_error": lambda bound: f"has to be {bound['expected']}",
    "value_error": lambda bound: str(bound["error"]),
}


def told(errors: Sequence[Mapping[str, Any]], known: Sequence[str]) -> list[Fault]:
    """The first `MOST` of `errors`, each with its field; `known` are the fields that there are."""
    return [_told(error, known) for error in errors[:MOST]]


def fields(kind: type[BaseModel]) -> list[str]:
    """The fields of `kind` as they are written in requests."""
    return [field.alias or name for name, field in kind.model_fields.items()]


def parameters(taken: Sequence[Any]) -> list[str]:
    """The names of query parameters, where the framework tells them one by one or as a model of several."""
    return list(_parameters(taken))


def _parameters(taken: Sequence[Any]) -> Iterator[str]:
    for one in taken:
        kind = one.field_info.annotation
        whole = isinstance(kind, type) and get_origin(kind) is None and issubclass(kind, BaseModel)
        yield from fields(kind) if whole else [one.alias]


def _told(error: Mapping[str, Any], known: Sequence[str]) -> Fault:
    kind = error["type"]
    # A text that a function of ours looks at too is measured as anything else that has a length.
    bound = {**error.get("ctx", {}), "counted": "characters" if isinstance(error["input"], str) else "items"}
    where = ".".join(str(part) for part in error["loc"])
    if kind == "extra_forbidden":
        return Fault(where, f"is not known; there {_are(known)}")
    detail = BOUNDED[kind](bound) if kind in BOUNDED else SAID.get(kind, ODD)
    if where:
        return Fault(where, detail)
    field, _, rest = detail.partition(
        ": "
    )  # of several fields together, which name the one that is to be changed
    return Fault(field, rest)


def _are(known: Sequence[str]) -> str:
    if not known:
        return "is none"
    return f"is {known[0]}" if len(known) == 1 else f"are {', '.join(known[:-1])} and {known[-1]}"

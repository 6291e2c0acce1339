"""The rule for the name of a source: the stable name of a publisher's channel."""

import re

LONGEST = 64
SOURCE = re.compile(rf"[a-z0-9][a-z0-9._-]{{0,{LONGEST - 1}}}")
_OTHER = re.compile(r"[^a-z0-9._-]+")


def check_source(name: str) -> str:
    """`name` if it is a source name; `ValueError` that says what one looks like, if not."""
    if not SOURCE.fullmatch(name):
        raise ValueError(
            f"source: {name[:LONGEST]!r} is no source name ([a-z0-9][a-z0-9._-]*, at most {LONGEST})"
        )
    return name


def source_name(label: str) -> str:
    """The source name nearest to `label` ("GUM/Wikinews" -> "gum-wikinews"); `ValueError` if nothing is left of it."""
    return check_source(_OTHER.sub("-", label.lower()).lstrip("._-")[:LONGEST].rstrip("._-"))

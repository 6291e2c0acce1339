"""A place in the tagged stream: the offset that comes next in each partition. As text it is the `id` of an event."""

import hashlib
import re
from collections.abc import Sequence
from itertools import zip_longest

from schemas.catalogue import TAGGED

FORM = "1"
HIGHEST = 2**63 - 1
_TEXT = re.compile(r"1-([0-9]{1,19}(?:\.[0-9]{1,19}){0,999})-([0-9a-f]{8})", re.ASCII)

Position = tuple[int, ...]


def encode(position: Sequence[int]) -> str:
    """`position` as one word. The check at its end keeps what was cut or mistyped from being taken for a place."""
    offsets = ".".join(map(str, position))
    return f"{FORM}-{offsets}-{_check(offsets)}"


def decode(text: str) -> Position:
    """The position in `text`; `ValueError` where it is none of ours."""
    if not (found := _TEXT.fullmatch(text)) or _check(found[1]) != found[2]:
        raise ValueError("it was not made by this service")
    position = tuple(map(int, found[1].split(".")))
    if max(position) > HIGHEST or encode(position) != text:
        raise ValueError("it was not made by this service")
    return position


def padded(position: Sequence[int], partitions: int) -> Position:
    """`position` in a stream that has grown: a partition that came later is read from its beginning."""
    return (*position, *(0 for _ in range(partitions - len(position))))


def further(position: Sequence[int], other: Sequence[int]) -> Position:
    """What lies behind both."""
    return tuple(map(max, zip_longest(position, other, fillvalue=0)))


def _check(offsets: str) -> str:
    return hashlib.sha256(f"{TAGGED}:{offsets}".encode()).hexdigest()[:8]

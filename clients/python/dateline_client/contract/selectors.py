# A copy of schemas/selectors.py, made by clients/python/vendor.py: change that one.
"""W3C Web Annotation selectors over a text: TextPositionSelector and TextQuoteSelector in one.

Positions are Unicode code points into the text, end-exclusive: never bytes, never UTF-16 units.
Source: https://www.w3.org/TR/annotation-model/ sections 4.2.4 and 4.2.5.
"""

from collections.abc import Sequence
from typing import Protocol

import msgspec

CONTEXT = 32


class Selector(msgspec.Struct, frozen=True, kw_only=True):
    """The words that support a tag: where they stand, what they are, and what stands around them.

    `start` and `end` count code points; `exact` is `text[start:end]`; `prefix` and `suffix` are at most
    `CONTEXT` code points before and after it.
    """

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


class Evidenced(Protocol):
    """A tag that names its evidence."""

    @property
    def evidence(self) -> Sequence[Selector]: ...


def select(text: str, start: int, end: int) -> Selector:
    """The selector of `text[start:end]`; `ValueError` if that is empty or out of the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no words at {start}:{end} of a text of {len(text)} code points")
    return Selector(
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def check(tag: Evidenced, text: str) -> list[str]:
    """What is wrong with the evidence of `tag` in `text`: a line a fault, an empty list if every word is there."""
    if not tag.evidence:
        return ["no evidence"]
    return [fault for selector in tag.evidence for fault in _faults(selector, text)]


def _faults(selector: Selector, text: str) -> list[str]:
    start, end = selector.start, selector.end
    where = f"{start}:{end}"
    if not 0 <= start < end <= len(text):
        return [f"{where} is out of the text (0:{len(text)})"]
    faults = []
    if text[start:end] != selector.exact:
        faults.append(f"{where} holds {text[start:end]!r}, not {selector.exact!r}")
    if not text[:start].endswith(selector.prefix):
        faults.append(f"{where} is not preceded by {selector.prefix!r}")
    if not text[end:].startswith(selector.suffix):
        faults.append(f"{where} is not followed by {selector.suffix!r}")
    return faults

"""The words that support a tag, held against the text again when the page is made. Pure."""

from collections.abc import Sequence

import msgspec

from schemas import verification
from schemas.selectors import Selector
from schemas.tagged import TaggedArticle


class Evidence(msgspec.Struct, frozen=True):
    """Words that support a tag. `holds` where they stand where the selector says."""

    start: int
    end: int
    exact: str
    holds: bool


class Checked(msgspec.Struct, frozen=True):
    """How many selectors the event has, and those that do not hold, each with the tag's name."""

    total: int
    orphans: tuple[tuple[str, Selector], ...]


def evidence(selectors: Sequence[Selector], text: str) -> tuple[Evidence, ...]:
    """`selectors` with whether they hold."""
    return tuple(Evidence(one.start, one.end, one.exact, holds(one, text)) for one in selectors)


def check(tagged: TaggedArticle) -> Checked:
    """Look at every selector of `tagged`."""
    found = [(tag.name, one) for tag in verification.tags(tagged) for one in tag.evidence]
    text = tagged.article.text
    return Checked(len(found), tuple((name, one) for name, one in found if not holds(one, text)))


def holds(selector: Selector, text: str) -> bool:
    """Whether the words of `selector`, and those around them, stand in `text` where it says.

    It says no more than `schemas.selectors.check`, and copies nothing of the text: a page looks at tens of thousands.
    """
    start, end = selector.start, selector.end
    return (
        0 <= start < end <= len(text)
        and len(selector.exact) == end - start
        and text.startswith(selector.exact, start)
        and len(selector.prefix) <= start
        and text.startswith(selector.prefix, start - len(selector.prefix))
        and text.startswith(selector.suffix, end)
    )

"""What stands above an article's first paragraph: the title, and at times a date run together with it."""

from collections.abc import Sequence

import msgspec

from services.ingest import cues, dates, openers
from services.ingest.paragraphs import Paragraph

_LONGEST = 200  # code points of a first line that is taken for a title

_NO_TITLE = (
    openers.DATELINE,
    openers.BARE_DATELINE,
    openers.BYLINE,
    cues.TEASER,
    cues.CREDIT,
    cues.CORRECTION,
    cues.UPDATE,
)


class Headline(msgspec.Struct, frozen=True, kw_only=True):
    """The title ("" if none is to be found), the date that stood with it, and the paragraphs below."""

    title: str
    rest: tuple[Paragraph, ...]
    published: str | None = None


def headline(paragraphs: Sequence[Paragraph], title: str) -> Headline:
    """Title and paragraphs apart. A `title` that the source gave (else "") wins, and isn't repeated below."""
    published, rest = _dated(paragraphs)
    if title:
        rest = [one for one in rest if one.hint != "title" or not _repeats(title, one.text)]
    else:
        title, rest = _found(rest)
    return Headline(title=title, rest=tuple(_without(title, rest)), published=published)


def _dated(paragraphs: Sequence[Paragraph]) -> tuple[str | None, Sequence[Paragraph]]:
    """The date that runs together with the first line (" date 2025-07-03 Title…"), and the line without it."""
    match = openers.DATED.match(paragraphs[0].text) if paragraphs else None
    if match is None or (published := dates.to_utc(match["day"])) is None:
        return None, paragraphs
    return published, [Paragraph(match["title"], "title"), *paragraphs[1:]]


def _found(paragraphs: Sequence[Paragraph]) -> tuple[str, Sequence[Paragraph]]:
    """The title in the text: what the markup calls one (the last, as a page's own precedes the article's)."""
    marked = [paragraph.text for paragraph in paragraphs if paragraph.hint == "title"]
    if marked:
        return marked[-1], [paragraph for paragraph in paragraphs if paragraph.hint != "title"]
    if len(paragraphs) > 1 and _is_title(paragraphs[0]):
        return paragraphs[0].text, paragraphs[1:]
    return "", paragraphs


def _repeats(title: str, heading: str) -> bool:
    """Whether a page's heading is the title that the source gave, whole or with the site's name beside it."""
    one, other = title.casefold(), heading.casefold()
    return one in other or other in one


def _is_title(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return (
        paragraph.hint == "none"
        and len(text) <= _LONGEST
        and not text.endswith((".", ",", ";", ":"))
        and (openers.SLUG.match(text) is not None or not any(opener.match(text) for opener in _NO_TITLE))
        and dates.written(text) is None
    )


def _without(title: str, paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The paragraphs without a repetition of the title at their head, alone or before a date."""
    if not title or not paragraphs:
        return paragraphs
    first = paragraphs[0].text
    if first.casefold() == title.casefold():
        return paragraphs[1:]
    if first.startswith(title) and dates.written(first[len(title) :]):
        return [Paragraph(first[len(title) :].strip()), *paragraphs[1:]]
    return paragraphs

"""HTML -> paragraphs: the words a reader sees, with what the markup says of them."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml.html import HTMLParser

from services.ingest import dates
from services.ingest.marks import LINK, UNLINK
from services.ingest.normal import line, normalise
from services.ingest.paragraphs import Hint, Paragraph, unmarked

LONGEST = 1_000_000
"""Code points of HTML that are read."""
MOST = 20_000
"""Paragraphs that are read."""

_BLOCK_TAGS = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody tfoot
    thead title tr ul
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_UNSEEN_TAGS = """
    applet audio button canvas datalist embed iframe input map math noframes noscript object optgroup option param
    script select style svg template textarea video
"""
_UNSEEN = frozenset(_UNSEEN_TAGS.split())
_HINTS: dict[str, Hint] = {
    "title": "title",
    "h1": "title",
    **{f"h{level}": "heading" for level in range(2, 7)},
    "figcaption": "caption",
    "figure": "caption",
    "li": "item",
    "aside": "boilerplate",
    "nav": "boilerplate",
    "footer": "boilerplate",
    "form": "boilerplate",
    "menu": "boilerplate",
    "dialog": "boilerplate",
}
_CLASSES: dict[Hint, str] = {
    "teaser": "related|read-?(?:also|more|next)|see-?also|more-on|recommended|teasers?|promo",
    "boilerplate": "newsletter|advert(?:isement)?|share|sharing|social|cookies?|breadcrumbs?|comments?|tags",
    "caption": "captions?|wp-caption-text|(?:image|photo|media)-(?:caption|text|description)",
    "credit": "credits?|photographer|copyright|(?:image|photo|media)-(?:source|credit)",
    "byline": "byline|authors?|author-(?:bio|name)|contributors?",
    "dateline": "dateline",
    "standfirst": "standfirst|dek|subtitle|subheadline|lede",
    "correction": "corrections?|editors?-note",
    "update": "update-note|article-update|last-updated",
}
_NAMED = {
    hint: re.compile(rf"(?:^|[\s_-])(?:{words})(?:$|[\s_-])", re.IGNORECASE)
    for hint, words in _CLASSES.items()
}
_ENTRY = re.compile(
    r"(?:^|\s)(?:[\w-]*live-?(?:blog)?[_-]*(?:entry|update|post|item|event|block)|(?:entry|update|post)--live)(?:$|[\s_-])",
    re.IGNORECASE,
)
_WITHIN_ENTRY = frozenset({"caption", "credit", "teaser", "boilerplate", "byline", "correction", "update"})
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BREAK = "\n"
Element = etree._Element
_PASSAGE = 2000


def paragraphs(html: str, root: Element | None = None) -> list[Paragraph]:
    """The paragraphs of an HTML document or fragment, in reading order, normalised.

    What no reader sees (scripts, hidden elements, controls) is left out. `ValueError` that names `content` where
    the document is over `LONGEST` or `MOST`, declares entities or is nested too deeply to be read. `root`: its
    elements, if `tree` has read them already.
    """
    root = tree(html) if root is None else root
    found = [] if root is None else list(islice(_Reader().read(root), MOST + 1))
    if len(found) > MOST:
        raise ValueError(f"content: over {MOST} paragraphs of HTML")
    return found


def flat(html: str) -> str:
    """The words of a bit of HTML on one line, as for a title or a summary."""
    return line(" ".join(paragraph.text for paragraph in paragraphs(html)))


def tree(html: str) -> Element | None:
    """The elements of an HTML document; None where there is none. `ValueError` as for `paragraphs`."""
    if len(html) > LONGEST:
        raise ValueError(f"content: {len(html)} code points of HTML, over {LONGEST}")
    if _ENTITY.search(html):
        raise ValueError("content: the HTML declares entities")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        # A leading space: the parser takes an empty document for an error.
        root = etree.fromstring(b" " + html.replace("\x00", "").encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    # The parser forgives everything; at this one fault it forgets the rest of the document.
    if any("depth" in str(entry.message).lower() for entry in parser.error_log):
        raise ValueError("content: HTML nested too deeply")
    return root


class _Reader:
    """Gathers the words between two block boundaries. One use a document."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._hints: list[Hint] = ["none"]
        self._times: list[str | None] = [None]
        self._links = 0

    def read(self, root: etree._Element) -> Iterator[Paragraph]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                yield from self._start(element)
                if _unseen(element):
                    walk.skip_subtree()
                else:
                    self._text(element, element.text)
            else:
                yield from self._end(element)
        yield from self._flush()

    def _start(self, element: etree._Element) -> Iterator[Paragraph]:
        name = str(element.tag)
        if name in _BLOCKS:
            yield from self._flush()
        if name == "br":
            self._pieces.append(" " if self._hints[-1] in ("title", "heading") else _BREAK)
        elif name == "a":
            self._links += 1
            self._pieces.append(LINK)
        time = _entry_time(element) if self._hints[-1] in ("none", "item") else None
        self._hints.append(_hint(element, self._hints[-1]) if time is None else "entry")
        self._times.append(self._times[-1] if time is None else dates.to_utc(time))

    def _end(self, element: etree._Element) -> Iterator[Paragraph]:
        name = str(element.tag)
        if name in _BLOCKS:
            yield from self._flush()
        elif name == "a":
            self._links -= 1
            self._pieces.append(UNLINK)
        elif name in ("td", "th"):
            self._pieces.append(" ")
        self._hints.pop()
        self._times.pop()
        self._text(element.getparent(), element.tail)

    def _text(self, element: etree._Element | None, text: str | None) -> None:
        if text and element is not None:
            words = normalise(text)
            self._pieces.append(words if element.tag == "pre" else re.sub(r"\s+", " ", words))

    def _flush(self) -> Iterator[Paragraph]:
        closed, opened = (UNLINK, [LINK]) if self._links else ("", [])
        joined, self._pieces = "".join(self._pieces) + closed, opened
        for part in joined.split(_BREAK):
            if unmarked(marked := _marked(part)).strip():
                hint = self._hints[-1]
                yield Paragraph(marked, hint, self._times[-1] if hint == "entry" else None)


def _unseen(element: etree._Element) -> bool:
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _entry_time(element: Element) -> str | None:
    """When the entry of a live blog was written that `element` is; None where it is no entry with a time."""
    live = element.get("itemprop") == "liveBlogUpdate" or _ENTRY.search(element.get("class", ""))
    if element.tag not in _BLOCKS or not live:
        return None
    return next((time.get("datetime") or "" for time in element.iterdescendants("time")), None)


def _hint(element: etree._Element, around: Hint) -> Hint:
    """What the element's name or class says, else what stands around it: an `li` in a `nav` is the nav's."""
    if around == "entry":
        found = _named(element) or _HINTS.get(str(element.tag), around)
        return found if found in _WITHIN_ENTRY else around
    if around not in ("none", "item"):
        return around
    return _named(element) or _HINTS.get(str(element.tag), around)


def _named(element: etree._Element) -> Hint | None:
    """What the class or id of a block says. That of a long block is a page's layout, not a paragraph's kind."""
    named = f"{element.get('class', '')} {element.get('id', '')}"
    found = next((hint for hint, pattern in _NAMED.items() if pattern.search(named)), None)
    if found is None or element.tag not in _BLOCKS or element.tag in ("html", "body", "main", "article"):
        return None
    length = 0
    for words in element.itertext():
        length += len(words)
        if length > _PASSAGE:
            return None
    return found


def _marked(text: str) -> str:
    """`text` on one line, its marks next to the words of their links."""
    words = unicodedata.normalize("NFC", " ".join(text.split()))
    words = re.sub(f"{LINK} +", f" {LINK}", re.sub(f" +{UNLINK}", f"{UNLINK} ", words))
    return " ".join(re.sub(f"{LINK}{UNLINK}", "", words).split())

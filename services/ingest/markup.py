"""HTML -> paragraphs: the words a reader sees, with what the markup says of them."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

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
_SPACE = re.compile(r"\s+")
_BEFORE_LINK, _AFTER_LINK = re.compile(f"{LINK} +"), re.compile(f" +{UNLINK}")
_KNOWN = 4096  # class names that are remembered: a page repeats its own
Element = etree._Element
_PASSAGE = 2000


def paragraphs(html: str, root: Element | None = None, skipped: Collection[str] = ()) -> list[Paragraph]:
    """The paragraphs of an HTML document or fragment, in reading order, normalised.

    What no reader sees (scripts, hidden elements, controls) is left out. `ValueError` that names `content` where
    the document is over `LONGEST` or `MOST`, declares entities or is nested too deeply to be read. `root`: its
    elements, if `tree` has read them already; `skipped`: names of elements that are left out with all that is in them.
    """
    root = tree(html) if root is None else root
    found = [] if root is None else _Reader().read(root, skipped)
    if len(found) > MOST:
        raise ValueError(f"content: over {MOST} paragraphs of HTML")
    return found


def flat(html: str) -> str:
    """The words of a bit of HTML on one line, as for a title or a summary."""
    if "<" not in html and "&" not in html:
        return line(html)
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
        self._found: list[Paragraph] = []
        self._pieces: list[str] = []
        self._hints: list[Hint] = ["none"]
        self._times: list[str | None] = [None]
        self._links = 0

    def read(self, root: Element, skipped: Collection[str]) -> list[Paragraph]:
        """The paragraphs, one over `MOST` at most."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if len(self._found) > MOST:
                break
            if event == "end":
                self._end(element)
                continue
            self._start(element)
            if element.tag in skipped or _unseen(element):
                walk.skip_subtree()
            elif element.text:
                self._text(element, element.text)
        self._flush()
        return self._found

    def _start(self, element: Element) -> None:
        name = str(element.tag)
        if name in _BLOCKS:
            self._flush()
        if name == "br":
            self._pieces.append(" " if self._hints[-1] in ("title", "heading") else _BREAK)
        elif name == "a":
            self._links += 1
            self._pieces.append(LINK)
        time = _entry_time(element) if self._hints[-1] in ("none", "item") else None
        self._hints.append(_hint(element, self._hints[-1]) if time is None else "entry")
        self._times.append(self._times[-1] if time is None else dates.to_utc(time))

    def _end(self, element: Element) -> None:
        name = str(element.tag)
        if name in _BLOCKS:
            self._flush()
        elif name == "a":
            self._links -= 1
            self._pieces.append(UNLINK)
        elif name in ("td", "th"):
            self._pieces.append(" ")
        self._hints.pop()
        self._times.pop()
        if element.tail:
            self._text(element.getparent(), element.tail)

    def _text(self, element: Element | None, text: str) -> None:
        if element is not None and element.tag == "pre":
            self._pieces.append(normalise(text))
        elif element is not None:
            self._pieces.append(" " if text.isspace() else _SPACE.sub(" ", normalise(text)))

    def _flush(self) -> None:
        if not self._pieces:
            return
        closed, opened = (UNLINK, [LINK]) if self._links else ("", [])
        joined, self._pieces = "".join(self._pieces) + closed, opened
        if joined.isspace():
            return
        for part in joined.split(_BREAK):
            if unmarked(marked := _marked(part)).strip():
                hint = self._hints[-1]
                self._found.append(Paragraph(marked, hint, self._times[-1] if hint == "entry" else None))


def _unseen(element: Element) -> bool:
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _entry_time(element: Element) -> str | None:
    """When the entry of a live blog was written that `element` is; None where it is no entry with a time."""
    live = _is_entry(element.get("class", "")) or element.get("itemprop") == "liveBlogUpdate"
    if not live or element.tag not in _BLOCKS:
        return None
    return next((time.get("datetime") or "" for time in element.iterdescendants("time")), None)


@lru_cache(_KNOWN)
def _is_entry(names: str) -> bool:
    return bool(names) and _ENTRY.search(names) is not None


def _hint(element: Element, around: Hint) -> Hint:
    """What the element's name or class says, else what stands around it: an `li` in a `nav` is the nav's."""
    if around == "entry":
        found = _named(element) or _HINTS.get(str(element.tag), around)
        return found if found in _WITHIN_ENTRY else around
    if around not in ("none", "item"):
        return around
    return _named(element) or _HINTS.get(str(element.tag), around)


def _named(element: Element) -> Hint | None:
    """What the class or id of a block says. That of a long block is a page's layout, not a paragraph's kind."""
    found = _kind(element.get("class", ""), element.get("id", ""))
    if found is None or element.tag not in _BLOCKS or element.tag in ("html", "body", "main", "article"):
        return None
    length = 0
    for words in element.itertext():
        length += len(words)
        if length > _PASSAGE:
            return None
    return found


@lru_cache(_KNOWN)
def _kind(names: str, name: str) -> Hint | None:
    named = f"{names} {name}"
    return next((hint for hint, pattern in _NAMED.items() if pattern.search(named)), None)


def _marked(text: str) -> str:
    """`text` on one line, its marks next to the words of their links."""
    words = " ".join(text.split())
    if not words.isascii():
        words = unicodedata.normalize("NFC", words)
    if LINK not in words and UNLINK not in words:
        return words
    words = _BEFORE_LINK.sub(f" {LINK}", _AFTER_LINK.sub(f"{UNLINK} ", words))
    return " ".join(words.replace(f"{LINK}{UNLINK}", "").split())

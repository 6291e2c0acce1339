"""What a reader of one language finds in an article, before it becomes the tags of a message."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from schemas.article import BlockKind
from schemas.entities import Extraction
from services.extraction import voices
from services.extraction.entities import Form
from services.extraction.quotes import Found
from services.extraction.spans import Range, Span
from services.extraction.values.value import Value

HEADLINES: frozenset[BlockKind] = frozenset({"title", "heading"})
"""Blocks that give names, but no quotes."""


class Reading(NamedTuple):
    """Names (in reading order, apart), which form stands for which, dates and amounts, quotes, and how far it went.

    `stretches` are those that were read. `called` gives the English name of names that the knowledge base has by that.
    `voice` gives the key of the entity that the words for a speaker name, or None.
    """

    stretches: Sequence[Range]
    spans: Sequence[Span]
    joined: Mapping[Form, Form]
    values: Sequence[Value]
    quotes: Sequence[Found]
    extraction: Extraction
    called: Mapping[str, str] = {}
    voice: Callable[[voices.Setting, Range], str | None] = voices.entity

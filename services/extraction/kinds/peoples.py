"""The words for peoples that the knowledge base has: "German", "Germans", "North Korean"."""

from collections.abc import Iterator

import numpy as np

from services.extraction.linking.base import KnowledgeBase
from services.extraction.linking.layer import Layer
from services.extraction.linking.record import HOWS

_DEMONYM, _LABEL = 1 << HOWS.index("demonym"), 1 << HOWS.index("label")
NOT_PEOPLES = frozenset(
    ["indo", "sino", "scotch", "deutsch", "pole", "baghdadi", "antarctican", "cayman", "bamar"]
)
"""Words that the tables have for peoples, and that mean something else when they stand alone."""


def peoples(base: KnowledgeBase) -> set[str]:
    """The words as they are written: with capitals. A word that is the name of a place too is none of them."""
    return {_written(word) for layer in base.layers for word in _demonyms(layer) if not _place(base, word)}


def _demonyms(layer: Layer) -> Iterator[str]:
    starts = layer.arrays["posts_at"]
    for posting in np.nonzero(np.bitwise_and(layer.arrays["hows"].astype(np.uint8), _DEMONYM))[0]:
        number = int(np.searchsorted(starts, posting, side="right")) - 1
        yield layer.keys[number].decode()


def _place(base: KnowledgeBase, word: str) -> bool:
    """True for "Singapore", which tables give as an adjective too."""
    if word in NOT_PEOPLES:
        return True
    return any(
        layer.arrays["hows"][posting] & _LABEL and base.known(layer.id(posting)).kind == "country"
        for layer in base.layers
        for posting in layer.posted(word)
    )


def _written(word: str) -> str:
    return " ".join(part[:1].upper() + part[1:] for part in word.split(" "))

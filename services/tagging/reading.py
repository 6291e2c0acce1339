"""One article as the tagger reads it: its terms, what speaks for which topic, and every topic's score."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from schemas.article import Block
from schemas.entities import ExtractedArticle
from services.tagging.evidence import names, prose
from services.tagging.features import Span, occurrences
from services.tagging.heads import BRIEF, Heads, Vector
from services.tagging.lexicon import Lexicon
from services.tagging.linear import LinearModel, Scored
from services.text.embedding import opening


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """`found`: term -> where it stands; `taken`: where persons and places are named, which are no evidence.

    `hits`: topic -> words and entities that speak for it; `words`: top-level topic -> what each term added to it;
    `scores`: topic -> its score, both levels; `vector`: the opening as the network reads it; `title`: its end.
    """

    text: str
    title: int
    found: Mapping[str, Sequence[Span]]
    taken: Sequence[Span]
    hits: Mapping[str, Sequence[Span]]
    words: Mapping[str, Scored]
    scores: Mapping[str, float]
    vector: Vector


class Reader:
    """Makes the reading of an article."""

    def __init__(
        self, linear: LinearModel, network: Callable[[str], Vector], heads: Heads, lexicon: Lexicon
    ) -> None:
        self._linear = linear
        self._network = network
        self._heads = heads
        self._lexicon = lexicon
        self.thresholds = heads.thresholds

    def read(self, extracted: ExtractedArticle) -> Reading:
        """A pure function of the article."""
        article = extracted.article
        found, taken = occurrences(prose(article)), names(extracted.mentions)
        scored = {one.topic: one for one in self._linear.scored({t: len(at) for t, at in found.items()})}
        spoken = self._lexicon.spoken(found, extracted, taken)
        vector = self._network(opening(article))
        margins = {topic: one.margin for topic, one in scored.items()}
        title = _title_end(article.blocks)
        loudness = self._lexicon.loudness(spoken.loud, title)
        return Reading(
            text=article.text,
            title=title,
            found=found,
            taken=taken,
            hits=spoken.hits,
            words=scored,
            scores=self._heads.scores(
                vector, margins, spoken.hits, loudness, headline=_is_headline(prose(article))
            ),
            vector=vector,
        )


def _is_headline(texts: Sequence[tuple[str, int]]) -> bool:
    """Whether a single short text is all that the article has, as its title or otherwise."""
    return len(texts) == 1 and len(texts[0][0].split()) < BRIEF


def _title_end(blocks: Sequence[Block]) -> int:
    return max((block.end for block in blocks if block.kind == "title"), default=0)

"""Articles and models made by hand for the tests of tagging."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

import numpy as np

from schemas.article import Article, Block, BlockKind
from schemas.entities import EntityType, ExtractedArticle, Mention, Processor
from schemas.identity import text_digest
from schemas.mediatopics import MediaTopic, Vocabulary
from schemas.selectors import Selector, select
from services.tagging.features import Vectoriser
from services.tagging.heads import Heads, Mix, Second, Top
from services.tagging.lexicon import Lexicon, Written
from services.tagging.linear import Calibration, LinearModel
from services.tagging.own import OwnTaxonomy
from services.tagging.reading import Reader
from services.tagging.tagger import Tagger

SPORT, CONFLICT = "medtop:15000000", "medtop:16000000"
WEIGHTS = {
    "goal": (3.0, 0.0),
    "match": (1.0, 0.0),
    "ceasefire": (0.0, 3.0),
    "peace": (0.0, 2.0),
    "peace talk": (0.0, 4.0),
    "kyiv": (0.0, 1.0),
}


def composed(*pieces: tuple[BlockKind, str], identifier: str = "a") -> Article:
    """An article of these blocks, as intake joins them."""
    texts = [text for _, text in pieces]
    starts = accumulate((len(text) + 2 for text in texts), initial=0)
    blocks = [
        Block(kind=kind, start=start, end=start + len(text))
        for (kind, text), start in zip(pieces, starts, strict=False)
    ]
    text = "\n\n".join(texts)
    return Article(
        id=identifier,
        version=1,
        digest=text_digest(text),
        source="test",
        source_class="push",
        title=texts[0] if texts else "",
        text=text,
        blocks=tuple(blocks),
        language="en",
    )


def extracted(article: Article, named: Mapping[str, EntityType] | None = None) -> ExtractedArticle:
    """The article with one mention of each name, at its first place."""
    made_by = Processor(name="extraction", version="0", method="hand")
    mentions = [
        Mention(type=kind, entity="e1", evidence=(_find(article.text, name),), score=1.0, extractor=made_by)
        for name, kind in (named or {}).items()
    ]
    return ExtractedArticle(article=article, mentions=tuple(mentions), entities=(), quotes=())


def _find(text: str, name: str) -> Selector:
    return select(text, text.index(name), text.index(name) + len(name))


def small_model(
    weights: Mapping[str, Sequence[float]] = WEIGHTS, bias: Sequence[float] = (-1.0, -1.0)
) -> LinearModel:
    """A model of two topics, sport and conflict, in which a threshold of 0.5 is a margin of 0."""
    terms = sorted(weights)
    calibrations = [
        Calibration(topic=topic, slope=1.0, offset=0.0, threshold=0.5) for topic in (SPORT, CONFLICT)
    ]
    matrix = np.array([weights[term] for term in terms], dtype=np.float16)
    return LinearModel(
        Vectoriser(terms, [1.0] * len(terms)), calibrations, matrix, np.array(bias, dtype=np.float32)
    )


SOCCER, PEACE = "medtop:20000822", "medtop:20000073"
SECONDS = {SOCCER: SPORT, PEACE: CONFLICT}
VOCABULARY = Vocabulary(
    {
        one.id: one
        for one in (
            MediaTopic(id=SPORT, label="sport", definition=""),
            MediaTopic(id=CONFLICT, label="conflict, war and peace", definition="", wikidata="Q180684"),
            MediaTopic(id=SOCCER, label="competition discipline", definition="", parent=SPORT),
            MediaTopic(id=PEACE, label="peace process", definition="", parent=CONFLICT),
            MediaTopic(id="medtop:20001065", label="soccer", definition="", parent=SOCCER),
        )
    }
)


def small_reader(model: LinearModel | None = None, headlines: float = 0.0) -> Reader:
    """A reader whose network sees nothing, so that words alone decide; the second level goes by "truce" and "cup".

    `headlines`: the offset of a text that is a headline and no more.
    """
    mix = Mix(
        tops=_tops(0.0),
        headlines=_tops(headlines),
        seconds=tuple(
            Second(topic=topic, parent=parent, lexical=5.0, offset=0.0, threshold=0.5)
            for topic, parent in SECONDS.items()
        ),
        sections=(),
    )
    blind = np.zeros((4, 384), dtype=np.float32)
    heads = Heads(mix, blind, np.zeros(4, dtype=np.float32), blind[:2])
    terms = {"truce": PEACE, "ceasefire": PEACE, "cup": SOCCER, "soccer": "medtop:20001065"}
    lexicon = Lexicon([Written(topic, term) for term, topic in terms.items()], {"Q1065": [PEACE]}, VOCABULARY)
    return Reader(model or small_model(), lambda _: np.zeros(384, dtype=np.float32), heads, lexicon)


def _tops(offset: float) -> tuple[Top, ...]:
    return tuple(
        Top(topic=topic, words=1.0, network=0.0, sections=0.0, lexical=0.0, offset=offset, threshold=0.5)
        for topic in (SPORT, CONFLICT)
    )


def small_tagger(
    model: LinearModel | None = None, own: OwnTaxonomy | None = None, headlines: float = 0.0
) -> Tagger:
    """A tagger with the small reader."""
    return Tagger(small_reader(model, headlines), VOCABULARY, "0+test", own)

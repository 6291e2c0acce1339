"""Random articles and random filters that often meet: few words, names, topics and days, in many combinations."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from schemas.article import Article, Block
from schemas.entities import Entity, Processor
from schemas.filters.syntax import And, Filter, Language, Not, Or, Published, Source, Topic, Words
from schemas.filters.syntax import Entity as Named
from schemas.filters.words import name, words
from schemas.identity import article_id, text_digest
from schemas.selectors import select
from schemas.tagged import TaggedArticle
from schemas.tagged import Topic as Tag

SAID = (
    "rate", "rates", "RATES", "Zürich", "zurich", "bank's", "covid-19", "东京", "東京都", "हिन्दी", "العَرَبِيَّة", "don't",
    "or", "AND", "%", "_", "a_b", "'", "\\", "ﬁne", "İzmir", "straße", "x" * 120, "🙂", ":*", "&", "|",
)  # fmt: skip
NAMES = ("Kaja Kallas", "KAJA  KALLÁS", "Bank", "東京", "%", "🙂", "O'Neill \\ Sons", "x" * 300)
TOPICS = (
    "medtop:11000000",
    "medtop:20000638",
    "medtop:20000639",
    "medtop:20000640",
    "medtop:04000000",
    "made-up",
)
SOURCES, LANGUAGES = ("wire", "other-wire"), ("en", "en-GB", "EN", "enm", "de")
SCORES = st.sampled_from((0.0, 0.3, 0.7, 1.0)) | st.floats(0, 1)
DAYS = tuple(datetime(2026, 11, day, 12, tzinfo=UTC) for day in range(1, 5))
TYPES = ("person", "place")
TIMES = st.sampled_from(DAYS) | st.sampled_from(DAYS).map(lambda day: day + timedelta(microseconds=1))
TOOL = Processor(name="test", version="1", method="rule")

TEXTS = st.lists(st.sampled_from(SAID), min_size=1, max_size=8).flatmap(
    lambda said: st.sampled_from((" ", "\n", ", ", "-")).map(lambda sign: sign.join(said))
)
KINDS = st.sampled_from(("body", "body", "heading", "teaser", "credit"))


@st.composite
def articles(draw: st.DrawFn) -> TaggedArticle:
    """A tagged article; its selectors are sound, and mean nothing."""
    parts = draw(st.lists(st.tuples(KINDS, TEXTS), min_size=1, max_size=4))
    text, blocks = "", list[Block]()
    for kind, part in parts:
        start = len(text) + 2 if text else 0
        text = f"{text}\n\n{part}" if text else part
        blocks.append(Block(kind=kind, start=start, end=len(text)))
    evidence = (select(text, 0, 1),)
    published = draw(st.none() | TIMES)
    topics = draw(st.lists(st.tuples(st.sampled_from(TOPICS), SCORES), max_size=3))
    named = draw(
        st.lists(
            st.tuples(
                st.sampled_from(NAMES),
                st.sampled_from(("person", "place")),
                st.sampled_from((None, "Q1", "Q2")),
                SCORES,
            ),
            max_size=3,
        )
    )
    return TaggedArticle(
        article=Article(
            id=article_id(f"https://example.org/{draw(st.integers(0, 10**9))}", "wire", None),
            version=1,
            digest=text_digest(text),
            source=draw(st.sampled_from(SOURCES)),
            source_class="push",
            title=draw(TEXTS),
            text=text,
            blocks=tuple(blocks),
            language=draw(st.sampled_from(LANGUAGES)),
            published=published and published.isoformat(),
        ),
        mentions=(),
        entities=tuple(
            Entity(
                key=f"e{at}",
                name=one,
                type=type_,
                mentions=1,
                evidence=evidence,
                score=score,
                extractor=TOOL,
                id=id_,
            )
            for at, (one, type_, id_, score) in enumerate(named)
        ),
        quotes=(),
        topics=tuple(
            Tag(id=id_, label="", evidence=evidence, score=score, extractor=TOOL) for id_, score in topics
        ),
    )


def _phrase(said: list[str]) -> tuple[str, ...]:
    return tuple(words(" ".join(said)))


PHRASES = st.lists(st.sampled_from(SAID), min_size=1, max_size=3).map(_phrase).filter(bool)
KEYS = st.sampled_from(
    ("Q1", "Q2", "Q3", "type:person", "type:place", *(f"name:{name(one)}" for one in NAMES))
)
CONDITIONS = (
    st.builds(Words, PHRASES, st.booleans())
    | st.builds(Topic, st.sampled_from(TOPICS), st.just(0.0) | SCORES)
    | st.builds(Named, KEYS, st.just(0.0) | SCORES)
    | st.builds(Source, st.sampled_from(SOURCES))
    | st.builds(Language, st.sampled_from(("en", "en-gb", "de", "enm")))
    | st.builds(Published, TIMES)
    | st.builds(Published, st.none(), TIMES)
)


def _joined(parts: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.builds(Not, parts) | st.builds(And, several) | st.builds(Or, several)


FILTERS: st.SearchStrategy[Filter] = st.recursive(CONDITIONS, _joined, max_leaves=6)

"""Articles that are not in English: never the English model on them.

German, French, Spanish and Ukrainian by lists and rules, with quotes and statements; any other language by names of the
knowledge base alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from schemas.article import PROSE, Article
from schemas.entities import Extraction
from services.extraction.abroad.aliases import aliased
from services.extraction.abroad.lexicon import LANGUAGES, Listed, lexicon, same
from services.extraction.abroad.speech.quotes import reported
from services.extraction.abroad.speech.tongue import tongue
from services.extraction.abroad.speech.voices import voice
from services.extraction.abroad.surnames import surnames
from services.extraction.kinds.gazetteer import Gazetteer
from services.extraction.limits import blocks
from services.extraction.linking.base import KnowledgeBase
from services.extraction.reading import HEADLINES, Reading
from services.extraction.spans import Range, Span
from services.extraction.values.read import beside, values

GAZETTEER = Extraction(
    level="gazetteer", looked_for=("names", "links", "quotes", "statements", "dates", "money")
)
ALIASES = Extraction(level="aliases", looked_for=("names", "links"))

METHOD = "rule:list"
SCORE = 0.95
"""Of a name of the lists, set by hand: they hold only what means little else."""


class Abroad:
    """The reader of every language but English. Threads may share an instance."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._listed = {language: lexicon(language) for language in LANGUAGES}
        self._same = {language: same(listed) for language, listed in self._listed.items()}
        self._gazetteers = {language: _gazetteer(listed) for language, listed in self._listed.items()}

    def read(self, article: Article) -> Reading:
        """What is found in the article, by the level of its language."""
        language = article.language.lower().split("-")[0]
        text, stretches = article.text, blocks(article, PROSE)
        listed = self._listed.get(language, {})
        spans = list(
            _first(sorted([*self._names(text, stretches, language), *aliased(text, stretches, self._base)]))
        )
        if language in LANGUAGES:
            spans = list(_first(sorted([*spans, *surnames(text, spans, stretches)])))
        spans, found = beside(spans, values(text, stretches, language, article.published))
        called = {name: one.english for name, one in listed.items()}
        if language not in LANGUAGES:
            return Reading(stretches, spans, {}, found, (), ALIASES, called)
        words = tongue(language)
        said = reported(text, blocks(article, PROSE - HEADLINES), words)
        return Reading(stretches, spans, self._same[language], found, said, GAZETTEER, called, voice(words))

    def _names(self, text: str, stretches: Sequence[Range], language: str) -> Iterator[Span]:
        gazetteer = self._gazetteers.get(language)
        for start, end, kind in gazetteer.find(text, stretches) if gazetteer else ():
            yield Span(start, end, kind, SCORE, METHOD)


def _gazetteer(listed: Mapping[str, Listed]) -> Gazetteer:
    return Gazetteer({name: one.type for name, one in listed.items()})


def _first(spans: Iterable[Span]) -> Iterator[Span]:
    """Of spans that overlap the longest, of equal ones the first."""
    kept: list[Span] = []
    for span in spans:
        while kept and kept[-1].end > span.start and span.end - span.start > kept[-1].end - kept[-1].start:
            kept.pop()
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    yield from kept

"""English, read in full: names by the model, finer types by rules, aliases, dates, amounts, quotes, statements."""

from collections.abc import Sequence

from schemas.article import PROSE, Article
from schemas.entities import Extraction
from services.extraction import acronyms, bare, quotes, titles
from services.extraction.aliases import aliased
from services.extraction.bodies import sole
from services.extraction.consistency import consistent
from services.extraction.headlines import recased
from services.extraction.kinds.gazetteer import Gazetteer, table
from services.extraction.kinds.known import Known
from services.extraction.kinds.peoples import peoples
from services.extraction.kinds.typed import typed
from services.extraction.limits import blocks
from services.extraction.linking.base import KnowledgeBase
from services.extraction.ner import Ner
from services.extraction.reading import HEADLINES, Reading
from services.extraction.spans import Range, Span, clean
from services.extraction.values.read import beside, values
from services.extraction.wholes import whole

FULL = Extraction(level="full", looked_for=("names", "links", "quotes", "statements", "dates", "money"))


class English:
    """The reader of English. Threads may share an instance."""

    def __init__(self, ner: Ner, base: KnowledgeBase) -> None:
        self.ner = ner
        self._known = Known(base)
        self._sole = sole(base)
        self._peoples = peoples(base)
        self._gazetteer = Gazetteer({**dict.fromkeys(sorted(self._peoples), "group"), **table()})

    def read(self, article: Article) -> Reading:
        """Everything that is found in the article."""
        text, stretches = article.text, blocks(article, PROSE)
        spans, found = beside(
            self._spans(article, stretches), values(text, stretches, "en", article.published)
        )
        spans = typed(text, spans, stretches, self._gazetteer, self._known, blocks(article, HEADLINES))
        spans = acronyms.marked(text, spans, stretches)
        every, joined = aliased(text, spans, stretches, article.published)
        names, found = beside(every, found)
        said = quotes.reported(text, blocks(article, PROSE - HEADLINES))
        return Reading(stretches, names, joined, found, said, FULL)

    def _spans(self, article: Article, stretches: Sequence[Range]) -> list[Span]:
        text = article.text
        words = recased(text, self.ner.words(text, stretches), blocks(article, HEADLINES))
        found = bare.named(text, titles.bare(text, clean(text, self.ner.spans(text, words), stretches)))
        sure = consistent(
            text, whole(text, found, stretches, self._peoples.__contains__), stretches, self._sole
        )
        return [span._replace(score=self.ner.calibrated(span.score)) for span in sure]

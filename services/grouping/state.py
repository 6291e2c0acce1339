"""All that grouping knows: the groups of articles, and what rises."""

from collections.abc import Iterable

from schemas.article import Article, Retraction
from schemas.tagged import TaggedArticle
from schemas.trends import Trend
from services.grouping.grouper import Grouper, Limits, Outcome
from services.grouping.members import Moved, Said, seconds, time_of
from services.grouping.pictures import Pictures
from services.grouping.subjects import Subjects, about
from services.grouping.trends import Rules, Trends
from services.grouping.windows import Entry

Message = Said | Moved | Trend


class State:
    """Grouping's memory. Pure: the same articles in the same order, after the same messages, give the same bytes."""

    def __init__(self, pictures: Pictures, limits: Limits, rules: Rules) -> None:
        self.groups = Grouper(pictures, limits)
        self.trends = Trends(rules)

    def recall(self, message: Message, time: str) -> None:
        """Take up the last that was said of something, at `time` (RFC 3339): in that order, before any article."""
        if isinstance(message, Trend):
            self.trends.recall(message)
        else:
            self.groups.recall(message, time)

    def restore(self, tagged: TaggedArticle, accepted: str, acknowledged: bool) -> None:
        """Take up an article after what has been said. One that was not acknowledged will come again."""
        subjects = about(tagged)
        self.groups.restore(tagged.article, accepted, acknowledged, subjects)
        if acknowledged:
            self._count(tagged.article, accepted, subjects, new=False)

    def take(self, tagged: TaggedArticle, accepted: str) -> Outcome:
        """Find the groups of an article that was accepted at `accepted` (RFC 3339), and see what rises."""
        subjects = about(tagged)
        outcome = self.groups.take(tagged.article, accepted, subjects)
        if outcome != "late":
            self._count(tagged.article, accepted, subjects, new=True)
        return outcome

    def withdraw(self, retraction: Retraction) -> Outcome:
        """The article leaves its groups and counts no more."""
        self.trends.withdraw(retraction.id)
        return self.groups.withdraw(retraction)

    def changes(self) -> list[Message]:
        """What differs from what was last said: the same again until `said` is called."""
        return [*self.groups.changes(), *self.trends.changes()]

    def said(self, messages: Iterable[object]) -> None:
        """`messages`, which are `changes`, have reached the stream."""
        known = list(messages)
        self.groups.said(message for message in known if isinstance(message, Said | Moved))
        self.trends.said(message for message in known if isinstance(message, Trend))

    def _count(self, article: Article, accepted: str, subjects: Subjects, new: bool) -> None:
        at = seconds(accepted)
        entry = Entry(
            version=article.version, time=time_of(article, at), source=article.source, subjects=subjects
        )
        self.trends.add(article.id, entry, at, new=new)

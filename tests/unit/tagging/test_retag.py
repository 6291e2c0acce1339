"""After a change of tagger an article is tagged again once, and what changed is said."""

import msgspec

from schemas.article import Retraction
from schemas.entities import ExtractedArticle, Extraction
from schemas.envelope import Event, Message
from schemas.identity import event_id
from schemas.tagged import TaggedArticle
from services.tagging.retag import newest, retag
from services.tagging.tagger import Tagger
from tests.unit.tagging.articles import composed, extracted, small_model, small_tagger

WAR = composed(
    ("title", "War and ceasefire"), ("body", "The war went on until the ceasefire of the soldiers.")
)


def event(data: TaggedArticle | Retraction, processor: str = "older") -> Event[Message]:
    about = data if isinstance(data, Retraction) else data.article
    return Event(
        id=event_id("tagging", about.id, about.version, about.digest, processor),
        source="dateline/tagging",
        time="2026-11-03T12:00:00+00:00",
        partitionkey=about.id,
        receivedtime="2026-11-03T11:59:00+00:00",
        data=data,
    )


def untagged(version: int = 1) -> TaggedArticle:
    article = msgspec.structs.replace(WAR, version=version)
    said = extracted(article)
    return TaggedArticle(
        article=article, mentions=said.mentions, entities=said.entities, quotes=said.quotes, topics=()
    )


def tagger() -> Tagger:
    return small_tagger(small_model())


def test_what_extraction_said_is_all_in_what_tagging_says() -> None:
    said = msgspec.structs.replace(
        extracted(WAR), extraction=Extraction(level="full", looked_for=("names",), truncated=())
    )
    (tagged,) = tagger().tag([said])
    for field in ExtractedArticle.__struct_fields__:
        assert getattr(tagged, field) == getattr(said, field)


def test_an_article_of_an_older_tagger_is_tagged_again_and_its_change_is_said() -> None:
    made = tagger()
    (one,) = retag(made, newest([event(untagged())]))
    assert isinstance(one.event.data, TaggedArticle)
    assert one.event.id == event_id("tagging", WAR.id, WAR.version, WAR.digest, made.version)
    assert one.event.receivedtime == "2026-11-03T11:59:00+00:00"
    assert one.change.replaced == event(untagged()).id
    assert [topic.id for topic in one.event.data.topics] == [change.id for change in one.change.came] != []


def test_what_this_tagger_has_tagged_is_left_alone() -> None:
    made = tagger()
    (one,) = retag(made, newest([event(untagged())]))
    assert list(retag(made, newest([event(untagged()), one.event]))) == []


def test_only_the_newest_version_of_what_was_not_withdrawn_is_tagged_again() -> None:
    withdrawn = Retraction(id=WAR.id, version=3, digest=WAR.digest, source=WAR.source, reason="canceled")
    versions = [event(untagged(2)), event(untagged(1))]
    assert [one.data.article.version for one in newest(versions)] == [2]
    assert newest([*versions, event(withdrawn)]) == []

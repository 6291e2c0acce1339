"""The tree of Media Topics, with counts on its branches."""

from collections.abc import Mapping

import msgspec

from schemas.mediatopics import MediaTopic, Vocabulary


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """A topic with the articles that have it or one below it."""

    id: str
    label: str
    articles: int


class TopicNode(msgspec.Struct, frozen=True, kw_only=True):
    """A topic in its place: `broader` from the parent to the top, `narrower` most articles first."""

    id: str
    label: str
    definition: str
    wikidata: str | None
    articles: int
    broader: tuple[Branch, ...]
    narrower: tuple[Branch, ...]


def node(vocabulary: Vocabulary, topic: MediaTopic, counts: Mapping[str, int]) -> TopicNode:
    """`topic` with its surroundings."""
    return TopicNode(
        id=topic.id,
        label=topic.label,
        definition=topic.definition,
        wikidata=topic.wikidata,
        articles=counts.get(topic.id, 0),
        broader=tuple(_branch(vocabulary[id_], counts) for id_ in vocabulary.ancestors(topic.id)),
        narrower=children(vocabulary, topic.id, counts),
    )


def children(vocabulary: Vocabulary, parent: str | None, counts: Mapping[str, int]) -> tuple[Branch, ...]:
    """The topics right below `parent`, or the top ones; one that IPTC withdrew only where articles have it still."""
    below = [topic for topic in vocabulary if topic.parent == parent]
    shown = [_branch(topic, counts) for topic in below if topic.retired is None or topic.id in counts]
    return tuple(sorted(shown, key=lambda branch: (-branch.articles, branch.id)))


def _branch(topic: MediaTopic, counts: Mapping[str, int]) -> Branch:
    return Branch(id=topic.id, label=topic.label, articles=counts.get(topic.id, 0))

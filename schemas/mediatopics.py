"""IPTC Media Topics: labels and the tree. What a topic id means, to who tags and to who asks."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

TABLE = Path("iptc-mediatopics", "topics.tsv")
"""Where the table of the release that ships lies in the folder of models."""


class MediaTopic(msgspec.Struct, frozen=True, kw_only=True):
    """A concept of the vocabulary. `retired` is the date on which IPTC withdrew it, None while it is in use.

    `replaced_by` is what IPTC says to use instead of a retired concept; `wikidata` the matching item ("Q8434").
    """

    id: str
    label: str
    definition: str
    parent: str | None = None
    retired: str | None = None
    replaced_by: str | None = None
    wikidata: str | None = None


class Vocabulary:
    """The topics of one release. An unknown id is a `KeyError`."""

    def __init__(self, topics: Mapping[str, MediaTopic]) -> None:
        self._topics = topics

    @classmethod
    def load(cls, table: Path) -> "Vocabulary":
        """Read `topics.tsv` (models/iptc-mediatopics)."""
        with table.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, dialect="excel-tab", quoting=csv.QUOTE_NONE)
            topics = [msgspec.convert({k: v or None for k, v in row.items()}, MediaTopic) for row in rows]
        return cls({topic.id: topic for topic in topics})

    def __contains__(self, topic: object) -> bool:
        return topic in self._topics

    def __iter__(self) -> Iterator[MediaTopic]:
        return iter(self._topics.values())

    def __len__(self) -> int:
        return len(self._topics)

    def __getitem__(self, topic: str) -> MediaTopic:
        return self._topics[topic]

    def label(self, topic: str) -> str:
        """The en-GB label."""
        return self._topics[topic].label

    def tops(self) -> tuple[str, ...]:
        """The ids of the top level, in order."""
        return tuple(sorted(id_ for id_, topic in self._topics.items() if topic.parent is None))

    def children(self, topic: str) -> tuple[str, ...]:
        """The next narrower topics in use, in order of their ids."""
        found = (one.id for one in self._topics.values() if one.parent == topic and one.retired is None)
        return tuple(sorted(found))

    def ancestors(self, topic: str) -> tuple[str, ...]:
        """The broader topics, from the parent to the top; empty for a topic of the top level."""
        parent = self._topics[topic].parent
        return () if parent is None else (parent, *self.ancestors(parent))

    def top(self, topic: str) -> str:
        """The top-level topic above `topic`, or `topic` itself."""
        return (topic, *self.ancestors(topic))[-1]

    def level(self, topic: str) -> int:
        """How far down the tree: 1 at the top."""
        return 1 + len(self.ancestors(topic))

    def current(self, topic: str) -> str:
        """The topic to use today for `topic`: itself, or what replaced it, or its nearest ancestor in use."""
        concept = self._topics[topic]
        if concept.retired is None:
            return topic
        successor = concept.replaced_by or concept.parent
        if successor is None:
            raise KeyError(f"{topic}: retired, and nothing stands for it")
        return self.current(successor)

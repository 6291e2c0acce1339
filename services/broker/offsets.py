"""Committed offsets of every group: in memory, and durable in a compacted log of their own, as Kafka has them."""

import json
from pathlib import Path
from typing import NamedTuple

from services.broker.batch import build, records
from services.broker.log import Log
from services.broker.streams import DEFAULTS


class Committed(NamedTuple):
    """What a group committed for one partition of a stream."""

    offset: int
    epoch: int
    metadata: str


NOTHING = Committed(-1, -1, "")
Commits = dict[tuple[str, int], Committed]


class Offsets:
    """Commits by group, then by stream and partition."""

    def __init__(self, folder: Path) -> None:
        self.log = Log(folder, {**DEFAULTS, "cleanup.policy": "compact", "segment.bytes": str(4 << 20)})
        self.groups: dict[str, Commits] = {}
        for segment in self.log.segments:
            for raw, _ in segment.batches():
                for record in records(raw):
                    group, stream, partition = json.loads(record.key or b"")
                    value = json.loads(record.value) if record.value else None
                    self._apply(group, (stream, partition), value and Committed(*value))

    def _apply(self, group: str, place: tuple[str, int], commit: Committed | None) -> None:
        commits = self.groups.setdefault(group, {})
        commits.pop(place, None)
        if commit:
            commits[place] = commit
        elif not commits:
            del self.groups[group]

    def commit(self, group: str, commits: Commits | dict[tuple[str, int], None]) -> None:
        """Take these as the group's newest, None as no commit; KafkaStorageError where the disk is full."""
        if commits:
            keys = [json.dumps([group, *place]).encode() for place in commits]
            values = [json.dumps(commit).encode() if commit else None for commit in commits.values()]
            self.log.append(build(list(zip(keys, values, strict=True))))
        for place, commit in commits.items():
            self._apply(group, place, commit)

    def forget(self, *, group: str | None = None, stream: str | None = None) -> None:
        """Drop all commits of a group, or of a stream that is no more."""
        for name, commits in list(self.groups.items()):
            self.commit(name, {place: None for place in commits if group == name or place[0] == stream})

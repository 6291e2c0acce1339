"""The streams of the broker and their settings, durable in one small file beside the logs."""

import json
import os
import re
import shutil
from collections import ChainMap
from collections.abc import Mapping
from pathlib import Path

from kafka import errors

from services.broker.log import Log

# Kafka's names and defaults (only its segments are 16 times as large). The last six are kept, without effect.
DEFAULTS = {
    "cleanup.policy": "delete",
    "retention.ms": "604800000",
    "retention.bytes": "-1",
    "segment.bytes": "67108864",
    "segment.ms": "604800000",
    "delete.retention.ms": "86400000",
    "min.cleanable.dirty.ratio": "0.5",
    "max.message.bytes": "1048588",
    "compression.type": "producer",
    "message.timestamp.type": "CreateTime",
    "min.insync.replicas": "1",
    "min.compaction.lag.ms": "0",
    "max.compaction.lag.ms": "9223372036854775807",
    "flush.ms": "9223372036854775807",
}
_WORDS = {"cleanup.policy": "(delete|compact)(,(delete|compact))?"}
MOST_PARTITIONS = 256
_NAME = re.compile(r"(?!\.{1,2}$)[a-zA-Z0-9._-]{1,249}")


class Stream:
    """The logs of one stream, one a partition, and the settings that were given for it."""

    def __init__(self, folder: Path, partitions: int, given: Mapping[str, str]) -> None:
        self.folder, self.given = folder, dict(given)
        self.config = ChainMap(self.given, DEFAULTS)
        self.logs: list[Log] = []
        self.grow(partitions)

    def grow(self, partitions: int) -> None:
        for partition in range(len(self.logs), partitions):
            self.logs.append(Log(self.folder / str(partition), self.config))


class Streams:
    """All streams by name, kept in `folder`; what cannot be done is raised as one of Kafka's errors."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "streams.json"
        folder.mkdir(parents=True, exist_ok=True)
        kept = json.loads(self._file.read_text()) if self._file.exists() else {}
        for orphan in {path for path in folder.iterdir() if path.is_dir()} - {folder / name for name in kept}:
            shutil.rmtree(orphan)
        self.by_name = {name: Stream(folder / name, *saved) for name, saved in kept.items()}

    def _save(self) -> None:
        new = self._file.with_suffix(".new")
        with new.open("w") as out:
            json.dump({name: (len(s.logs), s.given) for name, s in self.by_name.items()}, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        new.replace(self._file)

    def get(self, name: str) -> Stream:
        if name not in self.by_name:
            raise errors.UnknownTopicOrPartitionError
        return self.by_name[name]

    def log(self, name: str, partition: int) -> Log:
        logs = self.get(name).logs
        if not 0 <= partition < len(logs):
            raise errors.UnknownTopicOrPartitionError
        return logs[partition]

    def create(
        self, name: str, partitions: int, given: Mapping[str, str], *, only_check: bool = False
    ) -> None:
        """A new empty stream."""
        if not _NAME.fullmatch(name):
            raise errors.InvalidTopicError(f"{name!r} is no name for a stream")
        if name in self.by_name:
            raise errors.TopicAlreadyExistsError(f"{name} exists")
        if not 1 <= partitions <= MOST_PARTITIONS:
            raise errors.InvalidPartitionsError(f"1 to {MOST_PARTITIONS} partitions, not {partitions}")
        check(given)
        if not only_check:
            self.by_name[name] = Stream(self._folder / name, partitions, given)
            self._save()

    def grow(self, name: str, partitions: int, *, only_check: bool = False) -> None:
        """More partitions for a stream."""
        stream = self.get(name)
        if not len(stream.logs) < partitions <= MOST_PARTITIONS:
            raise errors.InvalidPartitionsError(f"{name} has {len(stream.logs)} partitions already")
        if not only_check:
            stream.grow(partitions)
            self._save()

    def configure(self, name: str, changes: Mapping[str, str | None], *, only_check: bool = False) -> None:
        """Set settings of a stream; None gives one its default back."""
        stream = self.get(name)
        after = {key: value for key, value in {**stream.given, **changes}.items() if value is not None}
        check(after)
        if not only_check:
            stream.given.clear()
            stream.given.update(after)
            self._save()

    def delete(self, name: str) -> None:
        """Remove a stream and all it holds."""
        stream = self.get(name)
        del self.by_name[name]
        self._save()
        for log in stream.logs:
            log.close()
        shutil.rmtree(stream.folder, ignore_errors=True)  # what stays is an orphan at the next start


def check(given: Mapping[str, str]) -> None:
    """InvalidConfigurationError that names the first setting that is unknown or has a senseless value."""
    for name, value in given.items():
        number = re.fullmatch(r"-?[\d.]+", DEFAULTS.get(name, ""))
        sense = r"-?\d+(\.\d+)?" if number else _WORDS.get(name, r"\w+")
        if name not in DEFAULTS or not re.fullmatch(sense, value):
            raise errors.InvalidConfigurationError(f"{name}={value} is no setting of a stream")

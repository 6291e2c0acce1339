"""Committed offsets of every group: in memory, and durable as lines of JSON appended to one file."""

import json
import os
from pathlib import Path
from typing import NamedTuple

SLACK_BYTES = 4 << 20  # of lines, before the file is written anew with what still counts


class Committed(NamedTuple):
    """What a group committed for one partition of a stream."""

    offset: int
    epoch: int
    metadata: str


NOTHING = Committed(-1, -1, "")


class Offsets:
    """Commits by group, stream and partition. A line that a crash left unfinished is dropped."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.groups: dict[str, dict[tuple[str, int], Committed]] = {}
        for line in path.read_bytes().splitlines() if path.exists() else []:
            try:
                group, stream, partition, *commit = json.loads(line)
            except ValueError:
                break
            self.groups.setdefault(group, {})[stream, partition] = Committed(*commit)
        self._rewrite()

    def _rewrite(self) -> None:
        new = self._path.with_suffix(".new")
        self._file = new.open("ab", buffering=0)
        self._file.truncate(0)
        for group, commits in self.groups.items():
            self._append(group, commits)
        self.sync()
        new.replace(self._path)

    def _append(self, group: str, commits: dict[tuple[str, int], Committed]) -> None:
        lines = (json.dumps([group, *place, *commit]) + "\n" for place, commit in commits.items())
        self._file.write("".join(lines).encode())

    def commit(self, group: str, commits: dict[tuple[str, int], Committed]) -> None:
        """Take these as the group's newest; OSError where they could not be written."""
        self._append(group, commits)
        self.groups.setdefault(group, {}).update(commits)
        if self._file.tell() > SLACK_BYTES:
            self._rewrite()

    def forget(self, *, group: str | None = None, stream: str | None = None) -> None:
        """Drop all commits of a group, or of a stream that is no more."""
        kept = {g: {p: c for p, c in commits.items() if p[0] != stream} for g, commits in self.groups.items()}
        self.groups = {g: commits for g, commits in kept.items() if commits and g != group}
        self._rewrite()

    def sync(self) -> None:
        """Have it on the disk itself."""
        os.fsync(self._file)

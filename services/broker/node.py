"""The one broker there is: its streams, groups and commits under one folder, and the memory in hand."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kafka import errors

from services.broker.group import Group
from services.broker.log import Log
from services.broker.offsets import Offsets
from services.broker.streams import Streams

ID = 1


class Memory:
    """Counts the bytes of requests and answers in hand, and lets requests wait until there is room."""

    def __init__(self, limit: int) -> None:
        self.free = self._limit = limit
        self._freed = asyncio.Event()

    async def room(self, size: int) -> None:
        """Return once `size` bytes are free, or all are."""
        while self.free < min(size, self._limit):
            self._freed.clear()
            await self._freed.wait()

    @contextmanager
    def taken(self, size: int) -> Iterator[None]:
        """`size` bytes are in use until the end of the block."""
        self.free -= size
        try:
            yield
        finally:
            self.free += size
            self._freed.set()


class Node:
    """What the requests work on; clients reach it at `host` and `port`."""

    def __init__(self, folder: Path, memory_bytes: int) -> None:
        self.streams = Streams(folder / "streams")
        self.offsets = Offsets(folder / "offsets")
        self.groups: dict[str, Group] = {}
        self.memory = Memory(memory_bytes)
        self.host, self.port = "", 0

    def group(self, name: str) -> Group:
        """The group of that name, from its first mention on."""
        if not name:
            raise errors.InvalidGroupIdError
        return self.groups.setdefault(name, Group())

    def logs(self) -> list[Log]:
        """All that is written to."""
        return [self.offsets.log, *(log for stream in self.streams.by_name.values() for log in stream.logs)]

    def close(self) -> None:
        """Have everything on the disk."""
        for log in self.logs():
            log.close()

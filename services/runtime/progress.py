"""How far a stage has come, and how old what it has not done yet is: the lag in seconds."""

import time
from collections.abc import Callable

from aiokafka import TopicPartition

from services.runtime import metrics


class Progress:
    """The acknowledged position of each partition of `stream`, as `service` sees it."""

    def __init__(self, service: str, stream: str) -> None:
        self._service = service
        self._stream = stream
        self._next: dict[int, int] = {}
        self._newest: dict[int, float] = {}
        metrics.CONSUMED.labels(service, stream)

    def acknowledged(self, partition: int, offset: int, timestamp_s: float) -> None:
        """The record at `offset`, written at `timestamp_s` (Unix time), is done."""
        self._next[partition] = offset + 1
        self._newest[partition] = timestamp_s
        metrics.CONSUMED.labels(self._service, self._stream).inc()
        metrics.LAST_PROGRESS.labels(self._service, str(partition)).set(time.time())

    def forget(self) -> None:
        """The partitions are being dealt out anew: what another member does is not our lag."""
        for partition in self._next:
            metrics.LAG_SECONDS.labels(self._service, self._stream, str(partition)).set(0)
        self._next.clear()
        self._newest.clear()

    def publish(self, highwater: Callable[[TopicPartition], int | None]) -> None:
        """Set the lag of each partition: `highwater` gives the offset that its next record will have."""
        for partition, following in self._next.items():
            waiting = (highwater(TopicPartition(self._stream, partition)) or 0) > following
            age = max(0.0, time.time() - self._newest[partition]) if waiting else 0.0
            metrics.LAG_SECONDS.labels(self._service, self._stream, str(partition)).set(age)

"""Faust's consumer, with a fence between what was read before a rebalance and what is read after it."""

from collections.abc import Iterable
from typing import Any

from faust.transport.consumer import RecordMap
from faust.transport.drivers import aiokafka as driver
from faust.types.tuples import TP, Message


class FencedConsumer(driver.Consumer):
    """Takes no acknowledgement of a record that was read before the last rebalance: it will be read again.

    Faust skips such records and acknowledges them in the same breath; a crash while their second copies are in work
    would then lose them.

    And it lets no record of a stream flow until Faust has gone back to the committed positions. When a table has been
    restored, Faust resumes the streams first and goes back a moment later: what has come meanwhile, and is in work,
    would look like a gap in the stream, and a gap counts as acknowledged.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: set[TP] = set()

    def pause_partitions(self, tps: Iterable[TP]) -> None:
        """Let nothing of `tps` flow."""
        paused = set(tps)
        self._held -= paused
        super().pause_partitions(paused)

    def resume_partitions(self, tps: Iterable[TP]) -> None:
        """Let `tps` flow: a table's changelog at once, a stream from the next `resume_flow` on."""
        resumed = set(tps)
        changelogs = {tp for tp in resumed if tp.topic in self.app.tables.changelog_topics}
        self._held |= resumed - changelogs
        super().resume_partitions(changelogs)

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> RecordMap:  # noqa: ASYNC109  # Faust's
        # A copy: Faust may empty the set while the fetch waits for its turn, and no partitions mean all to the client.
        return await super()._getmany(active_partitions and set(active_partitions), timeout)

    def resume_flow(self) -> None:
        """Let records flow: by now the positions are the committed ones."""
        super().resume_partitions(self._held & self.assignment())
        self._held.clear()
        super().resume_flow()

    def ack(self, message: Message) -> bool:
        """Whether `message` counts as acknowledged."""
        if message.generation_id != self.app.consumer_generation_id:
            return False
        return bool(super().ack(message))


class FencedTransport(driver.Transport):
    """Faust's aiokafka transport with the fence."""

    Consumer = FencedConsumer

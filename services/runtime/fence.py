"""Faust's consumer, with a fence between what was read before a rebalance and what is read after it."""

from faust.transport.drivers import aiokafka as driver
from faust.types.tuples import Message


class FencedConsumer(driver.Consumer):
    """Takes no acknowledgement of a record that was read before the last rebalance: it will be read again.

    Faust skips such records and acknowledges them in the same breath; a crash while their second copies are in work
    would then lose them.
    """

    def ack(self, message: Message) -> bool:
        """Whether `message` counts as acknowledged."""
        if message.generation_id != self.app.consumer_generation_id:
            return False
        return bool(super().ack(message))


class FencedTransport(driver.Transport):
    """Faust's aiokafka transport with the fence."""

    Consumer = FencedConsumer

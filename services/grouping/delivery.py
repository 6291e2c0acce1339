"""Groups to their stream, in steps: what took articles over, then that they were moved, then what they have left."""

from collections.abc import Sequence
from itertools import chain, groupby

from schemas.catalogue import GROUPS
from schemas.envelope import Event, Message, encode
from services.grouping.members import Moved
from services.runtime.pipeline import Delivered
from services.runtime.publisher import Publisher
from services.runtime.stage import Events, Incoming


class InSteps:
    """Publishes results in order, the moves between stories and what follows them once all before is acknowledged.

    The broker may take some of what is sent together and not the rest, so a story that has lost articles must not be
    said before the one that has them.
    """

    def __init__(self, publisher: Publisher, delivered: Delivered) -> None:
        self._publisher = publisher
        self._delivered = delivered

    async def write(self, batch: Sequence[Incoming], results: Sequence[Events]) -> None:
        """Return once the broker has acknowledged every result."""
        for _, step in groupby(chain.from_iterable(results), key=_moved):
            await self._publisher.send(GROUPS, [encode(event) for event in step])
        self._delivered(results)


def _moved(event: Event[Message]) -> bool:
    return isinstance(event.data, Moved)

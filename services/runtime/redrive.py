"""Dead letters, sent again to where they came from: for when what they failed on is mended."""

import asyncio
from collections.abc import Iterable

from schemas.deadletter import DeadLetter
from schemas.envelope import Record
from services.runtime.publisher import connected


def records(letters: Iterable[DeadLetter]) -> dict[str, list[Record]]:
    """The original records of `letters` by their stream, in order. What came from no stream has none."""
    found: dict[str, dict[Record, None]] = {}  # a record that failed again has two letters
    for letter in letters:
        if letter.origin.stream:
            headers = tuple((header.name, header.value) for header in letter.headers)
            record = Record(key=letter.key, value=letter.value, headers=headers)
            found.setdefault(letter.origin.stream, {})[record] = None
    return {stream: list(of_stream) for stream, of_stream in found.items()}


def redrive(bootstrap: str, letters: Iterable[DeadLetter]) -> int:
    """Send the records of `letters` again; how many, once all are acknowledged. `Transient` where the broker is away.

    A record whose letter was sent again before is sent once, however many letters it has.

    To do it twice does no harm: what has been done has the same ids.
    """
    return asyncio.run(_send(bootstrap, records(letters)))


async def _send(bootstrap: str, found: dict[str, list[Record]]) -> int:
    async with connected(bootstrap, "redrive") as publisher:
        for stream, of_stream in found.items():
            await publisher.send(stream, of_stream)
    return sum(map(len, found.values()))

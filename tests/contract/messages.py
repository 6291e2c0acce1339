"""The published example of each message, decoded."""

import json

import msgspec

from schemas.envelope import TYPES, Event, Message
from schemas.publish import FOLDER


def example_bytes(event_type: str) -> bytes:
    """The published example of `event_type`, as it is in its file."""
    return (FOLDER / "examples" / f"{event_type}.json").read_bytes()


def example(event_type: str) -> Message:
    """The published example of `event_type`."""
    return msgspec.json.decode(example_bytes(event_type), type=TYPES[event_type])


def example_json(event_type: str) -> object:
    """The published example of `event_type`, as any JSON parser reads it."""
    return json.loads(example_bytes(event_type))


def event(event_type: str) -> Event[Message]:
    """The published example of `event_type` in an envelope."""
    return Event(
        id="7a1d6d7e-0c0c-5c0c-9c0c-0123456789ab",
        source="dateline/test",
        time="2026-11-03T11:02:03.123456+00:00",
        partitionkey="b4b4d3a8-6a5f-5c8c-8a9d-0123456789ab",
        data=example(event_type),
        receivedtime="2026-11-03T11:02:01+00:00",
        traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    )

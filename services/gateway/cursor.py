"""Where a page ends, as an opaque word: what comes next is asked for by position, never by a count."""

import base64
import binascii
import hashlib
import struct
import uuid
from datetime import UTC, datetime, timedelta

import msgspec

LAYOUT = struct.Struct(">Bq16s4s")
FORM = 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


class Position(msgspec.Struct, frozen=True):
    """The place of an article in "newest first": its time (UTC, whole microseconds), then its id."""

    sort_at: datetime
    id: uuid.UUID


def encode(position: Position, wanted: object) -> str:
    """The cursor of the articles after `position`; it holds for `wanted`, what was asked for, alone."""
    ticks = (position.sort_at - EPOCH) // TICK
    packed = LAYOUT.pack(FORM, ticks, position.id.bytes, _mark(wanted))
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode(cursor: str, wanted: object) -> Position:
    """The position in `cursor`; `ValueError` where it is not one of ours, or was made for another filter."""
    try:
        packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        _, ticks, article, _ = LAYOUT.unpack(packed)
        position = Position(EPOCH + ticks * TICK, uuid.UUID(bytes=article))
    except (binascii.Error, struct.error, OverflowError, ValueError) as error:
        raise ValueError("it was not made by this service") from error
    if encode(position, wanted) != cursor:
        raise ValueError("it was not made by this service for these filters")
    return position


def _mark(wanted: object) -> bytes:
    return hashlib.sha256(msgspec.json.encode(wanted)).digest()[:4]

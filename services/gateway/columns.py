"""A message's fields as the database's columns take them; `Poison` names the field that can't be kept."""

import uuid
from datetime import UTC, datetime

from services.runtime.faults import Poison


def uuid_of(field: str, value: str) -> uuid.UUID:
    """`value` as a UUID."""
    try:
        return uuid.UUID(value)
    except ValueError as error:
        raise Poison("invalid", f"{field}: {value!r} is no UUID") from error


def time_of(field: str, value: str) -> datetime:
    """`value`, RFC 3339 with a time zone, in UTC."""
    try:
        parsed = datetime.fromisoformat(value)
        if parsed.tzinfo is None:
            raise ValueError("it has no time zone")
        return parsed.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Poison("invalid", f"{field}: {value!r} is no RFC 3339 time: {error}") from error

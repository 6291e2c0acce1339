"""Server-sent events, as the HTML standard defines them: lines in, messages out."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Message(NamedTuple):
    """A message, or with empty `data` a mere sign of life that moves `id` on."""

    event: str
    data: str
    id: str | None


def messages(lines: Iterable[str]) -> Iterator[Message]:
    """The messages in `lines`; one that the end cuts off is none."""
    event, data, last = "message", list[str](), None
    for line in lines:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            yield Message(event, "\n".join(data), last)
            event, data = "message", []
        elif field == "event":
            event = value
        elif field == "data":
            data.append(value)
        elif field == "id" and "\0" not in value:
            last = value

"""Server-sent events, as the HTML standard defines them: lines in, messages out."""

from typing import NamedTuple


class Message(NamedTuple):
    """A message, or with empty `data` a mere sign of life that moves `id` on."""

    event: str
    data: str
    id: str | None


class Reader:
    """Reads one connection; a message that its end cuts off is none."""

    def __init__(self) -> None:
        self._event, self._data = "message", list[str]()
        self._last: str | None = None

    def line(self, line: str) -> Message | None:
        """The message that `line`, the next one, ends; None where it ends none."""
        if not line:
            message = Message(self._event, "\n".join(self._data), self._last)
            self._event, self._data = "message", []
            return message
        field, _, value = line.partition(":")
        self._take(field, value.removeprefix(" "))
        return None

    def _take(self, field: str, value: str) -> None:
        if field == "event":
            self._event = value
        elif field == "data":
            self._data.append(value)
        elif field == "id" and "\0" not in value:
            self._last = value

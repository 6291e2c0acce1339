"""A client of the live stream that remembers what it has seen."""

from collections.abc import AsyncIterator
from typing import NamedTuple

import httpx
import msgspec


class Heard(NamedTuple):
    """One server-sent event; a heartbeat has neither name nor data."""

    id: str
    name: str
    data: str

    @property
    def title(self) -> str:
        """The title of the article in it."""
        return str(msgspec.json.decode(self.data)["data"]["article"]["title"])


async def heard(answer: httpx.Response) -> AsyncIterator[Heard]:
    """The events of `answer`, heartbeats too."""
    fields: dict[str, str] = {}
    async for line in answer.aiter_lines():
        name, _, value = line.partition(": ")
        if line:
            fields[name] = value
        elif "id" in fields or "data" in fields:
            yield Heard(fields.get("id", ""), fields.get("event", ""), fields.get("data", ""))
            fields = {}


async def listen(client: httpx.AsyncClient, count: int, last: str | None = None, **query: str) -> list[Heard]:
    """The first `count` events with data."""
    headers = {} if last is None else {"Last-Event-ID": last}
    found: list[Heard] = []
    async with client.stream("GET", "/v1/stream", params=query, headers=headers) as answer:
        assert answer.status_code == 200, await answer.aread()
        async for one in heard(answer):
            if one.data:
                found.append(one)
            if len(found) >= count:
                break
    return found

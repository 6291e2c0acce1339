"""An asynchronous client that is asked as the synchronous one is: a call at a time, each awaited to its end."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Self

from dateline_client import AsyncDateline


class InTurn:
    """`client` on an event loop of its own. A pause that is given is synchronous too."""

    def __init__(self, client: AsyncDateline) -> None:
        self._client = client
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        self._runner.run(self._client.__aenter__())
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._client.__aexit__(None, None, None))
        self._runner.close()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            if pause := named.get("pause"):
                named["pause"] = _awaited(pause)
            found = getattr(self._client, name)(*given, **named)
            return self._each(found) if isinstance(found, AsyncIterator) else self._runner.run(found)

        return call

    def _each(self, found: AsyncIterator[Any]) -> Iterator[Any]:
        async def following() -> list[Any]:
            try:
                return [await anext(found)]
            except StopAsyncIteration:
                return []

        while got := self._runner.run(following()):
            yield from got


def _awaited(pause: Callable[[float], None]) -> Callable[[float], Any]:
    async def awaited(seconds: float) -> None:
        pause(seconds)

    return awaited

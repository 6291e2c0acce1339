"""Hand-written doubles of what a stage stands between."""

from collections.abc import Callable, Sequence

from schemas.article import Article, Block
from schemas.envelope import Event, Message, Record, encode
from schemas.identity import article_id, event_id, text_digest
from services.runtime.stage import Events, Incoming


def article(number: int, title: str = "Tram line kept", version: int = 1) -> Article:
    """A small article, another one for each `number`."""
    text = f"{title}\n\nThe council of Quillhaven met for session {number}, version {version}."
    blocks = (
        Block(kind="title", start=0, end=len(title)),
        Block(kind="body", start=len(title) + 2, end=len(text)),
    )
    url = f"https://news.example/{number}"
    return Article(
        id=article_id(url, "example-wire", None),
        version=version,
        digest=text_digest(text),
        source="example-wire",
        source_class="push",
        title=title,
        text=text,
        blocks=blocks,
        language="en",
        url=url,
    )


def article_event(number: int, title: str = "Tram line kept", version: int = 1) -> Event[Message]:
    """`article` in the event that intake makes of it."""
    data = article(number, title, version)
    return Event(
        id=event_id("ingest", data.id, version, data.digest, "test"),
        source="dateline/ingest",
        time="2026-11-03T11:02:03+00:00",
        partitionkey=data.id,
        receivedtime="2026-11-03T11:02:01+00:00",
        data=data,
    )


def incoming(record: Record, offset: int = 0, stream: str = "dateline.articles.v1") -> Incoming:
    """`record` as it is read at `offset`."""
    return Incoming(stream=stream, partition=0, offset=offset, record=record)


def incoming_articles(count: int) -> list[Incoming]:
    """The records of `count` articles, in order."""
    return [incoming(encode(article_event(number)), number) for number in range(count)]


class Streams:
    """Remembers what was sent to each stream; fails first with each of `faults`, in turn."""

    def __init__(self, faults: Sequence[Exception] = ()) -> None:
        self.sent: dict[str, list[Record]] = {}
        self._faults = list(faults)

    async def send(self, stream: str, records: Sequence[Record]) -> None:
        """Take `records` at once."""
        if self._faults:
            raise self._faults.pop(0)
        self.sent.setdefault(stream, []).extend(records)


class Results:
    """A sink that remembers the results; `before` is called with each batch and may raise."""

    def __init__(self, before: Callable[[Sequence[Events]], None] = lambda _: None) -> None:
        self.written: list[Event[Message]] = []
        self._before = before

    async def write(self, batch: Sequence[Incoming], results: Sequence[Events]) -> None:
        """Take `results` at once."""
        self._before(results)
        self.written.extend(event for events in results for event in events)

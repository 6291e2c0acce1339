"""`dateline verify`: every tag of an event, a file or a stream checked against its text."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec

from schemas.catalogue import TAGGED
from schemas.entities import ExtractedArticle
from schemas.envelope import Message
from schemas.tagged import TaggedArticle
from schemas.verification import tags
from schemas.verification import verify as faults_of
from services.runtime import reader


def verify(files: Iterable[Path], stream: str | None, bootstrap: str) -> int:
    """Print each fault and a summary; 0 where there is none, 1 where there is.

    `ValueError` for what is no article, and where nothing carries tags: that nothing is wrong would be misleading.
    """
    articles = checked = others = 0
    faults: list[str] = []
    for name, message in _messages(files, stream, bootstrap):
        if not isinstance(message, ExtractedArticle | TaggedArticle):
            others += 1
            continue
        articles += 1
        checked += len(tags(message))
        faults += [f"{name}: {fault}" for fault in faults_of(message)]
    if not articles:
        raise ValueError(f"nothing to verify: {_why(stream, others)}")
    for fault in faults:
        click.echo(fault)
    told = f"{checked} tags checked" if checked else "no tag in them to check"
    click.echo(f"{articles} articles, {told}, {len(faults)} faults")
    return 1 if faults else 0


def _why(stream: str | None, others: int) -> str:
    if stream is None:
        return "name a file or a stream"
    if not others:
        return f"{stream} is empty"
    return f"none of the {others} messages of {stream} carries tags; those of {TAGGED} do"


def _messages(files: Iterable[Path], stream: str | None, bootstrap: str) -> Iterator[tuple[str, Message]]:
    for path in files:
        for number, raw in enumerate(_documents(path), 1):
            yield f"{path}:{number}", parse(raw, f"{path}:{number}")
    if stream:
        for event in reader.events(bootstrap, stream, follow=False):
            yield event.id, event.data


def _documents(path: Path) -> list[bytes]:
    raw = path.read_bytes()
    try:
        msgspec.json.decode(raw)
    except msgspec.DecodeError:
        return [line for line in raw.splitlines() if line.strip()]
    return [raw]


def parse(raw: bytes, name: str) -> Message:
    """The article in `raw`, alone or under `data`; `ValueError` names the document and the field at fault."""
    try:
        outer = msgspec.json.decode(raw)
        inner = outer.get("data", outer) if isinstance(outer, dict) else outer
        if isinstance(inner, dict) and "topics" in inner:
            return msgspec.convert(inner, TaggedArticle)
        return msgspec.convert(inner, ExtractedArticle)
    except msgspec.MsgspecError as error:
        raise ValueError(f"{name}: {error}") from error

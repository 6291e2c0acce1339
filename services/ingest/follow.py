"""From an address to what is there: pages, and through feeds and sitemaps the pages that they name."""

import asyncio
from collections.abc import AsyncIterator

import msgspec

from schemas.submission import Submission
from services.ingest.confined import Caller, Exhausted
from services.ingest.formats.contract import Address, Context, Found, Item, SourceClass
from services.ingest.formats.detection import detect
from services.ingest.reading import whole
from services.ingest.validity import InvalidSubmission
from services.ingest.web.fetch import Fetched, Fetcher
from services.runtime.outgoing.guard import FetchError

DEEPEST = 3
"""Steps from a first address to a page: an index of sitemaps, a sitemap, the page."""
MOST = 1000
"""Addresses that are followed from one document, the newest first."""


async def follow(
    address: Address,
    fetcher: Fetcher,
    source: str,
    source_class: SourceClass,
    most_bytes: int,
    caller: Caller,
    depth: int = 1,
) -> AsyncIterator[Found]:
    """What is found at `address`. `FetchError` where it can't be fetched now; what won't be there later either comes as
    the reason why, and a page that is gone (410) as its retraction. It is read by `caller`."""
    try:
        fetched = await fetcher.get(address.url)
    except FetchError as error:
        if not final(error):
            raise
        yield lost(address, error, source, source_class)
        return
    for item in await asyncio.to_thread(
        _read, caller, fetched, address.source or source, source_class, most_bytes
    ):
        if isinstance(item, Found):
            yield _with_what_was_said(item, address)
        elif depth < DEEPEST:
            async for found in follow(
                item, fetcher, address.source or source, source_class, most_bytes, caller, depth + 1
            ):
                yield found


class FeedError(ValueError):
    """What was fetched is no feed that can be read."""


def read_feed(fetched: Fetched, source: str, most_bytes: int) -> list[Item]:
    """The items of a feed or a sitemap. `FeedError` where it is neither: a page of an error, say."""
    try:
        form = detect(fetched.body, fetched.url, fetched.content_type)
    except InvalidSubmission as error:
        raise FeedError(str(error)) from error
    if form in ("html", "text"):
        raise FeedError(f"neither a feed nor a sitemap, but {form}")
    items = read(fetched, source, "feed", most_bytes)
    whole_of_it = items[0] if len(items) == 1 and isinstance(items[0], Found) else None
    if (
        whole_of_it
        and whole_of_it.raw is fetched.body
        and isinstance(whole_of_it.submission, InvalidSubmission)
    ):
        raise FeedError(str(whole_of_it.submission))
    return items


def _read(
    caller: Caller, fetched: Fetched, source: str, source_class: SourceClass, most_bytes: int
) -> list[Item]:
    try:
        return caller.call(read, fetched, source, source_class, most_bytes)
    except Exhausted as error:
        return [Found(fetched.body, InvalidSubmission("document", str(error), "exhausted"))]


def read(fetched: Fetched, source: str, source_class: SourceClass, most_bytes: int) -> list[Item]:
    """What is in an answer: documents, and the newest addresses."""
    context = Context(
        source=source,
        name=fetched.url,
        source_class=source_class,
        url=fetched.url,
        content_type=fetched.content_type,
    )
    return newest(whole(fetched.body, context, most_bytes))


def newest(items: list[Item]) -> list[Item]:
    """`items` with at most `MOST` addresses, those that were published or changed last."""
    addresses = [item for item in items if isinstance(item, Address)]
    if len(addresses) <= MOST:
        return items
    dated = sorted(addresses, key=lambda one: one.published or one.modified or "", reverse=True)
    kept = {one.url for one in dated[:MOST]}
    return [item for item in items if isinstance(item, Found) or item.url in kept]


def final(error: FetchError) -> bool:
    """Whether asking again would give the same answer: the page isn't there, or isn't for us."""
    status = error.status or 0
    return error.kind == "refused_address" or (400 <= status < 500 and status not in (408, 425, 429))


def lost(address: Address, error: FetchError, source: str, source_class: SourceClass) -> Found:
    """What stands for a page that won't come: its retraction if it is gone, else the reason why."""
    if error.status == 410:
        gone = Submission(source=source, source_class=source_class, url=address.url, pubstatus="canceled")
        return Found(b"", gone)
    return Found(address.url.encode(errors="replace"), InvalidSubmission("url", str(error), "failed"))


def _with_what_was_said(found: Found, address: Address) -> Found:
    """The sitemap's title, date and language where the page itself says none."""
    one = found.submission
    if address.kind != "page" or isinstance(one, InvalidSubmission):
        return found
    dated = one.published is not None and one.published_from != "address"
    completed = {
        "title": one.title or address.title,
        "language": one.language or address.language,
        "published": one.published if dated or not address.published else address.published,
        "published_from": one.published_from if dated or not address.published else "source",
    }
    return found._replace(submission=msgspec.structs.replace(one, **completed))

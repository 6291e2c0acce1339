# A copy of schemas/source.py, made by clients/python/vendor.py: change that one.
"""How a source that is polled is doing, and what its poller must remember: its newest message is all there is."""

from typing import Literal

import msgspec


class SourceFault(msgspec.Struct, frozen=True, kw_only=True):
    """Why the last check failed: a bounded name, and one line. `since` is when it began to fail (RFC 3339, UTC).

    `held` is a check that was not made: the host has asked for a pause. It does not count among the `failures`.
    """

    kind: str
    detail: str
    since: str


class SourceMemory(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the next check needs of the last good one: validators for a conditional request, digests of the items that
    the document held, and the seconds between the last finds of something new, oldest first."""

    etag: str | None = None
    last_modified: str | None = None
    seen: tuple[str, ...] = ()
    gaps: tuple[float, ...] = ()


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A source as its last check found it. Times are RFC 3339 in UTC.

    `id` is a UUID of collector, name and address. `address` is the URL without its query, which may hold a key.
    `succeeded` is the last check without a fault, `found` the last that brought something new, `items` how many did in
    all. `usual_s` is the median time between two finds, `longest_s` the longest time without one that is usual; None
    where too little is known. `quiet`: it is silent for longer than that.
    """

    id: str
    name: str
    collector: Literal["feed"]
    address: str
    checked: str
    following: str
    """When it is checked next."""
    succeeded: str | None = None
    found: str | None = None
    items: int = 0
    usual_s: float | None = None
    longest_s: float | None = None
    quiet: bool = False
    failures: int = 0
    fault: SourceFault | None = None
    memory: SourceMemory = SourceMemory()

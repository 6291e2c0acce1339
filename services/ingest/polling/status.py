"""What is known of one polled source: from the message of its last check, and to that of the next."""

from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

import msgspec
from msgspec.structs import replace

from schemas.identity import source_id
from schemas.source import Source, SourceFault, SourceMemory
from services.ingest.polling.cadence import Cadence
from services.ingest.web.fetch import Fetched
from services.runtime import metrics

MOST_SEEN = 2000
"""Digests of items that are remembered of a source."""
LONGEST_DETAIL = 300
MOST_LABELS = 500
"""Sources with series of their own in the metrics; those beyond share one."""
_labels: dict[str, str] = {}


class Polled(msgspec.Struct, frozen=True):
    """A source to be polled: the name of what comes from it, and where to ask."""

    source: str
    url: str

    @property
    def id(self) -> str:
        """The same in every process and after every restart."""
        return source_id("feed", self.source, self.url)


class Status:
    """The state of `polled`, begun with what its last message `known` says. Times are Unix times in seconds."""

    def __init__(self, polled: Polled, known: Source | None) -> None:
        self.polled = polled
        self.known = known or _new(polled)
        self.cadence = Cadence(self.known.memory.gaps, self.known.longest_s or 0.0)

    @property
    def due(self) -> float:
        """When the source is to be asked next, 0 where it never was."""
        return _unix(self.known.following) if self.known.checked else 0.0

    def succeeded(self, now: float, fetched: Fetched, seen: tuple[str, ...], new: int) -> None:
        """A check at `now` brought `new` items that were not known; `seen` are the digests of all that it held."""
        if new:
            self._found(now)
        memory = SourceMemory(
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            seen=seen[-MOST_SEEN:],
            gaps=self.cadence.gaps,
        )
        self.known = replace(
            self.known,
            succeeded=_stamp(now),
            items=self.known.items + new,
            memory=memory,
            failures=0,
            fault=None,
        )

    def unchanged(self, now: float) -> None:
        """A check at `now` was answered with "not modified"."""
        self.known = replace(self.known, succeeded=_stamp(now), failures=0, fault=None)

    def failed(self, now: float, kind: str, detail: str) -> None:
        """A check at `now` failed."""
        self.waits(now, kind, detail)
        self.known = replace(self.known, failures=self.known.failures + 1)

    def waits(self, now: float, kind: str, detail: str) -> None:
        """A check at `now` could not be made; that is no failure of the source."""
        since = self.known.fault.since if self.known.fault else _stamp(now)
        fault = SourceFault(kind=kind, detail=detail[:LONGEST_DETAIL], since=since)
        self.known = replace(self.known, fault=fault)

    def message(self, now: float, pause_s: float) -> Source:
        """What to say of the check at `now`, the next being `pause_s` later."""
        found = self.known.found
        self.known = replace(
            self.known,
            checked=_stamp(now),
            following=_stamp(now + pause_s),
            usual_s=self.cadence.usual_s,
            longest_s=self.cadence.longest_s or None,
            quiet=found is not None and self.cadence.quiet(now - _unix(found)),
        )
        self._measure()
        return self.known

    def _found(self, now: float) -> None:
        if self.known.found is not None:
            self.cadence = self.cadence.after(max(now - _unix(self.known.found), 0.0))
        self.known = replace(self.known, found=_stamp(now))

    def _measure(self) -> None:
        label = _label(self.known.name)
        metrics.SOURCE_QUIET.labels(label).set(self.known.quiet)
        metrics.SOURCE_FAILURES.labels(label).set(self.known.failures)
        metrics.SOURCE_USUAL.labels(label).set(self.known.usual_s or 0)
        for gauge, at in (
            (metrics.SOURCE_SUCCEEDED, self.known.succeeded),
            (metrics.SOURCE_FOUND, self.known.found),
        ):
            gauge.labels(label).set(_unix(at) if at else 0)


def forget() -> None:
    """No source is this process's any more: its series are another's now."""
    _labels.clear()
    for gauge in (
        metrics.SOURCE_QUIET,
        metrics.SOURCE_FAILURES,
        metrics.SOURCE_USUAL,
        metrics.SOURCE_SUCCEEDED,
        metrics.SOURCE_FOUND,
    ):
        gauge.clear()


def _new(polled: Polled) -> Source:
    return Source(
        id=polled.id,
        name=polled.source,
        collector="feed",
        address=_address(polled.url),
        checked="",
        following="",
    )


def _address(url: str) -> str:
    scheme, host, path, _, _ = urlsplit(url)
    return urlunsplit((scheme, host.rpartition("@")[2], path, "", ""))


def _label(name: str) -> str:
    return _labels.setdefault(name, name if len(_labels) < MOST_LABELS else "(more)")


def _stamp(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


def _unix(stamp: str) -> float:
    return datetime.fromisoformat(stamp).timestamp()

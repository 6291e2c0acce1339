"""The composition root of loading by hand: `dateline ingest`."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence

from schemas.deadletter import Reason
from schemas.envelope import payload
from schemas.submission import Submission
from services.ingest.collectors.contract import Outcome
from services.ingest.formats.contract import Format
from services.ingest.intake import identify
from services.ingest.loading import Load, Report, load
from services.ingest.outlet import StreamOutlet
from services.ingest.service import fetching
from services.ingest.settings import IngestSettings
from services.ingest.versions import SERVICE
from services.runtime import logs
from services.runtime.deadletters import DeadLetters
from services.runtime.publisher import connected


def run(
    settings: IngestSettings,
    names: Sequence[str],
    source: str,
    form: Format | None,
    report: Report,
    printed: Callable[[str], None] | None,
) -> Counter[Outcome]:
    """Load `names` into the broker of `settings`, or, where `printed` is given, tell it each submission instead.

    `OSError` for a file that isn't there, `Transient` where the broker is away.
    """
    logs.configure("ingest", "error")
    how = Load(source=source, most_bytes=settings.document_limit, form=form)
    return asyncio.run(_run(settings, names, how, report, printed))


async def _run(
    settings: IngestSettings,
    names: Sequence[str],
    how: Load,
    report: Report,
    printed: Callable[[str], None] | None,
) -> Counter[Outcome]:
    async with fetching(settings) as fetcher:
        if printed is not None:
            return await load(names, how, _Printer(printed), fetcher, report)
        async with connected(settings.bootstrap, SERVICE) as publisher:
            outlet = StreamOutlet(publisher, DeadLetters(publisher, SERVICE))
            return await load(names, how, outlet, fetcher, report)


class _Printer:
    """An outlet that publishes nothing."""

    def __init__(self, printed: Callable[[str], None]) -> None:
        self._printed = printed

    async def submit(self, submission: Submission) -> None:
        identify(submission)
        self._printed(payload(submission).decode())

    async def reject(self, raw: bytes, reason: Reason, detail: str, document: str) -> None:
        """Nothing to do: the report has told it."""

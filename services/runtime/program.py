"""The life of a service process: settings, logs, signals, the composition root, the exit code."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from importlib import metadata
from typing import TypeVar

from services.runtime import logs, metrics, settings
from services.runtime.faults import Halted

S = TypeVar("S", bound=settings.Settings)
log = logs.get(__name__)


def version() -> str:
    """The version of the installed package, or "0" from a bare checkout."""
    try:
        return metadata.version("dateline")
    except metadata.PackageNotFoundError:
        return "0"


def run(service: str, kind: type[S], compose: Callable[[S, asyncio.Event], Awaitable[int]]) -> int:
    """Run `compose` until SIGTERM or SIGINT sets its event; its exit code. `SettingsError` for a wrong setting."""
    configured = settings.load(kind)
    logs.configure(service, configured.log_level)
    metrics.BUILD.labels(service, version()).set(1)
    return asyncio.run(_live(configured, compose))


async def _live(configured: S, compose: Callable[[S, asyncio.Event], Awaitable[int]]) -> int:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    log.info("starting", version=version())
    try:
        code = await compose(configured, stop)
    except Halted as halted:
        log.error("halted", reason=halted.reason, detail=str(halted))
        code = 1
    log.info("stopped", code=code)
    return code

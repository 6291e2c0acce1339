"""Delivers what is due, to many endpoints side by side: one that is slow or dead takes nobody's turn but its own."""

import asyncio
import random
import uuid
from collections import Counter
from datetime import UTC, datetime
from typing import get_args

from services.gateway.webhooks import message, schedule
from services.gateway.webhooks.deliveries import Deliveries, Due
from services.gateway.webhooks.sender import Outcome, OutcomeKind, Sender
from services.runtime import logs, metrics
from services.runtime.cluster import pause
from services.runtime.faults import Transient

log = logs.get(__name__)
PAUSE_S = 0.5
SIDE_BY_SIDE = 8
"""Deliveries to one endpoint at the same time; to one that failed last, one."""

MOST_IN_HAND = 256
LEASE_S = 60.0
"""Seconds after which a delivery whose process died is due again. An attempt takes less."""

UPKEEP_S = 10.0
FORGET_S = 3600.0


class Dispatcher:
    """One process's share of the deliveries. Several may work on one database."""

    def __init__(self, deliveries: Deliveries, sender: Sender, dice: random.Random | None = None) -> None:
        self._deliveries = deliveries
        self._sender = sender
        self._dice = dice or random.Random()  # noqa: S311  # no secret is made of it
        self._busy: Counter[uuid.UUID] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._freed = asyncio.Event()
        # There at 0 from the start: a series that first appears at 5 has no increase.
        for outcome in ("delivered", "put_off", "failed"):
            metrics.WEBHOOK_DELIVERIES.labels(outcome)
        for kind in get_args(OutcomeKind):
            metrics.WEBHOOK_ATTEMPTS.labels(kind)

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop`, then let what is in hand end."""
        upkeep = asyncio.ensure_future(self._upkeep(stop))
        waking = asyncio.ensure_future(self._wake(stop))
        try:
            while not stop.is_set():
                self._freed.clear()
                if not await self._round():
                    await pause(self._freed, PAUSE_S)
        finally:
            upkeep.cancel()
            waking.cancel()
            await asyncio.gather(upkeep, waking, *self._tasks, return_exceptions=True)

    async def test(self, webhook: uuid.UUID) -> Outcome | None:
        """What came of a test event that was sent to `webhook` now; None where there is no such webhook."""
        if (found := await self._deliveries.endpoint(webhook)) is None:
            return None
        event = uuid.uuid4()
        body = message.test_body(event, webhook, datetime.now(UTC))
        outcome = await self._sender.send(found[0], event, body, found[1])
        await self._deliveries.tested(webhook, event, outcome)
        return outcome

    async def _round(self) -> bool:
        """Take what is due in hand; whether there was any."""
        if (room := MOST_IN_HAND - len(self._tasks)) <= 0:
            return False
        try:
            found = await self._deliveries.claim(+self._busy, SIDE_BY_SIDE, room, LEASE_S)
        except Transient as error:
            log.warning("deliveries wait", detail=error.detail)
            return False
        except Exception:
            # Deliveries wait, and the rest goes on: what is wrong with the database, the indexer finds and says itself.
            log.exception("deliveries fault")
            return False
        for due in found:
            self._busy[due.webhook_id] += 1
            task = asyncio.create_task(self._deliver(due))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return bool(found)

    async def _deliver(self, due: Due) -> None:
        try:
            if due.withdrawn:
                await self._deliveries.drop(due)
                return
            outcome = await self._sender.send(due.url, due.event_id, due.body(), due.secrets)
            await self._end(due, outcome)
        except Transient as error:
            # It may have arrived: when its time is over it is sent again, under the same id.
            log.warning("a delivery's end is not known", id=str(due.event_id), detail=error.detail)
        except Exception:
            log.exception("a delivery failed", id=str(due.event_id))
        finally:
            self._busy[due.webhook_id] -= 1
            self._freed.set()

    async def _end(self, due: Due, outcome: Outcome) -> None:
        if outcome.kind == "delivered":
            await self._deliveries.done(due, outcome)
            metrics.WEBHOOK_DELIVERIES.labels("delivered").inc()
            return
        wait = schedule.pause_s(due.attempts, outcome.retry_after_s, self._dice)
        gone = outcome.kind == "gone"
        if gone:
            await self._deliveries.again(due, outcome, 0.0, "its endpoint answered 410 Gone", now=True)
        else:
            disable = "its endpoint took nothing for days" if wait is None else None
            await self._deliveries.again(due, outcome, wait, disable)
        metrics.WEBHOOK_DELIVERIES.labels("put_off" if gone or wait is not None else "failed").inc()

    async def _wake(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._freed.set()

    async def _upkeep(self, stop: asyncio.Event) -> None:
        forgotten = 0.0
        loop = asyncio.get_running_loop()
        while not stop.is_set():
            try:
                oldest, overdue = await self._deliveries.ages()
                metrics.WEBHOOK_OLDEST.set(oldest)
                metrics.WEBHOOK_OVERDUE.set(overdue)
                if loop.time() - forgotten > FORGET_S:
                    await self._deliveries.forget()
                    forgotten = loop.time()
                if await self._deliveries.replay():
                    continue
            except Transient as error:
                log.warning("webhooks wait", detail=error.detail)
            except Exception:
                log.exception("webhooks fault")
            await pause(stop, UPKEEP_S)

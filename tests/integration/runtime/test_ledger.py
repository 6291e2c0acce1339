"""What a ledger has acknowledged is there after a restart, on either broker."""

import asyncio
import uuid
from pathlib import Path

import faust
import msgspec
from kafka.admin import KafkaAdminClient, NewTopic

from services.runtime.ledger import Ledger
from services.runtime.settings import Settings
from services.runtime.worker import build_app
from tests.waiting import eventually_async


class Entry(msgspec.Struct, frozen=True):
    version: int


async def visit(name: str, settings: Settings, entries: dict[str, Entry]) -> dict[str, Entry | None]:
    """Start an app with a ledger, put `entries` in it, and stop it without ceremony; what it knew at its start."""
    app = build_app(name, settings)
    ledger = Ledger(app, "entries", Entry, partitions=2)
    app.agent(app.topic(name, key_type=bytes, value_type=bytes))(idle)
    await app.start()
    try:
        await eventually_async(lambda: recovered(app), 30, "the recovery")
        known = {key: ledger.get(key) for key in ("a", "b", "c")}
        await ledger.put(0, entries)
        assert all(ledger.get(key) == value for key, value in entries.items())
        return known
    finally:
        await app.stop()


async def recovered(app: faust.App) -> bool:
    return bool(app.tables.recovery.completed.is_set())  # type: ignore[attr-defined]  # the manager's, not its type's


async def idle(stream: object) -> None:
    async for _ in stream:  # type: ignore[attr-defined]  # Faust's stream
        pass


def test_entries_survive_a_restart_and_the_latest_counts(bootstrap: str, tmp_path: Path) -> None:
    name = f"ledger-{uuid.uuid4().hex[:8]}"
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    admin.create_topics([NewTopic(name, 2, 1)])
    admin.close()
    settings = Settings(bootstrap=bootstrap, data=tmp_path, session_s=6)
    assert asyncio.run(visit(name, settings, {"a": Entry(1), "b": Entry(1)})) == dict.fromkeys("abc")
    assert asyncio.run(visit(name, settings, {"a": Entry(2)})) == {"a": Entry(1), "b": Entry(1), "c": None}
    assert asyncio.run(visit(name, settings, {})) == {"a": Entry(2), "b": Entry(1), "c": None}

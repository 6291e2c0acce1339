"""The keys of the database, held in memory: a request need not wait for the database, nor fail with it."""

import asyncio
import secrets
from collections.abc import Sequence
from typing import Protocol

from services.gateway.access import keys
from services.gateway.access.keys import Key
from services.runtime import logs
from services.runtime.cluster import pause
from services.runtime.faults import Transient

log = logs.get(__name__)
FRESH_S = 3.0
"""Seconds after which a key that was made or revoked is known to every replica, at most."""


class Keys(Protocol):
    """Where keys are kept."""

    async def active(self) -> Sequence[Key]: ...


class Keyring:
    """Tells keys from guesses. `own` are keys that stand in no database."""

    def __init__(self, own: Sequence[Key] = ()) -> None:
        self._own = tuple(own)
        self._kept: dict[str, Key] | None = None

    def replace(self, kept: Sequence[Key]) -> None:
        """These are the keys of the database now."""
        self._kept = {key.id: key for key in kept}

    def find(self, word: str) -> Key | None:
        """The key that `word` is; None where it is none. `Transient` before the database was read."""
        given = keys.digest(word)
        for key in self._own:
            if secrets.compare_digest(key.digest, given):
                return key
        if (id_ := keys.id_of(word)) is None:
            return None
        if self._kept is None:
            raise Transient("database", "no keys were read yet")
        kept = self._kept.get(id_)
        return kept if kept and secrets.compare_digest(kept.digest, given) else None

    async def follow(self, kept: Keys, stop: asyncio.Event) -> None:
        """Keep up with the database until `stop`. While it is away, the keys that were known go on to hold."""
        while not stop.is_set():
            try:
                self.replace(await kept.active())
            except Transient as error:
                log.warning("keys not read", detail=error.detail)
            await pause(stop, FRESH_S)

"""The clients that have had everything: each event is made into bytes once, and written to all of them in one go."""

import asyncio
import time
from collections.abc import Sequence

from schemas.filters.syntax import Filter
from services.gateway.live.direct import Direct, framed
from services.gateway.live.position import encode
from services.gateway.live.ring import Behind, Entry, Ring
from services.runtime import metrics

PIECE = 64 * 1024
"""Bytes that are written to a client at once, unless one event is larger."""

BREATH = 200
"""Clients after which everything else has its turn."""


class Member:
    """A client in the crowd: `following` is the sequence number in the ring that it gets next."""

    def __init__(self, direct: Direct, following: int) -> None:
        self.direct = direct
        self.following = following
        self.left = asyncio.get_running_loop().create_future()

    def take(self, piece: bytes, following: int) -> None:
        """Get `piece`, after which comes `following`."""
        self.following = following
        if piece and not self.direct.write(piece):
            self.leave()

    def leave(self) -> None:
        """Out of the crowd: it does not take what is written, or there is no more."""
        if not self.left.done():
            self.left.set_result(None)


class Group:
    """The clients with one filter; `beat` is when they last got something, in seconds of the monotonic clock."""

    def __init__(self) -> None:
        self.members: set[Member] = set()
        self.beat = time.monotonic()


class Crowd:
    """Writes what arrives in `ring` to its members, and a sign of life to those who got nothing for `heartbeat_s`."""

    def __init__(self, ring: Ring, heartbeat_s: float) -> None:
        self._ring = ring
        self._heartbeat_s = heartbeat_s
        self._groups: dict[Filter | None, Group] = {}
        self._following = ring.following
        self.open = False

    def members(self) -> int:
        """How many there are."""
        return sum(len(group.members) for group in self._groups.values())

    async def stay(self, direct: Direct, wanted: Filter | None, following: int, beat: float) -> int:
        """Serve a client that has had everything in the ring up to `following`, its end, and something last at `beat`.

        Returns what comes next for it once it takes no more, or there is no more.
        """
        member = Member(direct, following)
        group = self._groups.setdefault(wanted, Group())
        group.beat = min(group.beat, beat)
        group.members.add(member)
        try:
            await member.left
        finally:
            member.leave()
            group.members.discard(member)
            if not group.members and self._groups.get(wanted) is group:
                del self._groups[wanted]
        return member.following

    async def run(self) -> None:
        """Serve until the ring is closed; then everybody leaves."""
        self.open = True
        try:
            while not self._ring.closed:
                arrived = self._ring.arrived
                await self._deliver()
                await self._beat()
                await self._within(arrived)
        finally:
            self.open = False
            self._dismiss()

    async def _deliver(self) -> None:
        if not self._groups:
            self._following = self._ring.following
        while self._following < self._ring.following:
            try:
                entries = self._some()
            except Behind:
                self._following = self._ring.following
                self._dismiss()  # each is told so by its own look into the ring
                return
            start, self._following = self._following, self._following + len(entries)
            made: dict[tuple[bool, ...], bytes] = {}
            for wanted, group in tuple(self._groups.items()):
                answers = tuple(entry.wanted(wanted) for entry in entries)
                if any(answers):
                    group.beat = time.monotonic()
                for number, member in enumerate(tuple(group.members)):
                    if member.left.done() or member.following >= self._following:
                        continue
                    # Who joined before all of these had their turn has had the first of them.
                    left = (False,) * (member.following - start) + answers[member.following - start :]
                    if left not in made:
                        made[left] = _piece(entries, left)
                    member.take(made[left], self._following)
                    metrics.STREAM_DELIVERED.inc(sum(left))
                    if number % BREATH == BREATH - 1:
                        await asyncio.sleep(0)

    def _some(self) -> Sequence[Entry]:
        """The entries that come next, up to `PIECE` bytes."""
        entries, size = list[Entry](), 0
        for entry in self._ring.since(self._following):
            size += len(entry.frame)
            if entries and size > PIECE:
                break
            entries.append(entry)
        return entries

    async def _beat(self) -> None:
        """Move the place of everybody on who was told of nothing for a while."""
        now = time.monotonic()
        for group in tuple(self._groups.values()):
            if now - group.beat < self._heartbeat_s:
                continue
            group.beat = now
            for number, member in enumerate(tuple(group.members)):
                # Read anew: while others have their turn, more may arrive that this client has not had.
                level = member.following == self._ring.following and not member.left.done()
                if level:
                    member.take(framed(here(self._ring.head)), member.following)
                if number % BREATH == BREATH - 1:
                    await asyncio.sleep(0)

    async def _within(self, arrived: asyncio.Event) -> None:
        """Return when something arrives, or a heartbeat is due."""
        oldest = min((group.beat for group in self._groups.values()), default=time.monotonic())
        try:
            async with asyncio.timeout(max(0.0, oldest + self._heartbeat_s - time.monotonic())):
                await arrived.wait()
        except TimeoutError:
            pass

    def _dismiss(self) -> None:
        for group in tuple(self._groups.values()):
            for member in tuple(group.members):
                member.leave()


def _piece(entries: Sequence[Entry], chosen: Sequence[bool]) -> bytes:
    """Those `entries` that are `chosen`, as they go over the wire; empty where none is."""
    whole = b"".join(entry.frame for entry, yes in zip(entries, chosen, strict=True) if yes)
    return framed(whole) if whole else b""


class Seat:
    """A client's place in the crowd, which it may take and leave as often as it falls behind."""

    def __init__(self, crowd: Crowd, direct: Direct) -> None:
        self._crowd = crowd
        self._direct = direct

    def free(self) -> bool:
        """Whether the crowd is served, and the client has taken all it was sent."""
        return self._crowd.open and self._direct.clear()

    async def stay(self, wanted: Filter | None, following: int, beat: float) -> int:
        """Be served, as `Crowd.stay` says."""
        return await self._crowd.stay(self._direct, wanted, following, beat)


def here(position: Sequence[int]) -> bytes:
    """A heartbeat, which moves a client's place on although nothing was wanted."""
    return b":\nid: %b\n\n" % encode(position).encode()

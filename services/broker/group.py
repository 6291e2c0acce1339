"""One consumer group: who is in it, which generation it is in, and when a silent member is out.

The states and rules are those of Kafka's classic group protocol; static members are not kept apart from others.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kafka import errors

Joined = Mapping[str, object]


# What a group is doing, by Kafka's names.
EMPTY, PREPARING, COMPLETING, STABLE = "Empty", "PreparingRebalance", "CompletingRebalance", "Stable"


@dataclass(eq=False)
class Member:
    """One consumer; times in seconds. `joining` and `syncing` are its answers that are still due."""

    id: str
    client: str
    host: str
    kind: str
    protocols: dict[str, bytes]
    session_s: float
    rebalance_s: float
    assignment: bytes = b""
    expires: float = 0.0
    joining: asyncio.Future[Joined] | None = None
    syncing: asyncio.Future[bytes] | None = None


class Group:
    """The state machine; `tick` must be called a few times a second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._deadline = 0.0
        self.state, self.generation = EMPTY, 0
        self.members: dict[str, Member] = {}
        self.expected: deque[str] = deque(maxlen=1000)  # ids that were given to who has not joined yet
        self.kind = self.protocol = self.leader = ""

    def join(self, member: Member) -> asyncio.Future[Joined]:
        """Take part in the next generation; done when that is formed, at once where nothing changed."""
        others = [m for m in self.members.values() if m.id != member.id]
        if others and (member.kind != self.kind or not _common([*others, member])):
            raise errors.InconsistentGroupProtocolError
        known = self.members.get(member.id)
        if known:
            _settle(known.joining, errors.RebalanceInProgressError())
            member.assignment = known.assignment
        joining = member.joining = asyncio.get_running_loop().create_future()
        self.members[member.id], self.kind = member, member.kind
        unchanged = known is not None and known.protocols == member.protocols
        follower = self.state == STABLE and member.id != self.leader
        if unchanged and (follower or self.state == COMPLETING):
            self._admit(member)
        elif self.state != PREPARING:
            self._prepare()
        self._complete()
        return joining

    def _prepare(self) -> None:
        self.state = PREPARING
        self._deadline = self._clock() + max(m.rebalance_s for m in self.members.values())
        for member in self.members.values():
            _settle(member.syncing, errors.RebalanceInProgressError())
            member.syncing = None

    def _complete(self) -> None:
        members = list(self.members.values())
        if self.state != PREPARING or not all(m.joining for m in members):
            return
        common = _common(members)
        votes = [next(p for p in m.protocols if p in common) for m in members]
        self.protocol = max(common, key=votes.count)
        self.state, self.generation = COMPLETING, self.generation + 1
        self.leader = self.leader if self.leader in self.members else members[0].id
        self._deadline = self._clock() + max(m.rebalance_s for m in members)
        for member in members:
            self._admit(member)

    def _admit(self, member: Member) -> None:
        told = self.members.values() if member.id == self.leader else []
        joined = {
            "generation_id": self.generation,
            "protocol_name": self.protocol,
            "leader": self.leader,
            "member_id": member.id,
            "members": [{"member_id": m.id, "metadata": m.protocols[self.protocol]} for m in told],
        }
        _settle(member.joining, joined)
        member.joining = None
        self._heard(member)

    def sync(self, member_id: str, generation: int, assignments: dict[str, bytes]) -> asyncio.Future[bytes]:
        """The member's assignment, once the leader has sent all of them."""
        member = self.check(member_id, generation)
        if self.state == PREPARING:
            raise errors.RebalanceInProgressError
        _settle(member.syncing, errors.RebalanceInProgressError())
        syncing = member.syncing = asyncio.get_running_loop().create_future()
        if self.state == COMPLETING and member_id == self.leader:
            self.state = STABLE
            for m in self.members.values():
                m.assignment = assignments.get(m.id, b"")
        for m in self.members.values() if self.state == STABLE else []:
            _settle(m.syncing, m.assignment)
            m.syncing = None
            self._heard(m)
        return syncing

    def check(self, member_id: str, generation: int) -> Member:
        """The member, heard of now; raises for a stranger and for one of another generation."""
        member = self.members.get(member_id)
        if member is None:
            raise errors.UnknownMemberIdError
        if generation != self.generation:
            raise errors.IllegalGenerationError
        self._heard(member)
        return member

    def _heard(self, member: Member) -> None:
        member.expires = self._clock() + member.session_s

    def heartbeat(self, member_id: str, generation: int) -> None:
        """Stay in; raises where the member has to join again."""
        self.check(member_id, generation)
        if self.state == PREPARING:
            raise errors.RebalanceInProgressError

    def may_commit(self, member_id: str, generation: int) -> None:
        """Raises where a commit is of another generation, or comes while partitions change hands."""
        if generation < 0 and not member_id:
            if self.members:
                raise errors.UnknownMemberIdError
            return
        if not self.generation:
            raise errors.IllegalGenerationError
        self.check(member_id, generation)
        if self.state == COMPLETING:
            raise errors.RebalanceInProgressError

    def leave(self, member_id: str) -> None:
        """Out of the group; the others share what it had."""
        member = self.members.pop(member_id, None)
        if member is None:
            raise errors.UnknownMemberIdError
        _settle(member.joining, errors.UnknownMemberIdError())
        _settle(member.syncing, errors.UnknownMemberIdError())
        if not self.members:
            self.state, self.generation, self.protocol = EMPTY, self.generation + 1, ""
        elif self.state != PREPARING:
            self._prepare()
        self._complete()

    def tick(self) -> None:
        """Put out who has been silent for its session, or did not take part in a rebalance in time."""
        now = self._clock()
        late = self.state in (PREPARING, COMPLETING) and now >= self._deadline
        silent = [m for m in self.members.values() if not (m.joining or m.syncing)]
        for member_id in [m.id for m in silent if late or now >= m.expires]:
            self.leave(member_id)


def _common(members: list[Member]) -> list[str]:
    return [p for p in members[0].protocols if all(p in m.protocols for m in members)]


def _settle(future: "asyncio.Future[Any] | None", result: object) -> None:
    if future and not future.done():
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)

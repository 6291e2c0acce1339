"""Consumer groups: who gets which partition, when a member counts as gone, and whose commits count."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from kafka import KafkaConsumer, OffsetAndMetadata, TopicPartition
from kafka.admin import KafkaAdminClient, MemberToRemove
from kafka.protocol.consumer import (
    HeartbeatRequest,
    JoinGroupRequest,
    LeaveGroupRequest,
    OffsetCommitRequest,
    SyncGroupRequest,
)

from tests.integration.conformance.conftest import NewStream
from tests.kafka.clients import QUICK, GroupMember, KafkaPythonMember, Wire, patiently, produce
from tests.kafka.process import BrokerProcess

# Errors by their numbers in the protocol.
ILLEGAL_GENERATION, UNKNOWN_MEMBER, INVALID_SESSION, REBALANCING, INCONSISTENT, MEMBER_ID_REQUIRED = (
    22,
    25,
    26,
    27,
    23,
    79,
)


@contextmanager
def other_process(broker: BrokerProcess, stream: str, group: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A member of the group that can be killed."""
    command = [sys.executable, "-m", "tests.kafka.member", broker.bootstrap, stream, group]
    process = subprocess.Popen(command)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


class Bare:
    """A member of a group that does no more than what a test tells it to."""

    def __init__(self, wire: Wire, group: str, rebalance_ms: int = 5000) -> None:
        self.wire, self.group, self.rebalance_ms = wire, group, rebalance_ms
        self.id, self.generation = "", -1

    def _request(self, session_ms: int = 6000, protocol: str = "range") -> JoinGroupRequest:
        kind = JoinGroupRequest
        return kind(
            group_id=self.group,
            session_timeout_ms=session_ms,
            rebalance_timeout_ms=self.rebalance_ms,
            member_id=self.id,
            protocol_type="consumer",
            protocols=[kind.JoinGroupRequestProtocol(name=protocol, metadata=b"m")],
        )

    def join(self, session_ms: int = 6000, protocol: str = "range", version: int = 4) -> int:
        answer = self.wire.ask(self._request(session_ms, protocol), version)
        self.id, self.generation = answer.member_id or self.id, answer.generation_id
        return int(answer.error_code)

    def ask_to_join(self) -> None:
        """Join without waiting for the answer."""
        self.wire.post(self._request(), 4)

    def sync(self, assignment: bytes | None = None) -> tuple[int, bytes]:
        kind = SyncGroupRequest
        given = [] if assignment is None else [kind.SyncGroupRequestAssignment(self.id, assignment)]
        request = kind(
            group_id=self.group, generation_id=self.generation, member_id=self.id, assignments=given
        )
        answer = self.wire.ask(request, 2)
        return answer.error_code, bytes(answer.assignment)

    def beat(self) -> int:
        request = HeartbeatRequest(group_id=self.group, generation_id=self.generation, member_id=self.id)
        return int(self.wire.ask(request, 2).error_code)

    def commit(self, stream: str, offset: int, partition: int = 0) -> int:
        kind = OffsetCommitRequest
        part = kind.OffsetCommitRequestTopic.OffsetCommitRequestPartition(
            partition_index=partition, committed_offset=offset, committed_metadata="m"
        )
        topic = kind.OffsetCommitRequestTopic(name=stream, partitions=[part])
        request = kind(
            group_id=self.group,
            generation_id_or_member_epoch=self.generation,
            member_id=self.id,
            topics=[topic],
        )
        return int(self.wire.ask(request, 6).topics[0].partitions[0].error_code)

    def enter(self) -> "Bare":
        """Join and sync alone, as leader."""
        assert self.join() == MEMBER_ID_REQUIRED
        assert self.join() == 0
        assert self.sync(b"all") == (0, b"all")
        return self


@pytest.fixture
def wire(broker: BrokerProcess) -> Iterator[Wire]:
    with Wire(broker.bootstrap) as connection:
        yield connection


def committed(admin: KafkaAdminClient, group: str) -> dict[int, int]:
    return {p.partition: found.offset for p, found in admin.list_group_offsets(group)[group].items()}


@pytest.mark.parametrize("client", [GroupMember, KafkaPythonMember])
def test_a_group_reads_everything_once_and_goes_on_where_it_committed(
    broker: BrokerProcess,
    new_stream: NewStream,
    group: str,
    admin: KafkaAdminClient,
    client: type[GroupMember],
) -> None:
    stream = new_stream(4)
    values = [b"%d" % i for i in range(200)]
    produce(broker.bootstrap, stream, values[:100])
    with client(broker.bootstrap, stream, group) as member:
        patiently(lambda: len(member.values) == 100)
    assert sum(committed(admin, group).values()) == 100
    produce(broker.bootstrap, stream, values[100:])
    with client(broker.bootstrap, stream, group) as later:
        patiently(lambda: len(later.values) == 100)
    assert sorted(member.values + later.values) == sorted(values)


@pytest.mark.parametrize("client", [GroupMember, KafkaPythonMember])
def test_two_members_share_the_partitions_and_the_one_that_stays_gets_them_all(
    broker: BrokerProcess,
    new_stream: NewStream,
    group: str,
    admin: KafkaAdminClient,
    client: type[GroupMember],
) -> None:
    stream = new_stream(4)
    with client(broker.bootstrap, stream, group) as first:
        patiently(lambda: first.partitions == {0, 1, 2, 3})
        with client(broker.bootstrap, stream, group) as second:
            patiently(lambda: len(first.partitions) == len(second.partitions) == 2)
            assert first.partitions | second.partitions == {0, 1, 2, 3}
            described = admin.describe_groups([group])[group]
            assert (described["group_state"], described["protocol_type"]) == ("Stable", "consumer")
            assert len(described["members"]) == 2
        patiently(lambda: first.partitions == {0, 1, 2, 3})


def test_a_killed_members_partitions_go_to_the_survivor_after_its_session(
    broker: BrokerProcess, new_stream: NewStream, group: str
) -> None:
    stream = new_stream(4)
    with (
        GroupMember(broker.bootstrap, stream, group) as survivor,
        other_process(broker, stream, group) as other,
    ):
        patiently(lambda: len(survivor.partitions) == 2)
        other.kill()
        killed = time.monotonic()
        patiently(lambda: survivor.partitions == {0, 1, 2, 3})
        assert time.monotonic() - killed > 1.0


def test_groups_are_listed_with_their_state_and_deleted_only_when_empty(
    broker: BrokerProcess, new_stream: NewStream, group: str, admin: KafkaAdminClient
) -> None:
    def states() -> dict[str, str]:
        return {g["group_id"]: g["group_state"] for g in admin.list_groups()}

    stream = new_stream()
    produce(broker.bootstrap, stream, [b"v"])
    with GroupMember(broker.bootstrap, stream, group) as member:
        patiently(lambda: member.values)
        assert states()[group] == "Stable"
        assert admin.delete_groups([group]) == {group: "NonEmptyGroupError"}
    assert states()[group] == "Empty"
    assert admin.describe_groups([group])[group]["members"] == []
    assert admin.delete_groups([group]) == {group: "OK"}
    assert admin.delete_groups([group]) == {group: "GroupIdNotFoundError"}
    assert group not in states()
    assert committed(admin, group) == {}


def test_offsets_are_committed_with_their_metadata_and_set_from_outside(
    broker: BrokerProcess, new_stream: NewStream, group: str, admin: KafkaAdminClient
) -> None:
    place, other = TopicPartition(new_stream(2), 0), "never-created"
    consumer = KafkaConsumer(bootstrap_servers=broker.bootstrap, group_id=group, **QUICK)
    consumer.assign([place])
    assert consumer.committed(place) is None
    consumer.commit({place: OffsetAndMetadata(5, "note", -1)})
    assert consumer.committed(place) == 5
    assert admin.list_group_offsets(group)[group][place].metadata == "note"
    consumer.close()
    admin.alter_group_offsets(group, {place: OffsetAndMetadata(2, "", -1)})
    assert committed(admin, group) == {0: 2}
    failed = admin.alter_group_offsets(group, {TopicPartition(other, 0): OffsetAndMetadata(2, "", -1)})
    assert [error.errno for error in failed.values()] == [3]


def test_commits_for_a_deleted_stream_go_with_it(
    broker: BrokerProcess, new_stream: NewStream, group: str, admin: KafkaAdminClient
) -> None:
    name = new_stream()
    admin.alter_group_offsets(group, {TopicPartition(name, 0): OffsetAndMetadata(2, "", -1)})
    assert committed(admin, group) == {0: 2}
    admin.delete_topics([name])
    patiently(lambda: committed(admin, group) == {})


def test_a_member_removed_by_an_administrator_is_out(
    broker: BrokerProcess, wire: Wire, group: str, admin: KafkaAdminClient
) -> None:
    member = Bare(wire, group).enter()
    admin.remove_group_members(group, [MemberToRemove(member_id=member.id)])
    assert member.beat() == UNKNOWN_MEMBER


def test_a_new_member_is_given_an_id_first(wire: Wire, group: str) -> None:
    member = Bare(wire, group)
    assert member.join() == MEMBER_ID_REQUIRED
    assert member.id
    assert member.join() == 0
    assert member.generation == 1


def test_a_member_that_nobody_knows_is_refused(wire: Wire, group: str) -> None:
    member = Bare(wire, group)
    member.id = "made-up"
    assert member.join() == UNKNOWN_MEMBER
    member.id = "made-up"
    assert member.sync()[0] == UNKNOWN_MEMBER
    assert member.beat() == UNKNOWN_MEMBER


def test_a_session_out_of_bounds_and_a_strange_protocol_are_refused(
    broker: BrokerProcess, wire: Wire, group: str
) -> None:
    assert Bare(wire, group).join(session_ms=10) == INVALID_SESSION
    Bare(wire, group).enter()
    assert Bare(wire, group).join(protocol="other", version=3) == INCONSISTENT


def test_a_silent_member_is_out_after_its_session(wire: Wire, group: str) -> None:
    member = Bare(wire, group)
    member.join()
    assert member.join(session_ms=1000) == 0
    assert member.sync(b"all") == (0, b"all")
    assert member.beat() == 0
    began = time.monotonic()
    patiently(lambda: time.monotonic() - began > 1.5 and member.beat() == UNKNOWN_MEMBER)


def test_commits_of_an_old_generation_are_refused(wire: Wire, new_stream: NewStream, group: str) -> None:
    stream = new_stream()
    member = Bare(wire, group).enter()
    assert member.commit(stream, 1) == 0
    member.generation -= 1
    assert member.commit(stream, 2) == ILLEGAL_GENERATION
    assert member.beat() == ILLEGAL_GENERATION
    member.generation += 1
    assert member.beat() == 0
    assert member.commit(stream, 3) == 0


def test_commits_without_membership_are_refused_while_a_group_has_members(
    wire: Wire, new_stream: NewStream, group: str
) -> None:
    stream, outsider = new_stream(), Bare(wire, group)
    assert outsider.commit(stream, 1) == 0
    Bare(wire, group).enter()
    assert outsider.commit(stream, 2) == UNKNOWN_MEMBER
    outsider.id, outsider.generation = "made-up", 1
    assert outsider.commit(stream, 2) == UNKNOWN_MEMBER


def test_a_commit_for_an_unknown_partition_is_refused(wire: Wire, new_stream: NewStream, group: str) -> None:
    stream, member = new_stream(), Bare(wire, group).enter()
    assert member.commit(stream, 1, partition=1) == 3
    assert member.commit("never-created", 1) == 3


def test_members_may_commit_their_last_work_while_a_rebalance_is_prepared(
    broker: BrokerProcess, wire: Wire, new_stream: NewStream, group: str
) -> None:
    stream, member = new_stream(), Bare(wire, group).enter()
    with Wire(broker.bootstrap) as other, Wire(broker.bootstrap) as third:
        newcomer = Bare(other, group)
        newcomer.join()
        newcomer.ask_to_join()
        patiently(lambda: member.beat() == REBALANCING)
        assert member.commit(stream, 7) == 0
        assert member.join() == 0
        assert member.generation == 2
        other.receive()
        assert member.commit(stream, 8) == REBALANCING
        assert Bare(third, group).commit(stream, 9) == UNKNOWN_MEMBER


def test_a_member_that_does_not_join_again_in_time_is_left_out(
    broker: BrokerProcess, wire: Wire, group: str
) -> None:
    old = Bare(wire, group, rebalance_ms=1000).enter()
    with Wire(broker.bootstrap) as other:
        newcomer = Bare(other, group, rebalance_ms=1000)
        newcomer.join()
        newcomer.ask_to_join()
        patiently(lambda: old.beat() == UNKNOWN_MEMBER)
        other.receive()


def test_leaving_twice_is_told(wire: Wire, group: str) -> None:
    member = Bare(wire, group).enter()
    kind = LeaveGroupRequest
    request = kind(group_id=group, members=[kind.MemberIdentity(member_id=member.id)])
    assert wire.ask(request, 3).members[0].error_code == 0
    assert wire.ask(request, 3).members[0].error_code == UNKNOWN_MEMBER

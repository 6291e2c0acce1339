"""What consumer groups ask: membership, assignments, committed offsets."""

import uuid

from kafka import errors

from services.broker.group import Member
from services.broker.node import ID, Node
from services.broker.offsets import NOTHING, Committed
from services.broker.wire import Reply, Request, by_partition, outcome

SESSION_MS = range(1000, 1_800_001)
METADATA_LIMIT = 4096


def find_coordinator(node: Node, request: Request) -> Reply:
    if request.key_type != 0:
        raise errors.TransactionalIdAuthorizationFailedError
    return {"node_id": ID, "host": node.host, "port": node.port, "error_message": None}


async def join(node: Node, request: Request) -> Reply:
    group = node.group(request.group_id)
    if request.session_timeout_ms not in SESSION_MS:
        raise errors.InvalidSessionTimeoutError
    client = request.header.client_id or ""
    member_id = request.member_id or f"{client}-{uuid.uuid4()}"
    if not request.member_id and request.API_VERSION >= 4:
        group.expected.append(member_id)
        return {"error_code": errors.MemberIdRequiredError.errno, "member_id": member_id}
    if request.member_id and member_id not in group.members and member_id not in group.expected:
        raise errors.UnknownMemberIdError
    session_s = request.session_timeout_ms / 1000
    member = Member(
        id=member_id,
        client=client,
        host=f"/{node.host}",
        kind=request.protocol_type,
        protocols={p.name: bytes(p.metadata) for p in request.protocols},
        session_s=session_s,
        rebalance_s=request.rebalance_timeout_ms / 1000,
    )
    return await group.join(member)


async def sync(node: Node, request: Request) -> Reply:
    assignments = {a.member_id: bytes(a.assignment) for a in request.assignments}
    group = node.group(request.group_id)
    return {"assignment": await group.sync(request.member_id, request.generation_id, assignments)}


def heartbeat(node: Node, request: Request) -> Reply:
    return outcome(node.group(request.group_id).heartbeat, request.member_id, request.generation_id)


def leave(node: Node, request: Request) -> Reply:
    group = node.group(request.group_id)
    if request.API_VERSION < 3:
        return outcome(group.leave, request.member_id)
    left = [{"member_id": m.member_id, **outcome(group.leave, m.member_id)} for m in request.members]
    return {"members": left}


def commit(node: Node, request: Request) -> Reply:
    group, commits = node.group(request.group_id), {}

    def one(stream: str, partition: Request) -> None:
        group.may_commit(request.member_id, request.generation_id_or_member_epoch)
        node.streams.log(stream, partition.partition_index)
        metadata = partition.committed_metadata or ""
        if len(metadata) > METADATA_LIMIT:
            raise errors.OffsetMetadataTooLargeError
        commits[stream, partition.partition_index] = Committed(
            partition.committed_offset, partition.committed_leader_epoch, metadata
        )

    topics = by_partition(request.topics, one)
    node.offsets.commit(request.group_id, commits)
    return {"topics": topics}


def committed(node: Node, request: Request) -> Reply:
    commits = node.offsets.groups.get(request.group_id, {})
    wanted = list(commits)
    if request.topics is not None:
        wanted = [(t.name, i) for t in request.topics for i in t.partition_indexes]

    def one(stream: str, index: int) -> Reply:
        found = commits.get((stream, index), NOTHING)
        return {
            "partition_index": index,
            "committed_offset": found.offset,
            "committed_leader_epoch": found.epoch,
            "metadata": found.metadata,
        }

    names = dict.fromkeys(stream for stream, _ in wanted)
    return {"topics": [{"name": n, "partitions": [one(s, i) for s, i in wanted if s == n]} for n in names]}


def _known(node: Node) -> list[str]:
    return sorted({name for name, group in node.groups.items() if group.members} | set(node.offsets.groups))


def list_groups(node: Node, request: Request) -> Reply:
    groups = [(name, node.group(name)) for name in _known(node)]
    return {
        "groups": [
            {"group_id": name, "protocol_type": g.kind, "group_state": g.state, "group_type": "classic"}
            for name, g in groups
            if not request.states_filter or g.state in request.states_filter
        ]
    }


def describe_groups(node: Node, request: Request) -> Reply:
    def one(name: str) -> Reply:
        if name not in _known(node):
            return {"group_state": "Dead"}
        group = node.group(name)
        members = [
            {
                "member_id": m.id,
                "client_id": m.client,
                "client_host": m.host,
                "member_metadata": m.protocols.get(group.protocol, b""),
                "member_assignment": m.assignment,
            }
            for m in group.members.values()
        ]
        state = {"group_state": group.state, "protocol_type": group.kind, "protocol_data": group.protocol}
        return {**state, "members": members}

    return {"groups": [{"group_id": name, **outcome(one, name)} for name in request.groups]}


def delete_groups(node: Node, request: Request) -> Reply:
    def one(name: str) -> None:
        if name not in _known(node):
            raise errors.GroupIdNotFoundError
        if node.group(name).members:
            raise errors.NonEmptyGroupError
        node.offsets.forget(group=name)
        node.groups.pop(name)

    return {"results": [{"group_id": name, **outcome(one, name)} for name in request.groups_names]}

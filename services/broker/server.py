"""The listening side: frames in, frames out, one request after another on each connection, as Kafka does it."""

import asyncio
import logging
import struct
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from kafka import errors

from services.broker import admin, coordination, data
from services.broker.node import Node
from services.broker.wire import Reply, Request, decode, encode

FRAME_BYTES = 32 << 20  # the largest request
SMALL_BYTES = 64 << 10  # what a connection may always have in hand
PATIENCE_S = 30.0  # with a client that stops in the middle of a frame
_HEAD = struct.Struct(">hhi")
_log = logging.getLogger(__name__)


class Api(NamedTuple):
    """One kind of request, the versions of it that are served, and by what."""

    name: str
    oldest: int
    newest: int
    handler: Callable[[Node, Request], Reply | Awaitable[Reply] | None]


def _versions(_node: Node, _request: Request) -> Reply:
    served = [
        {"api_key": key, "min_version": api.oldest, "max_version": api.newest} for key, api in SERVED.items()
    ]
    return {"api_keys": served}


SERVED = {
    0: Api("Produce", 3, 7, data.produce),
    1: Api("Fetch", 4, 11, data.fetch),
    2: Api("ListOffsets", 1, 5, data.list_offsets),
    3: Api("Metadata", 0, 8, admin.metadata),
    8: Api("OffsetCommit", 2, 6, coordination.commit),
    9: Api("OffsetFetch", 1, 7, coordination.committed),
    10: Api("FindCoordinator", 0, 3, coordination.find_coordinator),
    11: Api("JoinGroup", 2, 4, coordination.join),
    12: Api("Heartbeat", 0, 2, coordination.heartbeat),
    13: Api("LeaveGroup", 0, 5, coordination.leave),
    14: Api("SyncGroup", 0, 2, coordination.sync),
    15: Api("DescribeGroups", 0, 5, coordination.describe_groups),
    16: Api("ListGroups", 0, 5, coordination.list_groups),
    18: Api("ApiVersions", 0, 4, _versions),
    19: Api("CreateTopics", 2, 5, admin.create),
    20: Api("DeleteTopics", 1, 4, admin.delete),
    22: Api("InitProducerId", 0, 3, data.init_producer_id),
    32: Api("DescribeConfigs", 1, 2, admin.describe_configs),
    37: Api("CreatePartitions", 0, 2, admin.create_partitions),
    42: Api("DeleteGroups", 0, 2, coordination.delete_groups),
    44: Api("IncrementalAlterConfigs", 0, 1, admin.alter_configs),
}


class Refused(Exception):
    """The client sent what has no answer in the protocol: its connection is closed."""


async def serve(node: Node, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one client until it goes; whatever it sends ends no more than its own connection."""
    try:
        while True:
            await _exchange(node, reader, writer)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    except Exception as error:
        _log.warning("connection closed: %r", error, exc_info=not isinstance(error, Refused | TimeoutError))
    finally:
        writer.close()


async def _exchange(node: Node, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    (size,) = struct.unpack(">i", await reader.readexactly(4))
    if not _HEAD.size <= size <= FRAME_BYTES:
        raise Refused(f"a frame of {size} bytes")
    if size > SMALL_BYTES:
        await node.memory.room(size)
    with node.memory.taken(size):
        async with asyncio.timeout(PATIENCE_S):
            frame = await reader.readexactly(size)
        answer = await _answer(node, frame)
    with node.memory.taken(len(answer)):
        writer.write(answer)
        async with asyncio.timeout(PATIENCE_S):
            await writer.drain()


async def _answer(node: Node, frame: bytes) -> bytes:
    key, version, correlation = _HEAD.unpack_from(frame)
    if key not in SERVED:
        raise Refused(f"request {key} is not served")
    name, oldest, newest, handler = SERVED[key]
    if not oldest <= version <= newest:
        if name != "ApiVersions":
            raise Refused(f"version {version} of {name} is not served")
        code = errors.UnsupportedVersionError.errno
        return encode(name, 0, correlation, {"error_code": code, **_versions(node, None)})
    try:
        request = decode(name, version, frame)
    except Exception as error:  # the codec fails in whatever way the bytes lead it to
        raise Refused(f"no {name} request: {error!r}") from error
    try:
        result = handler(node, request)
        reply = await result if isinstance(result, Awaitable) else result
    except errors.BrokerResponseError as error:
        reply = {"error_code": error.errno}
    return b"" if reply is None else encode(name, version, correlation, reply)

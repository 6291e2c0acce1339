"""What a broker does with requests that it does not know and with bytes that are none."""

import struct

import pytest
from kafka.protocol.admin import CreateTopicsRequest
from kafka.protocol.consumer import OffsetFetchRequest
from kafka.protocol.metadata import ApiVersionsRequest, FindCoordinatorRequest, MetadataRequest
from kafka.protocol.producer import InitProducerIdRequest

from tests.integration.conformance.conftest import NewStream
from tests.kafka.clients import Wire, produce
from tests.kafka.process import BrokerProcess


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(struct.pack(">i", 2**31 - 1) + b"x" * 100, id="a frame of 2 GiB"),
        pytest.param(struct.pack(">i", -5) + b"x" * 100, id="a frame of negative size"),
        pytest.param(struct.pack(">i", 3) + b"abc", id="a frame without a header"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: kafka\r\n\r\n", id="HTTP"),
        pytest.param(struct.pack(">ihhi", 8, 999, 0, 1), id="an unknown request"),
        pytest.param(struct.pack(">ihhi", 8, 3, 99, 1), id="an unknown version"),
        pytest.param(struct.pack(">ihhih", 60, 1, 4, 1, -1) + b"\x7f" * 50, id="noise as a fetch"),
        pytest.param(struct.pack(">ihhihi", 14, 3, 8, 1, -1, 2**31 - 1), id="an array of 2 G streams"),
    ],
)
def test_bytes_that_are_no_request_end_their_own_connection_only(broker: BrokerProcess, data: bytes) -> None:
    with Wire(broker.bootstrap) as good, Wire(broker.bootstrap) as bad:
        assert good.alive()
        bad.send(data)
        with pytest.raises(ConnectionError):
            bad.receive()
        assert good.alive()


def test_an_unknown_version_of_the_version_request_is_answered_with_what_is_served(
    broker: BrokerProcess,
) -> None:
    with Wire(broker.bootstrap) as wire:
        wire.send(struct.pack(">ihhihb", 11, 18, 99, 7, -1, 0))
        answer = wire.receive()
        known = ApiVersionsRequest(client_software_name="test", client_software_version="1")
        assert struct.unpack(">ih", answer[:6]) == (7, 35)
        assert wire.ask(known, 3).error_code == 0


def test_every_version_that_is_told_is_served(broker: BrokerProcess, new_stream: NewStream) -> None:
    stream = new_stream()
    requests = {
        3: lambda: MetadataRequest(topics=[MetadataRequest.MetadataRequestTopic(name=stream)]),
        9: lambda: OffsetFetchRequest(group_id="nobody", topics=[], groups=[]),
        10: lambda: FindCoordinatorRequest(key="nobody", coordinator_keys=["nobody"]),
        18: lambda: ApiVersionsRequest(client_software_name="test", client_software_version="1"),
        19: lambda: CreateTopicsRequest(topics=[], timeout_ms=1000),
        22: lambda: InitProducerIdRequest(transactional_id=None, transaction_timeout_ms=1000),
    }
    with Wire(broker.bootstrap) as wire:
        told = {a.api_key: (a.min_version, a.max_version) for a in wire.ask(ApiVersionsRequest(), 0).api_keys}
        for key, make in requests.items():
            oldest, newest = told[key]
            for version in range(oldest, min(newest, make().max_version) + 1):
                assert wire.ask(make(), version) is not None, (key, version)


def test_many_requests_sent_at_once_are_answered_in_their_order(
    broker: BrokerProcess, new_stream: NewStream
) -> None:
    stream = new_stream()
    produce(broker.bootstrap, stream, [b"v"])
    request = MetadataRequest(topics=[MetadataRequest.MetadataRequestTopic(name=stream)])
    request.API_VERSION = 1
    frames = b""
    for number in range(50):
        request.with_header(number, "wire")
        frames += bytes(request.encode(header=True, framed=True))
    with Wire(broker.bootstrap) as wire:
        wire.send(frames)
        numbers = [int.from_bytes(wire.receive()[:4], "big") for _ in range(50)]
    assert numbers == list(range(50))

"""Every message crosses a stream as a CloudEvent in binary mode, and comes back as it went."""

import json

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary_event

from schemas.deadletter import Reason
from schemas.envelope import TYPES, EnvelopeError, Record, decode, encode, payload
from tests.contract.messages import event, example, example_bytes

every_type = pytest.mark.parametrize("event_type", sorted(TYPES))


@every_type
def test_an_event_comes_back_as_it_went(event_type: str) -> None:
    assert decode(encode(event(event_type))) == event(event_type)


@every_type
def test_an_independent_reader_sees_the_same_event(event_type: str) -> None:
    ours = event(event_type)
    record = encode(ours)
    assert record.value is not None
    theirs = from_binary_event(KafkaMessage(headers=dict(record.headers), key=record.key, value=record.value))
    assert theirs.get_specversion() == "1.0"
    assert (theirs.get_id(), theirs.get_type(), theirs.get_source()) == (ours.id, event_type, ours.source)
    assert str(theirs.get_time()) == ours.time.replace("T", " ")
    assert theirs.get_datacontenttype() == "application/json"
    assert theirs.get_extension("partitionkey") == ours.partitionkey == (record.key or b"").decode()
    assert theirs.get_extension("receivedtime") == ours.receivedtime
    assert theirs.get_data() == json.loads(example_bytes(event_type))


@every_type
def test_the_same_message_gives_the_same_bytes(event_type: str) -> None:
    assert payload(example(event_type)) == payload(example(event_type))
    assert decode(encode(event(event_type))).data == example(event_type)


@every_type
def test_no_payload_holds_what_an_envelope_says(event_type: str) -> None:
    fields = set(json.loads(payload(example(event_type))))
    assert not fields & {"time", "receivedtime", "traceparent", "host", "event_id"}


def test_a_field_of_a_later_revision_is_ignored() -> None:
    record = encode(event("dateline.article.retracted.v1"))
    assert record.value is not None
    later = Record(key=record.key, headers=record.headers, value=record.value[:-1] + b',"later":[1]}')
    assert decode(later) == event("dateline.article.retracted.v1")


def _altered(**changes: bytes | None) -> Record:
    record = encode(event("dateline.article.retracted.v1"))
    headers = {**dict(record.headers), **{name: value for name, value in changes.items() if name != "value"}}
    kept = tuple((name, value) for name, value in headers.items() if value is not None)
    return Record(key=record.key, value=changes.get("value", record.value), headers=kept)


@pytest.mark.parametrize(
    ("record", "reason", "names"),
    [
        (_altered(ce_type=None), "undecodable", "ce_type"),
        (_altered(ce_id=None), "undecodable", "ce_id"),
        (_altered(ce_id=b"\xff"), "undecodable", "ce_id"),
        (_altered(ce_specversion=b"0.3"), "undecodable", "ce_specversion"),
        (_altered(ce_type=b"com.example.other"), "unsupported", "ce_type"),
        (_altered(value=None), "undecodable", "value"),
        (_altered(value=b""), "undecodable", "value"),
        (_altered(value=b"{"), "undecodable", "value"),
        (_altered(value=b'{"x":' + b"[" * 100_000), "undecodable", "value"),
        (_altered(value=b"[]"), "invalid", "object"),
        (_altered(value=b'{"id":"x","version":1,"digest":"d","source":"s"}'), "invalid", "reason"),
        (_altered(value=b'{"id":"x","version":"1"}'), "invalid", "version"),
    ],
)  # fmt: skip
def test_what_is_no_event_of_ours_is_refused_by_name(record: Record, reason: Reason, names: str) -> None:
    with pytest.raises(EnvelopeError, match=names) as refused:
        decode(record)
    assert refused.value.reason == reason

"""What a stage set aside is done after all, once it is sent again."""

import msgspec
import pytest
from click.testing import CliRunner

from schemas.catalogue import ARTICLES, dead_letters
from schemas.deadletter import DeadLetter, Header, Origin
from schemas.envelope import Event, Record, encode
from services.cli import dateline
from services.runtime import reader, streams
from services.runtime.redrive import records
from tests.fakes import article_event
from tests.kafka.embedded import EmbeddedBroker
from tests.submitting import publish


def letter(number: int, reason: str = "failed", stream: str = ARTICLES) -> DeadLetter:
    record = encode(article_event(number))
    return msgspec.convert(
        msgspec.to_builtins(
            DeadLetter(
                stage="extraction",
                reason="failed",
                detail="it raised",
                origin=Origin(stream=stream, partition=0, offset=number),
                key=record.key,
                value=record.value or b"",
                headers=tuple(Header(name=name, value=value) for name, value in record.headers),
            )
        )
        | {"reason": reason},
        DeadLetter,
    )


def test_a_record_comes_out_as_it_went_in() -> None:
    assert records([letter(1), letter(2)]) == {ARTICLES: [encode(article_event(1)), encode(article_event(2))]}


def test_a_record_that_failed_twice_is_sent_once() -> None:
    assert records([letter(1), letter(1)]) == {ARTICLES: [encode(article_event(1))]}


def test_what_came_from_no_stream_has_no_record_to_send() -> None:
    assert records([letter(1, stream="")]) == {}


def test_dead_letters_are_sent_again_by_their_reason(
    embedded_broker: EmbeddedBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap = embedded_broker.bootstrap
    streams.apply(bootstrap, replication=1)
    made = [letter(901), letter(902, "invalid")]
    publish(bootstrap, dead_letters("extraction"), [_enveloped(one) for one in made])
    monkeypatch.setenv("DATELINE_BOOTSTRAP", bootstrap)
    shown = CliRunner().invoke(
        dateline, ["dlq", "extraction", "--reason", "failed", "--redrive"], catch_exceptions=False
    )
    assert shown.output.endswith("sent again; 0 came from no stream: load those anew\n")
    sent = [record.value for record in reader.read(bootstrap, ARTICLES, follow=False)]
    assert made[0].value in sent
    assert made[1].value not in sent


def _enveloped(one: DeadLetter) -> Record:
    return encode(
        Event(
            id=f"00000000-0000-5000-8000-{one.origin.offset:012}",
            source="dateline/extraction",
            time="2026-11-24T12:00:00+00:00",
            partitionkey="k",
            data=one,
        )
    )

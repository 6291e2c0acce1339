"""The live stream in memory: places, the ring, one client's session, and the answer that carries it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime

import msgspec
import pytest
from aiokafka.structs import ConsumerRecord
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message as AsgiMessage

from schemas.envelope import Event, Message, Record, encode
from schemas.filters.syntax import Filter, Source, Words
from services.gateway import problems
from services.gateway.live import position
from services.gateway.live.answer import EventStream
from services.gateway.live.delivery import Delivery, delivery
from services.gateway.live.live import Begin, Live
from services.gateway.live.ring import Behind, Ring
from services.gateway.live.session import Pace, Session
from services.gateway.problems import Problem
from services.runtime.faults import Transient
from tests.gateway.client import Site, kind_of
from tests.gateway.events import VOCABULARY, retracted, tagged
from tests.gateway.fakes import FakeStreams
from tests.waiting import eventually_async

OFFSETS = st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=20).map(tuple)
SOME = position.encode((12, 7, 0, 9))


@given(OFFSETS)
def test_an_id_leads_back_to_its_place(offsets: position.Position) -> None:
    assert position.decode(position.encode(offsets)) == offsets


@given(st.text(max_size=60))
def test_no_other_word_is_a_place(word: str) -> None:
    with pytest.raises(ValueError, match="not made by this service"):
        position.decode(word)


@pytest.mark.parametrize(
    "forged",
    ["", SOME[:-1], SOME + "0", SOME.replace("12", "13"), SOME.replace("12", "012"), "1--x", f"{SOME}\n", f" {SOME}"],
)  # fmt: skip
def test_an_id_that_was_changed_is_refused(forged: str) -> None:
    with pytest.raises(ValueError, match="not made by this service"):
        position.decode(forged)


def record(event: Event[Message] | Record, partition: int = 0, offset: int = 0) -> ConsumerRecord:
    """`event` as the consumer gives it."""
    raw = event if isinstance(event, Record) else encode(event)
    return ConsumerRecord("s", partition, offset, 0, 0, raw.key, raw.value, None, 0, 0, raw.headers)


def test_an_event_goes_out_as_a_cloud_event_with_its_payload_untouched() -> None:
    event = tagged("a")
    found = delivery(record(event))
    assert found is not None
    name, data, *rest = found.body.decode().split("\n")
    sent = msgspec.json.decode(data.removeprefix("data: "))
    assert (name, rest) == ("event: tagged", ["", ""])
    assert sent["data"] == msgspec.json.decode(encode(event).value or b"")
    assert {field: sent[field] for field in ("specversion", "id", "type", "source", "time")} == {
        "specversion": "1.0",
        "id": event.id,
        "type": "dateline.article.tagged.v1",
        "source": event.source,
        "time": event.time,
    }


@pytest.mark.parametrize("sign", [b"\n", b"\r\n", b"\r", b"\n\n"])
def test_no_payload_can_end_an_event_or_begin_one(sign: bytes) -> None:
    raw = encode(tagged("a", source="x\r\nid: 1\r\n\r\ndata: forged"))
    pretty = msgspec.structs.replace(raw, value=(raw.value or b"").replace(b',"', sign + b',"'))
    found = delivery(record(pretty))
    assert found is not None
    assert found.body.count(b"\n") == 3
    assert b"\r" not in found.body
    assert msgspec.json.decode(found.body.split(b"data: ", 1)[1])["data"]["article"]["title"] == "a 1"


def test_what_is_no_event_of_the_stream_is_not_shown() -> None:
    assert delivery(record(Record(key=b"k", value=b"?"))) is None


def shown(number: int, source: str = "wire") -> Delivery:
    """The event at offset `number` of partition 0."""
    found = delivery(record(tagged(f"n{number}", source=source), 0, number))
    assert found is not None
    return found


def ring(count: int, most_bytes: int = 10**9) -> Ring:
    """A ring over two partitions that has read `count` events of the first, from offset 0."""
    made = Ring(most_bytes, VOCABULARY)
    made.begin((0, 0))
    made.live = True
    for number in range(count):
        made.add(0, number, shown(number))
    return made


def test_the_ring_holds_the_newest_up_to_its_bytes() -> None:
    size = len(ring(1).since(0)[0].frame)
    held = ring(100, most_bytes=10 * size + 5 * size)
    assert 5 <= held.following - held.first <= 15
    assert held.place(held.head) == 100
    assert held.place((held.first - 1, 0)) is None
    assert held.place((held.first, 0)) == held.first
    with pytest.raises(Behind):
        held.since(held.first - 1)


def test_what_cannot_be_shown_still_moves_the_place_on() -> None:
    held = ring(3)
    held.add(1, 0, None)
    assert (held.head, held.following) == ((3, 1), 3)


def test_a_filter_is_worked_out_once_however_many_clients_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[Filter]()
    monkeypatch.setattr("services.gateway.live.ring.matches", lambda wanted, _: asked.append(wanted) or True)
    (entry,) = ring(1).since(0)
    assert all(entry.wanted(Words(("rates",))) for _ in range(100))
    assert len(asked) == 1


def session(
    held: Ring, start: position.Position, wanted: Filter | None = None, heartbeat_s: float = 9, turns: int = 1
) -> Session:
    pace = Pace(heartbeat_s=heartbeat_s)
    return Session(held, start, wanted, VOCABULARY, pace, "127.0.0.1:1", asyncio.Semaphore(turns))


async def text(chunks: AsyncIterator[bytes], until: Callable[[str], bool]) -> str:
    whole = ""
    async for chunk in chunks:
        whole += chunk.decode()
        if until(whole):
            break
    return whole


def ids(whole: str) -> Sequence[str]:
    return [line.removeprefix("id: ") for line in whole.splitlines() if line.startswith("id: ")]


def test_a_client_gets_its_place_first_then_what_the_ring_holds_behind_it_then_what_comes() -> None:
    async def play() -> str:
        held = ring(3)
        chunks = session(held, (1, 0)).chunks()
        whole = await text(chunks, lambda seen: seen.count("data:") == 2)
        held.add(0, 3, shown(3))
        held.wake()
        whole += await text(chunks, lambda seen: "data:" in seen)
        held.close()
        assert [chunk async for chunk in chunks] == []
        return whole

    whole = asyncio.run(play())
    assert whole.startswith("retry: ")
    assert ids(whole) == [position.encode((number, 0)) for number in (1, 2, 3, 4)]
    assert whole.count("event: tagged\n") == 3


def test_places_that_interleave_in_another_order_are_told_without_loss_or_repetition() -> None:
    """The client has had offset 0 of partition 1 already, and none of partition 0: the ring saw them the other way."""
    held = ring(2)
    late = delivery(record(tagged("other"), 1, 0))
    held.add(1, 0, late)
    held.add(0, 2, shown(2))

    whole = asyncio.run(text(session(held, (0, 1)).chunks(), lambda seen: seen.count("data:") == 3))
    assert ids(whole) == [position.encode((number, 1)) for number in (0, 1, 2, 3)]
    assert "other" not in whole


def test_a_client_that_is_further_than_this_replica_gets_nothing_twice() -> None:
    async def play() -> str:
        held = ring(2)
        chunks = session(held, (4, 0), heartbeat_s=0.01).chunks()
        await text(chunks, lambda seen: seen.count("id:") == 2)
        for number in range(2, 6):
            held.add(0, number, shown(number))
        held.wake()
        return await text(chunks, lambda seen: seen.count("data:") == 2)

    whole = asyncio.run(play())
    assert "n3 1" not in whole
    assert [title in whole for title in ("n4 1", "n5 1")] == [True, True]


def test_a_heartbeat_moves_the_place_on_although_nothing_was_wanted() -> None:
    held = ring(5)
    chunks = session(held, (0, 0), Source("nobody"), heartbeat_s=0.01).chunks()
    whole = asyncio.run(text(chunks, lambda seen: len(ids(seen)) == 2))
    assert ids(whole)[-1] == position.encode((5, 0))
    assert "data:" not in whole


def test_a_filter_lets_pass_what_it_wants_and_every_retraction() -> None:
    held = ring(1)
    held.add(0, 1, shown(1, source="other"))
    held.add(0, 2, delivery(record(retracted("n0"), 0, 2)))
    chunks = session(held, (0, 0), Source("other")).chunks()
    whole = asyncio.run(text(chunks, lambda seen: seen.count("data:") == 2))
    assert [line for line in whole.splitlines() if line.startswith("event:")] == [
        "event: tagged",
        "event: retracted",
    ]


def test_a_client_that_falls_out_of_the_ring_is_behind() -> None:
    async def play() -> None:
        held = ring(2, most_bytes=10_000)
        chunks = session(held, (2, 0)).chunks()
        await text(chunks, lambda seen: "id:" in seen)
        held.add(0, 2, shown(2))
        await text(chunks, lambda seen: "data:" in seen)
        for number in range(3, 50):
            held.add(0, number, shown(number))
        held.wake()
        await text(chunks, lambda _: False)

    with pytest.raises(Behind):
        asyncio.run(play())


def test_a_stream_that_grows_is_followed_in_its_new_partition_from_the_beginning() -> None:
    async def play() -> str:
        held = ring(1)
        chunks = session(held, (1,)).chunks()
        await text(chunks, lambda seen: "id:" in seen)
        held.grow(3)
        held.add(2, 0, delivery(record(tagged("new"), 2, 0)))
        held.wake()
        return await text(chunks, lambda seen: "data:" in seen)

    assert ids(asyncio.run(play())) == [position.encode((1, 0, 1))]


def live(held: Ring, most: int = 2) -> Live:
    return Live("127.0.0.1:1", held, VOCABULARY, Pace(heartbeat_s=9), most)


def test_only_so_many_clients_may_read() -> None:
    one = live(ring(1), most=1)
    one.entered()
    with pytest.raises(Problem) as caught:
        asyncio.run(one.open(Begin(), None))
    assert (caught.value.kind, "Retry-After" in caught.value.headers) == (problems.TOO_MANY_STREAMS, True)
    one.left("client")
    assert asyncio.run(one.open(Begin(), None)) is not None


def test_before_the_stream_is_read_up_to_its_end_nobody_is_told_that_this_is_all() -> None:
    held = ring(1)
    held.live = False
    with pytest.raises(Transient):
        asyncio.run(live(held).open(Begin(), None))


@pytest.mark.parametrize(
    "begin", [Begin(oldest=True), Begin(moment=datetime(2026, 1, 1, tzinfo=UTC)), Begin(id=SOME)]
)
def test_where_a_client_begins_is_not_guessed_while_the_broker_is_away(begin: Begin) -> None:
    held = ring(1)
    held.grow(4)
    with pytest.raises(Transient, match="broker"):
        asyncio.run(live(held).open(begin, None))


def test_who_waits_for_its_turn_to_catch_up_gets_heartbeats_and_ends_with_the_stream() -> None:
    async def play() -> str:
        held = ring(1)
        held.begin((5, 0))
        chunks = session(held, (0, 0), heartbeat_s=0.01, turns=0).chunks()
        whole = await text(chunks, lambda seen: len(ids(seen)) == 2)
        held.close()
        return whole + await text(chunks, lambda _: False)

    assert set(ids(asyncio.run(play()))) == {position.encode((0, 0))}


class Connection:
    """What an ASGI server gives: takes messages; `taking` may be held back, `gone` ends it."""

    def __init__(self) -> None:
        self.sent: list[AsgiMessage] = []
        self.taking, self.gone = asyncio.Event(), asyncio.Event()
        self.taking.set()

    async def send(self, message: AsgiMessage) -> None:
        await self.taking.wait()
        self.sent.append(message)

    async def receive(self) -> AsgiMessage:
        await self.gone.wait()
        return {"type": "http.disconnect"}


async def endless() -> AsyncIterator[bytes]:
    while True:
        yield b"x"
        await asyncio.sleep(0)


async def broken(error: Exception) -> AsyncIterator[bytes]:
    yield b"x"
    raise error


def test_a_client_that_takes_nothing_is_cut_off_and_one_that_goes_is_let_go() -> None:
    async def play() -> list[str]:
        book, deaf, gone = FakeStreams(), Connection(), Connection()
        streams = [EventStream(endless(), book, 0.05) for _ in range(2)]
        tasks = [
            asyncio.create_task(stream({}, one.receive, one.send))
            for stream, one in zip(streams, (deaf, gone), strict=True)
        ]
        await eventually_async(lambda: asyncio.sleep(0, len(deaf.sent) > 3 and len(gone.sent) > 3))
        deaf.taking.clear()
        await tasks[0]
        gone.gone.set()
        await tasks[1]
        return book.ended

    assert asyncio.run(play()) == ["stalled", "client"]


@pytest.mark.parametrize(
    ("error", "why"),
    [(Behind(), "behind"), (Transient("broker", "away"), "broker"), (ConnectionResetError(), "client")],
)
def test_a_stream_that_cannot_go_on_ends_and_says_why_in_the_metrics(error: Exception, why: str) -> None:
    async def play() -> list[str]:
        book, one = FakeStreams(), Connection()
        await EventStream(broken(error), book, 1)({}, one.receive, one.send)
        return book.ended

    assert asyncio.run(play()) == [why]


def test_an_unexpected_failure_is_not_hidden() -> None:
    book, one = FakeStreams(), Connection()
    with pytest.raises(RuntimeError, match="ours"):
        asyncio.run(EventStream(broken(RuntimeError("ours")), book, 1)({}, one.receive, one.send))
    assert book.ended == ["failed"]


@pytest.mark.parametrize(
    ("query", "last", "begin"),
    [
        ("", None, Begin()),
        ("?from=latest", None, Begin()),
        ("?from=earliest", None, Begin(oldest=True)),
        (f"?from={SOME}", None, Begin(id=SOME)),
        ("?from=earliest", SOME, Begin(id=SOME)),
        ("?from=earliest", "", Begin(oldest=True)),
        ("?from=2026-11-24T09:30:00Z", None, Begin(moment=datetime(2026, 11, 24, 9, 30, tzinfo=UTC))),
    ],
)
def test_a_stream_begins_where_the_client_says(query: str, last: str | None, begin: Begin) -> None:
    site = Site()
    site.streams.chunks = (b"id: x\n\n",)
    headers = {} if last is None else {"Last-Event-ID": last}
    answer = site.get(f"/v1/stream{query}", headers)
    assert (answer.status_code, answer.content) == (200, b"id: x\n\n")
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert "content-encoding" not in answer.headers
    assert site.streams.asked == [(begin, None)]
    assert site.streams.ended == ["stopping"]


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("filter=a+AND", "bad-filter"),
        ("from=2026-13-24T09:30:00Z", "bad-parameter"),
        ("since=earliest", "bad-parameter"),
        ("from=" + "a" * 9000, "bad-parameter"),
    ],
)
def test_a_wrong_parameter_is_refused(query: str, kind: str) -> None:
    assert kind_of(Site().get(f"/v1/stream?{query}")) == kind


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ("2026-11-24T09:30:00", "write 2026-11-24T09:30:00Z"),
        ("2026-11-24", "write 2026-11-24T00:00:00Z"),
        ("2026-11-24T9:30", "write 2026-11-24T09:30:00Z"),
        ("0001-01-01T00:00:00+14:00", "is no time"),
    ],
)
def test_a_time_that_cannot_be_read_is_told_what_to_write(given_: str, said: str) -> None:
    answer = Site().ask("GET", "/v1/stream", params={"from": given_})
    assert kind_of(answer) == "bad-parameter"
    assert answer.json()["errors"][0]["field"] == "from"
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    "last", ["x", SOME[:-1], "1-1-00000000", "a" * 5000, "1-" + "9" * 5000 + "-00000000"]
)
def test_a_forged_last_event_id_is_refused(last: str) -> None:
    with pytest.raises(Problem) as caught:
        asyncio.run(live(ring(1)).open(Begin(id=last), None))
    assert caught.value.kind is problems.BAD_CURSOR

"""What a subscriber gets from either client, on the double that its own tests would use."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, aclosing

import httpx
import pytest
from dateline_client import AsyncDateline, Dateline, Event, Lost, Problem, TaggedArticle, verify
from dateline_client.calls import Call
from dateline_client.testing import Double, article, retraction

from tests.unit.client.inturn import InTurn

ONE = article("Harbour froze", "The harbour of Quillhaven froze on Tuesday.")
TWO = article("Tram stays", "The council of Quillhaven voted to keep its tram.")


class Patience:
    """Waits for nothing, and notes how long it should have; raises `Enough` when asked too often."""

    def __init__(self, most: int = 10) -> None:
        self.waited: list[float] = []
        self._most = most

    def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)
        if len(self.waited) > self._most:
            raise Enough


class Enough(Exception):
    pass


Client = Dateline | InTurn
Open = Callable[[Double], Client]
Answering = Callable[..., tuple[Client, list[httpx.Request]]]


@pytest.fixture(params=["synchronous", "asynchronous"])
def opened(request: pytest.FixtureRequest) -> Iterator[Open]:
    """Makes a client of a double, the one or the other."""
    with ExitStack() as stack:

        def opened(double: Double) -> Client:
            if request.param == "synchronous":
                return stack.enter_context(double.client())
            return stack.enter_context(InTurn(double.async_client()))

        yield opened


class Scripted(Double):
    """Gives one of `answers` for each request."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        super().__init__()
        self.asked: list[httpx.Request] = []
        self._left = list(answers)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        following = self._left.pop(0)
        if isinstance(following, Exception):
            raise following
        return httpx.Response(following.status_code, headers=following.headers, content=following.content)


@pytest.fixture
def answering(opened: Open) -> Answering:
    """Makes a client that gets one of some answers for each request, and the list of requests."""

    def made(*answers: httpx.Response | Exception) -> tuple[Client, list[httpx.Request]]:
        scripted = Scripted(*answers)
        return opened(scripted), scripted.asked

    return made


def streamed(*lines: str) -> httpx.Response:
    return httpx.Response(200, content="".join(f"{line}\n" for line in lines).encode())


@pytest.fixture
def double() -> Double:
    made = Double()
    for one in (ONE, TWO):
        made.tag(one)
    return made


def test_articles_come_typed_newest_first_and_hold_their_words(double: Double, opened: Open) -> None:
    dateline = opened(double)
    found = list(dateline.articles(filter="lang:en"))
    assert [one.article.title for one in found] == ["Tram stays", "Harbour froze"]
    assert dateline.article(ONE.article.id) == ONE
    assert [fault for one in found for fault in verify(one)] == []


def test_a_withdrawn_article_is_gone_and_its_retraction_is_an_event(double: Double, opened: Open) -> None:
    double.tag(retraction(ONE))
    dateline = opened(double)
    with pytest.raises(Problem, match="404"):
        dateline.article(ONE.article.id)
    events = list(itertools.islice(dateline.stream(since="earliest"), 3))
    assert [type(one.data).__name__ for one in events if isinstance(one, Event)] == [
        "TaggedArticle",
        "TaggedArticle",
        "Retraction",
    ]


def test_a_stream_goes_on_behind_the_place_that_was_kept(double: Double, opened: Open) -> None:
    dateline = opened(double)
    first = next(dateline.stream(since="earliest"))
    assert isinstance(first, Event)
    second = next(dateline.stream(after=first.place))
    assert isinstance(second, Event)
    assert (first.data, second.data) == (ONE, TWO)


def test_many_tasks_share_one_asynchronous_client(double: Double) -> None:
    async def listen(dateline: AsyncDateline) -> list[Event | Lost]:
        async with aclosing(dateline.stream(since="earliest")) as events:
            first, second = await anext(events), await anext(events)
        return [first, second]

    async def run() -> list[list[Event | Lost]]:
        async with double.async_client() as dateline:
            return await asyncio.gather(*(listen(dateline) for _ in range(5)))

    heard = asyncio.run(run())
    assert [[one.data for one in each if isinstance(one, Event)] for each in heard] == [[ONE, TWO]] * 5


def test_what_is_pushed_is_seen_by_the_double(double: Double, opened: Open) -> None:
    dateline = opened(double)
    accepted = dateline.push("desk", "It rained.", guid="1")
    assert accepted.id
    assert double.pushed == [{"source": "desk", "content": "It rained.", "guid": "1"}]


def test_every_page_is_read(answering: Answering) -> None:
    pages = [
        {"items": [{"id": str(n)}], "next": following} for n, following in ((1, "a"), (2, "b"), (3, None))
    ]
    dateline, asked = answering(*(httpx.Response(200, json=page) for page in pages))
    assert len(list(dateline._all(Call("/v1/things", dict, {"limit": 1})))) == 3
    assert [request.url.params.get("cursor") for request in asked] == [None, "a", "b"]


@pytest.mark.parametrize(
    ("break_", "waits"),
    [
        (httpx.ReadTimeout("silence"), [2.0]),
        (httpx.ConnectError("away"), [2.0]),
        (httpx.Response(503, headers={"Retry-After": "7"}, json={"title": "Full"}), [7.0]),
        (streamed("id: 1-9", "", "id: 1-10", "event: tagged"), [1.0]),
    ],
)
def test_a_stream_that_breaks_is_taken_up_where_it_broke(
    break_: httpx.Response | Exception, waits: list[float], double: Double, answering: Answering
) -> None:
    frame = next(double._frames(0)).decode().replace("id: 1\n", "id: 1-7\n")
    dateline, asked = answering(streamed(frame, ""), break_, streamed(frame, ""))
    patience = Patience()
    events = list(itertools.islice(dateline.stream(filter="lang:en", since="earliest", pause=patience), 2))
    assert [one.place for one in events if isinstance(one, Event)] == ["1-7", "1-7"]
    first, *others = asked
    assert (first.url.params["from"], first.headers.get("Last-Event-ID")) == ("earliest", None)
    assert {request.headers["Last-Event-ID"] for request in others} <= {"1-7", "1-9"}
    assert all("from" not in request.url.params for request in others)
    assert patience.waited == [1.0, *waits]


def test_a_sign_of_life_moves_the_place_on(answering: Answering) -> None:
    dateline, asked = answering(streamed("id: 1-9", ""), streamed("id: 1-9", ""), RuntimeError("enough"))
    with pytest.raises(RuntimeError):
        next(dateline.stream(pause=Patience()))
    assert [request.headers.get("Last-Event-ID") for request in asked] == [None, "1-9", "1-9"]


def test_what_the_stream_no_longer_keeps_is_said(answering: Answering) -> None:
    dateline, _ = answering(streamed("event: lost", 'data: {"partition":2,"from":5,"to":9}', "id: 1-9", ""))
    assert next(dateline.stream(pause=Patience())) == Lost(2, 5, 9)


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_stream_that_is_refused_for_good_is_not_asked_for_again(status: int, answering: Answering) -> None:
    dateline, asked = answering(
        httpx.Response(status, json={"type": "/problems/x", "title": "No", "detail": "d"})
    )
    with pytest.raises(Problem, match="No: d") as raised:
        next(dateline.stream(pause=Patience()))
    assert (raised.value.status, raised.value.type, len(asked)) == (status, "/problems/x", 1)


def test_who_is_away_is_asked_ever_more_seldom(answering: Answering) -> None:
    dateline, _ = answering(*[httpx.ConnectError("away")] * 20)
    patience = Patience()
    with pytest.raises(Enough):
        next(dateline.stream(pause=patience))
    assert patience.waited[:6] == [2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_who_is_away_for_a_night_is_still_asked(answering: Answering) -> None:
    dateline, _ = answering(*[httpx.ConnectError("away")] * 1100)
    patience = Patience(1090)
    with pytest.raises(Enough):
        next(dateline.stream(pause=patience))
    assert patience.waited[-1] == 30.0


def test_a_problem_names_the_fields(answering: Answering) -> None:
    document = {"title": "Wrong", "detail": "d", "errors": [{"field": "source", "detail": "is missing"}]}
    dateline, _ = answering(httpx.Response(422, json=document))
    with pytest.raises(Problem) as raised:
        dateline.push("desk", "x")
    assert [(one.field, one.detail) for one in raised.value.errors] == [("source", "is missing")]


@pytest.mark.parametrize("answer", [httpx.Response(502, text="<html>"), httpx.Response(500, json=[1])])
def test_an_answer_that_is_no_problem_document_is_a_problem_all_the_same(
    answer: httpx.Response, answering: Answering
) -> None:
    dateline, _ = answering(answer)
    with pytest.raises(Problem):
        dateline.article("x")


def test_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, answering: Answering) -> None:
    monkeypatch.setenv("DATELINE_KEY", "k-1")
    dateline, asked = answering(httpx.Response(404, json={}))
    with pytest.raises(Problem):
        dateline.article("x")
    assert asked[0].headers["authorization"] == "Bearer k-1"


def test_a_thin_delivery_is_fetched(double: Double, answering: Answering) -> None:
    event = Event(id="e", type="t", source="s", time="", dataref="/v1/articles/a/versions/e")
    frame = next(double._frames(0)).decode().split("data: ")[1]
    dateline, asked = answering(httpx.Response(200, text=frame))
    fetched = dateline.fetch(event)
    assert isinstance(fetched.data, TaggedArticle)
    assert asked[0].url.path == "/v1/articles/a/versions/e"
    assert dateline.fetch(fetched) is fetched

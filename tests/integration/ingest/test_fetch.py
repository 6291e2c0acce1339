"""The guarded fetch against real sockets."""

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from email.utils import formatdate
from time import time

import pytest

from services.ingest.web.fetch import Fetched, Fetcher, Limits, Manners
from services.runtime.outgoing.addresses import allowed
from services.runtime.outgoing.guard import FetchError
from tests.integration.ingest.web import Request, Web, response, serve

LIMITS = Limits(connect_s=0.5, read_s=0.3, total_s=0.8, most_bytes=10_000)


@asynccontextmanager
async def fetcher(allow: str, limits: Limits = LIMITS) -> AsyncIterator[Fetcher]:
    built = Fetcher(allowed(allow), limits, "dateline-test/1", Manners(delay_s=0))
    try:
        yield built
    finally:
        await built.aclose()


def fetch(
    prepare: Callable[[Web], str], allow: str = "127.0.0.0/8", etag: str | None = None
) -> tuple[Fetched, list[Request]]:
    """What comes of fetching the URL that `prepare` gives, with the requests that reached the server."""

    async def run() -> tuple[Fetched, list[Request]]:
        async with serve() as web, fetcher(allow) as built:
            return await built.get(prepare(web), etag), web.requests

    return asyncio.run(run())


def fault(prepare: Callable[[Web], str], allow: str = "127.0.0.0/8") -> FetchError:
    with pytest.raises(FetchError) as raised:
        fetch(prepare, allow)
    return raised.value


def answering(
    answer: bytes | Callable[[Request, asyncio.StreamWriter], Awaitable[None]],
) -> Callable[[Web], str]:
    def prepare(web: Web) -> str:
        web.answers["/"] = answer
        return web.url("/")

    return prepare


def test_a_document_is_fetched_with_a_truthful_name() -> None:
    fetched, (request,) = fetch(
        answering(response(b"hello", ETag='"1"', Content_Type="text/xml", Last_Modified="x"))
    )
    assert (fetched.status, fetched.body, fetched.etag, fetched.content_type) == (
        200,
        b"hello",
        '"1"',
        "text/xml",
    )
    assert request.headers["user-agent"] == "dateline-test/1"
    assert "cookie" not in request.headers


def test_a_compressed_document_comes_out_plain() -> None:
    fetched, _ = fetch(answering(response(gzip.compress(b"hello"), Content_Encoding="gzip")))
    assert fetched.body == b"hello"


def test_a_document_that_has_not_changed_is_not_sent() -> None:
    fetched, (request,) = fetch(answering(response(status="304 Not Modified")), etag='"1"')
    assert (fetched.status, fetched.body, request.headers["if-none-match"]) == (304, b"", '"1"')


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "0.0.0.1", "[::ffff:127.0.0.1]", "10.0.0.1"],
)
def test_an_address_that_is_not_public_is_refused(host: str) -> None:
    assert fault(lambda web: f"http://{host}:{web.port}/", allow="").kind == "refused_address"


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "0x7f.1", "017700000001"])
def test_an_address_in_disguise_is_refused_even_where_it_is_allowed(host: str) -> None:
    assert fault(lambda web: f"http://{host}:{web.port}/").kind == "refused_address"


def test_a_redirect_to_an_address_inside_is_refused() -> None:
    def prepare(web: Web) -> str:
        web.answers["/"] = response(status="302 Found", Location=f"http://127.0.0.2:{web.port}/secret")
        web.answers["/secret"] = response(b"secret")
        return web.url("/")

    async def run() -> list[Request]:
        async with serve() as web, fetcher(f"127.0.0.1:{web.port}") as built:
            with pytest.raises(FetchError, match="refused_address"):
                await built.get(prepare(web))
            return web.requests

    assert [request.path for request in asyncio.run(run())] == ["/"]


def test_a_redirect_is_followed_to_where_it_ends() -> None:
    def prepare(web: Web) -> str:
        web.answers["/"] = response(status="301 Moved", Location="/a?b=1#c")
        web.answers["/a?b=1"] = response(b"there")
        return web.url("/")

    fetched, _ = fetch(prepare)
    assert (fetched.body, fetched.url.split("/", 3)[3]) == (b"there", "a?b=1#c")


def test_redirects_in_a_circle_end() -> None:
    error = fault(answering(response(status="302 Found", Location="/")))
    assert error.kind == "redirect"


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://news.example/", "http://a:b@news.example/", "http://[::1/", "gopher:x"],
)
def test_a_redirect_out_of_the_web_is_refused(location: str) -> None:
    assert fault(answering(response(status="302 Found", Location=location))).kind in ("protocol", "redirect")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "/etc/passwd", "", "http://", "http://a:b@news.example/", "x" * 99_999]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert fault(lambda _: url).kind == "protocol"


def test_a_host_that_does_not_exist_is_a_fault_of_the_name_service() -> None:
    assert fault(lambda _: "http://nowhere.invalid/").kind == "dns"


def test_every_address_of_a_name_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("8.8.8.8", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert fault(lambda _: "http://rebinding.example/", allow="").kind == "refused_address"


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_up: list[str] = []

    def rebinding(host: str, port: int, **_: object) -> list[object]:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    async def run() -> Fetched:
        async with serve() as web, fetcher(f"rebinding.example:{web.port}") as built:
            web.answers["/"] = response(b"here")
            monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", asynced(rebinding))
            return await built.get(f"http://rebinding.example:{web.port}/")

    assert asyncio.run(run()).body == b"here"
    assert looked_up == ["rebinding.example"] * 2  # once a connection: for robots.txt, and for the document


def asynced(function: Callable[..., list[object]]) -> Callable[..., Awaitable[list[object]]]:
    async def call(host: str, port: int, **named: object) -> list[object]:
        # A connection to the address itself asks for nothing that the guard hasn't seen.
        return (
            function(host, port, **named)
            if host.endswith("example")
            else [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        )

    return call


def test_what_robots_txt_disallows_is_not_fetched() -> None:
    async def run() -> tuple[str, list[str]]:
        async with serve() as web, fetcher("127.0.0.0/8") as built:
            web.answers["/robots.txt"] = response(b"User-agent: dateline-test\nDisallow: /private")
            web.answers["/"] = response(status="302 Found", Location="/private")
            web.answers["/private"] = response(b"secret")
            with pytest.raises(FetchError) as raised:
                await built.get(web.url("/"))
            return raised.value.kind, [request.path for request in web.requests]

    assert asyncio.run(run()) == ("robots", ["/"])


def test_a_host_that_asked_for_a_pause_is_not_asked_again_before() -> None:
    async def run() -> tuple[str, int]:
        async with serve() as web, fetcher("127.0.0.0/8") as built:
            web.answers["/a"] = response(status="429 Slow", Retry_After="600")
            web.answers["/b"] = response(b"b")
            kinds = []
            for path in ("/a", "/b"):
                with pytest.raises(FetchError) as raised:
                    await built.get(web.url(path))
                kinds.append(raised.value.kind)
            return kinds[1], len(web.requests)

    assert asyncio.run(run()) == ("held", 1)


def test_an_operators_proxy_is_gone_through_and_addresses_inside_stay_refused() -> None:
    async def run() -> tuple[str, bytes, list[str]]:
        async with serve() as web:
            web.answers["http://198.41.0.4/"] = response(b"through the proxy")
            built = Fetcher(allowed(""), LIMITS, "dateline-test/1", Manners(delay_s=0), web.url(""))
            try:
                with pytest.raises(FetchError) as raised:
                    await built.get(f"http://127.0.0.1:{web.port}/")
                fetched = await built.get("http://198.41.0.4/")
            finally:
                await built.aclose()
            return raised.value.kind, fetched.body, [request.path for request in web.requests]

    kind, body, asked = asyncio.run(run())
    assert (kind, body) == ("refused_address", b"through the proxy")
    assert asked == ["http://198.41.0.4/robots.txt", "http://198.41.0.4/"]


def test_a_bomb_is_refused() -> None:
    bomb = gzip.compress(bytes(50_000_000), 9)
    assert fault(answering(response(bomb, Content_Encoding="gzip"))).kind == "too_large"


def test_a_body_without_an_end_is_refused() -> None:
    async def endless(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 5000)
            await writer.drain()

    assert fault(answering(endless)).kind == "too_large"


def test_a_silent_server_times_out() -> None:
    async def silent(_: Request, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    assert fault(answering(silent)).kind == "timeout"


def test_a_trickling_server_times_out() -> None:
    async def trickle(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    assert fault(answering(trickle)).kind == "timeout"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"no http\r\n\r\n", "protocol"),
        (b"", "protocol"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "protocol"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000, "protocol"),
        (response(b"abc", Content_Encoding="gzip"), "protocol"),
        (response(b"abc", Content_Encoding="br"), "protocol"),
        (response(b"abc", Content_Encoding="zstd"), "protocol"),
        (response(b"abc", Content_Encoding="lzw"), "protocol"),
        (response(status="404 Not Found"), "status"),
        (response(status="500 Oh"), "status"),
        (response(status="302 Found"), "status"),
    ],
)
def test_a_bad_answer_has_a_name(answer: bytes, kind: str) -> None:
    assert fault(answering(answer)).kind == kind


def test_a_server_without_tls_is_a_fault_of_tls() -> None:
    def prepare(web: Web) -> str:
        web.answers["/"] = response(b"")
        return web.url("/").replace("http:", "https:")

    assert fault(prepare).kind in ("tls", "timeout", "protocol")


@pytest.mark.parametrize(("value", "seconds"), [("120", 120), ("0", 0), ("999999999", 86_400)])
def test_what_a_server_asks_for_is_passed_on(value: str, seconds: float) -> None:
    assert fault(answering(response(status="429 Slow", Retry_After=value))).retry_after_s == seconds


def test_a_date_that_a_server_asks_to_wait_for_is_so_many_seconds_away() -> None:
    error = fault(answering(response(status="503 Busy", Retry_After=formatdate(time() + 600, usegmt=True))))
    assert error.retry_after_s == pytest.approx(600, abs=60)


@pytest.mark.parametrize("value", ["soon", "-5", "", "1e400"])
def test_a_senseless_request_to_wait_is_ignored(value: str) -> None:
    assert fault(answering(response(status="503 Busy", Retry_After=value))).retry_after_s is None

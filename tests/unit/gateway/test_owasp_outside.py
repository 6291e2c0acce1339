"""OWASP API Security Top 10 (2023), risks 7 to 10: what we ask of others, and what others see of us.

7. Server side request forgery: here; the shared way out in `tests/integration/ingest/test_fetch.py`.
8. Misconfiguration: here; headers and CORS in `test_app.py` and `test_access.py`.
9. Inventory: here; problems and settings in `test_app.py`.
10. Unsafe consumption of APIs: here; records that are no events in `tests/integration/gateway/test_service.py`.
"""

import asyncio
import re
import socket
import uuid

import pytest

from services.gateway.webhooks.sender import Sender
from services.runtime.outgoing.addresses import allowed
from services.runtime.outgoing.client import Client, Pace
from services.runtime.settings import REPOSITORY
from tests.gateway.client import Site, kind_of
from tests.gateway.endpoint import Endpoint, listening
from tests.gateway.operations import ALL, DOCUMENT, OWN, addressed, pages

# 7. Server side request forgery

DISGUISED = [
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0x7f.1",
    "[::ffff:7f00:1]%25lo",
    "127.0.0.1.",
    "",
]
INSIDE = [
    "127.0.0.1", "localhost", "[::1]", "0.0.0.1", "[::]", "169.254.169.254", "[::ffff:169.254.169.254]",
    "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]", "[fd00:ec2::254]", "[fe80::1]", "10.0.0.1", "172.16.0.1",
    "192.168.0.1", "100.64.0.1", "rebinding.example",
]  # fmt: skip


@pytest.mark.parametrize("host", DISGUISED)
def test_an_address_in_disguise_makes_no_webhook(host: str) -> None:
    answer = Site().ask("POST", "/v1/webhooks", json={"url": f"https://{host}/"})
    assert (answer.status_code, kind_of(answer)) == (422, "invalid-webhook")


@pytest.mark.parametrize("scheme", ["http", "ftp", "file", "gopher", "unix", "data", "//"])
def test_only_https_makes_a_webhook(scheme: str) -> None:
    answer = Site().ask("POST", "/v1/webhooks", json={"url": f"{scheme}://hooks.example/"})
    assert (answer.status_code, kind_of(answer)) == (422, "invalid-webhook")


@pytest.mark.parametrize("host", INSIDE)
def test_nothing_is_sent_to_an_inner_address_by_whatever_name(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected = list[object]()

    async def looked_up(name: str, port: int, **_: object) -> list[object]:
        """The name is one of the public network for whoever asks first, and this machine from then on."""
        told = "8.8.8.8" if name == "rebinding.example" and not seen else name.strip("[]")
        seen.append(name)
        address = "127.0.0.1" if told in ("rebinding.example", "localhost") else told
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port))]

    seen = ["checked when it was made"] if host == "rebinding.example" else list[str]()

    async def send() -> str:
        loop = asyncio.get_running_loop()
        monkeypatch.setattr(loop, "getaddrinfo", looked_up)
        monkeypatch.setattr(loop, "sock_connect", lambda *_: connected.append(1))
        client = Client(allowed(""), Pace(total_s=5))
        try:
            outcome = await Sender(client, "x").send(f"https://{host}/", uuid.uuid4(), b"{}", ["whsec_AAAA"])
        finally:
            await client.aclose()
        return outcome.kind

    assert asyncio.run(send()) == "refused"
    assert connected == []


def sent_to(endpoint: Endpoint) -> tuple[str, float | None]:
    """What comes of one delivery to `endpoint`."""

    async def send() -> tuple[str, float | None]:
        async with listening(endpoint):
            client = Client(allowed("127.0.0.1"), Pace(total_s=5))
            try:
                outcome = await Sender(client, "x").send(endpoint.url, uuid.uuid4(), b"{}", ["whsec_AAAA"])
            finally:
                await client.aclose()
            return outcome.kind, outcome.retry_after_s

    return asyncio.run(send())


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Again", "308 For ever"])
def test_a_redirect_is_not_followed(status: str) -> None:
    endpoint = Endpoint((f"{status}\r\nLocation: http://127.0.0.1:1/",))
    assert sent_to(endpoint)[0] == "redirect"
    assert len(endpoint.got) == 1


# 8. Security misconfiguration


@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_no_address_takes_a_method_that_is_not_described(path: str) -> None:
    site = Site(gateway_key=OWN)
    for method in ("PUT", "TRACE", "CONNECT", "PROPFIND", "DELETE", "PATCH", "POST"):
        if method.lower() in DOCUMENT["paths"][path]:
            continue
        answer = site.ask(method, addressed(path), headers=ALL)
        assert (answer.status_code, kind_of(answer)) == (405, "method-not-allowed")
        assert method not in answer.headers["allow"]
        assert "authorization" not in answer.text.lower()


def test_no_answer_tells_what_it_was_made_with() -> None:
    for path in ("/v1/articles", "/nowhere", "/v1/articles/7", "/healthz"):
        answer = Site().get(path)
        assert not {"server", "x-powered-by", "via"} & set(answer.headers)
        assert "Traceback" not in answer.text


# 9. Improper inventory management


@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_every_route_is_in_the_documentation(path: str) -> None:
    docs = "".join((REPOSITORY / "docs" / name).read_text("utf-8") for name in ("gateway.md", "subscribe.md"))
    parts = [part for part in re.split(r"/{\w+}", path) if part]
    assert all(part in docs for part in parts)


def test_every_route_outside_the_document_is_a_page() -> None:
    assert [path for path in pages(Site()) if path.startswith("/v1")] == []


# 10. Unsafe consumption of APIs


@pytest.mark.parametrize(
    ("header", "most"),
    [
        ("Retry-After: 1e300", 86_400),
        ("Retry-After: 99999999999", 86_400),
        ("Retry-After: -5", 0),
        ("X: y", 0),
    ],
)
def test_what_an_endpoint_asks_for_has_a_bound(header: str, most: float) -> None:
    kind, wait = sent_to(Endpoint((f"503 Busy\r\n{header}",)))
    assert kind == "status"
    assert 0 <= (wait or 0) <= most


@pytest.mark.parametrize("answer", ["999 What", "204 No\r\nX: " + "y" * 200_000, "nonsense"])
def test_an_endpoint_that_answers_nonsense_is_a_failure_and_no_fault(answer: str) -> None:
    assert sent_to(Endpoint((answer,)))[0] in ("status", "unreachable")


def test_what_an_endpoint_says_is_not_read_without_end() -> None:
    async def send() -> float:
        async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            try:
                while True:
                    writer.write(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
                    await writer.drain()
            except ConnectionError:
                pass

        server = await asyncio.start_server(flood, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        client = Client(allowed("127.0.0.1"), Pace(total_s=20))
        try:
            sender = Sender(client, "x")
            outcome = await sender.send(f"http://127.0.0.1:{port}/", uuid.uuid4(), b"{}", ["whsec_AAAA"])
        finally:
            await client.aclose()
            server.close()
        assert outcome.kind == "delivered"
        return outcome.seconds

    assert asyncio.run(send()) < 10

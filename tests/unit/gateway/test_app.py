"""The edges of the web app: problems for every error, security headers, probes, metrics, and its own description."""

import re
import socket
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from prometheus_client import REGISTRY

from schemas.selectors import check
from schemas.tagged import TaggedArticle
from services.gateway import examples, problems, server
from services.gateway.groups import examples as grouped
from services.gateway.routes import audit
from services.gateway.settings import GatewaySettings
from services.gateway.webhooks import examples as hooked
from tests.gateway.client import Site, kind_of

DOCS = Path(__file__).parents[3] / "docs" / "gateway.md"
SERVICES = Path(__file__).parents[3] / "services" / "gateway"


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/nothing", 404, "not-found"),
        ("GET", "/v1/article", 404, "not-found"),
        ("GET", "/v1/articles/", 404, "not-found"),
        ("GET", "/docs", 404, "not-found"),
        ("GET", "/..%2f..%2fetc/passwd", 404, "not-found"),
        ("GET", "/problems/unheard-of", 404, "not-found"),
        ("DELETE", "/v1/articles", 405, "method-not-allowed"),
        ("PUT", "/v1/articles/7", 405, "method-not-allowed"),
        ("POST", "/healthz", 405, "method-not-allowed"),
        ("BREW", "/v1/articles", 405, "method-not-allowed"),
    ],
)
def test_what_is_not_there_is_a_problem(method: str, path: str, status: int, kind: str) -> None:
    answer = Site().ask(method, path)
    assert (answer.status_code, kind_of(answer)) == (status, kind)
    assert ("allow" in answer.headers) == (status == 405)


@pytest.mark.parametrize(
    "path", ["/v1/articles", "/v1/articles/x", "/nope", "/healthz", "/readyz", "/metrics", "/openapi.json"]
)
def test_every_answer_bears_the_security_headers_and_invites_no_other_origin(path: str) -> None:
    headers = Site().get(path, {"Origin": "https://evil.example"}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["referrer-policy"] == "no-referrer"
    assert not [name for name in headers if name.startswith("access-control-")]


def test_an_unexpected_failure_is_a_problem_with_headers_that_tells_nothing() -> None:
    site = Site()
    site.intake.fault = RuntimeError("secret")
    answer = site.post({"source": "a", "guid": "b", "text": "c"})
    assert kind_of(answer) == "internal"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "secret" not in answer.text


def test_ready_names_what_is_missing_until_nothing_is() -> None:
    site = Site()
    site.health.up("broker")
    site.health.down("database", "connection refused")
    answer = site.get("/readyz")
    assert (answer.status_code, kind_of(answer)) == (503, "not-ready")
    assert answer.json()["conditions"] == {"database": "connection refused", "broker": "up"}
    site.health.up("database")
    assert site.get("/readyz").json()["ready"] is True
    assert site.get("/healthz").json() == {"service": "gateway", "alive": True}


def test_requests_are_counted_by_route_and_never_by_what_was_asked_for() -> None:
    site = Site()
    for path in ("/v1/articles/7", "/v1/articles/8", "/secret-path"):
        site.get(path)
    site.ask("BREW", "/healthz")
    text = site.get("/metrics").text
    assert 'dateline_http_requests_total{method="GET",route="/v1/articles/{id}",status="400"}' in text
    assert 'method="other"' in text
    assert not re.search(r"secret-path|BREW|articles/7", text)
    assert REGISTRY.get_sample_value(
        "dateline_http_request_seconds_count", {"route": "/v1/articles/{id}", "method": "GET"}
    )


def test_every_kind_of_problem_is_documented_with_its_status() -> None:
    documented = dict(re.findall(r"^\| `/problems/([a-z-]+)` \| (\d+) \|", DOCS.read_text(), re.MULTILINE))
    assert documented == {name: str(kind.status) for name, kind in problems.KINDS.items()}


def test_every_kind_of_problem_is_listed_and_raised_somewhere() -> None:
    defined = {value.name for value in vars(problems).values() if isinstance(value, problems.Kind)}
    assert defined == set(problems.KINDS)
    used = "".join(path.read_text() for path in SERVICES.rglob("*.py"))
    names = [name for name, value in vars(problems).items() if isinstance(value, problems.Kind)]
    assert [name for name in names if f"problems.{name}" not in used] == []


@pytest.mark.parametrize("name", sorted(problems.KINDS))
def test_the_type_of_a_problem_is_an_address_that_explains_it(name: str) -> None:
    answer = Site().get(problems.KINDS[name].type)
    assert (answer.status_code, answer.json()["type"]) == (200, f"/problems/{name}")


def test_every_setting_of_the_gateway_is_documented() -> None:
    own = set(GatewaySettings.model_fields) - set(GatewaySettings.__mro__[1].model_fields)
    text = DOCS.read_text()
    assert [name for name in own if f"`DATELINE_{name.upper()}`" not in text] == []


def document() -> dict[str, Any]:
    answer = Site().get("/openapi.json")
    assert answer.status_code == 200
    return dict(answer.json())


def test_the_description_is_openapi_3_1_and_every_reference_in_it_leads_somewhere() -> None:
    described = document()
    assert described["openapi"].startswith("3.1")
    for name in set(re.findall(r'"#/components/schemas/(\w+)"', msgspec.json.encode(described).decode())):
        assert name in described["components"]["schemas"]


def test_every_route_is_described_with_its_problems_and_no_foreign_error() -> None:
    text = msgspec.json.encode(document()).decode()
    assert "HTTPValidationError" not in text
    assert set(document()["paths"]) == {
        "/v1/articles",
        "/v1/articles/{id}",
        "/v1/articles/{id}/versions",
        "/v1/export",
        "/v1/filters/test",
        "/v1/entities",
        "/v1/entities/{key}",
        "/v1/topics",
        "/v1/topics/{id}",
        "/v1/articles/{id}/groups",
        "/v1/articles/{id}/ninjs",
        "/v1/articles/{id}/versions/{event}",
        "/v1/webhooks",
        "/v1/webhooks/{id}",
        "/v1/webhooks/{id}/rotate",
        "/v1/webhooks/{id}/test",
        "/v1/webhooks/{id}/redeliver",
        "/v1/webhooks/{id}/deliveries",
        "/v1/audit",
        "/v1/stories",
        "/v1/stories/{id}",
        "/v1/trends",
        "/v1/trends/{id}",
        "/v1/sources",
        "/v1/stream",
        "/healthz",
        "/readyz",
        "/metrics",
        "/problems/{name}",
    }
    assert set(document()["paths"]["/v1/articles"]["post"]["responses"]) >= {
        "202",
        "400",
        "413",
        "415",
        "422",
        "503",
    }


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        ("PushedArticle", examples.pushed()),
        ("Accepted", examples.accepted()),
        ("TaggedArticle", examples.tagged()),
        ("ArticlePage", examples.page()),
        ("History", examples.history()),
        ("FilterTest", examples.filter_test()),
        ("Trial", examples.trial()),
        ("EntityList", examples.entities()),
        ("About", examples.about()),
        ("TopicList", examples.topics()),
        ("TopicNode", examples.topic()),
        ("NewWebhook", hooked.asked()),
        ("Webhook", hooked.webhook()),
        ("Made", hooked.made()),
        ("WebhookList", hooked.listed()),
        ("Outcome", hooked.outcome()),
        ("AttemptList", hooked.attempts()),
        ("ActList", audit.EXAMPLE),
        ("StoryList", grouped.stories()),
        ("StoryPage", grouped.story()),
        ("Belongs", grouped.belongs()),
        ("TrendList", grouped.trends()),
        ("Trend", grouped.trend()),
        ("SourceList", grouped.sources()),
    ],
)
def test_every_example_is_valid(schema: str, example: object) -> None:
    root = {"$ref": f"#/components/schemas/{schema}", "components": document()["components"]}
    jsonschema.Draft202012Validator(root).validate(example)


def test_the_pushed_example_is_taken_and_the_tagged_one_can_be_checked() -> None:
    assert Site().post(examples.pushed()).json() == examples.accepted()
    example = msgspec.convert(examples.tagged(), TaggedArticle)
    tags = (*example.mentions, *example.entities, *example.quotes, *example.topics)
    assert [fault for tag in tags for fault in check(tag, example.article.text)] == []


def test_problems_are_valid_against_their_schema() -> None:
    root = {"$ref": "#/components/schemas/Problem", "components": document()["components"]}
    for answer in (Site().get("/nope"), Site().post({}), Site().get("/readyz")):
        jsonschema.Draft202012Validator(root).validate(answer.json())


def test_the_documented_push_has_the_documented_answer() -> None:
    body, answer = re.findall(r"-d '(\{.*?\})'\n.*?^(\{.*?\})$", DOCS.read_text(), re.DOTALL | re.MULTILINE)[
        0
    ]
    assert msgspec.json.decode(body) == examples.pushed()
    assert msgspec.json.decode(answer) == examples.accepted()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]"])
def test_answers_are_not_held_back_by_the_network_stack(host: str) -> None:
    """asyncio turns Nagle's algorithm off only on sockets that say that they are TCP."""
    try:
        listener = server.listen(host, 0)
    except OSError:
        pytest.skip(f"this machine has no {host}")
    with listener:
        assert listener.proto == socket.IPPROTO_TCP
        assert listener.getsockname()[1] > 0


def test_a_taken_port_is_an_error() -> None:
    with server.listen("127.0.0.1", 0) as first, pytest.raises(OSError, match=r"DATELINE_HTTP_PORT.*in use"):
        server.listen("127.0.0.1", first.getsockname()[1])

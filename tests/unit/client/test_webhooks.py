"""A delivery is believed only with a good signature, by the standard's own package as by ours."""

import base64
from datetime import UTC, datetime

import pytest
from dateline_client import TaggedArticle, webhooks
from dateline_client.testing import Double, article
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
OTHER = "whsec_" + base64.b64encode(bytes(32)).decode()


@pytest.fixture
def delivery() -> tuple[dict[str, str], bytes]:
    double = Double()
    return double.delivery(SECRET, double.tag(article("Harbour froze", "The harbour froze.")))


def test_a_good_delivery_is_an_event(delivery: tuple[dict[str, str], bytes]) -> None:
    event = webhooks.verify(SECRET, *delivery)
    assert isinstance(event.data, TaggedArticle)
    assert event.id == delivery[0]["webhook-id"]
    Webhook(SECRET).verify(delivery[1], delivery[0])  # the standard's package agrees


def test_what_the_standards_package_signs_is_good(delivery: tuple[dict[str, str], bytes]) -> None:
    headers, body = delivery
    now = datetime.now(UTC)
    signature = Webhook(SECRET).sign("msg_1", now, body.decode())
    signed = {
        "Webhook-Id": "msg_1",
        "Webhook-Timestamp": str(int(now.timestamp())),
        "Webhook-Signature": signature,
    }
    assert webhooks.verify([OTHER, SECRET], signed, body).id == headers["webhook-id"]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("webhook-id", "another"),
        ("webhook-timestamp", "1700000000"),
        ("webhook-timestamp", "now"),
        ("webhook-signature", "v1,AAAA"),
        ("webhook-signature", "v2,AAAA"),
        ("webhook-signature", ""),
    ],
)
def test_a_forged_delivery_is_not_believed(
    delivery: tuple[dict[str, str], bytes], header: str, value: str
) -> None:
    headers, body = delivery
    with pytest.raises(webhooks.Unverified):
        webhooks.verify(SECRET, headers | {header: value}, body)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body, headers | {header: value})


def test_another_secret_or_another_body_is_not_believed(delivery: tuple[dict[str, str], bytes]) -> None:
    headers, body = delivery
    for secret, changed in ((OTHER, body), (SECRET, body + b" ")):
        with pytest.raises(webhooks.Unverified, match="none of them is good"):
            webhooks.verify(secret, headers, changed)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_delivery_without_its_headers_is_not_believed(
    delivery: tuple[dict[str, str], bytes], name: str
) -> None:
    headers, body = delivery
    with pytest.raises(webhooks.Unverified, match="headers"):
        webhooks.verify(SECRET, {key: value for key, value in headers.items() if key != name}, body)

"""Deliveries to an endpoint of yours: their signatures, by Standard Webhooks 1.0 (https://www.standardwebhooks.com)."""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping, Sequence

from dateline_client.events import Event, decode

PREFIX = "whsec_"
TOLERANCE_S = 300
"""Seconds that a delivery's time may be off: an old one that somebody kept is worth nothing."""


class Unverified(ValueError):
    """The delivery is not from who has the secret, or is too old. Answer it with status 401."""


def verify(
    secrets: str | Sequence[str],
    headers: Mapping[str, str],
    body: bytes,
    clock: Callable[[], float] = time.time,
) -> Event:
    """The event in a delivery whose signature is good; `Unverified` where it isn't, `ValueError` where it is no event.

    `secrets` is the webhook's secret ("whsec_…"), or while it is changed both; `body` the bytes as they came. The
    event's `id` is that of every delivery of it: drop what you know.
    """
    given = {name.lower(): value for name, value in headers.items()}
    try:
        id_, at = given["webhook-id"], int(given["webhook-timestamp"])
        signatures = [
            one.partition(",")[2] for one in given["webhook-signature"].split() if one.startswith("v1,")
        ]
    except (KeyError, ValueError) as error:
        raise Unverified(f"headers: {error}") from error
    if abs(clock() - at) > TOLERANCE_S:
        raise Unverified("webhook-timestamp: too far from now")
    known = [secrets] if isinstance(secrets, str) else secrets
    expected = [signature(secret, id_, at, body) for secret in known]
    # Each with each, and no early end: how long it takes must not tell how near a guess was.
    if not sum(hmac.compare_digest(one, other) for one in expected for other in signatures):
        raise Unverified("webhook-signature: none of them is good")
    return decode(body)


def signature(secret: str, id_: str, at: int, body: bytes) -> str:
    """The signature of `body`, sent as `id_` at `at` (Unix seconds); `ValueError` where `secret` is none."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError(f"secret: not base64 ({error})") from error
    signed = b"%b.%d.%b" % (id_.encode(), at, body)
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()

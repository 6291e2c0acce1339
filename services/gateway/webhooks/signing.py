"""Signatures of Standard Webhooks 1.0 (https://www.standardwebhooks.com): HMAC-SHA256 over id, time and body."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"
SECRET_BYTES = 32


def secret() -> str:
    """A new secret, as its owner is to keep it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def headers(id_: str, at: int, body: bytes, kept: Sequence[str]) -> dict[str, str]:
    """What goes out with `body`, sent `at` (Unix seconds): a signature for each secret that holds now."""
    signatures = " ".join(f"v1,{_signature(id_, at, body, one)}" for one in kept)
    return {"webhook-id": id_, "webhook-timestamp": str(at), "webhook-signature": signatures}


def _signature(id_: str, at: int, body: bytes, kept: str) -> str:
    key = base64.b64decode(kept.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, b"%b.%d.%b" % (id_.encode(), at, body), hashlib.sha256)).decode()

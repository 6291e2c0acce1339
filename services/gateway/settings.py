"""The gateway's own settings."""

import ipaddress
import re

from pydantic import Field, SecretStr, field_validator

from services.gateway.access.keys import scopes
from services.runtime.outgoing.addresses import allowed
from services.runtime.settings import Settings, SettingsError

SHORTEST_KEY = 24
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?")


class GatewaySettings(Settings):
    """What the gateway needs beside the base. Secrets are never logged."""

    database_url: SecretStr = Field(
        SecretStr("postgresql://dateline@127.0.0.1:5432/dateline"),
        description="URL of the PostgreSQL database.",
    )
    gateway_key: SecretStr = Field(
        SecretStr(""),
        description="A key with every scope, beside those that `dateline keys` makes; empty: none.",
    )
    gateway_open: str = Field(
        "",
        description="Scopes that need no key: `read`, `push`, `subscribe`, with commas between. Beyond loopback "
        "nothing but `read` can be open.",
    )
    gateway_rate: int = Field(
        6000,
        ge=0,
        description="Requests a minute of a key that has no rate of its own, and of an address without a key, in one "
        "process; 0: no limit.",
    )
    gateway_cors: str = Field(
        "", description="Origins whose pages may use the gateway, with commas between; empty: none."
    )
    gateway_body_limit: int = Field(
        2 * 1024 * 1024, ge=1024, description="Bytes of the largest request body."
    )
    gateway_body_s: float = Field(10, gt=0, description="Seconds that a client has to send its body.")
    gateway_submit_s: float = Field(
        10, gt=0, description="Seconds to wait for the broker's acknowledgement of a submission."
    )
    gateway_streams: int = Field(
        2000, ge=1, le=100_000, description="Clients of the live stream, at most, in one process."
    )
    gateway_stream_buffer: int = Field(
        32 * 1024 * 1024, ge=65_536, description="Bytes of the newest events that are held for live clients."
    )
    gateway_heartbeat_s: float = Field(
        15, gt=0, le=300, description="Seconds of silence after which a stream sends a sign of life."
    )
    gateway_stall_s: float = Field(
        30, gt=0, le=600, description="Seconds after which a live client that takes nothing is cut off."
    )
    gateway_webhook_s: float = Field(
        20, gt=0, le=45, description="Seconds that an endpoint has to answer the delivery of an event."
    )
    gateway_webhook_allow: str = Field(
        "",
        description="Hosts that events may be delivered to although they are not public, and by http: `host`, "
        "`host:port` or networks in CIDR notation, with commas between.",
    )
    gateway_pool: int = Field(
        10,
        ge=2,
        le=100,
        description="Connections to the database for what is asked, at most; six more do the rest.",
    )

    @field_validator("gateway_key")
    @classmethod
    def _long(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < SHORTEST_KEY:
            raise ValueError(f"is shorter than {SHORTEST_KEY} characters")
        return value

    @field_validator("gateway_open")
    @classmethod
    def _scopes(cls, value: str) -> str:
        if "admin" in scopes(value):
            raise ValueError("admin always needs a key")
        return value

    @field_validator("gateway_webhook_allow")
    @classmethod
    def _allow(cls, value: str) -> str:
        allowed(value)
        return value

    @field_validator("gateway_cors")
    @classmethod
    def _origins(cls, value: str) -> str:
        if wrong := [one for one in listed(value) if not ORIGIN.fullmatch(one)]:
            raise ValueError(f"{wrong[0]!r} is no origin, such as https://desk.example")
        return value

    @field_validator("database_url")
    @classmethod
    def _postgresql(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("is not of the form postgresql://user:password@host:port/database")
        return value


def check_exposure(settings: GatewaySettings) -> None:
    """`SettingsError` where strangers could do more than read: a port beyond loopback, and more open than that."""
    more = sorted(scopes(settings.gateway_open) - {"read"})
    if more and not _loopback(settings.http_host):
        raise SettingsError(
            f"DATELINE_GATEWAY_OPEN: {settings.http_host} is reachable from other machines and anybody could "
            f"{' and '.join(more)}; leave read at most, and make keys (`dateline keys create`)"
        )


def listed(setting: str) -> list[str]:
    """What stands between the commas."""
    return [one for part in setting.split(",") if (one := part.strip())]


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"

"""The gateway's own settings."""

import ipaddress

from pydantic import Field, SecretStr, field_validator

from services.runtime.settings import Settings, SettingsError


class GatewaySettings(Settings):
    """What the gateway needs beside the base. Secrets are never logged."""

    database_url: SecretStr = Field(
        SecretStr("postgresql://dateline@127.0.0.1:5432/dateline"),
        description="URL of the PostgreSQL database.",
    )
    gateway_push_token: SecretStr = Field(
        SecretStr(""),
        description="Token that `POST` must bear; empty: anybody who reaches the port may push.",
    )
    gateway_open: bool = Field(
        False, description="Allow listening beyond loopback without a push token: anybody may push."
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
    gateway_pool: int = Field(10, ge=2, le=100, description="Connections to the database, at most.")

    @field_validator("database_url")
    @classmethod
    def _postgresql(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("is not of the form postgresql://user:password@host:port/database")
        return value


def check_exposure(settings: GatewaySettings) -> None:
    """`SettingsError` where strangers could push: a port beyond loopback, no token, and no word that it is meant."""
    if (
        settings.gateway_push_token.get_secret_value()
        or settings.gateway_open
        or _loopback(settings.http_host)
    ):
        return
    raise SettingsError(
        f"DATELINE_HTTP_HOST: {settings.http_host} is reachable from other machines and anybody could push; "
        "set DATELINE_GATEWAY_PUSH_TOKEN, or DATELINE_GATEWAY_OPEN=true if that is meant"
    )


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"

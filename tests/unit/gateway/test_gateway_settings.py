"""The gateway is not open to strangers by accident, and its secrets stay its own."""

import pytest

from services.gateway.settings import GatewaySettings, check_exposure
from services.runtime.settings import SettingsError, load

HOSTS = ["0.0.0.0", "::", "10.0.0.7", "gateway.example", ""]  # noqa: S104  # nothing is bound here


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost"])
def test_on_loopback_anything_may_be_open(host: str) -> None:
    check_exposure(GatewaySettings(http_host=host, gateway_open="read,push,subscribe"))


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("scopes", ["push", "read, subscribe"])
def test_beyond_loopback_nothing_but_reading_can_be_open(host: str, scopes: str) -> None:
    with pytest.raises(SettingsError, match="DATELINE_GATEWAY_OPEN"):
        check_exposure(GatewaySettings(http_host=host, gateway_open=scopes))
    check_exposure(GatewaySettings(http_host=host, gateway_open="read"))
    check_exposure(GatewaySettings(http_host=host))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPEN", "admin"),
        ("OPEN", "reed"),
        ("OPEN", "true"),
        ("KEY", "too-short"),
        ("RATE", "-1"),
        ("CORS", "*"),
        ("CORS", "https://desk.example/"),
        ("CORS", "https://desk.example https://other.example"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"DATELINE_GATEWAY_{name}", value)
    with pytest.raises(SettingsError, match=f"DATELINE_GATEWAY_{name}"):
        load(GatewaySettings)


def test_secrets_are_not_shown() -> None:
    secret = "s3cret" * 5
    shown = repr(GatewaySettings(gateway_key=secret, database_url=f"postgresql://u:{secret}@h/d"))
    assert "s3cret" not in shown

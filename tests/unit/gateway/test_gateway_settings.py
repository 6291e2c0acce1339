"""The gateway is not open to strangers by accident, and its secrets stay its own."""

import pytest

from services.gateway.settings import GatewaySettings, check_exposure
from services.runtime.settings import SettingsError


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost"])
def test_loopback_needs_no_token(host: str) -> None:
    check_exposure(GatewaySettings(http_host=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.7", "gateway.example", ""])  # noqa: S104  # nothing is bound here
def test_beyond_loopback_a_token_is_needed_or_the_word_that_it_is_meant(host: str) -> None:
    with pytest.raises(SettingsError, match="DATELINE_GATEWAY_PUSH_TOKEN"):
        check_exposure(GatewaySettings(http_host=host))
    check_exposure(GatewaySettings(http_host=host, gateway_push_token="a token"))
    check_exposure(GatewaySettings(http_host=host, gateway_open=True))


def test_secrets_are_not_shown() -> None:
    shown = repr(GatewaySettings(gateway_push_token="s3cret", database_url="postgresql://u:s3cret@h/d"))
    assert "s3cret" not in shown

"""How a process connects to Kafka is told by its settings, wholly or not at all."""

from pathlib import Path

import pytest

from services.runtime import connection
from services.runtime.settings import Settings, SettingsError, load

SASL = {
    "DATELINE_KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
    "DATELINE_KAFKA_USERNAME": "wire",
    "DATELINE_KAFKA_PASSWORD": "hunter2",
}


def given(monkeypatch: pytest.MonkeyPatch, **environment: str) -> connection.Options:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return connection.of(load(Settings))


def test_without_settings_it_is_in_the_clear() -> None:
    assert connection.of(Settings()) == {"security_protocol": "PLAINTEXT"}


def test_a_password_goes_with_its_name_and_by_a_mechanism(monkeypatch: pytest.MonkeyPatch) -> None:
    found = given(monkeypatch, **SASL, DATELINE_KAFKA_SASL_MECHANISM="PLAIN")
    assert found["ssl_context"].check_hostname
    assert {name: value for name, value in found.items() if name != "ssl_context"} == {
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "PLAIN",
        "sasl_plain_username": "wire",
        "sasl_plain_password": "hunter2",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATELINE_KAFKA_SECURITY_PROTOCOL", "TLS"),
        ("DATELINE_KAFKA_SASL_MECHANISM", "MD5"),
        ("DATELINE_KAFKA_USERNAME", ""),
        ("DATELINE_KAFKA_CA", "no-such-file"),
    ],
)
def test_what_does_not_go_together_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as refused:
        given(monkeypatch, **SASL | {name: value})
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("name", ["DATELINE_KAFKA_CA", "DATELINE_KAFKA_CERTIFICATE"])
def test_a_file_that_is_no_certificate_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    (tmp_path / "a.pem").write_text("no certificate")
    with pytest.raises(SettingsError, match=name):
        given(monkeypatch, **SASL | {name: str(tmp_path / "a.pem")})

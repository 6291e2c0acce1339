"""A setting comes from one variable with one prefix; a wrong one is named."""

import pytest
from pydantic import Field, SecretStr

from services.runtime.settings import Settings, SettingsError, load


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_BOOTSTRAP", "a:1,b:2")
    monkeypatch.setenv("DATELINE_BATCH", "7")
    assert (load(Settings).bootstrap, load(Settings).batch) == ("a:1,b:2", 7)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATELINE_HTTP_PORT", "many"),
        ("DATELINE_HTTP_PORT", "70000"),
        ("DATELINE_BATCH", "0"),
        ("DATELINE_LOG_LEVEL", "x"),
        ("DATELINE_DEAD_LETTER_SHARE", "2"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"{name}: .*{value}"):
        load(Settings)


class Secretive(Settings):
    token: SecretStr = Field(SecretStr(""), min_length=20)


def test_a_wrong_secret_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_TOKEN", "hunter2")
    with pytest.raises(SettingsError, match="DATELINE_TOKEN") as refused:
        load(Secretive)
    assert "hunter2" not in str(refused.value)
    assert refused.value.__cause__ is None

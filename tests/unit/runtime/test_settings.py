"""A setting comes from one variable with one prefix; a wrong one is named."""

from pathlib import Path

import pytest
from pydantic import Field, SecretStr

from services.extraction.settings import ExtractionSettings
from services.gateway.settings import GatewaySettings
from services.ingest.settings import IngestSettings
from services.runtime.settings import REPOSITORY, Settings, SettingsError, load
from services.tagging.settings import TaggingSettings

PATHS = [
    (Settings, "DATELINE_MODELS"),
    (IngestSettings, "DATELINE_FOLDER"),
    (IngestSettings, "DATELINE_FEED_LIST"),
    (ExtractionSettings, "DATELINE_GAZETTEER"),
    (TaggingSettings, "DATELINE_TAXONOMY"),
]
FOLDERS = {"DATELINE_MODELS", "DATELINE_FOLDER"}


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
        ("DATELINE_BOOTSTRAP", "kafka"),
        ("DATELINE_BOOTSTRAP", "kafka:9092,"),
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


@pytest.mark.parametrize(("kind", "name"), PATHS)
def test_a_path_that_leads_nowhere_is_named_and_not_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: type[Settings], name: str
) -> None:
    nowhere = tmp_path / "nowhere"
    monkeypatch.setenv(name, str(nowhere))
    with pytest.raises(SettingsError, match=rf"^{name}: [^\n]*\(got '{nowhere}'\)$"):
        load(kind)
    assert not nowhere.exists()


@pytest.mark.parametrize(("kind", "name"), PATHS)
def test_a_file_is_no_folder_and_a_folder_no_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: type[Settings], name: str
) -> None:
    (tmp_path / "file").touch()
    right, wrong = (tmp_path, tmp_path / "file") if name in FOLDERS else (tmp_path / "file", tmp_path)
    if name == "DATELINE_MODELS":
        right = REPOSITORY / "models"
    monkeypatch.setenv(name, str(right))
    assert getattr(load(kind), name.removeprefix("DATELINE_").lower()) == right
    monkeypatch.setenv(name, str(wrong))
    with pytest.raises(SettingsError, match=f"^{name}: "):
        load(kind)


def test_a_folder_without_models_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATELINE_MODELS", str(tmp_path))
    with pytest.raises(
        SettingsError, match=r"^DATELINE_MODELS: no folder of models: .*topics\.tsv is not in it"
    ):
        load(Settings)


@pytest.mark.parametrize(("kind", "name"), PATHS[1:])
def test_an_empty_path_is_none(monkeypatch: pytest.MonkeyPatch, kind: type[Settings], name: str) -> None:
    monkeypatch.setenv(name, "")
    assert getattr(load(kind), name.removeprefix("DATELINE_").lower()) is None


def test_the_message_of_a_check_stands_as_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_GATEWAY_OPEN", "admin")
    with pytest.raises(SettingsError) as refused:
        load(GatewaySettings)
    assert str(refused.value) == "DATELINE_GATEWAY_OPEN: admin always needs a key (got 'admin')"

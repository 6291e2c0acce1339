"""Nothing that a user can set, read or type is undocumented, and nothing that is documented is gone."""

import re
from pathlib import Path

import click
import pytest
from pydantic.fields import FieldInfo

from schemas.catalogue import streams
from schemas.envelope import TYPES
from services.cli import dateline
from services.extraction.settings import ExtractionSettings
from services.gateway.settings import GatewaySettings
from services.grouping.settings import GroupingSettings
from services.ingest.settings import IngestSettings
from services.programs import NOT_OF_SERVICES, unknown_settings
from services.runtime.settings import PREFIX, Settings
from services.tagging.settings import TaggingSettings

DOCS = Path(__file__).parents[3] / "docs"
KINDS: tuple[type[Settings], ...] = (
    Settings,
    IngestSettings,
    ExtractionSettings,
    TaggingSettings,
    GroupingSettings,
    GatewaySettings,
)
# What the tests read, and what Compose fills in.
NOT_SETTINGS = {
    *NOT_OF_SERVICES,
    *re.findall(r"\$\{(DATELINE_\w+)", (DOCS.parent / "docker-compose.yml").read_text()),
}


def page(name: str) -> str:
    return (DOCS / name).read_text()


def settings() -> list[tuple[str, FieldInfo]]:
    return [(f"{PREFIX}{name.upper()}", field) for kind in KINDS for name, field in kind.model_fields.items()]


@pytest.mark.parametrize("name", sorted({name for name, _ in settings()}))
def test_a_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in page("settings.md")


def test_a_setting_is_documented_in_the_words_of_its_declaration() -> None:
    text = page("settings.md")
    missing = [name for name, field in settings() if (field.description or "").strip() not in text]
    assert missing == []


def test_no_setting_is_documented_that_is_gone() -> None:
    known = {name for name, _ in settings()} | NOT_SETTINGS
    named = {
        name for path in DOCS.glob("*.md") for name in re.findall(r"DATELINE_[A-Z_]*[A-Z]", path.read_text())
    }
    assert named - known == set()


def test_a_misspelt_setting_is_told_from_every_documented_one() -> None:
    documented = re.findall(r"DATELINE_[A-Z_]*[A-Z]", page("settings.md"))
    assert list(unknown_settings([*documented, "PATH"])) == []
    assert list(unknown_settings(["DATELINE_FEDS", "DATELINE_ZZZ"])) == [
        ("DATELINE_FEDS", "DATELINE_FEEDS"),
        ("DATELINE_ZZZ", None),
    ]


@pytest.mark.parametrize("name", sorted({*streams(), *TYPES}))
def test_a_stream_and_a_message_are_documented(name: str) -> None:
    assert f"`{name}`" in page("streams.md")


def commands(group: click.Group, prefix: str) -> list[str]:
    found = []
    for name, command in group.commands.items():
        whole = f"{prefix} {name}"
        found += commands(command, whole) if isinstance(command, click.Group) else [whole]
    return found


@pytest.mark.parametrize("command", commands(dateline, "dateline"))
def test_a_command_is_documented(command: str) -> None:
    assert f"`{command}" in page("cli.md")


def test_no_command_is_documented_that_is_gone() -> None:
    named = set(re.findall(r"^\| `(dateline [a-z]+(?: [a-z]+)?)", page("cli.md"), re.MULTILINE))
    assert named - set(commands(dateline, "dateline")) == set()


LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


@pytest.mark.parametrize(
    "path", sorted([*DOCS.glob("*.md"), *DOCS.parent.glob("*.md")]), ids=lambda path: path.name
)
def test_a_link_leads_somewhere(path: Path) -> None:
    broken = [link for link in LINK.findall(path.read_text()) if not (path.parent / link).exists()]
    assert broken == []

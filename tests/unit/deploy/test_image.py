import re
import subprocess
from pathlib import Path

import pytest

from services.runtime.settings import PREFIX, Settings
from tests.unit.deploy.compose import ROOT, script

DOCKERFILE = ROOT / "deploy" / "Dockerfile"
FINAL = DOCKERFILE.read_text().split("\nFROM ")[-1]


def pins(lock: str) -> dict[str, str]:
    """Package and version of each pin of a lock."""
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / lock).read_text(), re.MULTILINE))


@pytest.mark.parametrize(
    "dockerfile", sorted((ROOT / "deploy").rglob("*Dockerfile")), ids=lambda path: path.parent.name
)
def test_hadolint_finds_nothing(dockerfile: Path) -> None:
    done = subprocess.run(
        [script("hadolint"), str(dockerfile)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_final_stage_runs_as_a_numbered_user() -> None:
    assert re.findall(r"^USER (.+)$", FINAL, re.MULTILINE) == ["10001:10001"]


def test_the_final_stage_installs_nothing() -> None:
    assert not re.search(r"\b(pip|apt|apt-get|curl|wget)\b", FINAL)


def test_the_image_says_whether_its_service_is_alive() -> None:
    assert re.search(r'^HEALTHCHECK .* CMD \["dateline", "health"\]$', FINAL, re.MULTILINE)


def test_every_setting_of_the_image_exists() -> None:
    given = re.findall(rf"\b{PREFIX}(\w+)=", FINAL)
    assert given
    assert {name.lower() for name in given} <= set(Settings.model_fields)


def test_no_registry_is_named() -> None:
    bases = re.findall(r"^(?:ARG BASE_IMAGE=|FROM )(\S+)", DOCKERFILE.read_text(), re.MULTILINE)
    assert bases == ["python:3.12-slim-bookworm", "${BASE_IMAGE}", "${BASE_IMAGE}"]


def test_what_builds_the_image_is_of_the_version_that_development_uses() -> None:
    build, development = pins("deploy/build.lock"), pins("requirements-dev.lock")
    assert build["hatchling"]
    assert {name: development[name] for name in build} == build


def test_the_context_holds_the_locks_and_no_secret() -> None:
    rules = (ROOT / ".dockerignore").read_text().splitlines()
    allowed = {rule[1:] for rule in rules if rule.startswith("!")}
    assert "*" in rules
    assert {"requirements.lock", "deploy/build.lock", "pyproject.toml", "models"} <= allowed
    assert not any(".env" in rule or ".git" in rule for rule in allowed)

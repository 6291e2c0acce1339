"""Settings by environment: one prefix, `DATELINE_`. Each service's own settings extend these."""

import re
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    DirectoryPath,
    Field,
    FilePath,
    SecretStr,
    ValidationError,
    ValidationInfo,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from schemas.mediatopics import TABLE

REPOSITORY = Path(__file__).parents[2]
PREFIX = "DATELINE_"
S = TypeVar("S", bound="Settings")

# Empty is how a setting is unset in a file of them; as a path it would be the working folder.
_SERVER = re.compile(r"(\[[\da-fA-F:]+\]|[^\s:,\[\]]+):\d{1,5}")
_EMPTY_IS_UNSET = BeforeValidator(lambda given: None if given == "" else given)
OptionalFile = Annotated[FilePath | None, _EMPTY_IS_UNSET]
"""A file that is there; unset or empty: none."""
OptionalFolder = Annotated[DirectoryPath | None, _EMPTY_IS_UNSET]
"""A folder that is there; unset or empty: none."""


class SettingsError(ValueError):
    """A setting is wrong; the text names its environment variable in one line."""


def _servers(given: str) -> str:
    wrong = next((server for server in given.split(",") if not _SERVER.fullmatch(server.strip())), None)
    if wrong is not None:
        raise ValueError(f"{wrong.strip()!r} is no host:port")
    return given


def _needed_with_sasl(given: str, info: ValidationInfo) -> str:
    if not given and str(info.data.get("kafka_security_protocol", "")).startswith("SASL"):
        raise ValueError(f"needed with {info.data['kafka_security_protocol']}")
    return given


def _with_models(folder: Path) -> Path:
    if not (folder / TABLE).is_file():
        raise ValueError(f"no folder of models: {TABLE} is not in it")
    return folder


class Settings(BaseSettings):
    """What each service needs. Every field is documented in docs/settings.md."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    bootstrap: Annotated[str, AfterValidator(_servers)] = Field(
        "127.0.0.1:9092", description="Kafka bootstrap servers, `host:port` with commas between."
    )
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="How Kafka is spoken to: `PLAINTEXT`, `SSL`, `SASL_PLAINTEXT` or `SASL_SSL`."
    )
    kafka_ca: OptionalFile = Field(
        None,
        description="Authorities that may have signed the brokers' certificates, PEM; unset: the system's.",
    )
    kafka_certificate: OptionalFile = Field(
        None, description="Certificate that the service shows the brokers, PEM; unset: none."
    )
    kafka_certificate_key: OptionalFile = Field(
        None, description="Private key of that certificate, PEM; unset: in the same file."
    )
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        "SCRAM-SHA-512", description="How the password is shown: `PLAIN`, `SCRAM-SHA-256` or `SCRAM-SHA-512`."
    )
    kafka_username: Annotated[str, AfterValidator(_needed_with_sasl)] = Field(
        "", validate_default=True, description="User name for SASL."
    )
    kafka_password: SecretStr = Field(SecretStr(""), description="Password for SASL.")
    http_host: str = Field("127.0.0.1", description="Address that the service's HTTP side listens on.")
    http_port: int = Field(
        8000, ge=0, le=65535, description="Port of the service's HTTP side; 0 picks a free one."
    )
    log_level: str = Field(
        "info", pattern="^(debug|info|warning|error)$", description="Lowest level that is logged."
    )
    models: Annotated[DirectoryPath, AfterValidator(_with_models)] = Field(
        REPOSITORY / "models", description="Folder of the models that are shipped as data."
    )
    data: Path = Field(REPOSITORY / "data", description="Folder for what a service keeps on disk.")
    batch: int = Field(32, ge=1, le=1000, description="Records a stage takes at once, at most.")
    batch_wait_s: float = Field(0.05, gt=0, le=10, description="Seconds a stage waits for a batch to fill.")
    in_flight: int = Field(
        64, ge=1, le=10000, description="Records a stage holds unfinished before it stops reading."
    )
    grace_s: float = Field(
        20, gt=0, description="Seconds that a stopping service has to finish what it holds."
    )
    retry_s: float = Field(
        300, gt=0, description="Seconds a stage retries a transient fault before it exits."
    )
    dead_letter_share: float = Field(
        0.5,
        gt=0,
        le=1,
        description="Share of recent records that a stage may dead-letter for a fault of its own.",
    )
    session_s: float = Field(10, ge=1, description="Seconds after which the broker gives a silent member up.")
    commit_s: float = Field(
        0.3, gt=0, le=60, description="Seconds between two commits of acknowledged positions."
    )


def load(kind: type[S]) -> S:
    """The settings of the environment; `SettingsError` names the first variable that is wrong."""
    try:
        return kind()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        given = (
            f" (got {str(value)!r})"
            if isinstance(value := first["input"], str | Path) and not _secret(kind, first["loc"])
            else ""
        )
        # Not "from error": its text holds every value, secrets too.
        raise SettingsError(f"{name}: {first['msg'].removeprefix('Value error, ')}{given}") from None


def _secret(kind: type[Settings], location: tuple[int | str, ...]) -> bool:
    field = kind.model_fields.get(str(location[0])) if location else None
    return field is None or field.annotation is SecretStr

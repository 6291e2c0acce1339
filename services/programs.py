"""The services by name: which settings and which composition root belong to each."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from services.runtime import program
from services.runtime.faults import Transient

NOT_OF_SERVICES = frozenset(
    {
        "DATELINE_KEY",
        "DATELINE_VERSION",
        "DATELINE_POSTGRES_PASSWORD",
        "DATELINE_GRAFANA_PASSWORD",
        "DATELINE_TESTS_REQUIRE_KAFKA",
        "DATELINE_TESTS_REQUIRE_BROWSER",
    }
)
"""Variables that a subscriber's examples, Compose and the tests read."""


def run(service: str) -> int:
    """Run `service` until SIGTERM; its exit code."""
    return {
        "ingest": _ingest,
        "extraction": _extraction,
        "tagging": _tagging,
        "grouping": _grouping,
        "gateway": _gateway,
    }[service]()


def unknown_settings(names: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    """The names that begin like a setting's and are none of any service, each with the one it is most like."""
    from services.extraction.settings import ExtractionSettings
    from services.gateway.settings import GatewaySettings
    from services.grouping.settings import GroupingSettings
    from services.ingest.settings import IngestSettings
    from services.runtime.settings import PREFIX
    from services.tagging.settings import TaggingSettings

    kinds = (IngestSettings, ExtractionSettings, TaggingSettings, GroupingSettings, GatewaySettings)
    known = {f"{PREFIX}{field.upper()}" for kind in kinds for field in kind.model_fields} | NOT_OF_SERVICES
    for name in sorted(names):
        if name.startswith(PREFIX) and name not in known:
            yield name, next(iter(get_close_matches(name, sorted(known), 1, 0.8)), None)


def migrate() -> None:
    """Bring the gateway's database to this version's tables; `Transient` where it does not answer."""
    from sqlalchemy.exc import DBAPIError

    from services.gateway.migrate import migrate as to_newest
    from services.gateway.settings import GatewaySettings
    from services.runtime.settings import load

    try:
        to_newest(load(GatewaySettings).database_url.get_secret_value())
    except DBAPIError as error:
        detail = f"{str(error.orig).splitlines()[0]}; DATELINE_DATABASE_URL says where it is (`. data/environment`)"
        raise Transient("database", detail) from error


def _ingest() -> int:
    from services.ingest.service import SERVICE, compose
    from services.ingest.settings import IngestSettings

    return program.run(SERVICE, IngestSettings, compose)


def _extraction() -> int:
    from services.extraction.service import SERVICE, compose
    from services.extraction.settings import ExtractionSettings

    return program.run(SERVICE, ExtractionSettings, compose)


def _tagging() -> int:
    from services.tagging.service import SERVICE, compose
    from services.tagging.settings import TaggingSettings

    return program.run(SERVICE, TaggingSettings, compose)


def _grouping() -> int:
    from services.grouping.service import SERVICE, compose
    from services.grouping.settings import GroupingSettings

    return program.run(SERVICE, GroupingSettings, compose)


def _gateway() -> int:
    from services.gateway.service import SERVICE
    from services.gateway.service import run as compose
    from services.gateway.settings import GatewaySettings

    return program.run(SERVICE, GatewaySettings, compose)

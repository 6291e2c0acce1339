"""A gateway as a process of its own, which a test may kill."""

from pathlib import Path

from tests.service import ServiceProcess

OPEN = {"DATELINE_GATEWAY_OPEN": "read,push,subscribe", "DATELINE_GATEWAY_RATE": "0"}


class GatewayProcess(ServiceProcess):
    """`with GatewayProcess(bootstrap, url, log) as gateway: gateway.url`; killed at the end if it still runs."""

    def __init__(self, bootstrap: str, database_url: str, log: Path, **settings: str) -> None:
        given = {"DATELINE_DATABASE_URL": database_url, **OPEN, **settings}
        super().__init__("gateway", bootstrap, log, **given)

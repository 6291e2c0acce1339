"""The whole pipeline on this machine: broker, PostgreSQL and the five services, each a process of its own."""

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from services.local.child import Child
from services.local.ports import HOST, answers, free_port
from services.local.postgres import Postgres
from services.runtime import connection, logs, streams
from services.runtime.settings import SettingsError

log = logs.get(__name__)
SERVICES = ("ingest", "extraction", "tagging", "grouping", "gateway")
READY_S = 300.0
"""For what starts by itself on a slow or busy machine; what has ended is told at once."""

REMIND_S = 15.0
GRACE_S = 30.0
PAUSE_S = 0.1


class Machine:
    """Runs under `folder`: `broker/`, `postgres/`, `logs/` and each service's own data.

    `ports` fixes the port of a part by its name ("broker" or a service's); the others are free ones. `environment`
    holds settings for every service. With `bootstrap` it uses that broker and starts none.
    """

    def __init__(
        self,
        folder: Path,
        ports: Mapping[str, int] | None = None,
        environment: Mapping[str, str] | None = None,
        bootstrap: str | None = None,
    ) -> None:
        self.folder = folder.resolve()
        wanted = ports or {}
        self.ports = {name: wanted.get(name) or free_port() for name in ("broker", *SERVICES)}
        self.bootstrap = bootstrap or f"{HOST}:{self.ports['broker']}"
        self.children: dict[str, Child] = {}
        self._postgres = Postgres(self.folder / "postgres")
        self._environment = dict(environment or {})
        self._own_broker = bootstrap is None

    @property
    def gateway_url(self) -> str:
        """Where the gateway answers."""
        return self.url("gateway")

    @property
    def database_url(self) -> str:
        """The database's URL, with its password: never to be logged."""
        return self._postgres.url

    @property
    def database_pid(self) -> int | None:
        """The database server's process id while it runs."""
        return self._postgres.pid

    @property
    def addresses(self) -> dict[str, str]:
        """The settings by which any command finds this pipeline; with the password: never to be logged."""
        return {
            "DATELINE_BOOTSTRAP": self.bootstrap,
            "DATELINE_KAFKA_SECURITY_PROTOCOL": "PLAINTEXT",
            "DATELINE_DATABASE_URL": self.database_url,
        }

    def url(self, service: str) -> str:
        """Where the HTTP side of `service` answers."""
        return f"http://{HOST}:{self.ports[service]}"

    def start(self, *without: str) -> None:
        """Start everything but the services in `without`, and return once what runs is ready.

        `RuntimeError` holds the last words of what did not start.
        """
        if connection.options()["security_protocol"] != "PLAINTEXT":
            raise SettingsError(
                "DATELINE_KAFKA_SECURITY_PROTOCOL: the broker of this machine speaks PLAINTEXT"
            )
        if self._own_broker:
            self._start_child("broker", self._broker_command(), {})
            self._wait_for_broker()
        streams.apply(self.bootstrap)
        self._postgres.start()
        for service in SERVICES:
            if service not in without:
                self.start_service(service)
        self.wait_ready()

    def start_service(self, service: str) -> None:
        """Start `service`; it waits for what it needs by itself."""
        command = [sys.executable, "-m", "services.cli", "run", service]
        self._start_child(service, command, self._service_environment(service))

    def wait_ready(self, deadline_s: float = READY_S) -> None:
        """Return once every service that runs is ready; `RuntimeError` tells who is not."""
        # One client: each reads the world's certificates when it is made, 20 ms that the services then lack.
        with httpx.Client(timeout=2, trust_env=False) as client:
            self._wait_ready(client, deadline_s)

    def _wait_ready(self, client: httpx.Client, deadline_s: float) -> None:
        until, remind = time.monotonic() + deadline_s, time.monotonic() + REMIND_S
        for service in SERVICES:
            while service in self.children and not self._ready(client, service):
                child = self.children[service]
                if child.exit_code is not None or time.monotonic() > until:
                    raise RuntimeError(f"{service} did not start:\n{child.last_words()}")
                if time.monotonic() > remind:
                    log.warning("still starting", child=service, log=str(child.log_file))
                    remind += REMIND_S
                time.sleep(PAUSE_S)

    def tend(self) -> None:
        """Start again what has died."""
        self._postgres.tend()
        for child in self.children.values():
            child.tend()

    def stop(self) -> dict[str, int | None]:
        """Stop the services, then the database and the broker; the exit codes of the children."""
        services = [child for name, child in self.children.items() if name != "broker"]
        for child in services:
            child.terminate()
        codes = {child.name: child.wait(GRACE_S) for child in services}
        self._postgres.stop()
        if broker := self.children.get("broker"):
            broker.terminate()
            codes["broker"] = broker.wait(GRACE_S)
        return codes

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.stop()

    def _start_child(self, name: str, argv: list[str], env: Mapping[str, str]) -> None:
        self.children[name] = Child(name, argv, env, self.folder / "logs" / f"{name}.log")
        self.children[name].start()

    def _broker_command(self) -> list[str]:
        port, data = str(self.ports["broker"]), str(self.folder / "broker")
        return [sys.executable, "-m", "services.broker", "--port", port, "--data-dir", data]

    def _service_environment(self, service: str) -> dict[str, str]:
        return {
            **self.addresses,
            "DATELINE_DATA": str(self.folder),
            "DATELINE_HTTP_HOST": HOST,
            "DATELINE_GATEWAY_OPEN": "read,push,subscribe",  # it listens on this machine alone
            **self._environment,
            "DATELINE_HTTP_PORT": str(self.ports[service]),
        }

    def _wait_for_broker(self) -> None:
        broker, until = self.children["broker"], time.monotonic() + READY_S
        while not answers(self.ports["broker"]):
            if broker.exit_code is not None or time.monotonic() > until:
                raise RuntimeError(f"the broker did not start:\n{broker.last_words()}")
            time.sleep(PAUSE_S)

    def _ready(self, client: httpx.Client, service: str) -> bool:
        if self.children[service].exit_code is not None:
            return False  # whatever answers on its port is another process
        try:
            return client.get(f"{self.url(service)}/readyz").status_code == 200
        except httpx.HTTPError:
            return False

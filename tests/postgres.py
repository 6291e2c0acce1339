"""Fixtures of databases: each a fresh one for one test, in one real server for the whole session."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from services.gateway.migrate import migrate
from services.local.postgres import Postgres

CARELESS = ("fsync", "synchronous_commit", "full_page_writes")
"""What keeps a database through a crash of the machine, and costs a test its time."""


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """An embedded PostgreSQL on a free loopback port."""
    with Postgres(tmp_path_factory.mktemp("postgres") / "data") as server:
        with psycopg.connect(server.url, autocommit=True) as session:
            for setting in CARELESS:
                session.execute(f"ALTER SYSTEM SET {setting} = off")
            session.execute("SELECT pg_reload_conf()")
        yield server


@contextmanager
def created(server: Postgres, template: str = "template1") -> Iterator[str]:
    """The URL of a new database, a copy of `template`, that is dropped afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server.url, autocommit=True) as session:
        session.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield server.url.rsplit("/", 1)[0] + f"/{name}"
        session.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres_server: Postgres) -> Iterator[str]:
    """The URL of an empty database."""
    with created(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def migrated(postgres_server: Postgres) -> Iterator[str]:
    """The name of a database with the gateway's tables, to be copied."""
    with created(postgres_server) as url:
        migrate(url)
        yield url.rsplit("/", 1)[1]


@pytest.fixture
def database(postgres_server: Postgres, migrated: str) -> Iterator[str]:
    """The URL of a database with the gateway's tables and nothing in them."""
    with created(postgres_server, migrated) as url:
        yield url

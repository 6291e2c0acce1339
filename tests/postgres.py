"""Fixture `postgres_url`: a fresh database for one test, in one real server for the whole session."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from services.local.postgres import Postgres


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """An embedded PostgreSQL on a free loopback port."""
    with Postgres(tmp_path_factory.mktemp("postgres") / "data") as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Postgres) -> Iterator[str]:
    """The URL of an empty database that is dropped after the test."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server.url, autocommit=True) as session:
        session.execute(f"CREATE DATABASE {name}")
        yield postgres_server.url.rsplit("/", 1)[0] + f"/{name}"
        session.execute(f"DROP DATABASE {name} WITH (FORCE)")

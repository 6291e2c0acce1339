"""Keys in the database: made, rotated and ended by the command line, each act written down, and known to the door."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from click.testing import CliRunner, Result

from services.cli import dateline
from services.gateway.access import keys
from services.gateway.access.keyring import Keyring
from services.gateway.access.keys import Key
from services.gateway.access.keystore import KeyStore
from services.gateway.database import Database

T = TypeVar("T")


@pytest.fixture
def database(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DATELINE_DATABASE_URL", postgres_url)
    return postgres_url


def typed(*words: str) -> Result:
    return CliRunner().invoke(dateline, ["keys", *words])


def on(url: str, act: Callable[[KeyStore], Awaitable[T]]) -> T:
    async def run() -> T:
        async with Database(url, 2) as database:
            return await act(KeyStore(database))

    return asyncio.run(run())


def found(url: str, word: str) -> Key | None:
    """What a gateway that reads the keys now takes `word` for."""
    keyring = Keyring()
    keyring.replace(on(url, lambda store: store.active()))
    return keyring.find(word)


def made(name: str, *scopes: str) -> str:
    result = typed("create", name, *(word for scope in scopes for word in ("--scope", scope)))
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def acts() -> list[str]:
    return [json.loads(line)["act"] for line in typed("audit").stdout.splitlines()]


def test_a_key_that_was_made_opens_and_its_secret_is_nowhere(database: str) -> None:
    word = made("desk", "read", "push")
    key = found(database, word)
    assert key is not None
    assert (key.name, key.scopes) == ("desk", {"read", "push"})
    assert word.rpartition("_")[2] not in typed("list").stdout + typed("audit").stdout
    assert acts() == ["key.create"]


def test_a_name_has_one_key_at_a_time(database: str) -> None:
    made("desk", "read")
    second = typed("create", "desk", "--scope", "read")
    assert second.exit_code != 0
    assert "rotate it" in str(second.exception)


def test_while_a_key_is_rotated_both_open_and_then_the_new_one_alone(database: str) -> None:
    old = made("desk", "read")
    id_ = keys.id_of(old)
    assert id_ is not None
    new = typed("rotate", id_, "--overlap-h", "1").stdout.strip()
    for word in (old, new):
        key = found(database, word)
        assert key is not None
        assert key.name == "desk"
    typed("revoke", id_)
    assert found(database, old) is None
    assert found(database, new) is not None
    assert acts() == ["key.revoke", "key.rotate", "key.create"]


def test_what_is_not_there_cannot_be_ended(database: str) -> None:
    for act in ("revoke", "rotate"):
        result = typed(act, "0123456789ab")
        assert result.exit_code != 0
        assert "no such key" in str(result.exception)
    assert acts() == []


def test_an_act_that_fails_is_not_written_down(database: str) -> None:
    word = made("desk", "read")
    id_ = str(keys.id_of(word))
    typed("revoke", id_)
    typed("revoke", id_)
    assert acts() == ["key.revoke", "key.create"]

"""API keys of the gateway, and what was done with them."""

import asyncio
import getpass
import json
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

import click

from services.runtime.settings import load

if TYPE_CHECKING:
    from services.gateway.database import Database

T = TypeVar("T")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}", re.ASCII)
SHOWN_ONCE = "This is the key. It is shown this once; give it to its owner."


@click.group()
def keys() -> None:
    """API keys of the gateway: who may read, push, subscribe or administer."""


@keys.command("create")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(["read", "push", "subscribe", "admin"]),
    help="What it may do; may be given more than once. `admin` may do everything.",
)
@click.option("--days", type=click.IntRange(1), help="Days until it ends; never, if not given.")
@click.option(
    "--rate", type=click.IntRange(0), help="Requests a minute in place of DATELINE_GATEWAY_RATE; 0: any."
)
def keys_create(name: str, scopes: tuple[str, ...], days: int | None, rate: int | None) -> None:
    """Make a key for NAME and print it."""
    from services.gateway.access import keys as made
    from services.gateway.access.keystore import KeyStore

    if not NAME.fullmatch(name):
        raise click.UsageError(
            f"NAME: {name!r} is not letters, digits, blanks, dots, hyphens and underscores, 64 at most"
        )
    ends = None if days is None else datetime.now(UTC) + timedelta(days=days)
    key, word = made.make(name, made.scopes(",".join(scopes)), rate, ends)
    _on_database(lambda database: KeyStore(database).add(key, _actor()))
    _show(word)


@keys.command("list")
def keys_list() -> None:
    """Print every key that ever was, one JSON object a line; never the secret."""
    import msgspec

    from services.gateway.access.keystore import KeyStore

    for key in _on_database(lambda database: KeyStore(database).all()):
        click.echo(msgspec.json.encode(key).decode())


@keys.command("rotate")
@click.argument("id_", metavar="ID")
@click.option("--overlap-h", default=24.0, show_default=True, help="Hours for which the old key still holds.")
def keys_rotate(id_: str, overlap_h: float) -> None:
    """Make a new key in the place of the key ID, for the same owner with the same scopes, and print it."""
    from services.gateway.access.keystore import KeyStore

    if overlap_h < 0:
        raise click.UsageError("--overlap-h: is below 0")
    _, word = _on_database(lambda database: KeyStore(database).rotate(id_, overlap_h * 3600, _actor()))
    _show(word)


@keys.command("revoke")
@click.argument("id_", metavar="ID")
def keys_revoke(id_: str) -> None:
    """End the key ID now: within seconds no gateway takes it any more."""
    from services.gateway.access.keystore import KeyStore

    _on_database(lambda database: KeyStore(database).revoke(id_, _actor()))


@keys.command("audit")
@click.option(
    "--limit", default=100, show_default=True, type=click.IntRange(1, 10_000), help="Acts, at most."
)
def keys_audit(limit: int) -> None:
    """Print what administrators did, newest first, one JSON object a line."""
    import msgspec

    from services.gateway.audit import AuditLog

    for act in _on_database(lambda database: AuditLog(database).newest(limit)):
        click.echo(json.dumps(msgspec.to_builtins(act), ensure_ascii=False))


def _on_database(act: "Callable[[Database], Awaitable[T]]") -> T:
    """What `act` gives, on the database of the settings, which is brought up to date first."""
    from services import programs
    from services.gateway.database import Database
    from services.gateway.settings import GatewaySettings

    programs.migrate()
    url = load(GatewaySettings).database_url.get_secret_value()

    async def run() -> T:
        async with Database(url, 2) as database:
            return await act(database)

    return asyncio.run(run())


def _actor() -> str:
    return f"cli:{getpass.getuser()}"


def _show(word: str) -> None:
    """The key alone on standard output, so that a script can take it."""
    click.echo(SHOWN_ONCE, err=True)
    click.echo(word)

"""The door: who asks, whether they may, whether not too often. Every route that gives or takes news is behind it."""

import base64
import binascii
import math
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import msgspec
from fastapi import Request

from services.gateway import problems
from services.gateway.access.keyring import Keyring
from services.gateway.access.keys import Key, Scope
from services.gateway.access.rates import Rates
from services.gateway.problems import Problem

ANONYMOUS = "anonymous"
REALM = 'realm="dateline", charset="UTF-8"'


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks. `name` owns what the caller makes, and outlives the rotation of its key."""

    name: str
    scopes: frozenset[Scope]
    key: str | None = None

    def may(self, scope: Scope) -> bool:
        """Whether it has `scope`."""
        return scope in self.scopes or "admin" in self.scopes


class Door:
    """Lets those in whose key has the scope, or everybody where the scope is one of `open_`.

    `rate` is requests a minute of a key that says nothing else, and of an address without a key; 0 sets no limit.
    """

    def __init__(
        self, keyring: Keyring, open_: frozenset[Scope], rate: int, rates: Rates | None = None
    ) -> None:
        self._keyring = keyring
        self._open = open_
        self._rate = rate
        self._rates = rates or Rates()

    def needs(self, scope: Scope) -> Callable[[Request], Awaitable[Caller]]:
        """A dependency of a route: the caller, who has `scope`; else a problem."""

        async def enter(request: Request) -> Caller:
            caller = self._caller(request)
            if caller.may(scope):
                return caller
            if caller.key is None:
                raise _unknown(request, f"a key with the scope {scope} is needed")
            detail = f"the key {caller.key} lacks the scope {scope}"
            raise Problem(problems.FORBIDDEN, detail, headers=_close(request))

        return enter

    def _caller(self, request: Request) -> Caller:
        word = _word(request.headers.get("authorization", ""))
        key = None if word is None else self._keyring.find(word)
        self._count(request, key)
        if word is None:
            return Caller(name=ANONYMOUS, scopes=self._open)
        if key is None or key.over(datetime.now(UTC)):
            raise _unknown(request, "the key is not known" if key is None else f"the key {key.id} has ended")
        return Caller(name=key.name, scopes=key.scopes, key=key.id)

    def _count(self, request: Request, key: Key | None) -> None:
        """A wrong key counts for the address, so that nobody guesses faster than others read."""
        limit = self._rate if key is None or key.rate is None else key.rate
        if limit == 0:
            return
        address = request.client.host if request.client else ""
        allowance = self._rates.take(f"address {address}" if key is None else f"key {key.id}", limit)
        request.state.allowance = allowance.headers()
        if allowance.wait_s:
            headers = {"Retry-After": str(math.ceil(allowance.wait_s))} | _close(request)
            raise Problem(
                problems.TOO_MANY_REQUESTS, f"{limit} requests a minute are allowed", headers=headers
            )


def _word(authorization: str) -> str | None:
    """The key in the header: after `Bearer`, or the password after `Basic`, which browsers ask people for."""
    scheme, _, given = authorization.partition(" ")
    match scheme.lower():
        case "":
            return None
        case "bearer":
            return given.strip()
        case "basic":
            return _password(given.strip())
        case _:
            return ""


def _password(given: str) -> str:
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _unknown(request: Request, detail: str) -> Problem:
    page = "text/html" in request.headers.get("accept", "")
    headers = {"WWW-Authenticate": f"{'Basic' if page else 'Bearer'} {REALM}"} | _close(request)
    return Problem(
        problems.UNAUTHORISED, f"{detail}: send Authorization: Bearer and the key", headers=headers
    )


def _close(request: Request) -> dict[str, str]:
    """A body that nobody reads must not be taken for the next request."""
    return {} if request.method in ("GET", "HEAD") else {"Connection": "close"}

"""API keys: what one is, how it is made, how it is told from a guess.

Only a key's SHA-256 is kept. A slow hash would guard nothing here: the secret is 256 random bits, not a password.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, get_args

import msgspec

Scope = Literal["read", "push", "subscribe", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
_WORD = re.compile(r"dateline_([0-9a-f]{12})_[A-Za-z0-9_-]{43}", re.ASCII)


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key without its secret. `name` is whose it is, and stays when the key is rotated; `rate` is requests a minute.

    `admin` may do everything. `expires_at` is when it ends (UTC), also by being revoked or rotated away.
    """

    id: str
    name: str
    digest: bytes
    scopes: frozenset[Scope]
    rate: int | None = None
    expires_at: datetime | None = None

    def may(self, scope: Scope) -> bool:
        """Whether it has `scope`."""
        return scope in self.scopes or "admin" in self.scopes

    def over(self, now: datetime) -> bool:
        """Whether it has ended."""
        return self.expires_at is not None and now >= self.expires_at


def make(
    name: str, scopes: Iterable[Scope], rate: int | None, expires_at: datetime | None
) -> tuple[Key, str]:
    """A new key, and the word that its owner is to send: nobody can show it again."""
    id_ = secrets.token_hex(6)
    word = f"dateline_{id_}_{secrets.token_urlsafe(32)}"
    key = Key(
        id=id_, name=name, digest=digest(word), scopes=frozenset(scopes), rate=rate, expires_at=expires_at
    )
    return key, word


def digest(word: str) -> bytes:
    """What is kept of `word`."""
    return hashlib.sha256(word.encode("utf-8", "replace")).digest()


def id_of(word: str) -> str | None:
    """The id in `word`; None where it was not made by `make`."""
    found = _WORD.fullmatch(word)
    return found[1] if found else None


def scopes(setting: str) -> frozenset[Scope]:
    """The scopes in `setting`, with commas between; `ValueError` quotes what is none."""
    given = {part.strip() for part in setting.split(",")} - {""}
    if unknown := sorted(given - set(SCOPES)):
        raise ValueError(f"{unknown[0]!r} is no scope ({', '.join(SCOPES)})")
    return frozenset(scope for scope in SCOPES if scope in given)

# A copy of schemas/deadletter.py, made by clients/python/vendor.py: change that one.
"""What a stage could not process, with the reason and the original bytes: nothing is lost."""

from typing import Literal

import msgspec

Reason = Literal["undecodable", "invalid", "unsupported", "too_large", "failed", "embargoed", "exhausted"]
"""undecodable: not the message it says it is; invalid: a field breaks the contract; unsupported: an event type
that the stage does not know; too_large: over a limit; failed: the processor raised; embargoed: not for use yet when it
was accepted; exhausted: to read it took more time or memory than a document may."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """A header of the original record. `value` is base64 in JSON."""

    name: str
    value: bytes


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where the record stood. `partition` and `offset` are Kafka's; -1 where it came from no stream.

    `document` is where a collector found it: the file or address, then `#` and the place in it (a line, a row, an id, a
    byte); of a submission that was pushed, its own address or guid.
    """

    stream: str
    partition: int
    offset: int
    document: str | None = None


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True):
    """A record that was set aside. `key` and `value` are the original bytes (base64 in JSON).

    `detail` names the field or the error in one line; `stack_digest` is the SHA-256 of the stack's file names,
    line numbers and functions, so that equal faults count as one.
    """

    stage: str
    reason: Reason
    detail: str
    origin: Origin
    value: bytes
    key: bytes | None = None
    headers: tuple[Header, ...] = ()
    stack_digest: str | None = None

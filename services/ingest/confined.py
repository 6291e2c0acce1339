"""Parsers in a child process, which can be killed: what hangs or eats memory there harms nobody here.

`python -m services.ingest.confined` is the child: it reads requests from its standard input and answers on its standard
output, each a pickle with its length before it. It ends when its parent does, because then the input ends.
"""

import contextlib
import hashlib
import importlib
import os
import pickle
import resource
import select
import struct
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import IO, ParamSpec, Protocol, TypeVar, cast

from services.runtime import logs

log = logs.get(__name__)
_P = ParamSpec("_P")
_T = TypeVar("_T")
_LENGTH = struct.Struct(">Q")
_REMEMBERED = 256
START_S = 60.0
"""Seconds that the child has to start: to load modules and models, for which no document is to blame."""


class Caller(Protocol):
    """Calls a function somewhere."""

    def call(self, function: Callable[_P, _T], *args: _P.args, **named: _P.kwargs) -> _T: ...


class Here:
    """Calls in this process: for what a person waits for, and for what is in a child already."""

    def call(self, function: Callable[_P, _T], *args: _P.args, **named: _P.kwargs) -> _T:
        """What `function` returns or raises."""
        return function(*args, **named)


HERE = Here()


class Exhausted(Exception):
    """The work took more time or memory than a document may."""


class Confined:
    """Calls functions in a child process, one at a time: `seconds` for each, `most_bytes` of memory for the child.

    `prepare` is what a child calls first, when it is started. A call that had to be killed once is refused at once from
    then on. Close it after use.
    """

    def __init__(self, seconds: float, most_bytes: int, prepare: Callable[[], object] = int) -> None:
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._prepare = prepare
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._deadly: OrderedDict[bytes, str] = OrderedDict()

    def call(self, function: Callable[_P, _T], *args: _P.args, **named: _P.kwargs) -> _T:
        """What `function`, one at the top of a module, returns or raises; `Exhausted` where it had to be killed.

        Arguments, result and exception must be such as pickle can carry.
        """
        request = _request(function, *args, **named)
        digest = hashlib.sha256(request).digest()
        with self._lock:
            if digest in self._deadly:
                raise Exhausted(self._deadly[digest])
            try:
                good, outcome = pickle.loads(self._exchange(request))  # noqa: S301  # our own child's
            except Exhausted as error:
                self._remember(digest, str(error))
                raise
        if good:
            return cast(_T, outcome)
        raise outcome

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def _exchange(self, request: bytes) -> bytes:
        if self._child is None:
            self._start()
        return self._ask(request, self._seconds)

    def _start(self) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "services.ingest.confined", str(self._most_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._ask(_request(self._prepare), START_S)

    def _ask(self, request: bytes, seconds: float) -> bytes:
        assert self._child is not None
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        try:
            self._child.stdin.write(_LENGTH.pack(len(request)) + request)
            self._child.stdin.flush()
            answer = _read(self._child.stdout, time.monotonic() + seconds)
        except BrokenPipeError:
            answer = b""
        except TimeoutError as error:
            self._end()
            raise Exhausted(f"not done in {seconds:g} s") from error
        if not answer:
            raise Exhausted(f"the parser died (exit code {self._end()})")
        return answer

    def _end(self) -> int:
        """The child is no more; its exit code."""
        if self._child is None:
            return 0
        child, self._child = self._child, None
        code = child.poll()
        child.kill()
        for pipe in (child.stdin, child.stdout):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        return child.wait() if code is None else code

    def _remember(self, digest: bytes, why: str) -> None:
        log.warning("parser killed", detail=why)
        self._deadly[digest] = why
        if len(self._deadly) > _REMEMBERED:
            self._deadly.popitem(last=False)


def _request(function: Callable[_P, object], *args: _P.args, **named: _P.kwargs) -> bytes:
    return pickle.dumps((f"{function.__module__}:{function.__qualname__}", args, named))


def _read(stream: IO[bytes], until: float | None = None) -> bytes:
    """The next message, b"" at the end; `TimeoutError` at `until` (seconds of the monotonic clock)."""
    head = _exactly(stream, _LENGTH.size, until)
    return _exactly(stream, _LENGTH.unpack(head)[0], until) if head else b""


def _exactly(stream: IO[bytes], size: int, until: float | None) -> bytes:
    parts, missing = [], size
    while missing:
        if until is not None and not select.select([stream], [], [], max(0.0, until - time.monotonic()))[0]:
            raise TimeoutError
        part = os.read(stream.fileno(), min(missing, 1 << 20))
        if not part:
            return b""
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """The child: answer requests until they end."""
    while request := _read(requests):
        try:
            answer = pickle.dumps(_answer(request))
        except Exception as error:
            answer = pickle.dumps((False, RuntimeError(f"no answer that can be carried: {error!r}")))
        answers.write(_LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _answer(request: bytes) -> tuple[bool, object]:
    name, args, named = pickle.loads(request)  # noqa: S301  # our own parent's
    module, _, function = name.partition(":")
    try:
        return True, getattr(importlib.import_module(module), function)(*args, **named)
    except MemoryError:
        # What is left can't be relied on: end, and be started anew.
        os._exit(1)
    except Exception as error:
        return False, error


def main() -> None:
    """Serve on standard input and output; what a parser prints goes to standard error."""
    most_bytes = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()

"""Files that only their owner may read."""

import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Write `text` to `path`, mode 0600 from its first byte on; a file that was there is replaced."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(text)


@contextmanager
def environment(path: Path, settings: Mapping[str, str]) -> Iterator[None]:
    """Keep `path` for the time of the block: a file that a shell reads with `.`, and then has `settings` exported."""
    write(path, "".join(f"export {name}={shlex.quote(value)}\n" for name, value in settings.items()))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)

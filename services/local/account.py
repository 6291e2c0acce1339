"""As whom the embedded PostgreSQL runs: it refuses to run as root."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534


@dataclass(frozen=True)
class Account:
    """`uid`: the user to change to before a program starts, None to stay; `prefix`: words before its name.

    `owner` is the user who owns the server's files.
    """

    owner: int
    uid: int | None = None
    prefix: tuple[str, ...] = ()

    def run(self, command: Sequence[str], folder: Path) -> "subprocess.CompletedProcess[str]":
        """Run to its end in `folder`, with its output."""
        return subprocess.run(
            [*self.prefix, *command],
            user=self.uid,
            group=self.uid,
            extra_groups=self._groups(),
            cwd=folder,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def spawn(self, command: Sequence[str], folder: Path, log: Path) -> "subprocess.Popen[bytes]":
        """Start in `folder`, with the output appended to `log`.

        In its own session, so that Ctrl-C in a terminal reaches only the supervisor, which stops things in order.
        """
        with log.open("ab") as output:
            return subprocess.Popen(
                [*self.prefix, *command],
                user=self.uid,
                group=self.uid,
                extra_groups=self._groups(),
                cwd=folder,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def own(self, path: Path) -> None:
        """Hand `path`, with all that is in it, to the server's user where it belongs to another."""
        if path.stat().st_uid == self.owner:
            return
        for folder, _, files in os.walk(path):
            for part in (Path(folder), *(Path(folder, name) for name in files)):
                os.chown(part, self.owner, -1)

    def _groups(self) -> list[int] | None:
        return None if self.uid is None else []


def choose(*paths: Path) -> Account:
    """The account that can reach every one of `paths`.

    A normal user stays as they are. Root becomes nobody; where a folder on the way is closed to nobody (a checkout
    in root's home), root stays the owner and the server runs in a user namespace that calls root nobody.
    """
    if os.geteuid() != 0:
        return Account(owner=os.geteuid())
    closed = [path for path in paths if not _open_to_all(path.resolve())]
    if not closed:
        return Account(owner=NOBODY, uid=NOBODY)
    if (unshare := shutil.which("unshare")) is None:
        raise RuntimeError(
            f"PostgreSQL can't run as root and no other user can reach {closed[0]}: chmod o+x it"
        )
    return Account(owner=0, prefix=(unshare, "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"))


def _open_to_all(path: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


def _environment() -> Mapping[str, str]:
    """Ours without PGDATA, PGPORT and the like, which would change what the server does."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}

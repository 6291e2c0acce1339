"""What is published of the contract: `published/<event type>/<revision>.json`, frozen, and `published/asyncapi.json`.

Revisions count from 1. Publishing writes the next one where the structs have changed, and refuses a change that
breaks a reader of any earlier revision.
"""

import json
from pathlib import Path

from schemas import asyncapi, jsonschema
from schemas.catalogue import streams
from schemas.compatibility import breaks
from schemas.envelope import TYPES

FOLDER = Path(__file__).parent / "published"
Json = dict[str, object]


def revisions(event_type: str, folder: Path = FOLDER) -> list[Json]:
    """The published schemas of `event_type`, oldest first."""
    paths = sorted((folder / event_type).glob("*.json"), key=lambda path: int(path.stem))
    return [json.loads(path.read_bytes()) for path in paths]


def incompatibilities(folder: Path = FOLDER) -> list[str]:
    """Every break between the structs and a published revision: "event type, revision n: path: what breaks"."""
    return [
        f"{event_type}, revision {number}: {what}"
        for event_type in sorted(TYPES)
        for number, old in enumerate(revisions(event_type, folder), 1)
        for what in breaks(old, jsonschema.of(event_type))
    ]


def pending(folder: Path = FOLDER) -> dict[Path, bytes]:
    """The files that publishing would write: nothing where what is published says what the structs say."""
    files = {folder / "asyncapi.json": _bytes(asyncapi.document(streams()))}
    for event_type in TYPES:
        known = revisions(event_type, folder)
        if not known or _bare(known[-1]) != _bare(jsonschema.of(event_type)):
            files[folder / event_type / f"{len(known) + 1}.json"] = _bytes(jsonschema.of(event_type))
    return {path: data for path, data in files.items() if not path.exists() or path.read_bytes() != data}


def publish(folder: Path = FOLDER) -> list[Path]:
    """Write what is pending; the paths. `ValueError` with every break, and nothing written, where there is one."""
    if broken := incompatibilities(folder):
        raise ValueError("\n".join(broken))
    files = pending(folder)
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return sorted(files)


def _bare(value: object) -> object:
    """`value` without its descriptions: better words are no new revision."""
    if isinstance(value, dict):
        return {name: _bare(inner) for name, inner in value.items() if name != "description"}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def _bytes(value: Json) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()

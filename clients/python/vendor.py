"""Copies the contract into the client: `python clients/python/vendor.py`, or `--check` to see whether it is current.

A subscriber must not have to install the services for their structs. So the client carries copies of the modules of
`schemas` that need nothing but msgspec; a test holds them to the originals.
"""

import ast
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
TARGET = Path(__file__).parent / "dateline_client" / "contract"
ROOTS = ("envelope", "verification")
NOTE = "# A copy of schemas/{}.py, made by clients/python/vendor.py: change that one.\n"


def modules() -> list[str]:
    """`ROOTS` and what they import of `schemas`, by name."""
    found, waiting = set[str](), list(ROOTS)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(_imports(_original(name).read_text()))
    return sorted(found)


def copy(name: str) -> str:
    """What the copy of a module holds."""
    return NOTE.format(name) + _original(name).read_text().replace(
        "from schemas.", "from dateline_client.contract."
    )


def pending() -> dict[Path, str | None]:
    """The files that are not as they should be, with what they should hold; None where they should not be."""
    wanted = {TARGET / f"{name}.py": copy(name) for name in modules()}
    wanted[TARGET / "__init__.py"] = '"""The messages of the streams, as the pipeline publishes them."""\n'
    there = set(TARGET.glob("*.py"))
    stale: dict[Path, str | None] = dict.fromkeys(there - set(wanted))
    return stale | {
        path: text for path, text in wanted.items() if path not in there or path.read_text() != text
    }


def _original(name: str) -> Path:
    return REPOSITORY / "schemas" / f"{name}.py"


def _imports(source: str) -> list[str]:
    froms = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    return [
        node.module.removeprefix("schemas.") for node in froms if (node.module or "").startswith("schemas.")
    ]


def main() -> int:
    """Write what is pending, or with `--check` say what is; the exit code."""
    changes = pending()
    if "--check" in sys.argv[1:]:
        print("\n".join(f"{path}: not current" for path in changes) or "the client's contract is current")
        return 1 if changes else 0
    for path, text in changes.items():
        if text is None:
            path.unlink()
        else:
            path.write_text(text)
        print(f"wrote {path}" if text is not None else f"removed {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

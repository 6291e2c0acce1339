"""The client's copy of the contract is the contract, and needs nothing but what the client declares."""

import ast
import sys
import tomllib
from pathlib import Path

CLIENT = Path(__file__).parents[2] / "clients" / "python"
sys.path.insert(0, str(CLIENT))
import vendor  # noqa: E402  # a script of the client's folder, which is no package


def test_the_copy_is_current() -> None:
    assert vendor.pending() == {}


def test_the_client_imports_only_what_it_depends_on() -> None:
    declared = tomllib.loads((CLIENT / "pyproject.toml").read_text())["project"]["dependencies"]
    allowed = (
        {name.partition(">")[0] for name in declared} | {"dateline_client"} | set(sys.stdlib_module_names)
    )
    used = {
        name.partition(".")[0]
        for path in (CLIENT / "dateline_client").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        for name in _imported(node)
    }
    assert used <= allowed


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []

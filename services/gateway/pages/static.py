"""Style sheets, modules and icons: served by us, under an address that changes with what they say."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from services.gateway import problems
from services.gateway.problems import Problem

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
FOREVER = "public, max-age=31536000, immutable"


class Static:
    """Every file of `folder`, read once. One mark for all of them, so that modules can name each other as they do."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._files: Mapping[str, bytes] = {
            path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in TYPES
        }
        digest = hashlib.sha256()
        for name, content in self._files.items():
            digest.update(f"{name}:{len(content)}:".encode() + content)
        self.mark = digest.hexdigest()[:12]

    def address(self, name: str) -> str:
        """Where `name` is served; `KeyError` where there is no such file."""
        if name not in self._files:
            raise KeyError(name)
        return f"/static/{self.mark}/{name}"

    def router(self) -> APIRouter:
        """The route to the files, and to the icon that browsers ask for by themselves."""
        routes = APIRouter(include_in_schema=False)

        @routes.get("/static/{mark}/{name}")
        async def static(mark: str, name: str) -> Response:
            if name not in self._files:
                raise Problem(problems.NOT_FOUND, f"{name[:64]}: there is no such file")
            return self._answer(name, FOREVER if mark == self.mark else "no-cache")

        @routes.get("/favicon.ico")
        async def favicon(_: Request) -> Response:
            return self._answer("icon.svg", "public, max-age=86400")

        return routes

    def _answer(self, name: str, keep: str) -> Response:
        media = TYPES[Path(name).suffix]
        return Response(self._files[name], headers={"Cache-Control": keep}, media_type=media)

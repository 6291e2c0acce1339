"""The web app, whole, from what it is handed: a test builds it in memory."""

from typing import Any

from fastapi import FastAPI

from services.gateway import handlers, openapi
from services.gateway.edge import Edge
from services.gateway.routes import articles, probes, submissions
from services.gateway.routes.articles import Articles
from services.gateway.routes.submissions import Intake
from services.gateway.settings import GatewaySettings
from services.runtime.health import Health
from services.runtime.program import version

DESCRIPTION = "News articles in, tagged events that can be checked out. Errors are RFC 9457 problems."


class Gateway(FastAPI):
    """FastAPI with the whole OpenAPI document."""

    def openapi(self) -> dict[str, Any]:
        """The document, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = openapi.complete(super().openapi())
        return self.openapi_schema


def build(stored: Articles, intake: Intake, health: Health, settings: GatewaySettings) -> Gateway:
    """The app over a store, an intake and the health of the process.

    It serves no page that loads scripts from elsewhere, so the framework's own documentation pages are off.
    """
    app = Gateway(
        title="Dateline",
        version=version(),
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    token = settings.gateway_push_token.get_secret_value()
    limit, seconds = settings.gateway_body_limit, settings.gateway_body_s
    app.include_router(articles.router(stored))
    app.include_router(submissions.router(intake, token, limit, seconds))
    app.include_router(probes.router(health))
    handlers.install(app)
    app.add_middleware(Edge)
    return app

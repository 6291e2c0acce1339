"""What the web app stands on: over a real database, or over whatever a test hands it."""

from typing import Protocol

import msgspec

from schemas.mediatopics import Vocabulary
from services.gateway.access.keyring import Keyring
from services.gateway.audit import AuditLog
from services.gateway.breakdown import Breakdowns as Counted
from services.gateway.database import Database
from services.gateway.editions import Editions
from services.gateway.facets import Facets
from services.gateway.groups.store import GroupStore
from services.gateway.pages.articles import Versions
from services.gateway.pages.operations import Reports
from services.gateway.pages.places import Positions
from services.gateway.pages.river import Recent
from services.gateway.pages.search import Counts as Breakdowns
from services.gateway.positions import Positions as Places
from services.gateway.routes.articles import Articles, Pages
from services.gateway.routes.audit import Acts
from services.gateway.routes.entities import Entities
from services.gateway.routes.filters import Trials
from services.gateway.routes.sources import Sources
from services.gateway.routes.stories import Stories
from services.gateway.routes.stream import Streams
from services.gateway.routes.submissions import Intake
from services.gateway.routes.topics import Topics
from services.gateway.routes.trends import Trends
from services.gateway.routes.webhooks import Tests, Webhooks
from services.gateway.search import Search
from services.gateway.store import Store
from services.gateway.webhooks.store import WebhookStore
from services.runtime.health import Health


class Found(Pages, Trials, Protocol):
    """All that searches."""


class Counts(Entities, Topics, Protocol):
    """All that counts."""


class Groups(Stories, Trends, Sources, Protocol):
    """All that other stages say of many articles."""


class Following(Streams, Recent, Protocol):
    """All that knows the live stream."""


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What the app stands on."""

    articles: Articles
    search: Found
    facets: Counts
    groups: Groups
    streams: Following
    breakdowns: Breakdowns
    versions: Versions
    positions: Positions
    pulse: Reports
    webhooks: Webhooks
    tests: Tests
    acts: Acts
    intake: Intake
    health: Health
    vocabulary: Vocabulary
    keyring: Keyring


def stored(
    database: Database,
    *,
    tests: Tests,
    streams: Following,
    pulse: Reports,
    intake: Intake,
    health: Health,
    vocabulary: Vocabulary,
    keyring: Keyring,
) -> Parts:
    """All that `database` answers, and beside it what others do."""
    return Parts(
        articles=Store(database),
        search=Search(database),
        facets=Facets(database),
        groups=GroupStore(database),
        webhooks=WebhookStore(database),
        acts=AuditLog(database),
        breakdowns=Counted(database),
        versions=Editions(database),
        positions=Places(database),
        tests=tests,
        streams=streams,
        pulse=pulse,
        intake=intake,
        health=health,
        vocabulary=vocabulary,
        keyring=keyring,
    )

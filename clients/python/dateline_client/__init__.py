"""Tagged news events from Dateline.

`Dateline` and `AsyncDateline` ask and listen, `webhooks` verifies, `testing` stands in for the gateway.
"""

from dateline_client.asynchronous import AsyncDateline
from dateline_client.client import Dateline
from dateline_client.contract.article import Article, Retraction
from dateline_client.contract.entities import Entity, Mention, Quote
from dateline_client.contract.groups import Story
from dateline_client.contract.tagged import TaggedArticle, Topic
from dateline_client.contract.trends import Trend
from dateline_client.contract.verification import verify
from dateline_client.events import Event, Lost
from dateline_client.problems import Problem

__all__ = [
    "Article",
    "AsyncDateline",
    "Dateline",
    "Entity",
    "Event",
    "Lost",
    "Mention",
    "Problem",
    "Quote",
    "Retraction",
    "Story",
    "TaggedArticle",
    "Topic",
    "Trend",
    "verify",
]

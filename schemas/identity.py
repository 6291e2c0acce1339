"""Who an article is and who an event is: ids that any machine computes alike, from the content alone.

An id is a UUID of version 5 (RFC 9562), so the same input gives the same id on every host and at every time.
"""

import uuid

from schemas.canonical import page_key
from schemas.digest import text_digest

__all__ = ["article_id", "event_id", "source_id", "text_digest"]

NAMESPACE = uuid.UUID("6c3e1f0a-5c43-5d0e-9b1f-2f8a7f3f9d10")
"""The namespace of every id of the project. Frozen: to change it would rename every article."""


def article_id(canonical_url: str | None, source: str, guid: str | None) -> str:
    """The id of the article at `canonical_url`, or of `guid` at `source` where there is no URL.

    The page's mobile, AMP and `www` addresses give one id (`schemas.canonical.page_key`).
    `ValueError` where neither is given: such a document can't be told from the next one.
    """
    if canonical_url:
        return _uuid("url", page_key(canonical_url))
    if guid:
        return _uuid("guid", source, guid)
    raise ValueError("url or guid: one of them is needed to identify the article")


def event_id(stage: str, article: str, version: int, digest: str, processor: str) -> str:
    """The id of what `stage` says of one article version with one version of its processor."""
    return _uuid("event", stage, article, str(version), digest, processor)


def source_id(collector: str, name: str, address: str) -> str:
    """The id of what `collector` asks at `address` for the source `name`."""
    return _uuid("source", collector, name, address)


def _uuid(*parts: str) -> str:
    # Each part with its length before it, so that no two lists of parts ever read the same.
    return str(uuid.uuid5(NAMESPACE, "".join(f"{len(part)}:{part}" for part in parts)))

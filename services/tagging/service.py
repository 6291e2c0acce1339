"""Tagging's composition root: articles with entities in, the public tagged event out."""

import asyncio
from collections.abc import Sequence

from schemas.catalogue import ENTITIES, TAGGED
from schemas.entities import ExtractedArticle
from services.runtime import freshness
from services.runtime.lineage import passing_retractions
from services.runtime.pipeline import pure, run_stage
from services.runtime.stage import Events
from services.tagging.settings import TaggingSettings
from services.tagging.tagger import Tagger

SERVICE = "tagging"


async def compose(settings: TaggingSettings, stop: asyncio.Event) -> int:
    """Run tagging until `stop` is set; the exit code."""
    tagger = await asyncio.to_thread(Tagger.load, settings.models, settings.taxonomy)

    def work(events: Events) -> Sequence[Events]:
        return passing_retractions(events, ExtractedArticle, tagger.tag, SERVICE, tagger.version)

    return await run_stage(SERVICE, settings, stop, ENTITIES, TAGGED, pure(work, TAGGED, freshness.observe))

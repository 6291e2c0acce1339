"""Extraction's composition root: articles in, the articles with their mentions, entities and quotes out."""

import asyncio
from collections.abc import Sequence

from schemas.article import Article
from schemas.catalogue import ARTICLES, ENTITIES
from services.extraction.extract import Extractor
from services.extraction.settings import ExtractionSettings
from services.runtime.lineage import passing_retractions
from services.runtime.pipeline import pure, run_stage
from services.runtime.stage import Events

SERVICE = "extraction"


async def compose(settings: ExtractionSettings, stop: asyncio.Event) -> int:
    """Run extraction until `stop` is set; the exit code."""
    extractor = await asyncio.to_thread(
        Extractor.load, settings.models, settings.extraction_threads, settings.gazetteer
    )

    def work(events: Events) -> Sequence[Events]:
        return passing_retractions(events, Article, extractor.extract, SERVICE, extractor.version)

    return await run_stage(SERVICE, settings, stop, ARTICLES, ENTITIES, pure(work, ENTITIES))

"""An article as an item of ninjs 3.0, IPTC's standard for news in JSON: what a newsroom's systems read.

Source: https://iptc.org/std/ninjs/ninjs-schema_3.0.json
"""

from collections.abc import Iterable
from typing import Any

from schemas.article import PROSE, Article
from schemas.entities import Entity, EntityType
from schemas.tagged import TaggedArticle

STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}
TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
WIKIDATA = "http://www.wikidata.org/entity/"
LISTS: dict[EntityType, str] = {
    "person": "people",
    "organisation": "organisations",
    "place": "places",
    "event": "events",
    "product": "objects",
}
"""Where each type of entity goes; the others are subjects."""


def item(tagged: TaggedArticle) -> dict[str, Any]:
    """The item. Texts are plain; what is not known is left out."""
    article = tagged.article
    known = {
        "standard": STANDARD,
        "uri": article.url or f"urn:uuid:{article.id}",
        "type": "text",
        "pubStatus": "usable",
        "version": str(article.version),
        "language": article.language,
        "firstCreated": article.published,
        "versionCreated": article.updated or article.published,
        "by": ", ".join(article.authors) or None,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": article.title}],
        "bodies": [_body(article)],
        **_entities(tagged.entities),
        "subjects": [
            {
                "name": topic.label,
                "uri": f"{TOPICS}{topic.id.removeprefix('medtop:')}",
                "creator": topic.extractor.name,
                "confidence": round(topic.score * 100),
            }
            for topic in tagged.topics
        ]
        + [_named(entity) for entity in tagged.entities if entity.type not in LISTS],
        "altIds": [{"role": "dateline", "value": article.id}],
        "infoSources": [{"name": article.source, "role": "origin"}],
    }
    return {name: value for name, value in known.items() if value}


def _body(article: Article) -> dict[str, object]:
    text = "\n\n".join(
        article.text[block.start : block.end]
        for block in article.blocks
        if block.kind in PROSE and block.kind != "title"
    )
    return {
        "role": "main",
        "contentType": "text/plain",
        "charCount": len(text),
        "wordCount": len(text.split()),
        "value": text,
    }


def _entities(entities: Iterable[Entity]) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for entity in entities:
        if place := LISTS.get(entity.type):
            found.setdefault(place, []).append(_named(entity))
    return found


def _named(entity: Entity) -> dict[str, object]:
    named: dict[str, object] = {"name": entity.name}
    if entity.id is not None and entity.id.startswith("Q"):
        named["uri"] = f"{WIKIDATA}{entity.id}"
    return named

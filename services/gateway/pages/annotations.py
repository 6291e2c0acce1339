"""An article's tags as W3C Web Annotations: https://www.w3.org/TR/annotation-model/ . Pure."""

from collections.abc import Iterator, Sequence

from schemas.entities import Processor
from schemas.selectors import Selector
from schemas.tagged import TaggedArticle

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'
WIKIDATA = "https://www.wikidata.org/entity/"
NEWSCODES = "http://cv.iptc.org/newscodes/mediatopic/"
Json = dict[str, object]


def collection(tagged: TaggedArticle, address: str) -> Json:
    """Every tag of the article at `address`, in one page of an AnnotationCollection."""
    items = list(_annotations(tagged, address))
    return {
        "@context": CONTEXT,
        "id": f"{address}/annotations",
        "type": "AnnotationCollection",
        "label": f"Tags of version {tagged.article.version}",
        "total": len(items),
        "first": {
            "id": f"{address}/annotations#page",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    }


def annotation(
    address: str,
    tagged: TaggedArticle,
    name: str,
    bodies: Sequence[Json],
    by: Processor,
    evidence: Sequence[Selector],
) -> Json:
    """One tag: `name` tells it from the others of the article."""
    return {
        "id": f"{address}/annotations#{name}",
        "type": "Annotation",
        "motivation": "linking" if any("source" in body for body in bodies) else "tagging",
        "creator": {"type": "Software", "name": f"{by.name} {by.version} ({by.method})"},
        "body": list(bodies),
        "target": [_target(address, tagged, one) for one in evidence],
    }


def _annotations(tagged: TaggedArticle, address: str) -> Iterator[Json]:
    for entity in tagged.entities:
        bodies: list[Json] = [_text(entity.name, "tagging")]
        if entity.id:
            bodies.append(_thing(WIKIDATA + entity.id, "identifying"))
        yield annotation(address, tagged, entity.key, bodies, entity.extractor, entity.evidence)
    for number, mention in enumerate(tagged.mentions):
        bodies = [_text(mention.type, "classifying")]
        yield annotation(address, tagged, f"mention-{number}", bodies, mention.extractor, mention.evidence)
    for number, quote in enumerate(tagged.quotes):
        said = [_text(f"{quote.kind} quote", "classifying")]
        if quote.speaker:
            said.append(_text(quote.speaker.exact, "identifying"))
        yield annotation(address, tagged, f"quote-{number}", said, quote.extractor, quote.evidence)
    for topic in tagged.topics:
        about = [
            _thing(NEWSCODES + topic.id.removeprefix("medtop:"), "classifying"),
            _text(topic.label, "tagging"),
        ]
        yield annotation(address, tagged, topic.id, about, topic.extractor, topic.evidence)


def _text(value: str, purpose: str) -> Json:
    return {"type": "TextualBody", "value": value, "purpose": purpose}


def _thing(source: str, purpose: str) -> Json:
    return {"type": "SpecificResource", "source": source, "purpose": purpose}


def _target(address: str, tagged: TaggedArticle, selector: Selector) -> Json:
    """Both selectors in one, each as the standard writes it; the state says of which text."""
    quote: Json = {"type": "TextQuoteSelector", "exact": selector.exact}
    quote |= {
        name: value for name, value in (("prefix", selector.prefix), ("suffix", selector.suffix)) if value
    }
    position: Json = {"type": "TextPositionSelector", "start": selector.start, "end": selector.end}
    return {"source": f"{address}#text-{tagged.article.digest}", "selector": [position, quote]}

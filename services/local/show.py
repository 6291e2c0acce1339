"""A tagged article in the terminal: title, who, where, which organisation, who said what, which topics."""

from collections.abc import Iterable

from rich.console import Group
from rich.panel import Panel
from rich.text import Text

from schemas.entities import Entity, EntityType, Mention, MentionType, Quote
from schemas.tagged import TaggedArticle, Topic

TYPES: dict[EntityType, str] = {
    "person": "who",
    "organisation": "which",
    "place": "where",
    "group": "of whom",
    "event": "event",
    "product": "product",
    "law": "law",
    "other": "what",
}
COLOURS = {"person": "magenta", "organisation": "cyan", "place": "green"}
OTHERWISE = "yellow"
VALUED: dict[MentionType, str] = {"date": "when", "money": "money"}
LONGEST_QUOTE = 110


def panel(tagged: TaggedArticle) -> Panel:
    """Everything that was found in one article."""
    article = tagged.article
    rows = [
        *_entities(tagged.entities),
        *_values(tagged.mentions),
        *_quotes(tagged.quotes),
        _topics(tagged.topics),
    ]
    kinds = ", ".join(sorted({block.kind for block in article.blocks}))
    footer = f"{article.source} · version {article.version} · {article.language} · {kinds}"
    return Panel(
        Group(*rows), title=Text(article.title, "bold"), subtitle=Text(footer, "dim"), title_align="left"
    )


def _entities(entities: Iterable[Entity]) -> Iterable[Text]:
    for kind, word in TYPES.items():
        found = [entity for entity in entities if entity.type == kind]
        if found:
            names = ", ".join(_counted(entity) for entity in found)
            yield Text.assemble((f"{word:>7}  ", "dim"), (names, COLOURS.get(kind, OTHERWISE)))


def _values(mentions: Iterable[Mention]) -> Iterable[Text]:
    """Dates and amounts of money, each value once, with its words where it first stands."""
    for kind, word in VALUED.items():
        found: dict[str, str] = {}
        for mention in mentions:
            if mention.type == kind and mention.value:
                found.setdefault(mention.value, mention.evidence[0].exact)
        if found:
            shown = ", ".join(f"{words} ({value})" for value, words in found.items())
            yield Text.assemble((f"{word:>7}  ", "dim"), (shown, OTHERWISE))


def _counted(entity: Entity) -> str:
    return f"{entity.name} ×{entity.mentions}" if entity.mentions > 1 else entity.name


def _quotes(quotes: Iterable[Quote]) -> Iterable[Text]:
    for quote in quotes:
        words = " ".join(selector.exact for selector in quote.evidence).replace("\n", " ")
        short = words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"
        speaker = quote.speaker.exact if quote.speaker else "not said by whom"
        # Quote marks are for words that were said as they stand; what is only reported has none.
        said = short if quote.kind == "indirect" else f"“{short}”"
        yield Text.assemble(("   said  ", "dim"), (f"{speaker}: ", "bold"), (said, "italic"))


def _topics(topics: Iterable[Topic]) -> Text:
    line = Text.assemble(("  topic  ", "dim"))
    for topic in topics:
        words = ", ".join(selector.exact for selector in topic.evidence[:4])
        line.append(f"{topic.label} {topic.score:.2f} ", "bold blue")
        line.append(f"({words})  ", "dim")
    return (
        line
        if len(line) > len("  topic  ")
        else Text.assemble(line, ("none: the words support no topic", "dim"))
    )

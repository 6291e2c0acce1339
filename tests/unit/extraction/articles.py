"""Articles built by hand: paragraphs -> an article whose text is the blocks joined by blank lines."""

from schemas.article import Article, Block, BlockKind
from schemas.identity import article_id, text_digest

Part = str | tuple[BlockKind, str]


def article(*parts: Part, language: str = "en", guid: str = "1", published: str | None = None) -> Article:
    """An article of the given paragraphs; a bare string is a body paragraph."""
    text, blocks = "", []
    for kind, words in [part if isinstance(part, tuple) else ("body", part) for part in parts]:
        text += "\n\n" if text else ""
        blocks.append(Block(kind=kind, start=len(text), end=len(text) + len(words)))
        text += words
    return whole(text, tuple(blocks), language=language, guid=guid, published=published)


def whole(
    text: str,
    blocks: tuple[Block, ...] | None = None,
    *,
    language: str = "en",
    guid: str = "1",
    published: str | None = None,
) -> Article:
    """An article with the given text: one body block unless `blocks` says otherwise."""
    return Article(
        id=article_id(None, "test", guid),
        version=1,
        digest=text_digest(text),
        source="test",
        source_class="push",
        title=text.split("\n", 1)[0][:80],
        text=text,
        blocks=(Block(kind="body", start=0, end=len(text)),) if blocks is None else blocks,
        language=language,
        published=published,
    )

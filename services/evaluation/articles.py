"""A labelled text -> the article that the stages read: one block of body text, in English."""

from schemas.article import Article, Block
from schemas.identity import article_id, text_digest


def article(text: str) -> Article:
    """An article with the text as it stands."""
    return Article(
        id=article_id(None, "evaluation", text_digest(text)),
        version=1,
        digest=text_digest(text),
        source="evaluation",
        source_class="folder",
        title="",
        text=text,
        blocks=(Block(kind="body", start=0, end=len(text)),) if text else (),
        language="en",
    )

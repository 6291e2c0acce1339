"""Small articles for grouping, each with words of its own."""

from schemas.article import Article, Block
from schemas.identity import article_id, text_digest
from services.grouping.pictures import Pictures
from services.grouping.words import Words

WORDS = Words(1000, {"the": 900, "and": 800, "said": 400, "flood": 8, "river": 12, "strike": 9, "bank": 30})
PICTURES = Pictures(WORDS, meaner=None)

FLOOD = (
    "The river Drava rose above its banks at Quillhaven on Sunday night and flooded four hundred houses, the mayor "
    "Ilka Brandt said. Soldiers carried people out by boat, and the bridge to Marrowby was closed to all traffic. "
    "The water is expected to fall from Tuesday, the weather office in Tarn said in its morning report to the press."
)
STRIKE = (
    "Dockers at the port of Ostwick walked out on Monday over pay, and forty ships were waiting outside the harbour "
    "in the afternoon. Their union, led by Petra Hallam, wants nine percent; the Ostwick Harbour Company offers five. "
    "Talks were broken off last week and no new date has been set for them, a spokesman of the company said."
)


def article(
    name: str,
    body: str = FLOOD,
    title: str = "Drava floods Quillhaven",
    version: int = 1,
    published: str | None = "2026-11-03T10:00:00+00:00",
    language: str = "en",
) -> Article:
    """The article called `name`."""
    text = f"{title}\n\n{body}"
    return Article(
        id=article_id(f"https://news.example/{name}", "example", None),
        version=version,
        digest=text_digest(text),
        source="example",
        source_class="push",
        title=title,
        text=text,
        blocks=(
            Block(kind="title", start=0, end=len(title)),
            Block(kind="body", start=len(title) + 2, end=len(text)),
        ),
        language=language,
        published=published,
    )

"""The article's page, what changed between its versions, and its tags as Web Annotations."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Annotated, Protocol

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from schemas.article import Article
from schemas.mediatopics import Vocabulary
from schemas.tagged import TaggedArticle
from services.gateway import problems
from services.gateway.answer import conditional
from services.gateway.pages import annotations, diff
from services.gateway.pages.article import view
from services.gateway.pages.kinds import LABELS
from services.gateway.pages.render import Renderer
from services.gateway.pages.stories import related
from services.gateway.pages.text import stretches
from services.gateway.problems import Problem
from services.gateway.routes.articles import Articles
from services.gateway.routes.parameters import identifier
from services.gateway.routes.stories import Stories
from services.gateway.store import Found, Kept

PATH = "/articles/{id}"
COLUMNS = {kind: number for number, kind in enumerate(LABELS)}
Number = Annotated[int, Query(ge=1, lt=2**31)]


class Versions(Protocol):
    """Where older versions are read."""

    async def read(self, article: uuid.UUID, versions: Sequence[int]) -> Mapping[int, bytes]: ...


def router(
    articles: Articles, versions: Versions, stories: Stories, vocabulary: Vocabulary, renderer: Renderer
) -> APIRouter:
    """The routes over one article."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(PATH)
    async def one(id: str, request: Request, light: str = "", every: str = "") -> Response:  # noqa: A002
        found = await _found(articles, id)
        history = await articles.history(identifier("an article", id))
        tagged = msgspec.json.decode(found.doc, type=TaggedArticle)
        return renderer.page(
            "article.html",
            current="",
            view=view(tagged, light, bool(every)),
            found=found,
            history=history,
            related=related(await stories.of_article(identifier("an article", id))),
            changes=changes(history),
            columns=COLUMNS,
            vocabulary=vocabulary,
            origin=str(request.base_url).rstrip("/"),
        )

    @routes.get(f"{PATH}/changes")
    async def changed(id: str, old: Number, new: Number) -> Response:  # noqa: A002
        await _found(articles, id)
        docs = await versions.read(identifier("an article", id), [old, new])
        if missing := sorted({old, new} - set(docs)):
            raise Problem(problems.NOT_FOUND, f"version {missing[0]}: there is none of this article")
        before, after = (msgspec.json.decode(docs[one], type=TaggedArticle).article for one in (old, new))
        return renderer.page(
            "changes.html",
            current="",
            id=after.id,
            title=after.title,
            language=after.language,
            old=old,
            new=new,
            same=before.text == after.text,
            paragraphs=diff.compare(paragraphs(before), paragraphs(after)),
        )

    @routes.get(f"{PATH}/annotations")
    async def annotated(id: str, request: Request) -> Response:  # noqa: A002
        found = await _found(articles, id)
        tagged = msgspec.json.decode(found.doc, type=TaggedArticle)
        address = f"{str(request.base_url).rstrip('/')}/articles/{tagged.article.id}"
        body = msgspec.json.encode(annotations.collection(tagged, address))
        answer = conditional(request, body, f"{found.event_id}-annotations")
        answer.headers["Content-Type"] = annotations.MEDIA_TYPE
        return answer

    return routes


def changes(history: Sequence[Kept]) -> dict[int, int]:
    """Each version that can be compared, with the one before it."""
    held = sorted({one.version for one in history if one.kind == "tagged"})
    return dict(zip(held[1:], held, strict=False))


def paragraphs(article: Article) -> list[str]:
    """The blocks of `article`, as they are compared."""
    parts = (article.text[one.start : one.end] for one in stretches(article.blocks, len(article.text)))
    return [part for part in parts if part.strip()]


async def _found(articles: Articles, given: str) -> Found:
    found = await articles.get(identifier("an article", given))
    if found is None:
        raise Problem(problems.UNKNOWN_ARTICLE, f"{given}: not seen, or accepted and still on its way")
    if found.retracted:
        raise Problem(problems.RETRACTED, f"{given}: its text is not served any more")
    return found

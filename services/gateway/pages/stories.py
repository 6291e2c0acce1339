"""Stories: what is reported about one event, in a list and on a page each; and what an article belongs to."""

from datetime import datetime
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from schemas.groups import Story, StorySubject
from schemas.mediatopics import Vocabulary
from services.gateway import cursor, problems
from services.gateway.groups.rows import CopiesLine, StoryLine
from services.gateway.groups.store import Belongs, StoryPage
from services.gateway.pages import addresses
from services.gateway.pages.asking import PAGE
from services.gateway.pages.dates import dated, hour, moment
from services.gateway.pages.render import Renderer
from services.gateway.pages.search import quoted
from services.gateway.problems import Problem
from services.gateway.routes.articles import position
from services.gateway.routes.parameters import identifier
from services.gateway.routes.stories import PATH, Stories
from services.gateway.search import Sample

Days = Annotated[int, Query(ge=1, le=366)]
SUBJECTS = 6


class Line(msgspec.Struct, frozen=True):
    """A story in a list, with the subjects that are shown as (name, address)."""

    story: StoryLine
    subjects: tuple[tuple[str, str], ...]


class Related(msgspec.Struct, frozen=True):
    """The story and the copies of an article's text; None where it has none."""

    story: StoryLine | None
    duplicates: CopiesLine | None
    copies: tuple[Sample, ...]


def router(stories: Stories, vocabulary: Vocabulary, renderer: Renderer) -> APIRouter:
    """The routes over `stories`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/stories")
    async def newest(
        days: Days = 7, place: Annotated[str, Query(alias="cursor", max_length=100)] = ""
    ) -> Response:
        asked = (PATH, days, None)
        page = await stories.stories(days, None, position(place or None, asked), PAGE)
        lines = [msgspec.json.decode(line, type=StoryLine) for line in page.lines]
        following = cursor.encode(page.last, asked) if page.last else None
        return renderer.page(
            "stories.html",
            current="/stories",
            days=days,
            found=[Line(one, subjects(one.subjects, vocabulary)) for one in lines],
            next=f"/stories?days={days}&cursor={following}" if following else None,
        )

    @routes.get("/stories/{id}")
    async def one(id: str) -> Response:  # noqa: A002  # the name of the path's part
        if (found := await stories.story(identifier("a story", id))) is None:
            raise Problem(problems.UNKNOWN_STORY, f"{id}: no such story was told of")
        story = msgspec.json.decode(found.story, type=Story)
        return renderer.page(
            "story.html",
            current="/stories",
            story=story,
            title=title(story, found),
            articles=found.articles,
            changes=found.changes,
            subjects=subjects(story.subjects, vocabulary),
            span=span(story),
        )

    return routes


def related(belongs: Belongs) -> Related:
    """`belongs`, read."""
    return Related(
        msgspec.json.decode(belongs.story, type=StoryLine | None),
        msgspec.json.decode(belongs.duplicates, type=CopiesLine | None),
        belongs.copies,
    )


def subjects(found: tuple[StorySubject, ...], vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """What a story is about, each with its page, or a search where it has none."""
    return tuple((one.name, subject(one.kind, one.name, one.id, vocabulary)) for one in found[:SUBJECTS])


def subject(kind: str, name: str, id_: str | None, vocabulary: Vocabulary) -> str:
    """The page of an entity or a topic."""
    if kind == "topic":
        return addresses.topic(id_) if id_ in vocabulary and id_ else addresses.search(q=name)
    return addresses.by_key(id_) if id_ else addresses.search(filter=f"entity:{quoted(name)}")


def title(story: Story, found: StoryPage) -> str:
    """The story's own, or that of its newest article."""
    return story.title or (found.articles[-1].title if found.articles else "A story that is over")


def span(story: Story) -> str:
    """From when to when, in UTC."""
    first, last = moment(story.first), moment(story.last)
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return ""
    utc = " UTC" if hour(first) or hour(last) else ""
    return f"{dated(first, last.year)} to {dated(last, 0)}{utc}"

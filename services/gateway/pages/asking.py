"""What a page is asked for: filter, words, place in the order; and what to say where they can't be read."""

import msgspec

from schemas.mediatopics import Vocabulary
from services.gateway import cursor, problems
from services.gateway.cursor import Position
from services.gateway.problems import Problem
from services.gateway.routes.parameters import MOST_SEARCH
from services.gateway.search import Page
from services.gateway.wanted import Wanted, wanted

PAGE = 20
WINDOWS = (1, 7, 30)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for, from where on; or the `fault` in it, for the reader."""

    wanted: Wanted
    after: Position | None = None
    fault: str = ""


def asked(vocabulary: Vocabulary, filter_: str = "", words: str = "", place: str = "") -> Asked:
    """The parameters as one. A reader who mistypes is told so beside the field."""
    if "\0" in words or "\0" in filter_ or len(words) > MOST_SEARCH:
        return Asked(wanted=Wanted(), fault=f"at most {MOST_SEARCH} characters, and no control characters")
    try:
        looked_for = wanted(vocabulary, filter_.strip() or None, words.strip() or None, None, None)
        return Asked(wanted=looked_for, after=cursor.decode(place, looked_for) if place else None)
    except Problem as problem:
        if problem.kind != problems.BAD_FILTER:
            raise
        return Asked(wanted=Wanted(), fault=problem.detail)
    except ValueError as error:
        raise Problem(problems.BAD_CURSOR, f"cursor: {error}") from None


def following(page: Page, looked_for: Wanted) -> str:
    """The cursor of the page after `page`; empty after the last one."""
    return cursor.encode(page.last, looked_for) if page.last else ""

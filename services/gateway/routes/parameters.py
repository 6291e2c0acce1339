"""Query parameters that several routes take. One that is not known is refused: a typo must not widen what is found."""

import re
import uuid
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from schemas.filters.parse import LONGEST
from services.gateway import faults, problems
from services.gateway.problems import Problem

MOST_SEARCH = 300
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)


def _searchable(value: str) -> str:
    if "\0" in value:
        raise ValueError("holds the character U+0000")
    value.encode()
    return value


Text = Annotated[str, AfterValidator(_searchable)]
Id = Annotated[str, Path(alias="id")]
"""The part of a path that is called `id`."""


class Strict(BaseModel):
    """Refuses what it does not know."""

    model_config = ConfigDict(extra="forbid")


class Selection(Strict):
    """Which articles."""

    filter: str | None = Field(
        None,
        description="A filter, as docs/filters.md explains.",
        json_schema_extra={"maxLength": LONGEST},
        examples=["topic:medtop:04000000 AND score>=0.7 AND lang:en"],
    )
    q: Text | None = Field(
        None,
        min_length=1,
        max_length=MOST_SEARCH,
        description='Words to search for in English: "a phrase", OR, and - for what must not be there.',
    )
    source: str | None = Field(None, pattern=faults.SOURCE, description="Only of this source.")
    topic: str | None = Field(
        None,
        pattern=faults.TOPIC,
        description="Only with this Media Topic or one below it.",
        examples=["medtop:04000000"],
    )
    story: uuid.UUID | None = Field(None, description="Only of this story.")


def identifier(whose: str, given: str) -> uuid.UUID:
    """The id in a path; `Problem` where it is no UUID. `whose` is what has such ids."""
    if not UUID.fullmatch(given):
        raise Problem(problems.BAD_ID, f"{given[:64]}: the id of {whose} is a UUID")
    return uuid.UUID(given)


def moment(given: str) -> datetime:
    """The time in `given`, in UTC; `ValueError` says what is wrong with it and what to write."""
    try:
        found = datetime.fromisoformat(given)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{given[:40]} is no time; write 2026-11-24T09:30:00Z") from None
    raise ValueError(f"{given[:40]} has no time zone; write {found.isoformat()}Z, if it is in UTC")


class Window(Strict):
    """How far back."""

    days: int = Field(7, ge=1, le=366, description="Days to look back.")

"""What a pusher may send: one article -> the submission that intake reads. Pure but for the given time."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from schemas.canonical import canonical_url
from schemas.identity import article_id
from schemas.submission import ContentType, PubStatus, Submission
from services.gateway import faults, problems
from services.gateway.problems import Fault, Problem

RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
AHEAD = timedelta(days=1)
LONGEST_TEXT = 200_000
"""Code points of plain text that intake takes."""


def _text(value: str) -> str:
    if "\0" in value:
        raise ValueError("holds the character U+0000")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("holds half a surrogate pair") from None
    return value


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty")
    return _text(value)


def _utc(value: str) -> str:
    if not RFC3339.fullmatch(value):
        raise ValueError("is no RFC 3339 time, such as 2026-11-24T09:30:00Z")
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC).isoformat()
    except OverflowError:
        raise ValueError("is out of the calendar") from None


def _canonical(value: str) -> str:
    try:
        canonical_url(value)
    except ValueError as error:
        raise ValueError(str(error).removeprefix("url: ")) from None
    return _text(value)


Text = Annotated[str, AfterValidator(_text)]
Filled = Annotated[str, AfterValidator(_filled)]
Time = Annotated[str, AfterValidator(_utc)]


class PushedArticle(BaseModel):
    """One article, pushed. `url` or `guid` names it; `content` or `text` holds it; a retraction needs neither."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, title="PushedArticle")

    source: str = Field(pattern=faults.SOURCE, description="A short stable name of the publisher's channel.")
    url: Annotated[str, AfterValidator(_canonical)] | None = Field(
        None, max_length=2048, description="Its address: the same address is the same article."
    )
    guid: Filled | None = Field(
        None, max_length=1024, description="Its name at the source, where it has no URL."
    )
    content: Filled | None = Field(None, description="The document, in its `content_type`.")
    text: Filled | None = Field(None, description="The document as plain text, in place of `content`.")
    content_type: ContentType = Field("text/plain", description="What `content` is.")
    title: Filled | None = Field(None, max_length=1000)
    summary: Text | None = Field(None, max_length=20_000)
    published: Time | None = Field(None, description="RFC 3339.", examples=["2026-11-24T09:30:00Z"])
    updated: Time | None = Field(None, description="RFC 3339.")
    language: str | None = Field(None, max_length=35, pattern=faults.WRITTEN_LANGUAGE, description="BCP 47.")
    authors: list[Annotated[Filled, Field(max_length=200)]] = Field(default_factory=list, max_length=50)
    pubstatus: PubStatus = Field("usable", description="`withheld` or `canceled` retracts the article.")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.url is None and self.guid is None:
            raise ValueError("url: give url or guid, so that the article can be told from the next one")
        if self.content is None and self.text is None and self.pubstatus != "usable":
            return self
        if (self.content is None) == (self.text is None):
            raise ValueError("content: give content or text, and only one of them")
        plain = self.text if self.content_type == "text/plain" and self.text is not None else self.content
        if self.content_type == "text/plain" and plain is not None and len(plain) > LONGEST_TEXT:
            raise ValueError(f"content: is {len(plain)} code points long, over {LONGEST_TEXT}")
        if self.text is not None and self.content_type != "text/plain":
            raise ValueError("content_type: text is always text/plain; give content instead")
        return self


def submission(fields: dict[str, object], now: datetime) -> Submission:
    """The submission that `fields` describe, received at `now`; `Problem` names every field that is wrong."""
    try:
        pushed = PushedArticle.model_validate(fields)
    except ValidationError as error:
        raise _invalid(faults.told(error.errors(), faults.fields(PushedArticle))) from None
    for field, time in (("published", pushed.published), ("updated", pushed.updated)):
        if time is not None and datetime.fromisoformat(time) > now + AHEAD:
            raise _invalid([Fault(field, "lies in the future")])
    return Submission(
        source=pushed.source,
        source_class="push",
        content=pushed.content or pushed.text or "",
        content_type=pushed.content_type,
        guid=pushed.guid,
        url=pushed.url,
        title=pushed.title,
        summary=pushed.summary,
        published=pushed.published,
        updated=pushed.updated,
        language=pushed.language,
        authors=tuple(pushed.authors),
        pubstatus=pushed.pubstatus,
    )


def identify(submitted: Submission) -> str:
    """The id of the article that `submitted` is a version of."""
    canonical = canonical_url(submitted.url) if submitted.url else None
    return article_id(canonical, submitted.source, submitted.guid)


def _invalid(wrong: list[Fault]) -> Problem:
    return Problem(problems.INVALID_ARTICLE, f"{wrong[0].field}: {wrong[0].detail}", wrong)

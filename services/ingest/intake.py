"""Submissions -> article versions: the one place where a document becomes an article.

No clock, no host and no chance in here: the same submissions in the same order give the same bytes.
"""

import msgspec
from msgspec.structs import replace

from schemas.article import PROSE, Article, Retraction
from schemas.canonical import canonical_url
from schemas.identity import article_id, text_digest
from schemas.submission import Submission
from services.ingest import dates, language, markup, names, order, pages, paragraphs, provenance
from services.ingest.blocks import Composition, compose
from services.ingest.normal import line
from services.ingest.order import Past, Told, told
from services.ingest.paragraphs import Paragraph
from services.ingest.validity import InvalidSubmission, readable

LONGEST_TEXT = 200_000
"""Code points of an article's text."""
_LONGEST = {
    "source": names.LONGEST,
    "guid": 2048,
    "url": 4096,
    "title": 2000,
    "summary": 10_000,
    "author": 500,
}
_MOST_AUTHORS = 200
_WORDS = PROSE - {"title", "standfirst"}
"""The kinds of block without which there is no article."""


VERSION = "3"
"""Of the text work: another one where the same submission would give other bytes. It goes into event ids."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of an article: its last version, that version's digest, and whether it was retracted.

    `offset` is that of the submission which made the version, `accepted` when that was accepted (RFC 3339, UTC);
    `revision` the source's own count of it. `past` tells an older version that comes late.
    """

    version: int
    digest: str
    retracted: bool = False
    offset: int = -1
    accepted: str = ""
    revision: int | None = None
    past: Past = Past()


def identify(submission: Submission) -> str:
    """The id of the article that `submission` is a version of; `InvalidSubmission` if it has none."""
    for field in ("source", "guid", "url"):
        readable(field, getattr(submission, field) or "", _LONGEST[field])
    try:
        return article_id(_url(submission), submission.source, _guid(submission))
    except ValueError as error:
        raise _invalid(error) from error


def build(submission: Submission, known: Known | None, now: str | None) -> Article | Retraction | None:
    """The next version of the article, its retraction, or None where nothing has changed or it comes too late."""
    drafted = draft(submission, now)
    return None if is_late(drafted, known, told(submission, now)) else settle(drafted, known)


def draft(submission: Submission, now: str | None, unsaid: str | None = None) -> Article | Retraction:
    """The article, or its retraction, without its place in the chain of versions (`version` is 0).

    `now` is when the submission was accepted (RFC 3339, from its event: not the clock, or a replay would differ):
    no date of the article lies more than an hour after it. `unsaid` is the language of a document that does not say
    its own and is too short to tell. `InvalidSubmission` where the document can't become an article.
    """
    _check(submission)
    identity = identify(submission)
    if (until := dates.later(submission.embargo, now)) is not None:
        raise InvalidSubmission("embargo", f"not for use before {until}", "embargoed")
    if submission.pubstatus != "usable":
        digest = text_digest("")
        return Retraction(
            id=identity,
            version=0,
            digest=digest,
            source=submission.source,
            reason=submission.pubstatus,
            revision=submission.revision,
        )
    composition = _compose(submission)
    spoken, spoken_confidence = language.identify(_prose(composition), submission.language or unsaid)
    dated = provenance.dated(submission, composition.published, now)
    return Article(
        id=identity,
        version=0,
        digest=text_digest(composition.text),
        source=submission.source,
        source_class=submission.source_class,
        guid=_guid(submission),
        url=_url(submission),
        title=composition.title,
        text=composition.text,
        blocks=composition.blocks,
        language=spoken,
        published=dated.moment,
        updated=_date(submission.updated, now),
        authors=_authors(submission) or composition.authors,
        published_from=dated.said_by,
        published_confidence=dated.confidence,
        language_confidence=spoken_confidence,
        revision=submission.revision,
    )


def settle(drafted: Article | Retraction, known: Known | None) -> Article | Retraction | None:
    """`drafted` as the version after `known` (None: never seen), or None where that is nothing new."""
    if known is None:
        return replace(drafted, version=1)
    following = known.version + 1
    if isinstance(drafted, Retraction):
        return None if known.retracted else replace(drafted, version=following, digest=known.digest)
    if drafted.digest == known.digest and not known.retracted:
        return None
    return replace(drafted, version=following, predecessor=known.digest)


def is_late(drafted: Article | Retraction, known: Known | None, said: Told) -> bool:
    """Whether `drafted`, of a document that `said` this of itself, is older than `known`."""
    if known is None:
        return False
    if drafted.revision is not None and known.revision is not None and drafted.revision != known.revision:
        return drafted.revision < known.revision
    return order.is_late(
        said, order.mark(drafted.digest, retracted=isinstance(drafted, Retraction)), known.past
    )


def is_repeat(known: Known | None, offset: int, accepted: str | None) -> bool:
    """Whether the submission at `offset` has already led to `known`, or to a version before it.

    After a crash records are read again; an old one must not come out as a new version. `accepted` tells a repeat
    from a stream that was made anew and counts its offsets from 0 again.
    """
    return (
        known is not None
        and offset <= known.offset
        and (dates.to_utc(accepted or "") or "") <= known.accepted
    )


def remember(
    outcome: Article | Retraction,
    offset: int = -1,
    accepted: str | None = None,
    known: Known | None = None,
    said: Told = Told(),  # noqa: B008  # it can't be changed
) -> Known:
    """What to remember once `outcome`, of the submission at `offset` which `said` this of itself, has been published
    after `known`."""
    return Known(
        version=outcome.version,
        digest=outcome.digest,
        retracted=isinstance(outcome, Retraction),
        offset=offset,
        accepted=dates.to_utc(accepted or "") or "",
        revision=outcome.revision,
        past=order.after(
            known.past if known else Past(),
            order.mark(known.digest, retracted=known.retracted) if known else None,
            said,
        ),
    )


def _check(submission: Submission) -> None:
    try:
        names.check_source(submission.source)
    except ValueError as error:
        raise _invalid(error) from error
    for field in ("guid", "url", "title", "summary"):
        readable(field, getattr(submission, field) or "", _LONGEST[field])
    if len(submission.authors) > _MOST_AUTHORS:
        raise InvalidSubmission(
            "authors", f"{len(submission.authors)} of them, over {_MOST_AUTHORS}", "too_large"
        )
    for author in submission.authors:
        readable("authors", author, _LONGEST["author"])
    readable("content", submission.content, markup.LONGEST)


def _compose(submission: Submission) -> Composition:
    try:
        read = _paragraphs(submission)
    except ValueError as error:
        raise InvalidSubmission("content", str(error).removeprefix("content: "), "too_large") from error
    composition = compose(
        read, submission.title, submission.summary, dates.to_utc(submission.published or "")
    )
    if not any(block.kind in _WORDS for block in composition.blocks):
        raise InvalidSubmission("content", "no words of an article in it")
    if len(composition.text) > LONGEST_TEXT:
        detail = f"{len(composition.text)} code points of text, over {LONGEST_TEXT}"
        raise InvalidSubmission("content", detail, "too_large")
    return composition


def _paragraphs(submission: Submission) -> list[Paragraph]:
    if submission.content_type != "text/html":
        return paragraphs.plain(submission.content)
    read = pages.paragraphs if pages.is_page(submission.content) else markup.paragraphs
    return read(submission.content)


def _prose(composition: Composition) -> str:
    kept = (block for block in composition.blocks if block.kind in PROSE)
    return " ".join(composition.text[block.start : block.end] for block in kept)


def _url(submission: Submission) -> str | None:
    return canonical_url(submission.url) if submission.url and submission.url.strip() else None


def _guid(submission: Submission) -> str | None:
    return line(submission.guid or "") or None


def _date(value: str | None, now: str | None) -> str | None:
    return dates.credible(dates.to_utc(value or ""), now)


def _authors(submission: Submission) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for author in submission.authors if (name := line(author))))


def _invalid(error: ValueError) -> InvalidSubmission:
    """A `ValueError` of the form "field: detail" as what it means here."""
    field, _, detail = str(error).partition(": ")
    return InvalidSubmission(field, detail)

"""Plain text -> one submission."""

from w3lib.encoding import read_bom

from schemas.submission import Submission
from services.ingest.formats.contract import Context, Found, Item
from services.ingest.validity import InvalidSubmission


def parse(raw: bytes, context: Context) -> list[Item]:
    """The article in UTF-8, or in what a byte order mark says."""
    encoding, mark = read_bom(raw)
    try:
        content = raw[len(mark) :].decode(encoding) if encoding and mark else raw.decode()
    except (UnicodeDecodeError, LookupError) as error:
        raise InvalidSubmission("content", str(error), "undecodable") from error
    return [Found(raw, _submission(content, context))]


def _submission(content: str, context: Context) -> Submission:
    return Submission(
        source=context.source,
        source_class=context.source_class,
        content=content,
        guid=None if context.url else context.name,
        url=context.url,
    )

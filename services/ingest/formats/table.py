"""CSV -> submissions: a row of names, then one document a row; any delimiter, any length in flat memory."""

import csv
from collections.abc import Iterator
from io import BytesIO

from schemas.submission import Submission
from services.ingest.formats import fields
from services.ingest.formats.contract import Context, Found, Item
from services.ingest.formats.jsonvalue import MARK
from services.ingest.formats.lines import Stream, bounded
from services.ingest.validity import InvalidSubmission

_DELIMITERS = ",;\t|"
_NAMES = {_name.lower(): _name for _name in fields.NAMES}


def is_head(line: str) -> bool:
    """Whether a first line names the fields of documents: a text, and one field more."""
    names = {name.strip().lower() for name in next(csv.reader([line], delimiter=_delimiter(line)), [])}
    return bool(names & fields.CONTENTS) and len(names & _NAMES.keys()) > 1


def parse(raw: bytes, context: Context) -> list[Item]:
    """The documents of a CSV file."""
    return list(rows(BytesIO(raw), context, max(len(raw), 1)))


def rows(stream: Stream, context: Context, most_bytes: int) -> Iterator[Found]:
    """The documents in the rows below the names, each with its number as its place.

    A row with too few or too many cells, or a cell over `most_bytes` bytes, is refused alone.
    """
    # The module's limit is the whole process's: it may grow, or others would find their own files too wide.
    csv.field_size_limit(max(most_bytes, csv.field_size_limit()))
    lines = bounded(stream, most_bytes)
    head = _unicode(next(lines, b"").removeprefix(MARK))
    delimiter = _delimiter(head)
    names = _names(head, delimiter)
    taken: list[bytes] = []
    reader = csv.reader(_kept(lines, taken), delimiter=delimiter)
    number = 1
    while (cells := _next(reader, number)) is not None:
        if cells:
            yield Found(
                b"".join(taken)[:most_bytes],
                _outcome(names, _bounded(cells, number, most_bytes), context, number),
                str(number),
            )
        taken.clear()
        number += 1


def _names(head: str, delimiter: str) -> list[str]:
    try:
        names = [name.strip() for name in next(csv.reader([head], delimiter=delimiter), [])]
    except csv.Error as error:
        raise InvalidSubmission("row", f"0: {error}", "undecodable") from error
    known = [_NAMES.get(name.lower(), name) for name in names]
    if not fields.CONTENTS & set(known):
        raise InvalidSubmission("row", f"0: no column is called one of {', '.join(sorted(fields.CONTENTS))}")
    return known


def _kept(lines: Iterator[bytes], taken: list[bytes]) -> Iterator[str]:
    for line in lines:
        taken.append(line)
        yield _unicode(line)


def _next(reader: Iterator[list[str]], number: int) -> list[str] | InvalidSubmission | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        return InvalidSubmission("row", f"{number}: {error}", "undecodable")


def _bounded(cells: list[str] | InvalidSubmission, number: int, most: int) -> list[str] | InvalidSubmission:
    if isinstance(cells, InvalidSubmission) or all(len(cell) <= most for cell in cells):
        return cells
    return InvalidSubmission("row", f"{number}: a cell of over {most} characters", "too_large")


def _outcome(
    names: list[str], cells: list[str] | InvalidSubmission, context: Context, number: int
) -> Submission | InvalidSubmission:
    if isinstance(cells, InvalidSubmission):
        return cells
    if len(names) != len(cells):
        return InvalidSubmission("row", f"{number}: {len(cells)} cells under {len(names)} names")
    row = dict(zip(names, cells, strict=True))
    try:
        return fields.from_document(
            row, source=context.source, source_class=context.source_class, guid=f"{context.name}#{number}"
        )
    except InvalidSubmission as error:
        return error


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _unicode(line: bytes) -> str:
    """UTF-8, else what spreadsheets write."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")

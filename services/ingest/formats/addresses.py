"""A list of URLs, one a line, "#" before a remark -> addresses of pages."""

from services.ingest.formats.contract import Address, Context, Item
from services.ingest.validity import InvalidSubmission

_MOST = 100_000


def parse(raw: bytes, _: Context) -> list[Item]:
    """The addresses in their order, each once. `InvalidSubmission` names the first line that is none."""
    try:
        lines = raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InvalidSubmission("document", str(error), "undecodable") from error
    found: dict[str, Address] = {}
    for number, line in enumerate(lines, 1):
        url = line.partition(" #")[0].strip()
        if url and not url.startswith("#"):
            if not is_address(url):
                raise InvalidSubmission("line", f"{number}: {url[:60]!r} is no http or https URL")
            found.setdefault(url, Address(url=url, kind="page"))
    if len(found) > _MOST:
        raise InvalidSubmission("document", f"{len(found)} addresses, over {_MOST}", "too_large")
    return list(found.values())


def is_address(line: str) -> bool:
    """Whether a line is an address and nothing else."""
    return line.startswith(("http://", "https://")) and not any(map(str.isspace, line))

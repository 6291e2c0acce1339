"""What may be pushed and must not harm: what it is, the body, what becomes of it."""

import json
from collections.abc import Callable

Push = tuple[str, Callable[[], bytes], int | str]
"""The last is the status of the problem, "read", or the reason of the dead letter."""
LINE = "The council of Quillhaven voted to keep its tram. "


def pushed(content: str, **fields: object) -> bytes:
    """An article with `content`, in JSON."""
    return json.dumps({"source": "bad", "guid": "1", "content": content, **fields}).encode()


PUSHES: list[Push] = [
    ("JSON nested 100,000 deep", lambda: b'{"a":' * 100_000, 400),
    ("JSON that is cut off", lambda: b'{"source": "bad"', 400),
    ("NaN", lambda: b'{"source": "bad", "guid": "1", "content": NaN}', 400),
    ("bytes that are no UTF-8", lambda: b'{"source": "bad", "guid": "1", "content": "\xff\xfe"}', 400),
    ("a lone surrogate", lambda: b'{"source": "bad", "guid": "1", "content": "It rained \\ud800."}', 422),
    ("a list in place of an object", lambda: b"[]", 400),
    ("no source", lambda: b'{"guid": "1", "content": "It rained."}', 422),
    ("a source name that would be a label of its own", lambda: pushed(LINE, source="x" * 500), 422),
    ("a source name with a line break", lambda: pushed(LINE, source="a\r\nX-Evil: 1"), 422),
    ("neither guid nor url", lambda: json.dumps({"source": "bad", "content": LINE}).encode(), 422),
    ("an address that is none", lambda: pushed(LINE, url="javascript:alert(1)"), 422),
    ("no text", lambda: pushed(" \n"), 422),
    ("a title alone", lambda: pushed("", title="Rain in Porto"), 422),
    ("a text of over 200,000 code points", lambda: pushed(LINE * 5000), 422),
    ("a body of over 2 MiB", lambda: pushed(LINE * 50_000), 413),
    ("NUL", lambda: pushed("It\x00 rained in Porto."), 422),
    ("bidirectional and zero-width characters", lambda: pushed("It rained\u202e in\u200b Porto."), "read"),
    ("emoji of several code points", lambda: pushed("It rained 👩‍👩‍👧‍👦 in Porto 🇵🇹, café said."), "read"),
    ("scripts", lambda: pushed("It rained.<img src=x onerror=alert(1)><script>alert(1)</script>"), "read"),
    ("the year 9999", lambda: pushed(LINE, published="9999-12-31T23:59:59Z"), 422),
    ("no date that can be read", lambda: pushed(LINE, published="the day after tomorrow"), 422),
    ("200,000 brackets", lambda: pushed("(" * 99_000 + LINE + ")" * 99_000), "read"),
    ("200,000 quote marks", lambda: pushed(LINE + "“" * 199_000), "read"),
    ("200,000 spaces", lambda: pushed(LINE + " " * 199_000 + LINE), "read"),
    ("initials without an end", lambda: pushed(LINE + "A. " * 66_000), "read"),
    ("teasers without an end", lambda: pushed(LINE + "Read also: " * 18_000), "read"),
    ("credits without an end", lambda: pushed(LINE + "Photo: A/" * 20_000), "read"),
    ("one word of 199,000 letters", lambda: pushed(LINE + "a" * 199_000), "read"),
    ("dashes without an end", lambda: pushed("PORTO (" + "— " * 99_000 + LINE), "read"),
]  # fmt: skip

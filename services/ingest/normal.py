"""Text as it should have arrived: one form for what looks the same, nothing invisible, nothing that controls."""

import re
import unicodedata

_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)))
# Windows-1252 read as Latin-1: the C1 range then holds quotes and dashes. HTML reads it the same way.
_FALSE_LATIN_1 = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_BREAKS = {0x0A: "\n", 0x0B: "\n", 0x0C: "\n", 0x2028: "\n", 0x2029: "\n\n"}
_SPACES = dict.fromkeys((0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070))
_ZERO_WIDTH = (0x00AD, 0x180E, 0x200B, *range(0x2060, 0x2065), 0xFEFF)
_ANNOTATION = range(0xFFF9, 0xFFFD)
_NONCHARACTERS = (*range(0xFDD0, 0xFDF0), *(code for code in range(0x110000) if code & 0xFFFE == 0xFFFE))
_INVISIBLE = dict.fromkeys((*_BIDI, *_ZERO_WIDTH, *_ANNOTATION, *_NONCHARACTERS))
_TABLE = _CONTROLS | _FALSE_LATIN_1 | _BREAKS | _SPACES | _INVISIBLE

# Joiners shape Persian, Indic and emoji; between Latin letters they only hide. Tag characters spell a flag after a
# black flag and hide text anywhere else.
_LATIN = "\u0000-\u024f\u0300-\u036f\u1e00-\u1eff"
_JOINERS = re.compile(f"(?<=[{_LATIN}])[\u200c\u200d]+|[\u200c\u200d]+(?=[{_LATIN}]|$)|^[\u200c\u200d]+")
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007f]+)|[\U000e0000-\U000e007f]+")


def normalise(text: str) -> str:
    """`text` in NFC with line feeds for line ends, plain spaces, and no invisible or control characters.

    Curly quotes, ligatures, emoji and replacement characters stay. `normalise(normalise(t)) == normalise(t)`.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    if plain.isascii():
        return plain
    plain = _TAGS.sub(lambda match: match[1] or "", plain)
    while (better := _JOINERS.sub("", unicodedata.normalize("NFC", plain))) != plain:
        plain = better
    return plain


def line(text: str) -> str:
    """`text` normalised and on one line: every run of white space one space, none at the ends."""
    return " ".join(normalise(text).split())

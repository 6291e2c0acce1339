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
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
    0x0132: "IJ",
    0x0133: "ij",
}
_TABLE = _CONTROLS | _FALSE_LATIN_1 | _BREAKS | _SPACES | _INVISIBLE | _LIGATURES

# UTF-8 that was read as Windows-1252 or Latin-1 on its way. Only lead bytes that no word ends with before a quotation
# mark or a dash: "groß”" is German.
_1252 = "".join(bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xC0))
_TAIL = f"[\u0080-\u00bf{re.escape(_1252)}]"
_PLAIN_TAIL = f"(?![‘’“”–—…]){_TAIL}"
_GARBLED = re.compile(
    f"[\u00c3-\u00c5\u00d0\u00d1]{_PLAIN_TAIL}|\u00c2[\u00a0-\u00bf]|\u00e2[€\u0080‚\u0082„\u0084]{_TAIL}"
    f"|\u00ef[»¿][¿½]|\u00f0[Ÿ\u009f]{_TAIL}{{2}}"
)

# Joiners shape Persian, Indic and emoji; between Latin letters they only hide. Tag characters spell a flag after a
# black flag and hide text anywhere else.
_LATIN = "\u0000-\u024f\u0300-\u036f\u1e00-\u1eff"
_JOINERS = re.compile(f"(?<=[{_LATIN}])[\u200c\u200d]+|[\u200c\u200d]+(?=[{_LATIN}]|$)|^[\u200c\u200d]+")
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007f]+)|[\U000e0000-\U000e007f]+")


def normalise(text: str) -> str:
    """`text` in NFC with line feeds for line ends, plain spaces, and no invisible or control characters.

    Ligatures become letters, and UTF-8 that was read as Windows-1252 (`â€™`) what it was. Curly quotes, emoji and
    replacement characters stay. `normalise(normalise(t)) == normalise(t)`.
    """
    if text.isascii() and text.isprintable():
        return text
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if plain.isascii():
        return plain.translate(_TABLE)
    while (mended := _GARBLED.sub(_mended, plain)) != plain:
        plain = mended
    plain = plain.translate(_TABLE)
    plain = _TAGS.sub(lambda match: match[1] or "", plain)
    while (better := _JOINERS.sub("", unicodedata.normalize("NFC", plain))) != plain:
        plain = better
    return plain


def _mended(match: re.Match[str]) -> str:
    try:
        return b"".join(map(_byte, match[0])).decode()
    except UnicodeError:
        return match[0]


def _byte(letter: str) -> bytes:
    return bytes([ord(letter)]) if ord(letter) < 0x100 else letter.encode("cp1252")


def line(text: str) -> str:
    """`text` normalised and on one line: every run of white space one space, none at the ends."""
    return " ".join(normalise(text).split())

"""Text -> words, as filters compare them: without case, without accents, cut at everything but letters and digits."""

import re
import unicodedata

LONGEST = 100
"""Code points of a word; the rest of a longer one isn't looked at."""

LONGEST_NAME = 200
"""Code points of a name; as with words."""

_ACCENTS = dict.fromkeys(range(768, 880))
# Chinese and Japanese put no blanks between words: each character is a word, and several in a row a phrase.
_LONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# `\w` lacks the vowel signs of the Arabic, Indian, Thai and Burmese scripts, without which words fall apart.
_MARKS = "\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u0e30-\u0e4e\u0eb0-\u0ece\u0f71-\u0f84\u102b-\u109f"
_WORD = re.compile(rf"[{_LONE}]|(?:(?![{_LONE}])[^\W_]|[{_MARKS}])+")


def fold(text: str) -> str:
    """`text` without case and accents: "Zürich" and "ZURICH" are the same."""
    bare = unicodedata.normalize("NFKD", text).translate(_ACCENTS)
    return unicodedata.normalize("NFKC", bare.casefold())


def words(text: str) -> list[str]:
    """The words of `text`, folded, in order."""
    return [word[:LONGEST] for word in _WORD.findall(fold(text))]


def name(text: str) -> str:
    """A name as names are compared: its words with blanks between, or the folded text where it has none."""
    return (" ".join(words(text)) or fold(text))[:LONGEST_NAME]

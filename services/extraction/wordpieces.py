"""Text -> words and their word pieces, the input of the NER model (`labels.json` names the rules)."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

LONGEST_WORD = 100
"""A word of more letters is one unknown piece: BERT's own limit, so no word has more pieces than this."""

REMEMBERED = 65_536
"""Words whose pieces are at hand."""

_PUNCTUATION = r"!-/:-@\[-`{-~‘’“”„«»–—…"
_PLAIN = re.compile(rf"[A-Za-z0-9 \t\r\n\u00a0{_PUNCTUATION}]*")
"""Characters that BERT's rules part in a plain way: most words and marks of English news have no others."""

_WORD = re.compile(rf"[A-Za-z0-9]+|[{_PUNCTUATION}]")
_CHUNK = re.compile(r"[^ \t\r\n]+")


class Word(NamedTuple):
    """A word of the text (code points, end-exclusive), its vocabulary ids, and its letter case (0..7)."""

    start: int
    end: int
    pieces: tuple[int, ...]
    case: int


class WordPieces:
    """Splits text as BERT's uncased tokeniser does: at blanks and punctuation, then into known pieces."""

    def __init__(self, vocabulary: Path) -> None:
        ids = {
            piece: i
            for i, piece in enumerate(vocabulary.read_text(encoding="utf-8").removesuffix("\n").split("\n"))
        }
        self._tokenizer = Tokenizer(
            WordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=LONGEST_WORD)  # noqa: S106 - a piece
        )
        self._tokenizer.normalizer = BertNormalizer(
            clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True
        )
        self._tokenizer.pre_tokenizer = BertPreTokenizer()
        self._known = lru_cache(REMEMBERED)(self._pieces)

    def words(self, text: str, start: int, end: int) -> list[Word]:
        """The words of `text[start:end]`, with positions in `text`."""
        if _PLAIN.fullmatch(text, start, end):
            return list(self._plain(text, start, end))
        found: list[Word] = []
        for chunk in _CHUNK.finditer(text, start, end):
            plain = _PLAIN.fullmatch(chunk[0]) is not None
            found.extend((self._plain if plain else self._other)(text, *chunk.span()))
        return found

    def _plain(self, text: str, start: int, end: int) -> Iterator[Word]:
        """The words of a stretch of plain characters: where they stand can be seen, what they are is remembered."""
        known = self._known
        for match in _WORD.finditer(text, start, end):
            pieces, case = known(match[0])
            yield Word(match.start(), match.end(), pieces, case)

    def _other(self, text: str, start: int, end: int) -> Iterator[Word]:
        """The words of any stretch."""
        encoding = self._tokenizer.encode(text[start:end], add_special_tokens=False)
        first = 0
        numbers: Sequence[int | None] = encoding.word_ids
        ids, offsets = encoding.ids, encoding.offsets
        for i in range(1, len(ids) + 1):
            if i < len(ids) and numbers[i] == numbers[first]:
                continue
            left, right = start + offsets[first][0], start + offsets[i - 1][1]
            yield Word(left, right, tuple(ids[first:i]), letter_case(text[left:right]))
            first = i

    def _pieces(self, word: str) -> tuple[tuple[int, ...], int]:
        """The vocabulary ids of a word, and its letter case."""
        return tuple(self._tokenizer.encode(word, add_special_tokens=False).ids), letter_case(word)


@lru_cache(REMEMBERED)
def letter_case(word: str) -> int:
    """The code of the letter case of a word, as `labels.json` lists them under "case"."""
    letters = [letter for letter in word if letter.isalpha()]
    if not letters:
        return 1 if any(character.isdigit() for character in word) else 0
    capitals = [letter.isupper() for letter in letters]
    if all(capitals):
        return 2 if len(letters) > 1 else 3
    if capitals[0]:
        return 5 if any(capitals[1:]) else 4
    return 6 if any(capitals) else 7

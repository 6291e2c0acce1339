"""The opening of an article -> a vector whose angle to another says how near the two are in meaning.

all-MiniLM-L6-v2 (Wang and others 2020; Reimers and Gurevych 2019) as int8 ONNX: `models/embedder/CARD.md`.
"""

import hashlib
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from schemas.article import PROSE, Article
from services.text.network import session

WIDTH = 384
LONGEST = 128
"""Word pieces that the model reads, [CLS] and [SEP] included."""

CHARACTERS = 12 * LONGEST
"""Code points of a text that are cut into pieces: an English piece has about four and a half."""

_CLS, _SEP = 101, 102
Vector = npt.NDArray[np.float32]


class Embedder:
    """The model with its tokeniser. `embed` is a pure function of the text; threads may share an instance.

    Each text is a run of its own: the model scales its inputs by their extremes, so in a batch a text's vector would
    depend on its neighbours.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Loads `folder` (lower.int8.onnx, upper.int8.onnx, vocab.txt; 23 MB). `threads`: of one run of the model."""
        self._lower = Lower(folder, threads)
        self._upper = Upper(folder / "upper.int8.onnx", threads)
        self.digest = hashlib.sha256(f"{self._lower.digest}{self._upper.digest}".encode()).hexdigest()
        """SHA-256 of the model: what a version that depends on it names."""

    def embed(self, text: str) -> Vector:
        """The vector of the first `LONGEST` word pieces of `text`: [384], of unit length."""
        return self._upper(self._lower(text))


class Lower:
    """The lower half of the layers, with the tokeniser: text -> the state of each word piece [1, pieces, 384]."""

    def __init__(self, folder: Path, threads: int = 1, longest: int = LONGEST) -> None:
        """`longest`: word pieces that are read, at most `LONGEST`; the time goes with them."""
        self.digest, self._session = _loaded(folder / "lower.int8.onnx", threads)
        self._longest = longest
        self._tokenizer = _tokenizer(folder / "vocab.txt")

    def __call__(self, text: str) -> Vector:
        ids = np.array([[_CLS, *self.pieces(text), _SEP]], dtype=np.int64)
        return cast("Vector", self._session.run(["lower"], {"ids": ids})[0])

    def pieces(self, text: str) -> list[int]:
        """The word pieces of `text` that are read. Half the characters mostly hold as many, so they are tried first."""
        room, blank = self._longest - 2, text.rfind(" ", 0, CHARACTERS // 2)
        for end in (max(blank, 0), CHARACTERS):
            found = self._tokenizer.encode(text[:end], add_special_tokens=False).ids
            if len(found) >= room:
                break
        return found[:room]


class Upper:
    """The upper half of the layers: the state of each word piece -> one vector of unit length [384]."""

    def __init__(self, model: Path, threads: int = 1) -> None:
        self.digest, self._session = _loaded(model, threads)

    def __call__(self, lower: Vector) -> Vector:
        return cast("Vector", self._session.run(["embedding"], {"lower": lower})[0][0])


def opening(article: Article) -> str:
    """The title and the article's own words after it, as far as the model may read them."""
    found: list[str] = [article.title] if article.title else []
    length = 0
    for block in article.blocks:
        if block.kind in PROSE and block.kind not in {"title", "dateline"}:
            found.append(article.text[block.start : min(block.end, block.start + CHARACTERS)])
            length += block.end - block.start
        if length >= CHARACTERS:
            break
    return "\n".join(found)[:CHARACTERS]


def _loaded(path: Path, threads: int) -> tuple[str, ort.InferenceSession]:
    """The SHA-256 of the model, and the model."""
    model = path.read_bytes()
    return hashlib.sha256(model).hexdigest(), session(model, threads)


def _tokenizer(vocabulary: Path) -> Tokenizer:
    pieces = vocabulary.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    numbers = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(WordPiece(numbers, unk_token="[UNK]"))  # noqa: S106  # a piece
    tokenizer.normalizer = BertNormalizer(
        clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True
    )
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer

"""Text -> words and word pieces by the rules that the model's labels.json states."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import BertWordPieceTokenizer

from services.extraction.wordpieces import LONGEST_WORD, WordPieces, letter_case
from tests.unit.extraction.conftest import MODELS

FOLDER = MODELS / "ner-minilm"
PIECES = WordPieces(FOLDER / "vocab.txt")
REFERENCE = BertWordPieceTokenizer(str(FOLDER / "vocab.txt"), lowercase=True)
VOCABULARY = (FOLDER / "vocab.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")


def read(text: str) -> list[tuple[str, list[str]]]:
    return [
        (text[word.start : word.end], [VOCABULARY[piece] for piece in word.pieces])
        for word in PIECES.words(text, 0, len(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kallas said.", [("Kallas", ["ka", "##llas"]), ("said", ["said"]), (".", ["."])]),
        ("São Tomé", [("São", ["sao"]), ("Tomé", ["tome"])]),
        (
            "U.S.-led",
            [("U", ["u"]), (".", ["."]), ("S", ["s"]), (".", ["."]), ("-", ["-"]), ("led", ["led"])],
        ),
        ("東京", [("東", ["東"]), ("京", ["京"])]),
        ("a\u00a0b\tc", [("a", ["a"]), ("b", ["b"]), ("c", ["c"])]),
        ("go 👩\u200d🚀 up", [("go", ["go"]), ("👩\u200d🚀", ["[UNK]"]), ("up", ["up"])]),
        ("w" * (LONGEST_WORD + 1), [("w" * (LONGEST_WORD + 1), ["[UNK]"])]),
    ],
)
def test_text_is_split_as_berts_uncased_tokeniser_splits_it(
    text: str, expected: list[tuple[str, list[str]]]
) -> None:
    assert read(text) == expected


def test_the_vocabulary_has_the_special_pieces_where_the_model_expects_them() -> None:
    assert (len(VOCABULARY), VOCABULARY[100:103]) == (30522, ["[UNK]", "[CLS]", "[SEP]"])


@pytest.mark.parametrize(
    ("word", "case"),
    [
        ("—", "no letter, no digit"),
        ("2026", "digits without letters"),
        ("EU", "all capitals, 2 letters or more"),
        ("G7", "one capital letter"),
        ("Łódź", "First capital, rest lower"),
        ("McCarthy", "first capital, rest mixed"),
        ("iPhone", "lower first, a capital inside"),
        ("čaj", "lower case"),
    ],
)
def test_the_letter_case_has_the_code_that_labels_json_gives_it(word: str, case: str) -> None:
    names = json.loads((FOLDER / "labels.json").read_text(encoding="utf-8"))["case"]
    assert names[str(letter_case(word))] == case


@given(
    st.text(
        st.sampled_from("aZ9 .,'’“”—–…«„-_$£\u00a0é\u0301ß中\x00\x07\x0b\x85\u200b\u2028\t\r\n😀İ"),
        max_size=80,
    )
)
def test_plain_words_beside_others_are_split_as_the_tokeniser_splits_the_whole(text: str) -> None:
    whole = REFERENCE.encode(text, add_special_tokens=False)
    found = PIECES.words(text, 0, len(text))
    assert [piece for word in found for piece in word.pieces] == whole.ids
    starts = [
        offset[0]
        for offset, here, before in zip(whole.offsets, whole.word_ids, [None, *whole.word_ids], strict=False)
        if here != before
    ]
    assert [word.start for word in found] == starts


@given(st.text(max_size=300), st.integers(0, 20))
def test_words_stand_in_order_inside_the_stretch_and_none_is_empty(text: str, start: int) -> None:
    words = PIECES.words(text, min(start, len(text)), len(text))
    bounds = [min(start, len(text)), *(position for word in words for position in word[:2]), len(text)]
    assert bounds == sorted(bounds)
    assert all(word.start < word.end and 0 < len(word.pieces) <= LONGEST_WORD for word in words)

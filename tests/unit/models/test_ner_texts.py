"""What the named-entity model learns from: marks in a line, names put in place of others, names that are known."""

import random
from pathlib import Path

import pytest

from models.ner_training import checks, chunks, slots, texts
from models.ner_training.texts import Text
from services.extraction.wordpieces import WordPieces

HERE = Path(slots.__file__).parent
MODELS = HERE.parent
KINDS = {"PER", "ORG", "LOC", "MISC"}
NAMES = {
    "person": ["Ines Okafor"],
    "city": ["Porto"],
    "surname": ["Silva"],
    **{gap: ["Corvane Bank"] for gap in slots.ORGANISATIONS},
}


def marked(text: Text) -> list[tuple[str, str]]:
    return [(text.text[start:end], kind) for start, end, kind in text.names]


def test_marks_become_names_and_leave_the_text() -> None:
    text, names = texts.unbracketed("[[PER Jane Doe]] of [[ORG Acme]] spoke.")
    assert text == "Jane Doe of Acme spoke."
    assert names == [(0, 8, "PER"), (12, 16, "ORG")]


@pytest.mark.parametrize("file", ["portal.txt", "wikinews.txt", "held.txt"])
def test_every_sentence_marked_by_hand_reads_as_text_with_known_types(file: str) -> None:
    read = list(texts.reviewed(HERE / file))
    assert len(read) > 100
    for text in read:
        assert "[[" not in text.text
        assert "]]" not in text.text
        assert {kind for _, kind in marked(text)} <= KINDS


def test_nothing_that_scores_are_fitted_on_is_learnt() -> None:
    learnt = {text.text for file in ("portal.txt", "wikinews.txt") for text in texts.reviewed(HERE / file)}
    assert learnt.isdisjoint(text.text for text in texts.reviewed(HERE / "held.txt"))


def test_every_pattern_has_known_types_and_names_for_its_gaps() -> None:
    filled = list(slots.filled(slots.names(MODELS / "kb"), 1, random.Random(1)))
    assert len(filled) > 200
    for text in filled:
        assert {kind for _, kind in marked(text)} <= KINDS
        assert "{" not in text.text


def test_other_names_keep_the_marks_right_and_the_unknown_in_place() -> None:
    text = Text(
        "Jo Doe left Acme for Bo Ray and XYZ.", [(0, 6, "PER"), (12, 16, "ORG")], [(21, 27)], True, True
    )
    new = slots.renamed(text, NAMES, random.Random(1), 1.0)
    assert marked(new) == [("Ines Okafor", "PER"), ("Corvane Bank", "ORG")]
    assert [new.text[start:end] for start, end in new.unknown] == ["Bo Ray"]


def test_one_name_in_a_text_becomes_one_other() -> None:
    names = NAMES | {"person": ["Ines Okafor", "Luc Berger", "Mia Lund"]}
    text = Text("Jo Doe met Jo Doe", [(0, 6, "PER"), (11, 17, "PER")], [], True, True)
    (one, _), (other, _) = marked(slots.renamed(text, names, random.Random(2), 1.0))
    assert one == other


def test_a_known_name_gets_its_type_and_a_full_name_that_is_a_place_none() -> None:
    text = Text(
        "Brexit, Gaza and Bandar Abbas", [(0, 6, "ORG"), (8, 12, "ORG"), (17, 29, "PER")], [], False, False
    )
    new = checks.checked(text, {"Brexit": "MISC", "Gaza": "LOC", "Bandar Abbas": "LOC"})
    assert marked(new) == [("Brexit", "MISC"), ("Gaza", "LOC")]
    assert new.unknown == [(17, 29)]


def test_each_word_has_the_target_that_is_known_of_it() -> None:
    text = Text("the Acme Corp met Bo at the UN", [(4, 13, "ORG")], [(18, 20)], False, True)
    (chunk,) = chunks.chunks(text, WordPieces(MODELS / "ner-minilm" / "vocab.txt"), random.Random(1))
    names = [chunks.LABELS[target] if target >= 0 else target for target in chunk.targets]
    assert names == ["O", "B-ORG", "I-ORG", "O", chunks.UNKNOWN, "O", "O", chunks.EITHER]

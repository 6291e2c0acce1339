"""The words that name a speaker -> the entity, or none."""

import pytest

from schemas.entities import EntityType
from services.extraction.quotemarks import paragraphs
from services.extraction.spans import Span
from services.extraction.voices import Setting, entity

NAMES: dict[str, EntityType] = {
    "Wang Yi": "person",
    "Ana Rus": "person",
    "EU": "organisation",
    "China": "place",
    "Chinese": "group",
}


def voice(text: str, speaker: str, quoted: str = "") -> str | None:
    """The name of the entity that the last occurrence of `speaker` stands for."""
    spans = sorted(
        Span(at, at + len(name), kind, 0.9, "test")
        for name, kind in NAMES.items()
        for at in range(len(text))
        if text.startswith(name, at)
    )
    start, at = text.rindex(speaker), text.find(quoted) if quoted else -1
    within = [(at, at + len(quoted))] if quoted else []
    keys = {span: text[span.start : span.end] for span in spans}
    setting = Setting(text, list(paragraphs(text, [(0, len(text))])), within, spans, keys)
    return entity(setting, (start, start + len(speaker)))


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        ("Wang Yi", "Wang Yi"),
        ("the Chinese minister Wang Yi", "Wang Yi"),
        ("Wang Yi of China", "Wang Yi"),
        ("the EU", "EU"),
        ("the EU diplomatic service", "EU"),
        ("a spokesman for the EU", "EU"),
        ("China", "China"),
        ("the EU envoy", None),
        ("Wang Yi's lawyer", None),
        ("the Chinese ministry", None),
        ("the Chinese", None),
        ("a minister in China", None),
        ("the ministry", None),
    ],
)
def test_the_speakers_words_are_or_hold_a_mention(speaker: str, expected: str | None) -> None:
    assert voice(f"{speaker} said", speaker) == expected


@pytest.mark.parametrize(
    ("text", "speaker", "expected"),
    [
        ("“No,” said the coach, Ana Rus.", "the coach", "Ana Rus"),
        ("“No,” the union's lawyer, Ana Rus, said.", "the union's lawyer", "Ana Rus"),
        ("“No,” its president, Ana Rus, told us.", "its president", "Ana Rus"),
        ("“No,” said the coach, the EU, and Ana Rus.", "the coach", None),
        ("“No,” said the coach, Ana Rus and others.", "the coach", None),
        ("“No,” said the coach. Ana Rus left.", "the coach", None),
    ],
)
def test_a_person_in_apposition_is_the_speaker(text: str, speaker: str, expected: str | None) -> None:
    assert voice(text, speaker) == expected


@pytest.mark.parametrize(
    ("text", "quoted", "expected"),
    [
        ("Wang Yi left. “No,” he said.", "No,", "Wang Yi"),
        ("Wang Yi left.\n\n“No,” he said.", "No,", "Wang Yi"),
        ("Wang Yi's deputy, Ana Rus, left. “No,” he said.", "No,", "Ana Rus"),
        ("Wang Yi left. “Ana Rus knew,” he said.", "Ana Rus knew,", "Wang Yi"),
        ("Wang Yi met Ana Rus. “No,” he said.", "No,", None),
        ("The EU met. “No,” he said.", "No,", None),
        ("Wang Yi left.\n\nIt rained.\n\nIt snowed.\n\n“No,” he said.", "No,", None),
    ],
)
def test_a_pronoun_is_the_one_person_named_before_it_or_nobody(
    text: str, quoted: str, expected: str | None
) -> None:
    assert voice(text, "he", quoted) == expected

"""Indirect statements: what somebody is reported to say without quote marks, who, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extraction.quotes import reported
from services.extraction.sentences import sentences

Read = list[tuple[str, str | None, str | None]]


def read(text: str) -> Read:
    """Words, speaker and cue of each statement; the parts of one are joined by " / "."""

    def words(found: tuple[int, int] | None) -> str | None:
        return text[slice(*found)] if found else None

    return [
        (" / ".join(text[start:end] for start, end in one.parts), words(one.speaker), words(one.cue))
        for one in reported(text, [(0, len(text))])
        if one.kind == "indirect"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wang Yi said that talks will go on.", ("talks will go on", "Wang Yi", "said")),
        ("Wang Yi said talks will go on.", ("talks will go on", "Wang Yi", "said")),
        ("The ministry said on Monday that talks will go on.", ("talks will go on", "The ministry", "said")),
        ("Wang Yi said in Oslo, Norway, that talks will go on.", ("talks will go on", "Wang Yi", "said")),
        ("Talks will go on, Wang Yi said.", ("Talks will go on", "Wang Yi", "said")),
        ("Talks will go on, said Wang Yi, the minister.", ("Talks will go on", "Wang Yi", "said")),
        (
            "If it rains, Wang Yi said, talks will go on.",
            ("If it rains / talks will go on", "Wang Yi", "said"),
        ),
        ("According to Wang Yi, talks will go on.", ("talks will go on", "Wang Yi", "According to")),
        ("Talks will go on, according to the police.", ("Talks will go on", "the police", "according to")),
        ("Wang Yi told reporters that talks will go on.", ("talks will go on", "Wang Yi", "told")),
        ("Wang Yi told the Daily Star he would stay.", ("he would stay", "Wang Yi", "told")),
        ("The firm denied the claims of fraud.", ("the claims of fraud", "The firm", "denied")),
        ("The firm vowed to fight on.", ("to fight on", "The firm", "vowed")),
        ("The study found that ice is melting.", ("ice is melting", "The study", "found")),
        ("The firm is warning that ice is melting.", ("ice is melting", "The firm", "warning")),
        ("Ana Rus accused the firm of fraud.", ("the firm of fraud", "Ana Rus", "accused")),
    ],
)
def test_a_statement_has_its_words_its_speaker_and_its_cue(text: str, expected: tuple[str, str, str]) -> None:
    assert read(text) == [expected]


def test_a_participle_that_follows_has_the_same_speaker() -> None:
    assert read("Ana Rus said talks will go on, adding that Oslo is ready.") == [
        ("talks will go on", "Ana Rus", "said"),
        ("Oslo is ready", "Ana Rus", "adding"),
    ]


def test_a_statement_in_a_statement_is_one_too() -> None:
    assert read("Ana Rus said Bo Li denied the claims of fraud.") == [
        ("Bo Li denied the claims of fraud", "Ana Rus", "said"),
        ("the claims of fraud", "Bo Li", "denied"),
    ]


def test_words_quoted_in_a_statement_are_linked_with_it_by_speaker_and_cue() -> None:
    text = "The firm said pay was “well above the local average” last year."
    whole, part = reported(text, [(0, len(text))])
    assert (whole.kind, part.kind) == ("indirect", "mixed")
    assert (whole.speaker, whole.cue) == (part.speaker, part.cue)
    assert whole.parts[0][0] < part.parts[0][0] < part.parts[0][1] < whole.parts[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "“Talks will go on,” Wang Yi said.",
        "“Talks will go on,” said Wang Yi in Oslo.",
        "Wang Yi said: “Talks will go on.”",
        "The United States reports to nobody.",
        "Claims of fraud were denied.",
        "In his speech, Wang Yi said.",
        "The plan was called a success.",
        "He asked her.",
        "The state has a report.",
        "“The firm said that it was ready for it,” Ana said.",
    ],
)
def test_direct_speech_nouns_and_passives_are_no_statements(text: str) -> None:
    assert read(text) == []


def test_a_sentence_ends_neither_at_an_abbreviation_nor_within_quote_marks() -> None:
    text = "Mr. Rus met “No. Never.” fans. Then it rained."
    quoted = [(text.index("No."), text.index("” fans"))]
    assert [text[start:end] for start, end in sentences(text, 0, len(text), quoted)] == [
        "Mr. Rus met “No. Never.” fans",
        "Then it rained",
    ]


WORDS = st.lists(
    st.sampled_from(
        [
            "said",
            "told",
            "that",
            "Ana Rus",
            "the firm",
            "denied",
            ",",
            ".",
            "“",
            "”",
            "According to",
            "saying",
            "é😀",
            "\n",
        ]
    ),
    max_size=40,
).map(" ".join)


@given(WORDS | st.text(max_size=200))
def test_any_text_gives_statements_inside_it(text: str) -> None:
    for one in reported(text, [(0, len(text))]):
        assert all(text[start:end].strip() == text[start:end] != "" for start, end in one.parts)
        assert all(text[slice(*place)].strip() for place in (one.speaker, one.cue) if place)


@pytest.mark.parametrize(
    "text",
    ["Ana said that ", "Ana Rus told A ", "said A", "A", "X said, Y said, "],
)
def test_what_is_no_prose_takes_linear_time_and_gives_no_flood(text: str) -> None:
    long = text * (200_000 // len(text))
    assert sum(
        end - start for one in reported(long, [(0, len(long))]) for start, end in one.parts
    ) <= 10 * len(long)


def test_a_long_article_of_statements_takes_linear_time() -> None:
    text = "Ana Rus said that talks will go on. " * 5000
    assert len(reported(text, [(0, len(text))])) == 5000

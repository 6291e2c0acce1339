"""Indirect statements: what somebody is reported to say without quote marks, who, and what only looks like it."""

import re
from itertools import pairwise

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
        ("Wang Yi said after the vote he would stay.", ("he would stay", "Wang Yi", "said")),
        ("Talks will go on, Wang Yi said.", ("Talks will go on", "Wang Yi", "said")),
        ("Talks will go on, said Wang Yi, the minister.", ("Talks will go on", "Wang Yi", "said")),
        (
            "Talks will go on, senior officials said late on Monday.",
            ("Talks will go on", "senior officials", "said"),
        ),
        (
            "If it rains, Wang Yi said, talks will go on.",
            ("If it rains / talks will go on", "Wang Yi", "said"),
        ),
        ("The talks, said Wang Yi, will go on.", ("The talks / will go on", "Wang Yi", "said")),
        ("As Wang Yi said, talks will go on.", ("talks will go on", "Wang Yi", "said")),
        ("According to Wang Yi, talks will go on.", ("talks will go on", "Wang Yi", "According to")),
        ("Talks will go on, according to the police.", ("Talks will go on", "the police", "according to")),
        (
            "According to the Daily Star, Malta's oldest paper, talks will go on.",
            ("talks will go on", "the Daily Star", "According to"),
        ),
        (
            "The old mill, according to the police, was empty.",
            ("The old mill / was empty", "the police", "according to"),
        ),
        ("Wang Yi told reporters that talks will go on.", ("talks will go on", "Wang Yi", "told")),
        ("Talks will go on, Wang Yi told Reuters.", ("Talks will go on", "Wang Yi", "told")),
        ("Talks will go on, he told the AFP news agency on Monday.", ("Talks will go on", "he", "told")),
        (
            "The talks, Wang Yi told the BBC's Today programme, will go on.",
            ("The talks / will go on", "Wang Yi", "told"),
        ),
        ("Wang Yi told the Daily Star he would stay.", ("he would stay", "Wang Yi", "told")),
        ("The firm denied the claims of fraud.", ("the claims of fraud", "The firm", "denied")),
        ("The firm denied taking the money.", ("taking the money", "The firm", "denied")),
        ("The firm vowed to fight on.", ("to fight on", "The firm", "vowed")),
        ("The union urged the firm to pay at once.", ("the firm to pay at once", "The union", "urged")),
        ("The union called on the firm to pay at once.", ("the firm to pay at once", "The union", "called")),
        ("The union called for a vote on pay.", ("a vote on pay", "The union", "called")),
        ("The union warned of a long strike.", ("a long strike", "The union", "warned")),
        ("Ana Rus accused the firm of fraud.", ("the firm of fraud", "Ana Rus", "accused")),
        ("Ana Rus dismissed the plan as a gimmick.", ("the plan as a gimmick", "Ana Rus", "dismissed")),
        ("Ana Rus asked whether talks would go on.", ("whether talks would go on", "Ana Rus", "asked")),
        ("The study found that ice is melting.", ("ice is melting", "The study", "found")),
        ("Ice is melting, the study found.", ("Ice is melting", "the study", "found")),
        ("The firm is warning that ice is melting.", ("ice is melting", "The firm", "warning")),
        (
            "The firm announced plans to close two mines.",
            ("plans to close two mines", "The firm", "announced"),
        ),
        ("Ana Rus was confident that talks will go on.", ("talks will go on", "Ana Rus", "was confident")),
        ("Ana Rus made the point that talks had failed.", ("talks had failed", "Ana Rus", "made the point")),
        ("Nobody believed the firm's claim that ice is safe.", ("ice is safe", "the firm", "claim")),
    ],
)
def test_a_statement_has_its_words_its_speaker_and_its_cue(text: str, expected: tuple[str, str, str]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ana Rus, who leads the union, said talks will go on.", "Ana Rus"),
        ("Ana Rus, the head of the union, said talks will go on.", "Ana Rus"),
        ("In a speech in Oslo on Monday, Ana Rus said talks will go on.", "Ana Rus"),
        ("Officials who were in Oslo said talks will go on.", "Officials"),
        ("The plan is good but Ana Rus said talks will go on.", "Ana Rus"),
        ("The rain stopped after Ana Rus said talks will go on.", "Ana Rus"),
        ("Ana Rus on Tuesday said talks will go on.", "Ana Rus"),
        ("A Norwegian envoy has, however, said that talks will go on.", "A Norwegian envoy"),
        (
            "Researchers from two towns in Ohio reported that talks will go on.",
            "Researchers from two towns in Ohio",
        ),
        ("Ana Rus opened the hall, saying talks will go on.", "Ana Rus"),
        ("Ana Rus was quoted as saying talks will go on.", "Ana Rus"),
        ("The union issued a statement saying talks will go on.", "The union"),
        ("Ana Rus left the hall and said talks will go on.", "Ana Rus"),
        ("He's saying talks will go on.", "He"),
    ],
)
def test_the_speaker_is_the_subject_whatever_stands_between(text: str, speaker: str) -> None:
    assert [(said, who) for said, who, _ in read(text)] == [("talks will go on", speaker)]


def test_a_participle_that_follows_has_the_same_speaker() -> None:
    assert read("Ana Rus said talks will go on, adding that Oslo is ready.") == [
        ("talks will go on", "Ana Rus", "said"),
        ("Oslo is ready", "Ana Rus", "adding"),
    ]


def test_what_the_next_verb_says_is_none_of_the_first_ones() -> None:
    assert read("Ana Rus said talks will go on and warned that time is short.") == [
        ("talks will go on", "Ana Rus", "said"),
        ("time is short", "Ana Rus", "warned"),
    ]
    assert read("Ana Rus said talks will go on but Bo Li said they had failed.") == [
        ("talks will go on", "Ana Rus", "said"),
        ("they had failed", "Bo Li", "said"),
    ]
    assert read("The firm denied the fraud and left the hall.") == [("the fraud", "The firm", "denied")]


def test_a_statement_in_a_statement_is_one_too() -> None:
    assert read("Ana Rus said Bo Li denied the claims of fraud.") == [
        ("Bo Li denied the claims of fraud", "Ana Rus", "said"),
        ("the claims of fraud", "Bo Li", "denied"),
    ]


def test_a_statement_that_repeats_a_quote_is_one_too() -> None:
    assert read("“Talks will go on,” Ana Rus said. Ana Rus said talks will go on.") == [
        ("talks will go on", "Ana Rus", "said")
    ]


def test_words_quoted_in_a_statement_are_linked_with_it_by_speaker_and_cue() -> None:
    text = "The firm said pay was “well above the local average” last year."
    whole, part = reported(text, [(0, len(text))])
    assert (whole.kind, part.kind) == ("indirect", "mixed")
    assert (whole.speaker, whole.cue) == (part.speaker, part.cue)
    assert whole.parts[0][0] < part.parts[0][0] < part.parts[0][1] < whole.parts[0][1]


def test_a_sentence_in_quote_marks_is_not_repeated_as_a_statement() -> None:
    assert read("Ana Rus said the plan was late: “We lost a week.”") == [
        ("the plan was late", "Ana Rus", "said")
    ]
    assert read("Ana Rus said in Oslo, “Nothing that was late is lost.”") == []


@pytest.mark.parametrize(
    "text",
    [
        "“Talks will go on,” Wang Yi said.",
        "“Talks will go on,” said Wang Yi in Oslo.",
        "“Talks will go on,” Wang Yi said, looking out over the bay.",
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


@pytest.mark.parametrize(
    "text",
    [
        "The chairman called the meeting at noon.",
        "The union supports the plan for a new harbour.",
        "Ana Rus sought the job in vain.",
        "The firm runs 19 stores in Oslo.",
        "The firm wants to run 19 stores.",
        "The firm continued to run 19 stores.",
        "Ana Rus declined to comment on the vote.",
        "Bo Li added a penalty in the last minute.",
        "Bo Li confirmed his promise by winning the final.",
        "Bo Li underlined his class in the second half.",
        "The new version had features added to it before they became part of the old one.",
        "The ban threatens the old harbour.",
        "The mayor rejected the chance to speak.",
        "The firm announced the winners of the race.",
        "The court heard the driver accused of murder.",
        "The drivers are also accused of leaving the scene.",
        "It was first reported in Oslo.",
        "A think tank called the deal null.",
        "Ana Rus wrote that line in Oslo.",
        "Ana Rus told those gathered to watch the show.",
        "It was sad, Ana Rus told Bo Li to leave.",
        "On Monday, Ana Rus told Reuters.",
        "He said hello to the crowd.",
        "Ana Rus will say next week that talks are over.",
        "Ana Rus did not say whether talks are over.",
        "Nobody would cheer if Ana Rus said the talks are over.",
        "A passenger flight of Air India Express landed in Delhi.",
        "It failed, which Ana Rus said was a pity.",
    ],
)
def test_what_nobody_said_is_no_statement(text: str) -> None:
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
        """said told that Ana Rus the firm denied , . “ ” According to saying é😀 \n and who was ( ) to pay ; : for
        accused of his claim sure “Never,” if had not it""".replace("\\n", "\n").split(" ")
    ),
    max_size=60,
).map(" ".join)


@given(WORDS | st.text(max_size=200))
def test_any_text_gives_statements_inside_it(text: str) -> None:
    for one in reported(text, [(0, len(text))]):
        assert all(text[start:end].strip() == text[start:end] != "" for start, end in one.parts)
        assert all(text[slice(*place)].strip() for place in (one.speaker, one.cue) if place)


@given(WORDS)
def test_a_statement_lies_in_one_paragraph_apart_from_its_cue_and_its_speaker(text: str) -> None:
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    for one in reported(text, [(0, len(text))]):
        if one.kind != "indirect":
            continue
        assert one.speaker
        assert one.cue
        places = [*one.parts, one.speaker, one.cue]
        assert any(all(start <= a and b <= end for a, b in places) for start, end in lines)
        assert all(b <= c or d <= a for a, b in one.parts for c, d in (one.speaker, one.cue))
        assert all(b <= c for (_, b), (c, _) in pairwise(one.parts))
        assert all(len(re.findall(r"\w+", text[a:b])) > 0 for a, b in one.parts)


@given(WORDS)
def test_no_statement_is_the_same_words_as_a_direct_quote(text: str) -> None:
    found = reported(text, [(0, len(text))])
    direct = {part for one in found if one.kind == "direct" for part in one.parts}
    assert not direct & {part for one in found if one.kind == "indirect" for part in one.parts}


@pytest.mark.parametrize(
    "text",
    ["Ana said that ", "Ana Rus told A ", "said A", "A", "X said, Y said, "],
)
def test_what_is_no_prose_takes_linear_time_and_gives_no_flood(text: str) -> None:
    long = text * (200_000 // len(text))
    assert sum(
        end - start for one in reported(long, [(0, len(long))]) for start, end in one.parts
    ) <= 10 * len(long)


@pytest.mark.parametrize("text", ["was sure he had ", "said Ana denied ", "his claim that he had "])
def test_a_sentence_gives_a_few_statements_whatever_stands_in_it(text: str) -> None:
    sentence = "Bo " + text * (1100 // len(text)) + "left."
    assert len(reported(sentence, [(0, len(sentence))])) <= 16


def test_a_long_article_of_statements_takes_linear_time() -> None:
    text = "Ana Rus said that talks will go on. " * 5000
    assert len(reported(text, [(0, len(text))])) == 5000


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "The crash was at 8:15 a.m. Chief Superintendent Ana Rus said the road was closed.",
            "Chief Superintendent Ana Rus",
        ),
        (
            "At about 8:15 a.m. Chief Superintendent Ana Rus said the road was closed.",
            "Chief Superintendent Ana Rus",
        ),
        ("The match begins at 8.15 p.m. Bo Li said fans would come.", "Bo Li"),
        ("Cases rose in the U.S. The mayor of Oslo said they were alarmed.", "The mayor of Oslo"),
        (
            "The U.S. Centers for Disease Control said cases are rising.",
            "The U.S. Centers for Disease Control",
        ),
        ("Cases are rising, according to the WHO.", "the WHO"),
        ("Last week the WHO said cases are rising.", "the WHO"),
        ("The US Mint said coins are rare.", "The US Mint"),
        ("A March 14 letter said cases are rising.", "A March 14 letter"),
        ("Cases are rising, according to a March 14, 2025 filing.", "a March 14, 2025 filing"),
        ("Notes from Poland reported that a strike is likely.", "Notes from Poland"),
        ("A strike is likely, according to Notes from Poland.", "Notes from Poland"),
    ],
)
def test_a_speaker_is_whole_and_no_time(text: str, speaker: str) -> None:
    assert [found[1] for found in read(text)] == [speaker]


@pytest.mark.parametrize(
    "text", ["Cases rose, according to a March 14, 2025, filing.", "Cases rose, said a March 14 on it."]
)
def test_a_date_says_nothing(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministry said which a section between Crete and Cyprus is planned.", []),
        ("The ministry did say which of the firms had paid.", ["which of the firms had paid"]),
        ("Bo Li asked which party would win.", ["which party would win"]),
        (
            "According to Bo Li, as many as one in a thousand get measles encephalitis, which can cause deafness.",
            ["as many as one in a thousand get measles encephalitis, which can cause deafness"],
        ),
        (
            "According to Bo Li, one child in every 1,000 will fall ill, which can cause deafness.",
            ["one child in every 1,000 will fall ill, which can cause deafness"],
        ),
    ],
)
def test_a_statement_begins_with_a_relative_pronoun_only_as_a_question(
    text: str, expected: list[str]
) -> None:
    assert [found[0] for found in read(text)] == expected

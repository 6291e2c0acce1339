"""Direct quotes: what somebody is reported to have said, who, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extraction.quotemarks import paragraphs, quoted
from services.extraction.quotes import find

Read = list[tuple[str, str | None, str | None]]


def read(text: str) -> Read:
    """Words, speaker and cue of each quote; the parts of one quote are joined by " / "."""

    def words(found: tuple[int, int] | None) -> str | None:
        return text[slice(*found)] if found else None

    return [
        (" / ".join(text[start:end] for start, end in quote.parts), words(quote.speaker), words(quote.cue))
        for quote in find(text, [(0, len(text))])
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We are ready,” Wang Yi said.", ("We are ready,", "Wang Yi", "said")),
        ("“We are ready,” said Wang Yi, who was in Brussels.", ("We are ready,", "Wang Yi", "said")),
        ('"We are ready," he said on Monday.', ("We are ready,", "he", "said")),
        ("«We are ready,» the ministry said.", ("We are ready,", "the ministry", "said")),
        ("„We are ready,“ the statement said.", ("We are ready,", "the statement", "said")),
        (
            "“Ready,” the EU diplomatic service also said.",
            ("Ready,", "the EU diplomatic service", "said"),
        ),
        (
            "“Are we ready?” asked chief executive Ana Rus.",
            ("Are we ready?", "chief executive Ana Rus", "asked"),
        ),
        ("Wang Yi said: “We are ready.”", ("We are ready.", "Wang Yi", "said")),
        ("On Monday, Wang Yi told reporters: “We are ready.”", ("We are ready.", "Wang Yi", "told")),
        ("Wang Yi, the minister, said: “We are ready.”", ("We are ready.", "Wang Yi", "said")),
        (
            "There is one rule, said Mattias Roos: “Look and stay.”",
            ("Look and stay.", "Mattias Roos", "said"),
        ),
        ("According to Wang Yi, “we are ready for it”.", ("we are ready for it", "Wang Yi", "According to")),
        ("“We are ready,” according to the police.", ("We are ready,", "the police", "according to")),
        ("Wang Yi said:\n\n“We are ready.”", ("We are ready.", "Wang Yi", "said")),
        ("“We are ready.” ― Wang Yi", ("We are ready.", "Wang Yi", None)),
        (
            "The firm said pay was “well above the local average”.",
            ("well above the local average", "The firm", "said"),
        ),
        ("“We,” said Ana. “Not they.”", ("We, / Not they.", "Ana", "said")),
        ("“We,” said Ana, “and not they.”", ("We, / and not they.", "Ana", "said")),
        ("“We called him ‘the boss,’” Ana Rus said.", ("We called him ‘the boss,’", "Ana Rus", "said")),
        ("‘We are ready,’ Wang Yi said.", ("We are ready,", "Wang Yi", "said")),
        ("''We are ready,'' Wang Yi said.", ("We are ready,", "Wang Yi", "said")),
        ("In an interview Wang Yi said, “we are ready for it”.", ("we are ready for it", "Wang Yi", "said")),
        ("It rained. “No,” he answered.", ("No,", "he", "answered")),
        ("“Why?” reporter Ana Rus asked.", ("Why?", "reporter Ana Rus", "asked")),
        ("The firm called the plan “too late”.", ("too late", "The firm", "called")),
        ("After the rain he began by saying, “We are ready.”", ("We are ready.", None, "saying")),
        ("“Never,” the goalkeeper bellowed.", ("Never,", "the goalkeeper", "bellowed")),
        ("“No deal today,” the captain radioed.", ("No deal today,", "the captain", "radioed")),
        ("“It is a bridge,” Ana Rus pointed out.", ("It is a bridge,", "Ana Rus", "pointed")),
        ("The mayor used the phrase “quiet streets”.", ("quiet streets", "The mayor", "used the phrase")),
        ("The union dismissed the offer as “crumbs”.", ("crumbs", "The union", "dismissed")),
        ("Farmers call it “the thirsty field”.", ("the thirsty field", "Farmers", "call")),
        (
            "\"They said 'come back tomorrow,' \" Ana Rus recalled.",
            ("They said 'come back tomorrow,'", "Ana Rus", "recalled"),
        ),
        (
            "„Er sagte ‚nein‘“, wrote Ana Rus.",
            ("Er sagte ‚nein‘", "Ana Rus", "wrote"),
        ),
        ("« Nous partons », said the pilot.", ("Nous partons", "the pilot", "said")),
    ],
)
def test_a_quote_has_its_words_its_speaker_and_its_cue(text: str, expected: tuple[str, str, str]) -> None:
    assert read(text) == [expected]


def test_a_quote_may_run_over_paragraphs_that_each_open_with_a_mark() -> None:
    text = "“It was late.\n\n“We were tired.\n\n“We agreed,” she added."
    assert read(text) == [("It was late. / We were tired. / We agreed,", "she", "added")]


@pytest.mark.parametrize(
    "text",
    [
        "Her message was: “We will be back in the spring.”",
        "One banner held a line: “We will be back in the spring.”",
        "To her, “we will be back in the spring,” and that was that.",
        "“We will be back in the spring.“ Then it rained.",
    ],
)
def test_words_enough_in_marks_are_a_quote_even_in_a_sentence_that_names_nobody(text: str) -> None:
    assert [(words.rstrip(",."), speaker) for words, speaker, _ in read(text)] in (
        [("We will be back in the spring", None)],
        [("we will be back in the spring", None)],
    )


def test_an_answer_with_a_cue_of_its_own_is_a_quote_of_its_own() -> None:
    assert read("“Yes,” said Ana. “No,” Bo added.") == [("Yes,", "Ana", "said"), ("No,", "Bo", "added")]


def test_the_speaker_goes_on_in_the_next_paragraph() -> None:
    text = "“We are ready,” Wang Yi said.\n\n“Nobody else is ready for it.”"
    assert read(text)[1] == ("Nobody else is ready for it.", "Wang Yi", "said")


def test_a_whole_sentence_in_marks_is_a_quote_even_if_nobody_is_named() -> None:
    assert read("The crowd roared. “We will be back in the spring.” Then it rained.") == [
        ("We will be back in the spring.", None, None)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Wang Yi stated that on the “Ukraine crisis” China will talk and settle the “conflict”.",
        "The so-called “island mode” was discussed.",
        "Her novel “The Eight Minutes of Milan” was read.",
        "The town they call “flexible engagement” slept.",
        "On “Face the Nation,” Senator Bell said the bill would fail.",
        'He is 6\'2" tall and has a 12" ruler, she said.',
        "“”",
        "A mark “ that nothing closes, he said.",
        "Bo “The Anvil” Carr weighed in at noon.",
        "On the “quiet line” trains will continue to run, and that is that.",
        "The film “A Bridge Too Narrow” won two prizes, the jury said.",
        "Mrs Rus pointed to the “old town” and walked on.",
        "The “gentlemen’s agreement” was no secret.",
    ],
)
def test_titles_scare_quotes_and_stray_marks_are_no_quotes(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“a” b “c”", ["a", "c"]),
        ('"a "b" c', ["b"]),
        ("»a« «b»", ["b"]),
        ("”a” b", ["a"]),
        ("“ a ”", ["a"]),
        ("''a'' b", ["a"]),
        ("the ‘workers’ rights’", ["workers’ rights"]),
        ("‘tis “a” b", ["a"]),
        ('don\'t "stop"', ["stop"]),
    ],
)
def test_marks_pair_as_they_open_and_close(text: str, expected: list[str]) -> None:
    assert [text[piece.start : piece.end] for piece in quoted(text, 0, len(text)) if piece.closed] == expected


MARKED = st.lists(
    st.sampled_from(
        ["“", "”", '"', "„", "«", "»", "'", "said", "Ana Rus", ",", ".", ":", " ", "\n\n", "that", "é😀"]
    ),
    max_size=40,
).map("".join)


@given(MARKED | st.text(max_size=200))
def test_any_text_gives_ranges_inside_its_paragraphs_in_order(text: str) -> None:
    lines = list(paragraphs(text, [(0, len(text))]))
    found = find(text, [(0, len(text))])
    parts = [part for quote in found for part in quote.parts]
    assert parts == sorted(parts)
    assert all(any(start <= first < last <= end for start, end in lines) for first, last in parts)
    named = [place for quote in found for place in (quote.speaker, quote.cue) if place]
    assert all(text[slice(*place)].strip() for place in named)


def test_a_long_paragraph_of_quotes_takes_linear_time() -> None:
    assert len(find("“We are ready,” he said. " * 8000, [(0, 25 * 8000)])) == 8000


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "The crash was at 8:15 a.m. Inspector Ana Rus said: “The road is closed for now.”",
            "Inspector Ana Rus",
        ),
        ("At 8:15 a.m. Inspector Ana Rus said: “The road is closed for now.”", "Inspector Ana Rus"),
        ("“Cases are rising fast,” the WHO said.", "the WHO"),
        ("“Cases are rising,” said the WHO in a note.", "the WHO"),
        ("“A strike is likely,” Notes from Poland reported.", "Notes from Poland"),
        ("“A strike is likely,” reports Notes from Poland.", "Notes from Poland"),
        ("Bo Li called on Italy to leave the talks, saying “this is our city for ever”.", "Bo Li"),
        ("The film ends with footage of Bo Li saying “this is our city for ever”.", "Bo Li"),
        ("What Ana Rus told Reuters: “We will stay here until the end.”", "Ana Rus"),
        ("“We will stay,” Ana Rus told Reuters.", "Ana Rus"),
    ],
)
def test_a_speaker_is_the_subject_alone(text: str, speaker: str) -> None:
    assert [found[1] for found in read(text)] == [speaker]

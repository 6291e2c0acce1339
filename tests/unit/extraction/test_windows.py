"""Long texts are read in windows that lose no word and end where the text pauses."""

from hypothesis import given
from hypothesis import strategies as st

from services.extraction.windows import windows
from services.extraction.wordpieces import Word

LENGTHS = st.lists(st.integers(1, 9), max_size=60)


def split(text: str, most: int) -> list[str]:
    """The windows of a text of blank-separated one-piece words."""
    words, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        words.append(Word(start, at, (7,), 7))
    return [" ".join(text[word.start : word.end] for word in window) for window in windows(text, words, most)]


def test_a_window_ends_at_the_last_sentence_that_fits() -> None:
    assert split("One two . Three four . Five six seven", 7) == ["One two . Three four .", "Five six seven"]


def test_a_window_ends_at_the_last_line_that_fits() -> None:
    assert split("a heading\nfirst words of a line", 4) == ["a heading", "first words of a", "line"]


def test_a_sentence_that_does_not_fit_is_cut_at_a_pause() -> None:
    assert split("one two , three four five", 5) == ["one two ,", "three four five"]


def test_without_a_pause_a_window_is_full() -> None:
    assert split("one two three four five", 2) == ["one two", "three four", "five"]


def test_a_closing_mark_belongs_to_the_sentence_it_closes() -> None:
    assert split("He left . ” Then she did", 6) == ["He left . ”", "Then she did"]


@given(LENGTHS, st.integers(9, 40))
def test_every_word_is_in_one_window_and_no_window_is_too_long(lengths: list[int], most: int) -> None:
    text = "word " * len(lengths)
    words = [Word(5 * i, 5 * i + 4, (7,) * length, 7) for i, length in enumerate(lengths)]
    found = list(windows(text, words, most))
    assert [word for window in found for word in window] == words
    assert all(0 < sum(len(word.pieces) for word in window) <= most for window in found)

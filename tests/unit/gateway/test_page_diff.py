import time

from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.pages import diff

WORDS = st.lists(st.sampled_from(["port", "open", "again", ",", "😀", " "]), max_size=12).map(" ".join)
PARAGRAPHS = st.lists(WORDS, max_size=6)


def side(paragraphs: tuple[diff.Paragraph, ...], without: str) -> list[str]:
    """One of the two versions, put together again."""
    return [
        "".join(piece.text for piece in paragraph.pieces if piece.kind != without)
        for paragraph in paragraphs
        if paragraph.kind != without
    ]


@settings(deadline=None)
@given(PARAGRAPHS, PARAGRAPHS)
def test_a_comparison_holds_both_versions_whole(old: list[str], new: list[str]) -> None:
    compared = diff.compare(old, new)
    assert side(compared, without="new") == old
    assert side(compared, without="gone") == new


@settings(deadline=None)
@given(PARAGRAPHS)
def test_what_did_not_change_is_said_to_be_the_same(text: list[str]) -> None:
    assert {paragraph.kind for paragraph in diff.compare(text, text)} <= {"same"}


def test_one_word_that_changed_is_the_only_one_marked() -> None:
    (paragraph,) = diff.compare(["Three people died in the flood."], ["Four people died in the flood."])
    assert [(piece.kind, piece.text) for piece in paragraph.pieces] == [
        ("gone", "Three"),
        ("new", "Four"),
        ("same", " people died in the flood."),
    ]


def test_what_is_too_long_to_compare_is_shown_as_replaced() -> None:
    old, new = "a " * diff.MOST_WORDS, "b " * diff.MOST_WORDS
    begun = time.process_time()
    assert [paragraph.kind for paragraph in diff.compare([old], [new])] == ["gone", "new"]
    assert time.process_time() - begun < 5

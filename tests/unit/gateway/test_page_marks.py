"""The text of a page is the text of the article, whatever is marked in it and however it was escaped."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import Block
from services.gateway.pages.marks import DEEPEST, Mark, marked
from services.gateway.pages.minimap import ticks
from services.gateway.pages.text import shown

TEXTS = st.text(
    st.one_of(
        st.sampled_from("ab <>&\"'\r\n\t\u00e9\U0001f600\U0001f469\u200d\U0001f680\u202e\u05e9"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=60,
)


class Reader(HTMLParser):
    """What a browser's reader sees: the text, and whether every tag that opens closes in its turn."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.depth = self.deepest = 0
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        assert tag == "mark"
        self.depth -= 1
        assert self.depth >= 0

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(str(html))  # markup would escape what is added to it
    reader.close()
    assert reader.depth == 0
    return reader


@st.composite
def texts_and_marks(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS)
    place = st.integers(0, len(text))
    pairs = {(min(pair), max(pair)) for pair in draw(st.lists(st.tuples(place, place), max_size=12))}
    classes = st.sampled_from(["person", 'x" onclick="alert(1)', "<b>", "place quote"])
    return text, [
        Mark(start=start, end=end, classes=draw(classes), data=(("e", draw(TEXTS)),))
        for start, end in sorted(pairs)
    ]


@settings(deadline=None)
@given(texts_and_marks())
def test_without_its_tags_the_page_is_the_text(given: tuple[str, list[Mark]]) -> None:
    text, marks = given
    reader = read(marked(text, marks))
    assert reader.text == text
    assert {tag for tag, _ in reader.tags} <= {"mark"}
    assert all(set(attributes) <= {"class", "id", "data-e"} for _, attributes in reader.tags)
    assert reader.deepest <= DEEPEST


@settings(deadline=None)
@given(texts_and_marks(), st.data())
def test_so_it_is_in_blocks_whatever_they_are(given: tuple[str, list[Mark]], data: st.DataObject) -> None:
    text, marks = given
    place = st.integers(-3, len(text) + 3)
    ends = data.draw(st.lists(st.tuples(place, place), max_size=5))
    blocks = [Block(kind="body", start=start, end=end) for start, end in ends]
    assert read("".join(part.html for part in shown(text, blocks, marks))).text == text


@settings(deadline=None)
@given(texts_and_marks())
def test_each_mark_covers_its_words_and_its_address_stands_once(given: tuple[str, list[Mark]]) -> None:
    text, marks = given
    reader = read(marked(text, marks))
    addresses = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(addresses) == len(set(addresses))
    assert set(addresses) <= {f"m={mark.start}-{mark.end}" for mark in marks if mark.start < mark.end}
    if len(marks) <= DEEPEST:
        assert len(addresses) == sum(mark.start < mark.end for mark in marks)


@pytest.mark.parametrize(
    ("places", "html"),
    [
        ([(0, 2)], "<mark>ab</mark>cdef"),
        ([(0, 4), (1, 2)], "<mark>a<mark>b</mark>cd</mark>ef"),
        ([(0, 3), (2, 5)], "<mark>ab</mark><mark><mark>c</mark>de</mark>f"),
        ([(1, 2), (2, 3)], "a<mark>b</mark><mark>c</mark>def"),
    ],
)
def test_marks_that_cross_are_cut(places: list[tuple[int, int]], html: str) -> None:
    marks = [Mark(start=start, end=end, classes="x") for start, end in places]
    assert marked("abcdef", marks, address=False).replace(' class="x"', "") == html


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 500), st.just(501), st.sampled_from(["a", "b"]))))
def test_a_minimap_has_one_tick_a_kind_and_row(places: list[tuple[int, int, str]]) -> None:
    found = ticks(places, 400, rows=10)
    assert {(tick.row, tick.kind) for tick in found} == {
        (start * 10 // 400, kind) for start, _, kind in places if start < 400
    }
    assert len(found) == len({(tick.row, tick.kind) for tick in found})

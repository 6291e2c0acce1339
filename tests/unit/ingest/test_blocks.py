"""Paragraphs -> typed blocks with exact positions."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest import markup, paragraphs
from services.ingest.blocks import SEPARATOR, Composition, compose

CUES = [
    "Read also: Xi stays away",
    "READ MORE: x",
    "Photo: EU",
    "By Ann Lee",
    "Related stories",
    "Sign up for news",
    "a.B",
]
TEXTS = st.lists(st.one_of(st.text(max_size=60), st.sampled_from(CUES)), max_size=12).map("\n".join)
HTML = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            [*CUES, "<p>", "</p>", "<a href=x>", "</a>", "<br>", "<h1>", "</h1>", "&nbsp;", "&#8203;", "<li>"]
        ),
    ),
    max_size=30,
).map("".join)


def of_text(text: str, title: str | None = None, summary: str | None = None) -> Composition:
    return compose(paragraphs.plain(text), title, summary)


def of_html(html: str, title: str | None = None) -> Composition:
    return compose(markup.paragraphs(html), title, None)


def listed(composition: Composition) -> list[tuple[str, str]]:
    return [(block.kind, composition.text[block.start : block.end]) for block in composition.blocks]


def assert_whole(composition: Composition) -> None:
    words = [text for _, text in listed(composition)]
    assert SEPARATOR.join(words) == composition.text
    assert all(text and text == " ".join(text.split()) for text in words)


@given(TEXTS, st.none() | st.text(max_size=30), st.none() | st.text(max_size=30))
def test_every_block_slices_its_words_from_any_text(
    text: str, title: str | None, summary: str | None
) -> None:
    assert_whole(of_text(text, title, summary))


@given(HTML, st.none() | st.text(max_size=30))
def test_every_block_slices_its_words_from_any_html(html: str, title: str | None) -> None:
    assert_whole(of_html(html, title))


@given(TEXTS)
def test_the_blocks_hold_every_word_of_the_text(text: str) -> None:
    def letters(words: str) -> str:
        return "".join(letter for letter in words if letter.isalnum())

    read = "".join(paragraph.text for paragraph in paragraphs.plain(text))
    assert letters(of_text(text, title="Title").text) == "Title" + letters(read)


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("On to Gaza.Read also: Xi away", [("body", "On to Gaza."), ("teaser", "Read also: Xi away")]),
        ("On to GazaRead also: Xi away", [("body", "On to Gaza"), ("teaser", "Read also: Xi away")]),
        ("“It is over.” READ MORE: Xi away", [("body", "“It is over.”"), ("teaser", "READ MORE: Xi away")]),
        ("It is over 🎮 Read also: Xi away", [("body", "It is over 🎮"), ("teaser", "Read also: Xi away")]),
        ("It is over. | MORE SPORT: Xi away", [("body", "It is over."), ("teaser", "MORE SPORT: Xi away")]),
        ("Vorbei.Lesen Sie auch: Xi fehlt", [("body", "Vorbei."), ("teaser", "Lesen Sie auch: Xi fehlt")]),
        ("Це кінець.Читайте також: Сі не їде", [("body", "Це кінець."), ("teaser", "Читайте також: Сі не їде")]),
        ("It is over.Photo: Ann Lee/EU", [("body", "It is over."), ("credit", "Photo: Ann Lee/EU")]),
        (
            "It is over.Read also: Xi awayPhoto: Ann Lee",
            [("body", "It is over."), ("teaser", "Read also: Xi away"), ("credit", "Photo: Ann Lee")],
        ),
        (
            "It is over.Read also: Xi away.The talks go on.",
            [("body", "It is over."), ("teaser", "Read also: Xi away."), ("body", "The talks go on.")],
        ),
        ("It is over. (Reporting by Ann Lee)", [("body", "It is over."), ("byline", "(Reporting by Ann Lee)")]),
        ("It is over.Sign up for news", [("body", "It is over."), ("boilerplate", "Sign up for news")]),
    ],
)  # fmt: skip
def test_what_is_glued_to_a_paragraph_comes_off(paragraph: str, expected: list[tuple[str, str]]) -> None:
    assert listed(of_text(f"First words of it.\n{paragraph}\nLast words of it."))[1:-1] == expected


@pytest.mark.parametrize(
    "paragraph",
    [
        "He told them to read more: “books, not posts”.",
        "The minister watched. The photo showed a bridge.",
        "Read also the small print, she said.",
        "More than 40 people came to see the image: a bull.",
        "Her smartwatch: gone. Her bread also: stale.",
        "Photo agencies by law must name the author.",
        "Listen to the people, he said: they know.",
        "“Photos do not lie,” she said. “People do.”",
        "Related to the king by marriage, he fled.",
        "Subscribers to the paper rose by a third.",
    ],
)
def test_a_sentence_that_holds_such_words_stays_body(paragraph: str) -> None:
    assert listed(of_text(f"First words of it.\n{paragraph}"))[1:] == [("body", paragraph)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Photo: European Union", "credit"),
        ("(Photo by Ann Lee/Getty Images)", "credit"),
        ("PHOTO: Ann Lee", "credit"),
        ("Image credit: NASA", "credit"),
        ("© Ann Lee", "credit"),
        ("READ MORE: Xi stays away", "teaser"),
        ("▶ Watch: Xi stays away", "teaser"),
        ("Related stories", "teaser"),
        ("(Reporting by Ann Lee in Rome; Editing by Bo Ek)", "byline"),
        ("(AFP)", "byline"),
        ("Additional reporting by Bo Ek", "byline"),
        ("Correction: it was 57 million.", "correction"),
        ("This story has been updated with the minister's words.", "update"),
        ("An earlier version of this article gave another number.", "correction"),
        ("Editor's note: names were changed.", "correction"),
        ("Sign up for our newsletter", "boilerplate"),
        ("Follow Dateline on Facebook and Telegram", "boilerplate"),
        ("© 2026 Example Wire. All rights reserved.", "boilerplate"),
        ("ENDS", "boilerplate"),
        ("***", "boilerplate"),
    ],
)
def test_a_line_of_its_own_is_known_by_its_words(line: str, kind: str) -> None:
    assert listed(of_text(f"First words of the report.\n\n{line}\n\nLast words."))[1] == (kind, line)


def test_stories_listed_under_a_cue_are_teasers() -> None:
    text = "The talks ended.\n\nRelated stories:\n\nXi away from Rio\n\nBrazil opens a port\n\nThey meet again in May."
    assert [kind for kind, _ in listed(of_text(text))] == ["body", "teaser", "teaser", "teaser", "body"]


@pytest.mark.parametrize(
    ("line", "dateline", "body"),
    [
        ("BRUSSELS, July 3 (Agency) - Ministers met.", "BRUSSELS, July 3 (Agency)", "Ministers met."),
        ("LONDON (Reuters) - Shares fell.", "LONDON (Reuters)", "Shares fell."),
        ("PARIS, France (AFP) — Farmers marched.", "PARIS, France (AFP)", "Farmers marched."),
        ("Kyiv, 3 July – Sirens again.", "Kyiv, 3 July", "Sirens again."),
        ("Brussels (dpa) - Ministers met.", "Brussels (dpa)", "Ministers met."),
        ("MOSCOW. July 3 (Interfax) - Nothing.", "MOSCOW. July 3 (Interfax)", "Nothing."),
        ("NEW YORK — Shares fell.", "NEW YORK", "Shares fell."),
        ("GENEVA/LONDON, July 3 (X) -- Talks.", "GENEVA/LONDON, July 3 (X)", "Talks."),
    ],
)
def test_a_dateline_is_a_block_before_the_body(line: str, dateline: str, body: str) -> None:
    assert listed(of_text(line, title="T")) == [("title", "T"), ("dateline", dateline), ("body", body)]


@pytest.mark.parametrize(
    "line", ["NATO — an alliance — met.", "Mr Smith - a farmer - met.", "July 3 - nothing."]
)
def test_what_only_looks_like_a_dateline_stays_body(line: str) -> None:
    assert listed(of_text(line, title="T"))[1:] == [("body", line)]


def test_a_date_run_together_with_the_title_comes_apart() -> None:
    composition = of_text(" date 2025-07-03 Kallas Calls On China\nThe parties met.")
    assert (composition.title, composition.published) == ("Kallas Calls On China", "2025-07-03T00:00:00Z")
    assert listed(composition) == [("title", "Kallas Calls On China"), ("body", "The parties met.")]


def test_a_line_with_a_date_alone_dates_the_article() -> None:
    composition = of_text("Friday, January 4, 2019\n\nA building fell.", title="T")
    assert composition.published == "2019-01-04T00:00:00Z"
    assert listed(composition)[1] == ("dateline", "Friday, January 4, 2019")


def test_a_byline_names_the_authors() -> None:
    composition = of_text("Title of it\n\nBy Ines Kobal and Jan Novak\n\nThe river rose.")
    assert composition.authors == ("Ines Kobal", "Jan Novak")
    assert [kind for kind, _ in listed(composition)] == ["title", "byline", "body"]


def test_the_title_is_not_repeated() -> None:
    assert listed(of_text("The river rose\n\nIt rose fast.", title="The River Rose")) == [
        ("title", "The River Rose"),
        ("body", "It rose fast."),
    ]


def test_the_summary_is_the_standfirst_unless_the_text_holds_it() -> None:
    assert listed(of_text("It rose fast.", "T", "Hundreds left."))[1] == ("standfirst", "Hundreds left.")
    assert len(of_text("Hundreds left. It rose fast.", "T", "Hundreds left…").blocks) == 2


def test_a_text_without_a_headline_has_no_title() -> None:
    assert (of_text("The river rose.").title, listed(of_text("The river rose."))) == (
        "",
        [("body", "The river rose.")],
    )


def test_lines_wrapped_by_hand_are_joined() -> None:
    rows = (
        "The parties discussed the wider situation and the",
        "bilateral issues that have been open since the last",
        "one.",
    )
    wrapped = "\n".join(rows)
    assert [paragraph.text for paragraph in paragraphs.plain(wrapped)] == [wrapped.replace("\n", " ")]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Gone.<b>Read also:</b> <a>Xi away</a></p>", [("body", "Gone."), ("teaser", "Read also: Xi away")]),
        ("<p>Gone. Read more <a href=x>Xi away</a></p>", [("body", "Gone."), ("teaser", "Read more Xi away")]),
        (
            "<p>Gone.Read also: <a>Xi away</a> The talks go on.</p>",
            [("body", "Gone."), ("teaser", "Read also: Xi away"), ("body", "The talks go on.")],
        ),
        ("<p>Read also: <a>Xi away</a>, <a>Brazil port</a></p>", [("teaser", "Read also: Xi away, Brazil port")]),
        ("<p><a href=x>Xi stays away from Rio</a></p>", [("teaser", "Xi stays away from Rio")]),
        ("<p>More <a>than 40</a> people came.</p>", [("body", "More than 40 people came.")]),
        ("<figure><img alt=x><figcaption>A bridge. Ann Lee</figcaption></figure>", [("caption", "A bridge. Ann Lee")]),
        ("<h2>On money</h2><p>It is short.</p>", [("heading", "On money"), ("body", "It is short.")]),
        ("<h3>Related stories</h3><ul><li>Xi away</li></ul>", [("teaser", "Related stories"), ("teaser", "Xi away")]),
        ("<ul><li>Sales: 4</li></ul>", [("body", "Sales: 4")]),
        ("<nav><a>Home</a></nav><footer>Terms</footer>", [("boilerplate", "Home"), ("boilerplate", "Terms")]),
        ("<div class='related-posts'><p>Xi away</p></div>", [("teaser", "Xi away")]),
        ("<p class='byline'>Ann Lee</p>", [("byline", "Ann Lee")]),
        ("<script>x()</script><p hidden>no</p><p style='display:none'>no</p><p>Yes.</p>", [("body", "Yes.")]),
        ("<p onclick='x()'>a<img src=x onerror=alert(1)>b</p>", [("body", "ab")]),
        ("<p>one.<br>two.</p>", [("body", "one."), ("body", "two.")]),
        ("<blockquote><p>“Whole.”</p></blockquote>", [("body", "“Whole.”")]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", [("body", "a b")]),
        ("a&shy;b&nbsp;c&#8203;d", [("body", "ab cd")]),
    ],
)  # fmt: skip
def test_markup_tells_the_kind(html: str, expected: list[tuple[str, str]]) -> None:
    assert listed(of_html(html, title="T"))[1:] == expected


def test_the_heading_of_a_page_is_the_title() -> None:
    html = "<html><head><title>T | Site</title></head><body><h1>Rose <em>again</em></h1><p>It rose.</p></body></html>"
    assert listed(of_html(html)) == [("title", "Rose again"), ("body", "It rose.")]


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<div>" * 5000, "nested"),
        ("<p>x" * 30_000, "paragraphs"),
        ("x" * 1_000_001, "code points"),
        ('<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><p>&b;', "entities"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;', "entities"),
    ],
)
def test_hostile_html_is_refused(html: str, fault: str) -> None:
    with pytest.raises(ValueError, match=f"content: .*{fault}"):
        markup.paragraphs(html)


@pytest.mark.parametrize(
    "unit", ["»", ". ", "a.B", "Read ", "A ", "Photo", "“", "(", "A, ", "-", "🎮", "Read also", "\ufdd0"]
)
def test_no_text_makes_the_patterns_slow(unit: str) -> None:
    def cost(length: int) -> float:
        began = time.process_time()
        of_text(unit * (length // len(unit)))
        return time.process_time() - began

    # Four times the text costs about four times as much; a pattern that looks back at everything, sixteen times.
    assert cost(100_000) < 10 * max(cost(25_000), 0.02)

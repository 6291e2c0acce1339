"""A taxonomy of the operator's own."""

import pytest

from schemas.selectors import check
from services.tagging.own import OwnTaxonomy, parse
from tests.unit.tagging.articles import composed, extracted, small_tagger

DESK = b"""
taxonomy: desk
topics:
  - id: ports
    label: ports
    terms: [harbour, container ship]
  - id: brewing
    label: brewing
    examples:
      - "Hop harvest\\nBrewers say the hops and the malt for their beer are dear."
      - "New beer\\nA brewer of dark beer has bought a malt house."
      - "Malt price\\nBeer is dearer as malt is short, a brewer says."
      - "Old brewer\\nThe brewer has made beer of malt and hops since 1870."
      - "Beer week\\nHops, malt and beer draw guests to the brewers' yards."
  - id: chess
    label: chess
    examples:
      - "Title match\\nThe challenger lost a rook and the game of chess."
      - "Opening\\nA pawn, a bishop and a new opening won the chess game."
      - "Draw\\nBoth kings were safe and the chess players agreed on a draw."
      - "Blitz\\nThe rook endgame of the chess champion was won in blitz."
      - "Board\\nA chess board with a pawn and a rook of ivory was sold."
"""
OWN = OwnTaxonomy.learn(parse(DESK, "desk.yaml"))


def topics(*pieces: str) -> dict[str, list[str]]:
    article = composed(("title", pieces[0]), *(("body", piece) for piece in pieces[1:]))
    found = small_tagger(own=OWN).topics(extracted(article))
    assert [fault for topic in found for fault in check(topic, article.text)] == []
    return {topic.id: [s.exact for s in topic.evidence] for topic in found if topic.taxonomy == "desk"}


def test_a_term_in_the_title_or_twice_in_the_text_gives_the_topic() -> None:
    assert topics("Harbour to close", "Ships wait.") == {"desk:ports": ["Harbour"]}
    assert "desk:ports" in topics("Ships wait", "A container ship lay in the harbour.")
    assert topics("Ships wait", "One lay in the harbour.") == {}


def test_a_topic_is_learnt_from_examples() -> None:
    assert list(topics("Brewer buys malt house", "The beer needs hops and malt.")) == ["desk:brewing"]
    assert list(topics("Champion wins chess game", "A rook and a pawn decided it.")) == ["desk:chess"]
    assert topics("Rain", "It will rain on the coast.") == {}


def test_the_scores_of_all_its_topics_are_known() -> None:
    scores = small_tagger(own=OWN).scores(extracted(composed(("title", "Brewer buys malt house"))))
    assert {"desk:ports", "desk:brewing", "desk:chess"} <= set(scores)
    assert scores["desk:brewing"] > scores["desk:chess"]


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"topics: []", "taxonomy"),
        (b"taxonomy: medtop\ntopics: []", "is taken"),
        (b"taxonomy: a b\ntopics: []", "no name"),
        (b"taxonomy: desk\ntopics: []", "topics: there is none"),
        (b"taxonomy: desk\ntopics: [{id: a, label: A}]", r"topics\[0\]: neither terms nor examples"),
        (b"taxonomy: desk\ntopics: [{id: 'A B', label: A, terms: [x]}]", r"topics\[0\].id"),
        (
            b"taxonomy: desk\ntopics: [{id: a, label: A, terms: [x]}, {id: a, label: A, terms: [x]}]",
            "stands twice",
        ),
        (b"taxonomy: desk\ntopics: [{id: a, label: A, term: [x]}]", "term"),
        (b"- [", "desk.yaml"),
    ],
)
def test_a_wrong_file_is_refused_with_the_field_at_fault(raw: bytes, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        parse(raw, "desk.yaml")

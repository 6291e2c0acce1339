"""Topics of articles: many, few or none, each with words of the article that support it."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.article import PROSE, Article, BlockKind
from schemas.envelope import payload
from schemas.selectors import check
from schemas.submission import Submission
from schemas.tagged import TaggedArticle
from services.ingest.intake import build
from services.tagging.tagger import Tagger
from tests.unit.tagging.articles import (
    CONFLICT,
    PEACE,
    SOCCER,
    SPORT,
    composed,
    extracted,
    small_model,
    small_tagger,
)

ROOT = Path(__file__).parents[3]
TAGGER = Tagger.load(ROOT / "models")
GOLDEN = ROOT.parent / "shared" / "seed" / "000_4d1e37748f18b887.txt"

NEWSWORDS = (
    "war ceasefire goal match Read also: parliament 😀 é election bank flood Photo church school \n\n . ’ - İ"
)
TEXTS = st.one_of(
    st.text(max_size=120), st.lists(st.sampled_from(NEWSWORDS.split(" ")), max_size=40).map(" ".join)
)
KINDS: st.SearchStrategy[BlockKind] = st.sampled_from(
    (
        "title",
        "standfirst",
        "byline",
        "dateline",
        "body",
        "heading",
        "teaser",
        "credit",
        "correction",
        "boilerplate",
    )
)
ARTICLES = st.lists(st.tuples(KINDS, TEXTS.filter(lambda text: text.isprintable())), max_size=6).map(
    lambda pieces: composed(*pieces)
)

FLOOD = composed(
    ("title", "Three dead as river bursts its banks"),
    (
        "body",
        "Rescuers evacuated 200 people after torrential rain flooded the valley, the fire brigade said.",
    ),
)
RATES = composed(
    ("title", "Central bank raises interest rates"),
    (
        "body",
        "The central bank raised its main interest rate as inflation and consumer prices rose, economists said.",
    ),
)


def topics(tagger: Tagger, article: Article) -> dict[str, list[str]]:
    (tagged,) = tagger.tag([extracted(article)])
    return {topic.id: [selector.exact for selector in topic.evidence] for topic in tagged.topics}


def test_an_article_may_have_several_topics_best_first() -> None:
    article = composed(
        ("title", "Goal after ceasefire"), ("body", "Peace talks and a ceasefire before the match.")
    )
    (tagged,) = small_tagger().tag([extracted(article)])
    assert [(topic.id, topic.label) for topic in tagged.topics] == [
        (CONFLICT, "conflict, war and peace"),
        (PEACE, "peace process"),
        (SPORT, "sport"),
    ]
    assert tagged.topics[0].score > tagged.topics[2].score >= 0.5
    assert [topic.parent for topic in tagged.topics] == [None, CONFLICT, None]
    assert tagged.topics[0].wikidata == "Q180684"


def test_a_topic_of_the_second_level_needs_words_of_its_own() -> None:
    article = composed(("title", "Goal in the match"), ("body", "Another goal."))
    assert topics(small_tagger(), article) == {SPORT: ["Goal"]}


def test_below_the_second_level_a_label_in_the_title_counts_and_one_in_passing_does_not() -> None:
    titled = composed(("title", "Soccer cup goal"), ("body", "A goal in the cup match."))
    passing = composed(("title", "Cup goal"), ("body", "A goal in the cup match of soccer."))
    assert "medtop:20001065" in topics(small_tagger(), titled)
    assert "medtop:20001065" not in topics(small_tagger(), passing)


def test_every_topic_brings_those_above_it_and_is_no_likelier() -> None:
    (tagged,) = small_tagger().tag(
        [extracted(composed(("title", "Soccer cup"), ("body", "The cup, the cup.")))]
    )
    scores = {topic.id: topic.score for topic in tagged.topics}
    assert all(topic.parent is None or scores[topic.parent] >= topic.score for topic in tagged.topics)


def test_the_scores_tell_of_topics_that_are_not_given() -> None:
    article = extracted(composed(("title", "Nothing of note")))
    assert small_tagger().topics(article) == ()
    assert set(small_tagger().scores(article)) == {SPORT, CONFLICT, PEACE, SOCCER}


@pytest.mark.parametrize(
    ("article", "brief"),
    [
        (composed(("title", "Goal")), True),
        (composed(("body", "Goal")), True),
        (composed(("title", "Goal"), ("teaser", "More sport")), True),
        (composed(("body", " ".join(["goal"] * 20))), False),
        (composed(("title", "Goal"), ("body", "Goal")), False),
    ],
)
def test_a_headline_and_no_more_is_scored_by_a_mix_of_its_own(article: Article, *, brief: bool) -> None:
    usual, own = (small_tagger(headlines=offset).scores(extracted(article)) for offset in (0.0, -3.0))
    assert (own[SPORT] < usual[SPORT]) is brief
    assert (own == usual) is not brief


@pytest.mark.parametrize("text", ["Nothing of note.", "goal peace peace", ""])
def test_below_the_threshold_nothing_is_said(text: str) -> None:
    doubtful = small_tagger(small_model(bias=(-2.5, -2.5)))
    assert topics(doubtful, composed(("title", "Hello"), ("body", text))) == {}


def test_a_topic_that_only_a_name_speaks_for_is_not_given() -> None:
    article = composed(("title", "Kyiv"))
    tagger = small_tagger()
    assert topics(tagger, article) == {CONFLICT: ["Kyiv"]}
    (tagged,) = tagger.tag([extracted(article, {"Kyiv": "place"})])
    assert tagged.topics == ()


@pytest.mark.parametrize("kind", sorted({"teaser", "credit", "boilerplate", "byline"}))
def test_words_beside_the_article_give_no_topic(kind: BlockKind) -> None:
    assert topics(small_tagger(), composed(("title", "Hello"), (kind, "ceasefire goal"))) == {}


def test_the_tags_of_extraction_pass_through_unchanged() -> None:
    before = extracted(composed(("title", "A goal in Gaza")), {"Gaza": "place"})
    (after,) = small_tagger().tag([before])
    assert (after.article, after.mentions, after.entities, after.quotes) == (
        before.article,
        before.mentions,
        before.entities,
        before.quotes,
    )


def test_the_extractor_is_named_with_its_version() -> None:
    (tagged,) = TAGGER.tag([extracted(FLOOD)])
    assert msgspec.to_builtins(tagged.topics[0].extractor) == {
        "name": "tagging",
        "version": TAGGER.version,
        "method": "topics",
    }


def test_the_version_names_code_and_model(tmp_path: Path) -> None:
    code, model = TAGGER.version.split("+")
    assert code == "2.5.0"
    name, digest = model.split(".")
    assert name == "topics"
    assert len(bytes.fromhex(digest)) == 4
    for folder in ("topics_linear", "topics", "embedder", "iptc-mediatopics"):
        (tmp_path / folder).mkdir()
        for path in (ROOT / "models" / folder).glob("*.*"):
            (tmp_path / folder / path.name).write_bytes(path.read_bytes())
    assert Tagger.load(tmp_path).version == TAGGER.version
    topics_file = tmp_path / "topics_linear" / "topics.json"
    topics_file.write_text(topics_file.read_text().replace('"threshold": 0.3', '"threshold": 0.4', 1))
    assert Tagger.load(tmp_path).version != TAGGER.version


@pytest.mark.parametrize(("article", "topic"), [(FLOOD, "medtop:03000000"), (RATES, "medtop:04000000")])
def test_the_shipped_model_knows_its_trade(article: Article, topic: str) -> None:
    assert next(iter(topics(TAGGER, article))) == topic


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ARTICLES)
def test_any_text_is_tagged_and_all_evidence_stands_in_prose(article: Article) -> None:
    (tagged,) = TAGGER.tag([extracted(article)])
    for topic in tagged.topics:
        assert check(topic, article.text) == []
        assert 1 <= len(topic.evidence) <= 5
        assert 0.0 <= topic.score <= 1.0
        for selector in topic.evidence:
            (block,) = [b for b in article.blocks if b.start <= selector.start and selector.end <= b.end]
            assert block.kind in PROSE


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ARTICLES, max_size=3))
def test_an_article_is_tagged_alike_whatever_stands_beside_it(articles: list[Article]) -> None:
    (alone,) = TAGGER.tag([extracted(FLOOD)])
    together = TAGGER.tag([extracted(article) for article in (*articles, FLOOD, *articles)])
    assert payload(together[len(articles)]) == payload(alone)
    assert len(together) == 2 * len(articles) + 1


SCRIPT = """
import sys
from pathlib import Path
import msgspec
from schemas.entities import ExtractedArticle
from schemas.envelope import payload
from services.tagging.tagger import Tagger
articles = msgspec.json.decode(sys.stdin.buffer.read(), type=list[ExtractedArticle])
for tagged in Tagger.load(Path("models")).tag(articles):
    sys.stdout.buffer.write(payload(tagged))
learning = sorted({"sklearn", "scipy"} & set(sys.modules))
assert not learning, learning
"""


@pytest.mark.parametrize("seed", ["0", "1"])
def test_another_process_gives_the_same_bytes_without_the_learning_libraries(seed: str) -> None:
    articles = [extracted(FLOOD), extracted(RATES)]
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=msgspec.json.encode(articles),
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=False,
    )
    assert run.stderr.decode() == ""
    assert run.stdout == b"".join(payload(tagged) for tagged in TAGGER.tag(articles))


def golden() -> TaggedArticle:
    if not GOLDEN.is_file():
        pytest.skip("the golden article is not there (../shared/seed)")
    article = build(
        Submission(source="seed", guid="golden", content=GOLDEN.read_text(encoding="utf-8")), None, None
    )
    assert isinstance(article, Article)
    (tagged,) = TAGGER.tag([extracted(article, {"Wang Yi": "person", "China": "place", "Ukraine": "place"})])
    return tagged


def test_the_golden_article_is_about_diplomacy_and_war() -> None:
    assert {topic.label for topic in golden().topics} >= {
        "politics and government",
        "international relations",
        "conflict, war and peace",
    }


def test_the_golden_article_is_not_judged_by_its_teaser_or_credit() -> None:
    tagged = golden()
    text = tagged.article.text
    beside = [(b.start, b.end) for b in tagged.article.blocks if b.kind not in PROSE]
    assert any("BRICS" in text[start:end] for start, end in beside)
    for topic in tagged.topics:
        assert check(topic, text) == []
        assert not [
            s.exact for s in topic.evidence for start, end in beside if start < s.end and s.start < end
        ]

"""The whole extraction: every tag points at its words, and an article's result is its own."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.article import PROSE, Article, Block, BlockKind
from schemas.entities import Capability, Entity, ExtractedArticle, Mention, Quote
from schemas.envelope import payload
from schemas.selectors import check
from schemas.verification import verify
from services.extraction.extract import Extractor
from services.extraction.limits import MOST
from tests.unit.extraction.articles import article, whole
from tests.unit.extraction.conftest import MODELS

SEED = Path(__file__).parents[4] / "shared" / "seed" / "000_4d1e37748f18b887.txt"
KINDS: tuple[BlockKind, ...] = ("title", "body", "teaser", "credit", "heading", "boilerplate", "byline")
NEWS = (
    "Wang Yi met Kaja Kallas in Brussels on Monday.",
    "“We are ready,” Kallas said. The European Union (EU) waits, and so does Microsoft.",
    "In Tehran 🇮🇷 the Cafe\u0301 Naderi 😀 was closed, the International Atomic Energy Agency said.",
    "NATO Leaders Meet In The Hague As Russia Attacks Kyiv Again",
    "Photo: Jane Doe/Reuters",
)
PARTS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(NEWS) | st.text(min_size=1, max_size=60)),
    min_size=1,
    max_size=6,
)
SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def tags(result: ExtractedArticle) -> list[Mention | Entity | Quote]:
    return [*result.mentions, *result.entities, *result.quotes]


def faults(result: ExtractedArticle) -> list[str]:
    """Everything that is wrong with the evidence of the article's tags."""
    text = result.article.text
    parts = [part for quote in result.quotes for part in (quote.speaker, quote.cue) if part]
    return [fault for tag in tags(result) for fault in check(tag, text)] + [
        f"{part.start}:{part.end} is not {part.exact!r}"
        for part in parts
        if text[part.start : part.end] != part.exact
    ]


def names(result: ExtractedArticle) -> dict[str, str]:
    return {entity.name: entity.type for entity in result.entities}


def test_names_become_mentions_and_entities_with_evidence(extractor: Extractor) -> None:
    (result,) = extractor.extract([article(("title", "Talks in Brussels"), NEWS[0], NEWS[1])])
    assert names(result) == {
        "Brussels": "place",
        "Wang Yi": "person",
        "Kaja Kallas": "person",
        "European Union": "organisation",
        "Microsoft": "organisation",
    }
    assert [entity.key for entity in result.entities] == ["e1", "e2", "e3", "e4", "e5"]
    assert faults(result) == []


def test_a_quote_names_the_entity_of_its_speaker(extractor: Extractor) -> None:
    (result,) = extractor.extract([article(NEWS[0], NEWS[1])])
    (quote,) = result.quotes
    speaker = next(entity for entity in result.entities if entity.key == quote.entity)
    assert (quote.evidence[0].exact, speaker.name) == ("We are ready,", "Kaja Kallas")


@pytest.mark.parametrize("kind", sorted(set(KINDS) - PROSE))
def test_a_name_outside_the_articles_own_words_is_no_mention(extractor: Extractor, kind: BlockKind) -> None:
    (result,) = extractor.extract(
        [article("Nothing happened today.", (kind, "Read also: Xi Jinping in Paris"))]
    )
    assert (result.mentions, result.entities, result.quotes) == ((), (), ())


@pytest.mark.parametrize("language", ["fr", "und", "de-AT", "zh"])
def test_the_model_never_reads_another_language(extractor: Extractor, language: str) -> None:
    (result,) = extractor.extract([article(*NEWS, language=language)])
    assert {mention.extractor.method for mention in result.mentions} <= {
        "rule:alias",
        "rule:list",
        "rule:surname",
    }


@pytest.mark.parametrize("language", ["en", "en-GB", "EN-us"])
def test_every_english_is_english(extractor: Extractor, language: str) -> None:
    (result,) = extractor.extract([article(NEWS[0], language=language)])
    assert len(result.mentions) == 3
    assert result.extraction
    assert (result.extraction.level, result.extraction.truncated) == ("full", False)
    assert set(result.extraction.looked_for) == set(get_args(Capability))


def test_positions_count_code_points_whatever_stands_before(extractor: Extractor) -> None:
    (result,) = extractor.extract([article(NEWS[2])])
    found = [result.article.text[m.evidence[0].start : m.evidence[0].end] for m in result.mentions]
    assert {"Tehran", "International Atomic Energy Agency"} <= set(found)
    assert faults(result) == []


def test_every_tag_says_what_made_it_and_how(extractor: Extractor) -> None:
    (result,) = extractor.extract([article(NEWS[0], NEWS[1])])
    made = {tag.extractor for tag in tags(result)}
    assert {(maker.name, maker.version) for maker in made} == {("extraction", extractor.version)}
    assert {maker.method for maker in made} >= {"model:ner-minilm", "rule:same-name", "rule:quote-after"}


def test_the_version_names_the_code_the_model_and_the_knowledge_base(extractor: Extractor) -> None:
    code, models = extractor.version.split("+")
    assert code.count(".") == 2
    assert re.fullmatch(r"ner-minilm\.[0-9a-f]{8}\.kb\.[0-9a-f]{8}", models)


@SOME
@given(parts=st.lists(PARTS, min_size=2, max_size=4), order=st.randoms(use_true_random=False))
def test_a_result_does_not_depend_on_the_rest_of_the_batch(
    extractor: Extractor, parts: list[list[tuple[BlockKind, str]]], order: Random
) -> None:
    batch = [article(*some, guid=str(i)) for i, some in enumerate(parts)]
    alone = {one.id: payload(extractor.extract([one])[0]) for one in batch}
    order.shuffle(batch)
    together = {result.article.id: payload(result) for result in extractor.extract(batch)}
    assert together == alone


@SOME
@given(parts=PARTS)
def test_every_tag_of_any_article_stands_in_its_prose(
    extractor: Extractor, parts: list[tuple[BlockKind, str]]
) -> None:
    (result,) = extractor.extract([article(*parts)])
    prose = [(block.start, block.end) for block in result.article.blocks if block.kind in PROSE]
    assert faults(result) == []
    assert all(
        any(start <= selector.start and selector.end <= end for start, end in prose)
        for tag in tags(result)
        for selector in tag.evidence
    )
    assert verify(result) == []
    assert {mention.entity for mention in result.mentions if mention.entity} == {
        entity.key for entity in result.entities
    }


@SOME
@given(text=st.text(max_size=400))
def test_no_text_is_too_strange(extractor: Extractor, text: str) -> None:
    (result,) = extractor.extract([whole(text)])
    assert faults(result) == []


@pytest.mark.parametrize(
    "text",
    [
        "A" * MOST,
        "a\u0301" * (MOST // 2),
        "東" * 3000,
        "Ä, " * 3000,
        "“ " * (MOST // 2),
        "(IAEA) " * 1500,
        " " * MOST,
        "\n" * MOST,
        "JOHN SMITH OF THE UN SAID NO. " * 300,
    ],
    ids=[
        "one word",
        "combining marks",
        "no blanks",
        "commas",
        "marks",
        "brackets",
        "blanks",
        "lines",
        "capitals",
    ],
)
def test_a_large_text_of_any_shape_takes_bounded_time(extractor: Extractor, text: str) -> None:
    (result,) = extractor.extract([whole(text)])
    assert faults(result) == []


def test_many_mentions_are_no_trouble(extractor: Extractor) -> None:
    (result,) = extractor.extract([whole("In Brussels, Kaja Kallas. " * 1000)])
    assert len(result.mentions) == 2000


@pytest.mark.parametrize(
    ("one", "field"),
    [
        (whole("abc", (Block(kind="body", start=0, end=4),)), r"blocks\[0\]"),
        (
            whole("abcdef", (Block(kind="body", start=0, end=4), Block(kind="body", start=3, end=6))),
            r"blocks\[1\]",
        ),
    ],
    ids=["block out of the text", "blocks overlap"],
)
def test_an_article_out_of_bounds_is_refused_by_the_name_of_the_field(
    extractor: Extractor, one: Article, field: str
) -> None:
    with pytest.raises(ValueError, match=field):
        extractor.extract([one])


@pytest.fixture(scope="module")
def golden(extractor: Extractor) -> ExtractedArticle:
    if not SEED.exists():
        pytest.skip(f"the golden article is not here: {SEED.name}")
    title, *lines = [line.strip() for line in SEED.read_text(encoding="utf-8").splitlines()]
    parts: list[tuple[BlockKind, str]] = [("title", title.split(maxsplit=2)[2])]
    for line in lines:
        if line.startswith("Photo:"):
            parts.append(("credit", line))
            continue
        body, mark, teaser = line.partition("Read also:")
        parts.append(("body", body))
        if mark:
            parts.append(("teaser", mark + teaser))
    return extractor.extract([article(*parts, published="2025-07-03T00:00:00Z")])[0]


GOLDEN = {
    "Kaja Kallas": "person",
    "Wang Yi": "person",
    "Antonio Costa": "person",
    "International Atomic Energy Agency": "organisation",
    "European Council": "organisation",
    "EU": "organisation",
    "Ukrinform": "organisation",
    "United Nations Charter": "law",
    **dict.fromkeys(
        ("China", "Russia", "Ukraine", "Israel", "Iran", "Tehran", "Gaza", "Taiwan Strait", "Brussels"),
        "place",
    ),
    **dict.fromkeys(("Middle East", "Europe"), "place"),
}


def test_the_golden_article_has_its_entities_and_none_of_its_teaser(golden: ExtractedArticle) -> None:
    found = names(golden)
    assert {name: found.get(name) for name in GOLDEN} == GOLDEN
    assert set(found) - set(GOLDEN) <= {"European", "Chinese", "PRC"}


def test_the_golden_article_knows_kallas_by_her_names_and_her_office(golden: ExtractedArticle) -> None:
    kallas = next(entity for entity in golden.entities if entity.name == "Kaja Kallas")
    assert [form.exact for form in kallas.evidence] == ["Kallas", "HR/VP", "Kaja Kallas"]
    agency = next(entity for entity in golden.entities if entity.name.endswith("Energy Agency"))
    assert agency.evidence[1].exact == "IAEA"


def test_the_golden_article_has_two_quotes_with_institutional_speakers(golden: ExtractedArticle) -> None:
    def said(quote: Quote) -> tuple[str, str, str]:
        assert quote.speaker
        assert quote.cue
        return quote.evidence[0].exact[:22], quote.speaker.exact, quote.cue.exact

    assert [said(quote) for quote in golden.quotes if quote.kind != "indirect"] == [
        ("She urged China to imm", "the EU diplomatic service", "said"),
        ("Regarding trade, the H", "the statement", "said"),
    ]
    assert faults(golden) == []


def test_the_golden_article_has_what_is_said_without_quote_marks(golden: ExtractedArticle) -> None:
    keys = {entity.key: entity.name for entity in golden.entities}
    assert [
        (quote.cue and quote.cue.exact, quote.evidence[0].exact[:30], keys.get(quote.entity or ""))
        for quote in golden.quotes
        if quote.kind == "indirect"
    ] == [
        ("highlighted", "the serious threat Chinese com", "Kaja Kallas"),
        ("welcomed", "the de-escalation between Isra", None),
        ("stressing", "the important role of the Inte", None),
        ("says", "Kallas reaffirmed the EU's com", None),
        ("reaffirmed", "the EU's commitment to the one", "Kaja Kallas"),
        ("expressing", "her opposition to any unilater", "Kaja Kallas"),
        ("reported", "Chinese Foreign Minister Wang ", "Ukrinform"),
        ("stated", 'on the issue of the "Ukraine c', "Wang Yi"),
    ]


def test_the_number_of_threads_does_not_change_the_result(extractor: Extractor) -> None:
    one = article(*NEWS)
    assert payload(Extractor.load(MODELS, threads=2).extract([one])[0]) == payload(
        extractor.extract([one])[0]
    )


def test_threads_may_share_an_extractor(extractor: Extractor) -> None:
    batch = [article(*NEWS, f"Number {i} met Ana Rus in Oslo.", guid=str(i)) for i in range(8)]
    alone = [payload(extractor.extract([one])[0]) for one in batch]
    with ThreadPoolExecutor(4) as pool:
        together = [
            payload(result)
            for results in pool.map(extractor.extract, [[one] for one in batch])
            for result in results
        ]
    assert together == alone

"""Submissions -> article versions."""

from collections.abc import Iterable
from contextlib import suppress
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Article, Retraction
from schemas.envelope import payload
from schemas.identity import text_digest
from schemas.submission import Submission
from services.ingest.formats.fields import from_document
from services.ingest.intake import Known, build, draft, identify, remember
from services.ingest.validity import InvalidSubmission

NOW = "2026-06-12T12:00:00Z"
GOOD = Submission(source="example-wire", guid="1", title="Title", content="The river rose fast on Monday.")


def with_(**changes: Any) -> Submission:
    return msgspec.structs.replace(GOOD, **changes)


def article(submission: Submission, known: Known | None = None) -> Article:
    built = build(submission, known, NOW)
    assert isinstance(built, Article)
    return built


def replayed(submissions: Iterable[Submission]) -> list[Article | Retraction]:
    known: dict[str, Known] = {}
    outcomes = []
    for submission in submissions:
        outcome = build(submission, known.get(identify(submission)), NOW)
        if outcome is not None:
            known[outcome.id] = remember(outcome)
            outcomes.append(outcome)
    return outcomes


def test_a_first_version_says_what_it_is() -> None:
    first = article(GOOD)
    assert (first.version, first.predecessor, first.digest) == (1, None, text_digest(first.text))
    assert first.text == "Title\n\nThe river rose fast on Monday."


@pytest.mark.parametrize(
    ("content", "said", "language"),
    [
        ("Fire at Lisbon airport, flights halted", None, "en"),
        ("Fire at Lisbon airport, flights halted", "pt", "pt"),
        ("Der Fluss stieg am Montag schnell, sagte die Bürgermeisterin vor der Presse.", None, "de"),
    ],
)
def test_the_usual_language_is_that_of_what_neither_says_nor_shows_its_own(
    content: str, said: str | None, language: str
) -> None:
    drafted = draft(with_(title=None, content=content, language=said), NOW, "en")
    assert isinstance(drafted, Article)
    assert drafted.language == language


def test_an_unchanged_text_is_no_version() -> None:
    assert build(GOOD, remember(article(GOOD)), NOW) is None


def test_a_changed_text_is_the_next_version_of_its_predecessor() -> None:
    first = article(GOOD)
    second = article(with_(content="The river fell."), remember(first))
    assert (second.id, second.version, second.predecessor) == (first.id, 2, first.digest)


def test_the_canonical_url_is_the_identity() -> None:
    one = with_(url="https://news.example/a?utm_source=x", guid="1")
    two = with_(url="https://NEWS.example/a#top", guid="2", source="other")
    assert identify(one) == identify(two)
    assert article(one).url == "https://news.example/a"


def test_a_guid_identifies_within_its_source() -> None:
    assert identify(GOOD) != identify(with_(source="other"))


@pytest.mark.parametrize("status", ["withheld", "canceled"])
def test_a_withdrawn_article_is_retracted_once(status: str) -> None:
    first = article(GOOD)
    withdrawn = with_(pubstatus=status, content="")
    retraction = build(withdrawn, remember(first), NOW)
    assert retraction == Retraction(
        id=first.id, version=2, digest=first.digest, source=first.source, reason=status
    )
    assert build(withdrawn, remember(retraction), NOW) is None


def test_the_retraction_of_an_unknown_article_is_its_first_version() -> None:
    retraction = build(with_(pubstatus="canceled"), None, NOW)
    assert isinstance(retraction, Retraction)
    assert (retraction.version, retraction.digest) == (1, text_digest(""))


def test_a_retracted_article_comes_back_as_the_next_version() -> None:
    outcomes = replayed([GOOD, with_(pubstatus="withheld"), GOOD])
    assert [(type(outcome), outcome.version) for outcome in outcomes] == [
        (Article, 1),
        (Retraction, 2),
        (Article, 3),
    ]


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"content": ""}, "content", "invalid"),
        ({"content": " \n\u200b\x00"}, "content", "invalid"),
        ({"content": "Title"}, "content", "invalid"),
        ({"content": "Photo: EU"}, "content", "invalid"),
        ({"content": "<script>x</script>", "content_type": "text/html"}, "content", "invalid"),
        ({"content": "a" * 200_001}, "content", "too_large"),
        ({"content": "a " * 600_000}, "content", "too_large"),
        ({"content": "<div>" * 9999, "content_type": "text/html"}, "content", "too_large"),
        ({"content": "a\ud800"}, "content", "invalid"),
        ({"title": "a\udfff"}, "title", "invalid"),
        ({"title": "a" * 9999}, "title", "too_large"),
        ({"guid": None}, "url or guid", "invalid"),
        ({"guid": " \u200b", "url": ""}, "url or guid", "invalid"),
        ({"guid": "\ud800"}, "guid", "invalid"),
        ({"url": "ftp://news.example/a"}, "url", "invalid"),
        ({"url": "http://a:b@news.example/"}, "url", "invalid"),
        ({"source": "Example Wire"}, "source", "invalid"),
        ({"source": ""}, "source", "invalid"),
        ({"source": "a" * 65}, "source", "invalid"),
        ({"authors": ("\ud800",)}, "authors", "invalid"),
        ({"authors": ("x",) * 999}, "authors", "too_large"),
    ],
)
def test_what_cannot_become_an_article_is_refused_by_field(
    changes: dict[str, Any], field: str, reason: str
) -> None:
    with pytest.raises(InvalidSubmission) as refused:
        build(with_(**changes), None, NOW)
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_a_date_in_the_future_is_dropped() -> None:
    dated = article(with_(published="2099-01-01T00:00:00Z", updated="2026-06-12T12:30:00Z"))
    assert (dated.published, dated.updated) == (None, "2026-06-12T12:30:00Z")
    assert article(with_(updated="2026-06-12T15:30:00Z")).updated == NOW


FIELDS = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["a", "b"]),
        "content": st.text(max_size=80) | st.sampled_from(["One.", "Two words.", "<p>Three.</p>"]),
        "content_type": st.sampled_from(["text/plain", "text/html"]),
        "guid": st.sampled_from([None, "1", "2"]) | st.text(max_size=5),
        "url": st.sampled_from([None, "https://news.example/a", "https://news.example/a?fbclid=2"])
        | st.text(max_size=9),
        "title": st.none() | st.text(max_size=20),
        "summary": st.none() | st.text(max_size=20),
        "published": st.none() | st.text(max_size=20) | st.just("2026-01-01"),
        "language": st.none() | st.text(max_size=5),
        "authors": st.lists(st.text(max_size=9), max_size=3).map(tuple),
        "pubstatus": st.sampled_from(["usable", "usable", "withheld", "canceled"]),
    }
)


@given(FIELDS)
def test_nothing_but_a_named_refusal_is_raised(fields: dict[str, Any]) -> None:
    with suppress(InvalidSubmission):
        built = build(Submission(**fields), None, NOW)
        assert not isinstance(built, Article) or built.digest == text_digest(built.text)


@given(st.lists(FIELDS, max_size=8))
def test_a_replay_gives_the_same_bytes_and_versions_only_rise(history: list[dict[str, Any]]) -> None:
    submissions = []
    for fields in history:
        try:
            submission = Submission(**fields)
            build(submission, None, NOW)
            submissions.append(submission)
        except InvalidSubmission:
            continue
    first, second = replayed(submissions), replayed(submissions)
    assert [payload(outcome) for outcome in first] == [payload(outcome) for outcome in second]
    for identity in {outcome.id for outcome in first}:
        versions = [outcome for outcome in first if outcome.id == identity]
        assert [outcome.version for outcome in versions] == list(range(1, len(versions) + 1))
        for before, after in pairwise(versions):
            assert not isinstance(after, Article) or after.predecessor == before.digest


@pytest.mark.parametrize(
    ("document", "field", "value"),
    [
        ({"id": 7}, "guid", "7"),
        ({"guid": "g", "id": "i"}, "guid", "g"),
        ({}, "guid", "file.json"),
        ({"link": "https://news.example/"}, "url", "https://news.example/"),
        ({"headline": "H"}, "title", "H"),
        ({"content": "C"}, "content", "C"),
        ({"content_html": "<p>C", "text": "T"}, "content", "<p>C"),
        ({"content_html": "<p>C"}, "content_type", "text/html"),
        ({"date": "2026-01-01"}, "published", "2026-01-01"),
        ({"author": "Ann Lee"}, "authors", ("Ann Lee",)),
        ({"authors": [{"name": "Ann Lee"}, "Bo Ek"]}, "authors", ("Ann Lee", "Bo Ek")),
        ({"source": "GUM/Wikinews"}, "source", "gum-wikinews"),
        ({"pubstatus": "canceled"}, "pubstatus", "canceled"),
        ({"unknown": {"deep": []}}, "source", "inbox"),
    ],
)
def test_a_document_is_read_by_the_names_that_are_in_use(
    document: dict[str, object], field: str, value: object
) -> None:
    assert (
        getattr(from_document(document, source="inbox", source_class="folder", guid="file.json"), field)
        == value
    )


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"title": ["a"]}, "title"),
        ({"text": {"a": 1}}, "text"),
        ({"guid": True}, "guid"),
        ({"authors": [1]}, "authors"),
        ({"authors": 5}, "authors"),
        ({"source": "!!!"}, "source"),
        ({"content": "a", "content_type": "application/pdf"}, "content_type"),
        ({"pubstatus": "gone"}, "pubstatus"),
    ],
)
def test_a_field_of_the_wrong_type_is_named(document: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidSubmission) as refused:
        from_document(document, source="inbox", source_class="folder")
    assert refused.value.field == field


@pytest.mark.parametrize(("until", "held"), [("2026-06-12T12:00:01Z", True), ("2026-06-12T12:00:00Z", False)])
def test_a_document_under_embargo_is_refused_until_its_time(until: str, held: bool) -> None:
    refused = None
    try:
        build(with_(embargo=until), None, NOW)
    except InvalidSubmission as error:
        refused = error
    assert (refused is not None) == held
    assert refused is None or (refused.field, refused.reason) == ("embargo", "embargoed")


def test_a_version_that_its_source_made_before_the_last_one_comes_too_late() -> None:
    second = remember(article(with_(revision=2)))
    late = with_(content="The river is calm.", revision=1)
    assert build(late, second, NOW) is None
    assert build(with_(content="The river fell.", revision=3), second, NOW) is not None
    assert build(with_(content="The river fell."), second, NOW) is not None


def test_a_version_that_was_made_before_a_retraction_comes_too_late() -> None:
    retracted = build(with_(pubstatus="canceled", content="", revision=4), remember(article(GOOD)), NOW)
    assert isinstance(retracted, Retraction)
    assert build(with_(revision=3), remember(retracted), NOW) is None


def test_a_retraction_needs_no_text() -> None:
    assert isinstance(build(with_(pubstatus="withheld", content=""), None, NOW), Retraction)


@pytest.mark.parametrize(
    ("fields", "moment", "said_by", "confidence"),
    [
        ({"published": "2026-06-10T08:00:00Z"}, "2026-06-10T08:00:00Z", "source", 0.95),
        ({"published": "2026-06-10T08:00:00Z", "published_from": "markup"}, "2026-06-10T08:00:00Z", "markup", 0.9),
        ({"published": "2099-01-01", "url": "https://a.example/2026/06/10/x"}, "2026-06-10T00:00:00Z", "address", 0.7),
        (
            {"published": "2026-06-10T08:00:00Z", "url": "https://a.example/2026/06/10/x"},
            "2026-06-10T08:00:00Z", "source", 0.985,
        ),
        (
            {"published": "2026-06-10T08:00:00Z", "url": "https://a.example/2020/01/01/x"},
            "2026-06-10T08:00:00Z", "source", 0.57,
        ),
        ({"content": "June 9, 2026\n\nThe river rose."}, "2026-06-09T00:00:00Z", "text", 0.8),
        ({}, None, None, None),
        ({"published": "2099-01-01"}, None, None, None),
        ({"published": "2026-06-12T13:00:00Z"}, "2026-06-12T13:00:00Z", "source", 0.95),
        ({"published": "2026-06-12T15:00:00Z"}, NOW, "source", 0.3),
        (
            {"published": "2026-06-12T15:00:00Z", "url": "https://a.example/2026/06/12/x"},
            "2026-06-12T00:00:00Z", "address", 0.7,
        ),
        ({"published": "2026-06-13T12:00:01Z"}, None, None, None),
    ],
)  # fmt: skip
def test_a_date_says_who_told_it_and_how_sure_it_is(
    fields: dict[str, Any], moment: str | None, said_by: str | None, confidence: float | None
) -> None:
    dated = article(with_(**fields))
    assert (dated.published, dated.published_from, dated.published_confidence) == (
        moment,
        said_by,
        confidence,
    )


def test_a_language_says_how_sure_it_is() -> None:
    long = (
        "The river rose fast on Monday, and the mayor said that nobody should go near it before the evening."
    )
    sure = article(with_(content=long, language="en-GB"))
    claimed = article(with_(content="Ja.", title="", language="de"))
    assert (sure.language, sure.language_confidence) >= ("en-GB", 0.99)
    assert (claimed.language, claimed.language_confidence) == ("de", 0.7)

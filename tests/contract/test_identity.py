"""Ids are a function of the content, the same on every machine and for ever."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.identity import article_id, event_id, text_digest

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


def test_ids_never_change() -> None:
    assert article_id("https://news.example/a", "s", None) == "61bc1177-6a17-5568-84ab-73afebd4f538"
    assert article_id(None, "s", "g") == "c7d97c29-cdff-5a37-851a-5a825fb94ec1"
    assert event_id("tagging", "a", 1, "d", "1.0.0") == "913ec493-877a-5bea-b9ea-22ac6ee2805b"
    assert text_digest("Zoë 🚋") == "a020fd45acaece6c1641e80fabd03e6d3daa89aa9efc6237f0d07cf6a9834449"


@given(words, words, words)
def test_an_article_id_is_a_uuid5_that_only_its_url_or_its_source_and_guid_decide(
    a: str, b: str, c: str
) -> None:
    assert uuid.UUID(article_id(a, b, c)).version == 5
    assert article_id(a, b, c) == article_id(a, c, b)
    assert article_id(None, b, c) == article_id("", b, c)
    assert article_id(a, b, c) != article_id(None, b, c)


def test_the_editions_of_a_page_are_one_article() -> None:
    assert article_id("http://m.news.example/a/amp", "s", None) == article_id(
        "https://news.example/a", "s", None
    )


@given(words, words)
def test_source_and_guid_do_not_run_together(a: str, b: str) -> None:
    assert article_id(None, a, b + "x") != article_id(None, a + b, "x")


def test_an_article_without_url_and_guid_has_no_id() -> None:
    with pytest.raises(ValueError, match="url or guid"):
        article_id(None, "s", None)


@given(st.lists(words, min_size=4, max_size=4), st.integers(1, 99), st.integers(0, 4))
def test_an_event_id_changes_with_each_part(parts: list[str], version: int, changed: int) -> None:
    stage, article, digest, processor = parts
    one = event_id(stage, article, version, digest, processor)
    other = [stage, article, version, digest, processor]
    other[changed] = version + 1 if changed == 2 else f"{other[changed]}x"
    assert event_id(*other) != one  # type: ignore[arg-type]  # strings and the version in their places
    assert event_id(stage, article, version, digest, processor) == one

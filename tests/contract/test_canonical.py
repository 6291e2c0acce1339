"""One address for one article."""

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from schemas.canonical import canonical_url, page_key


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://News.Example/A", "https://news.example/A"),
        ("HTTP://news.example:80/a", "http://news.example/a"),
        ("https://news.example:443", "https://news.example/"),
        ("https://news.example:8443/a", "https://news.example:8443/a"),
        ("https://news.example./a", "https://news.example/a"),
        ("https://news.example/a#top", "https://news.example/a"),
        ("https://news.example/a?utm_source=x&id=7&fbclid=1", "https://news.example/a?id=7"),
        ("https://news.example/a?UTM_Source=x", "https://news.example/a"),
        ("https://news.example/a?b=2&a=1", "https://news.example/a?a=1&b=2"),
        ("https://news.example/a/../b/./c", "https://news.example/b/c"),
        ("https://news.example/%7ea%2fb", "https://news.example/~a%2Fb"),
        ("https://müller.example/ä", "https://xn--mller-kva.example/%C3%A4"),
        ("http://[2001:DB8::0:1]:80/", "http://[2001:db8::1]/"),
        ("  https://news.example/a\n", "https://news.example/a"),
        ("https://www.google.com/amp/s/www.news.example/a", "https://www.news.example/a"),
        (
            "https://www-news-example.cdn.ampproject.org/c/s/www.news.example/a?x=1",
            "https://www.news.example/a?x=1",
        ),
        ("https://news-example.cdn.ampproject.org/v/news.example/a", "http://news.example/a"),
        ("https://www.google.com/amp/s/", "https://www.google.com/amp/s/"),
    ],
)
def test_equal_addresses_become_one(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "", "news.example/a", "//news.example/a", "/a", "ftp://news.example/a", "javascript:alert(1)", "file:///etc/passwd",
        "http://", "http:///a", "http://a:b@news.example/", "http://news.example:99999/", "http://news.example:x/",
        "http://ne ws.example/", "http://news.example/a b", "http://news.example\\@evil.example/", "http://[::1/",
        "http://news.example/\x00", "http://news.example/\ud800", "http://" + "a" * 300 + ".example/",
        "http://a.b/" + "c" * 5000,
        "http://news_example!/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_an_article_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"^url: "):
        canonical_url(url)


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_canonical_form_of_a_canonical_form_is_itself(path: str, query: str) -> None:
    try:
        once = canonical_url(f"https://news.example/{path}?{query}")
    except ValueError as error:
        refusal = str(error)
        event(refusal.partition(": ")[2][:20])
    else:
        refusal = "url: "
        assert canonical_url(once) == once
    assert refusal.startswith("url: ")


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/a/b",
        "http://news.example/a/b",
        "https://www.news.example/a/b",
        "https://m.news.example/a/b",
        "https://mobile.news.example/a/b/",
        "https://amp.news.example/a/b",
        "https://www.news.example/amp/a/b",
        "https://news.example/a/b/amp/",
        "https://news.example/a/b.amp",
        "https://news.example/a/b?amp=1",
        "https://news.example/a/b?outputType=amp",
        "https://www.google.com/amp/s/m.news.example/a/b",
    ],
)
def test_a_page_has_one_key_whatever_its_edition(url: str) -> None:
    assert page_key(canonical_url(url)) == "https://news.example/a/b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/a", "https://news.example/b"),
        ("https://news.example/a", "https://shop.news.example/a"),
        ("https://news.example/a?id=1", "https://news.example/a?id=2"),
        ("https://news.example/a.html", "https://news.example/a"),
        ("https://amp.dev/a", "https://dev/a"),
        ("https://news.example/amplifier", "https://news.example/lifier"),
        ("https://news.example:8080/a", "https://news.example/a"),
        ("https://m.example/a", "https://example/a"),
    ],
)
def test_pages_that_differ_have_keys_that_differ(one: str, other: str) -> None:
    assert page_key(canonical_url(one)) != page_key(canonical_url(other))


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(path: str) -> None:
    key = page_key(f"https://www.m.news.example/{path}")
    assert page_key(key) == key

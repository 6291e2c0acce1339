"""Whole pages: the article out of all that stands around it."""

import pytest

from services.ingest import charset, pages
from services.ingest.blocks import compose

SENTENCE = "<p>The river rose by {} metres on Monday, and the mayor asked everyone to leave.</p>"
TEXT = "".join(map(SENTENCE.format, range(2, 6)))
MOSCOW = (
    "Президент подписал указ о назначении нового министра финансов. Об этом сообщила в понедельник пресс-служба "
    "правительства. По ее словам, изменения вступят в силу с первого января."
)
NAV = "<nav><a href=/>Home</a></nav><div class=menu><a href=/s>Sport</a> <a href=/w>World</a></div>"


def kinds(html: str, title: str | None = None) -> list[str]:
    return [block.kind for block in compose(pages.paragraphs(html), title, None).blocks]


def test_what_stands_around_an_article_is_left_out() -> None:
    foot = "<div class=sidebar><h3>Most read</h3><p><a href=/x>Ten recipes</a></p></div><div>Address, telephone</div>"
    html = f"<html><title>Flood - Site</title><body>{NAV}<div><h1>Flood</h1>{TEXT}</div>{foot}</body></html>"
    assert kinds(html) == ["title", "body", "body", "body", "body"]


def test_what_belongs_to_the_article_is_kept_by_its_kind() -> None:
    head = "<h1>Flood</h1><p class=standfirst>Hundreds leave.</p><p class=byline>By Ann Lee</p>"
    tail = "<p class=correction>Correction: it was 5 metres.</p>"
    html = f"<html><body>{NAV}<article>{head}{TEXT}{tail}</article></body></html>"
    assert kinds(html) == ["title", "standfirst", "byline", "body", "body", "body", "body", "correction"]


@pytest.mark.parametrize("title", ["Flood", "Flood in Ptuj", None])
def test_the_title_of_a_page_comes_once(title: str | None) -> None:
    html = f"<html><head><title>Flood | Site</title></head><body><h1>Flood</h1>{TEXT}</body></html>"
    assert kinds(html, title)[:2] == ["title", "body"]


def test_a_page_in_which_no_main_text_is_found_is_read_whole() -> None:
    assert kinds("<html><body><p>Short.</p></body></html>") == ["body"]


@pytest.mark.parametrize(
    ("html", "page"), [("<html><p>a", True), ("<!doctype html><BODY class=x>a", True), ("<p>a</p>", False)]
)
def test_a_fragment_is_no_page(html: str, page: bool) -> None:
    assert pages.is_page(html) == page


def test_a_large_page_is_read() -> None:
    html = f"<html><body>{'<div><p>The river rose, and so on.</p></div>' * 3000}</body></html>"
    assert len(pages.paragraphs(html)) == 3000


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Größe „so“".encode(), "Größe „so“"),
        ("Größe, Zoë, café".encode() + b" \x93so\x94 \x96", "Größe, Zoë, café “so” –"),
        (
            '<meta charset="utf-8">caf\u00e9 \u201cso\u201d'.encode("cp1252"),
            '<meta charset="utf-8">café “so”',
        ),
        ('<meta charset="windows-1251">Москва'.encode("cp1251"), '<meta charset="windows-1251">Москва'),
        (MOSCOW.encode("koi8-r"), None),
        ("\ufeffé".encode("utf-16"), "\ufeffé"),
        (b"\xff\xfe\x00", "\ufffd"),
    ],
)
def test_bytes_are_what_they_are_before_what_they_say(raw: bytes, text: str | None) -> None:
    assert charset.decoded(raw) == (text or MOSCOW)

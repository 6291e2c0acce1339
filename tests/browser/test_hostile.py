"""Bad words in every field that a page shows, in a real browser: nothing of them runs, loads, or is markup."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from schemas.tagged import TaggedArticle
from tests.browser.articles import HOSTILE, hostile, identify
from tests.browser.conftest import Open, Site
from tests.browser.groups import named

FOREIGN = """(page = document, base = location.href) => [
    ...[...page.querySelectorAll(
        "script:not([src]), style, iframe, object, embed, img, base, meta[http-equiv], animate"
    )].map((one) => one.outerHTML),
    ...[...page.querySelectorAll("*")].flatMap((one) => [...one.attributes])
        .filter((one) => one.name.startsWith("on") || ["style", "srcdoc", "formaction"].includes(one.name))
        .map((one) => `${one.name}=${one.value}`),
    ...[...page.querySelectorAll("[href], [src], [action]")]
        .map((one) => ["href", "src", "action"].map((name) => one.getAttribute(name)).find((given) => given !== null))
        .map((one) => new URL(one, base))
        .filter((one) => one.origin !== new URL(base).origin && one.origin !== "https://www.wikidata.org")
        .map(String),
]"""
"""What is in a page that no template of ours puts there."""

PARSED = f"([html, base]) => ({FOREIGN})(new DOMParser().parseFromString(html, 'text/html'), base)"
"""Likewise of a page that the browser reads and doesn't run."""


def sound(page: Page, *words: str) -> None:
    """The page shows `words` as they are, and holds nothing foreign."""
    assert page.evaluate(f"() => ({FOREIGN})()") == []
    shown = page.locator("html").evaluate("one => one.textContent")
    for one in words:
        assert one in shown


@pytest.mark.parametrize("number", range(len(HOSTILE)))
@pytest.mark.parametrize("scripts", [True, False])
def test_an_article_of_bad_words_is_its_text_and_nothing_else(
    open_page: Open, number: int, scripts: bool
) -> None:
    bad = HOSTILE[number]
    data = hostile(number).data
    assert isinstance(data, TaggedArticle)
    page = open_page(f"/articles/{data.article.id}", java_script_enabled=scripts)
    assert page.locator("#text").text_content() == data.article.text
    sound(page, bad)
    for shown in (
        ".slug",
        ".side .name",
        ".said",
        ".unlinked",
        ".scenes",
        ".made",
        ".facts",
        ".orphans",
        "title",
    ):
        assert bad in "".join(page.locator(shown).all_text_contents()), shown
    if scripts:
        for lit in page.locator(".side [data-light]").all()[1:]:
            lit.click()
        sound(page, bad)


def test_the_river_takes_bad_words_as_text(open_page: Open, site: Site) -> None:
    page = open_page("/")
    expect(page.locator("#state")).to_have_text("live")
    site.publish(*(hostile(number, f"live-{number}") for number in range(len(HOSTILE))))
    for number, bad in enumerate(HOSTILE):
        card = page.locator(f".card.fresh[data-id='{identify(f'live-{number}')}']")
        card.wait_for()
        for part in (".source", "h2", ".lead", ".tags"):
            assert bad in card.locator(part).inner_text().replace("\n", ""), part
    sound(page, *HOSTILE)


@pytest.mark.parametrize(
    "path",
    ["/", "/search?q=said", "/entities?days=366", "/stories", "/trends", "/operations", "/places?days=366"],
)
def test_every_list_shows_bad_words_as_text(open_page: Open, path: str) -> None:
    page = open_page(path)
    sound(page, HOSTILE[0])
    expect(page.locator("main")).to_be_visible()


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_the_pages_of_a_bad_name_and_a_bad_story_are_sound(open_page: Open, number: int) -> None:
    bad = HOSTILE[number]
    page = open_page(f"/entities/Q{900 + number}")
    sound(page, bad)
    for part in ("h1", ".said", ".slug"):
        assert bad in "".join(page.locator(part).all_text_contents()), part
    page.goto(f"/stories/{named(f'story {number}')}")
    sound(page, bad)
    expect(page.locator("h1")).to_contain_text(bad)
    expect(page.locator(".course")).to_contain_text(f"{bad} title")


@pytest.mark.parametrize("bad", HOSTILE)
def test_what_is_asked_for_comes_back_as_text(open_page: Open, bad: str) -> None:
    given = quote(bad, safe="")
    page = open_page(f"/search?q={given}")
    sound(page)
    expect(page.locator("#q")).to_have_value(bad)
    # What a script of the page reads of its address: these pages are run.
    for path in (f"/?filter={given}", f"/?cursor={given}", f"/articles/{identify('harbour')}?light={given}"):
        page.goto(path)
        sound(page)
    page.goto("about:blank")  # our own pages let nobody parse markup
    for path in (
        f"/search?filter={given}",
        f"/entities?name={given}&type={given}",
        f"/entities/{given}",
        f"/topics/{given}",
        f"/stories/{given}",
        f"/articles/{given}",
        f"/trends?kind={given}&past=x",
        f"/{given}",
    ):
        answer = page.request.get(path, headers={"Accept": "text/html"})
        assert answer.headers["content-type"].startswith("text/html"), path
        assert page.evaluate(PARSED, [answer.text(), answer.url]) == [], path

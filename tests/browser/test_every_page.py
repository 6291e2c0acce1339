"""Every page: accessible in light and dark, on any screen, at its own address, without JavaScript, and on paper."""

from collections.abc import Iterator

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.articles import POLITICS, identify
from tests.browser.conftest import Open, Tabs
from tests.browser.groups import MERGED, STORY

HARBOUR = f"/articles/{identify('harbour')}"
PATHS = [
    "/",
    "/?filter=topic:nonsense",
    "/search?q=port",
    HARBOUR,
    f"{HARBOUR}?light=e1",
    f"{HARBOUR}?light=country:SI",
    f"{HARBOUR}/changes?old=1&new=2",
    f"/articles/{identify('orphaned')}",
    f"/articles/{identify('arabic')}",
    "/entities",
    "/entities/Q101",
    "/topics",
    f"/topics/{POLITICS}",
    "/stories",
    f"/stories/{STORY}",
    f"/stories/{MERGED}",
    "/trends",
    "/trends?past=1&days=7",
    "/places",
    "/operations",
    "/asyncapi",
    "/nowhere",
]


OWN = "#live, #keys, noscript, #cards, .slug, .n"
"""What only works with a script is only there with one; ages and what comes in meanwhile differ."""

SAID = """(own) => {
    const hidden = [...document.querySelectorAll(own)];
    for (const one of hidden) one.style.setProperty("display", "none", "important");
    const said = document.querySelector("main").innerText.replace(/\\s+/g, " ");
    for (const one of hidden) one.style.removeProperty("display");
    return said;
}"""
"""What a page says but for that."""

SCHEMES = {"light": {}, "dark": {"runOnly": ["color-contrast", "link-in-text-block"]}}
"""What axe looks for: in the dark only colours are others."""


@pytest.fixture(scope="module", params=PATHS)
def page(request: pytest.FixtureRequest, tabs: Tabs) -> Iterator[Page]:
    """Each page in turn, for all that is tried on it."""
    with tabs.lend() as lent:
        lent.goto(request.param)
        yield lent


def test_no_page_is_wider_than_its_screen(page: Page) -> None:
    usual, found = page.viewport_size, {}
    assert usual
    for width in (320, 390, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        found[width] = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(usual)
    assert [width for width, needed in found.items() if needed > width] == []


def test_a_page_says_the_same_without_javascript(page: Page, open_page: Open) -> None:
    without = open_page(page.url, java_script_enabled=False)
    expect(without.locator("h1").first).to_be_visible()
    assert page.evaluate(SAID, OWN) == without.evaluate(SAID, OWN)


def test_axe_finds_nothing(page: Page) -> None:
    # Every fold is opened: what lies in one is as much a part of the page.
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found = {}
    for scheme, options in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        for one in Axe().run(page, options=options | {"resultTypes": ["violations"]})["violations"]:
            found[scheme, one["id"]] = [node["html"][:200] for node in one["nodes"]][:3]
    page.emulate_media(color_scheme="light")
    assert found == {}


def test_paper_shows_the_text_and_its_tags_and_nothing_to_click(open_page: Open) -> None:
    page = open_page(HARBOUR)
    page.emulate_media(media="print")
    for there in ("#text", "#text mark.person", ".side .listed", ".said"):
        expect(page.locator(there).first).to_be_visible()
    for gone in (".masthead nav", ".legend", ".minimap", ".along", ".keys", ".go", ".foot"):
        expect(page.locator(gone).first).to_be_hidden()


def test_a_phone_shows_text_before_tags_and_no_keys(open_page: Open) -> None:
    page = open_page(HARBOUR, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    text, side = page.locator("#text").bounding_box(), page.locator(".side").bounding_box()
    assert text
    assert side
    assert side["y"] >= text["y"] + text["height"]
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator(".minimap")).to_be_hidden()
    page.locator("#text mark.person").first.tap()
    expect(page.locator("#text mark.on")).to_have_text(["Ilse Brandt", "Ilse Brandt"])
    page.get_by_role("link", name="Show all again").tap()
    expect(page.locator("#text mark.on")).to_have_count(0)

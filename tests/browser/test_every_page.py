"""Every page: accessible in light and dark, on any screen, at its own address, without JavaScript, and on paper."""

import re

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.articles import POLITICS, identify
from tests.browser.conftest import Open
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Open, scheme: str) -> None:
    page = open_page("/", color_scheme=scheme)
    found = {}
    for path in PATHS:
        page.goto(path)
        # Every fold is opened: what lies in one is as much a part of the page.
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        for one in Axe().run(page)["violations"]:
            found[path, one["id"]] = [node["html"][:200] for node in one["nodes"]][:3]
    assert found == {}


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_page_is_wider_than_its_screen(open_page: Open, width: int) -> None:
    page = open_page("/", viewport={"width": width, "height": 800})
    wide = {}
    for path in PATHS:
        page.goto(path)
        if (found := page.evaluate("document.documentElement.scrollWidth")) > width:
            wide[path] = found
    assert wide == {}


@pytest.mark.parametrize("path", PATHS)
def test_a_page_says_the_same_without_javascript(open_page: Open, path: str) -> None:
    with_it, without = (open_page(path, java_script_enabled=given) for given in (True, False))
    expect(without.locator("h1").first).to_be_visible()
    # What only works with a script is only there with one; ages and what comes in meanwhile differ.
    own = "#live, #keys, noscript, #cards, .slug, .n"
    said = [
        re.sub(
            r"\s+",
            " ",
            page.locator("main").evaluate(
                f"main => {{ for (const one of main.querySelectorAll('{own}')) one.remove(); return main.innerText }}"
            ),
        )
        for page in (with_it, without)
    ]
    assert said[0] == said[1]


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

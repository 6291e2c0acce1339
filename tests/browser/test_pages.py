"""The pages in a real browser, on a real gateway."""

import time
from collections.abc import Callable

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from schemas.article import Retraction
from schemas.tagged import TaggedArticle
from tests.browser.articles import HOSTILE, POLITICS, everything, fresh, harbour, hostile, identify
from tests.browser.conftest import Site
from tests.gateway.events import enveloped

Open = Callable[..., Page]
HARBOUR = f"/articles/{identify('harbour')}"
PATHS = [
    "/",
    "/search?q=port",
    HARBOUR,
    f"{HARBOUR}?light=e1",
    f"{HARBOUR}/changes?old=1&new=2",
    f"/articles/{identify('orphaned')}",
    "/entities",
    "/entities/Q101",
    "/topics",
    f"/topics/{POLITICS}",
    "/stories",
    "/trends",
    "/places",
    "/operations",
    "/nowhere",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Open, scheme: str) -> None:
    page = open_page("/", color_scheme=scheme)
    found = {}
    for path in PATHS:
        page.goto(path)
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


def test_the_river_moves_within_a_second(open_page: Open, site: Site) -> None:
    page = open_page("/")
    expect(page.locator("#state")).to_have_text("live")
    begun = time.monotonic()
    site.publish(fresh("moving", "The river moves"))
    card = page.locator(".card", has_text="The river moves")
    card.wait_for(timeout=5000)
    assert time.monotonic() - begun < 3, "an event takes a second at most; three on a machine that others use"
    expect(card.locator(".lead mark")).to_have_text("Ilse Brandt")
    expect(card.locator(".lead")).to_have_text("😀 Ilse Brandt said so.")
    expect(page.locator(".card").first.locator("h2")).to_have_text("The river moves")


def test_a_paused_river_holds_what_comes_and_then_shows_it(open_page: Open, site: Site) -> None:
    page = open_page("/")
    expect(page.locator("#state")).to_have_text("live")
    page.get_by_role("button", name="Pause").click()
    site.publish(fresh("held", "Held back"))
    expect(page.locator("#release")).to_have_text("Show 1 new")
    expect(page.locator(".card", has_text="Held back")).to_have_count(0)
    page.get_by_role("button", name="Resume").click()
    expect(page.locator(".card", has_text="Held back")).to_have_count(1)


def test_a_filtered_river_shows_only_what_it_asks_for(open_page: Open, site: Site) -> None:
    page = open_page("/?filter=lang:sl")
    expect(page.locator("#state")).to_have_text("live")
    site.publish(fresh("other", "In English"), fresh("mine", "Po slovensko", "sl"))
    expect(page.locator(".card", has_text="Po slovensko")).to_have_count(1)
    expect(page.locator(".card", has_text="In English")).to_have_count(0)
    page.locator("#filter").fill("topic:nonsense")
    page.keyboard.press("Enter")
    expect(page.locator("#fault")).to_contain_text("Media Topic")
    expect(page.locator("#live")).to_be_hidden()


def test_a_withdrawn_article_is_struck_from_the_river(open_page: Open, site: Site) -> None:
    site.publish(fresh("doomed", "Too early"))
    page = open_page("/")
    card = page.locator(".card", has_text="Too early")
    expect(card).to_have_count(1)
    data = Retraction(id=identify("doomed"), version=2, digest="", source="wire", reason="withheld")
    site.publish(enveloped(data, data.id, 2, "", "2026-11-03T00:00:00+00:00", "1"))
    expect(card.locator(".lead")).to_have_text("Withdrawn by its publisher.")


def test_a_name_lights_its_mentions_and_dims_the_rest(open_page: Open) -> None:
    page = open_page(HARBOUR)
    page.locator(".side .name", has_text="Ilse Brandt").click()
    expect(page.locator("#text")).to_have_class("text dim")
    expect(page.locator("#text mark.on")).to_have_text(["Ilse Brandt", "Ilse Brandt"])
    assert "light=e1" in page.url
    page.keyboard.press("Escape")
    expect(page.locator("#text mark.on")).to_have_count(0)
    page.locator("#text mark.place").first.click()
    expect(page.locator("#text mark.on")).to_have_text(["Quillhaven", "Quillhaven"])


def test_a_topic_lights_its_evidence(open_page: Open) -> None:
    page = open_page(HARBOUR)
    page.locator(".side .name", has_text="politics and government").click()
    expect(page.locator("#text mark.on").first).to_have_text("Mayor")
    assert page.locator("#text mark.on").count() == 4


def test_keys_go_from_mark_to_mark(open_page: Open) -> None:
    page = open_page(HARBOUR)
    page.keyboard.press("n")
    expect(page.locator("mark.here")).to_have_text("Ilse Brandt")
    page.keyboard.press("n")
    expect(page.locator("mark.here")).to_have_text("Quillhaven")
    page.keyboard.press("p")
    page.keyboard.press("Enter")
    expect(page.locator("#text mark.on")).to_have_count(2)
    page.keyboard.press("n")
    expect(page.locator("#where")).to_have_text("2 of 2")
    expect(page.locator("mark.here")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("mark.here")).to_have_count(0)


def test_the_legend_takes_a_kind_away(open_page: Open) -> None:
    page = open_page(HARBOUR)
    line = "getComputedStyle(document.querySelector('#text mark.person')).textDecorationLine"
    assert page.evaluate(line) == "underline"
    page.locator("#show-person").uncheck()
    assert page.evaluate(line) == "none"
    page.keyboard.press("n")
    expect(page.locator("mark.here")).to_have_text("Quillhaven")


def test_a_link_leads_to_words_whatever_stands_before_them(open_page: Open) -> None:
    data = harbour(2).data
    assert isinstance(data, TaggedArticle)
    start = data.article.text.index("shut for weeks")
    page = open_page(f"{HARBOUR}#m={start}-{start + 14}")
    assert page.evaluate("[...CSS.highlights.get('link')][0].toString()") == "shut for weeks"
    mention = next(one.evidence[0] for one in data.mentions[::-1])
    page = open_page(f"{HARBOUR}#m={mention.start}-{mention.end}")
    expect(page.locator("mark.here")).to_have_text(mention.exact)
    expect(page.locator("mark.here")).to_be_in_viewport()


def test_the_page_holds_the_text_code_point_for_code_point(open_page: Open) -> None:
    for number in range(len(HOSTILE)):
        data = hostile(number).data
        assert isinstance(data, TaggedArticle)
        page = open_page(f"/articles/{data.article.id}", java_script_enabled=number % 2 == 0)
        assert page.locator("#text").text_content() == data.article.text


def test_what_is_copied_is_what_the_link_leads_to(open_page: Open) -> None:
    page = open_page(HARBOUR, permissions=["clipboard-read", "clipboard-write"])
    page.locator(".take a", has_text="Web Annotation").click()
    expect(page.locator("#copied")).to_have_text("Copied: Web Annotation")
    assert '"AnnotationCollection"' in page.evaluate("navigator.clipboard.readText()")
    page.locator(".take a", has_text="curl").click()
    expect(page.locator("#copied")).to_have_text("Copied: curl")
    assert page.evaluate("navigator.clipboard.readText()").startswith("curl http://127.0.0.1")


def test_without_javascript_everything_is_there(open_page: Open) -> None:
    page = open_page("/", java_script_enabled=False)
    expect(page.locator(".card", has_text="Harbour opens again")).to_have_count(1)
    expect(page.locator("#live")).to_be_hidden()
    page.goto(HARBOUR)
    page.locator(".side .name", has_text="Ilse Brandt").click()
    expect(page.locator("#text mark.on")).to_have_count(2)
    page.locator("#show-place").uncheck()
    expect(page.locator("#text mark.place").first).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    page.get_by_role("link", name="what changed").click()
    expect(page.locator(".diff del")).to_have_text("Monday")
    expect(page.locator(".diff ins")).to_have_text("Tuesday")


def test_arabic_goes_from_right_to_left(open_page: Open) -> None:
    page = open_page(f"/articles/{identify('arabic')}")
    expect(page.locator("#text p")).to_have_css("direction", "rtl")
    expect(page.locator("#text mark.person")).to_have_text("ليلى حداد")
    box, text = page.locator("#text p").bounding_box(), page.locator("#text mark.person").bounding_box()
    assert box
    assert text
    assert text["x"] > box["x"]


def test_an_orphan_is_shown_as_one(open_page: Open) -> None:
    page = open_page(f"/articles/{identify('orphaned')}")
    expect(page.locator(".said .orphan")).to_have_count(1)
    expect(page.locator("#text mark.quote")).to_have_count(0)


def test_nothing_hostile_runs_anywhere(open_page: Open, site: Site) -> None:
    page = open_page("/")
    expect(page.locator("#state")).to_have_text("live")
    site.publish(*(hostile(number, f"live-{number}") for number in range(len(HOSTILE))))
    for bad in HOSTILE:
        title = page.locator(".card.fresh h2 a").filter(has_text=bad).first
        title.wait_for()
    paths = ["/search?q=said", "/entities?days=366", "/operations"]
    paths += [f"/articles/{identify(f'hostile-{number}')}" for number in range(len(HOSTILE))]
    for path in paths:
        page.goto(path)
        assert (
            page.evaluate(
                "document.querySelectorAll('script:not([src]), iframe, img, [onerror], [onload]').length"
            )
            == 0
        )
        assert page.evaluate("[...document.links].every((one) => one.protocol !== 'javascript:')")
    page.goto("/entities?days=366")
    for address in page.locator(".ranking a").evaluate_all("found => found.map((one) => one.pathname)")[:14]:
        page.goto(address)
        expect(page.locator("h1")).to_have_count(1)


def test_operations_tells_what_each_stage_has_still_to_do(open_page: Open) -> None:
    page = open_page("/operations")
    row = page.locator("tr", has_text="gateway, articles")
    records = int(row.locator("td").nth(1).inner_text().replace("\u202f", ""))
    assert records >= len(everything())
    # Nobody extracts here, so nothing can wait for it; grouping has never begun, and all of the stream waits for it.
    expect(page.locator("tr", has_text="extraction").locator("td").nth(2)).to_have_text("0")
    expect(page.locator("tr", has_text="grouping")).to_contain_text("never acknowledged")
    expect(page.locator("tr", has_text="wire")).to_contain_text("not polled")


def test_search_is_narrowed_by_its_facets(open_page: Open) -> None:
    page = open_page("/search?q=port")
    expect(page.locator(".count")).to_have_text("1 article")
    page.locator(".counts a", has_text="Ilse Brandt").click()
    expect(page.locator("#filter")).to_have_value("entity:Q101")
    expect(page.locator(".card h2")).to_have_text("Harbour opens again 😀🚢")
    page.locator("#q").fill("nosuchword")
    page.keyboard.press("Enter")
    expect(page.locator(".none")).to_have_text("Nothing that is stored matches.")


def test_paper_shows_the_text_and_no_buttons(open_page: Open) -> None:
    page = open_page(HARBOUR)
    page.emulate_media(media="print")
    expect(page.locator("#text")).to_be_visible()
    for gone in (".masthead nav", ".legend", ".minimap", ".take"):
        expect(page.locator(gone)).to_be_hidden()

"""The article's page in a real browser: evidence, legend, keys, links, versions, copies, orphans."""

import json

from playwright.sync_api import expect

from schemas.tagged import TaggedArticle
from tests.browser.articles import harbour, identify
from tests.browser.conftest import Open
from tests.browser.groups import STORY

HARBOUR = f"/articles/{identify('harbour')}"
COLOUR = "(selector) => getComputedStyle(document.querySelector(selector)).color"


def article(version: int = 2) -> TaggedArticle:
    data = harbour(version).data
    assert isinstance(data, TaggedArticle)
    return data


def test_a_name_lights_its_mentions_and_dims_the_rest(open_page: Open) -> None:
    page = open_page(HARBOUR)
    ink = page.evaluate(COLOUR, "#text p")
    page.locator(".side .name.person", has_text="Ilse Brandt").click()
    expect(page.locator("#text")).to_have_class("text dim")
    expect(page.locator("#text mark.on")).to_have_text(["Ilse Brandt", "Ilse Brandt"])
    assert page.evaluate(COLOUR, "#text p") != ink == page.evaluate(COLOUR, "#text mark.on")
    expect(page.locator("#text mark.place").first).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    assert "light=e1" in page.url
    page.keyboard.press("Escape")
    expect(page.locator("#text mark.on")).to_have_count(0)
    assert page.evaluate(COLOUR, "#text p") == ink
    page.locator("#text mark.place").first.click()
    expect(page.locator("#text mark.on")).to_have_text(["Quillhaven", "Quillhaven"])


def test_a_topic_a_quote_and_a_country_light_their_evidence(open_page: Open) -> None:
    page = open_page(HARBOUR)
    page.locator(".side .name", has_text="politics and government").click()
    expect(page.locator("#text mark.on")).to_have_text(["Mayor", "port", "port", "port"])
    page.locator(".said .name").click()
    expect(page.locator("#text mark.on")).to_have_text(["Brandt", "The port is open again,"])
    expect(page.locator(".side .on")).to_have_count(1)
    page.locator(".scenes .name", has_text="Slovenia").click()
    expect(page.locator("#text mark.on")).to_have_text(["Quillhaven"])
    page.get_by_role("link", name="Show all again").click()
    expect(page.locator("#text")).to_have_class("text")


def test_a_tag_says_its_score_what_made_it_and_why_it_is_not_linked(open_page: Open) -> None:
    page = open_page(HARBOUR)
    entry = page.locator(".listed li", has_text="Amber Quay Union")
    entry.locator("summary").click()
    expect(entry.locator("details")).to_contain_text("The knowledge base has nothing of this name")
    expect(entry.locator("details")).to_contain_text("score 0.90 topics 1, rule")
    expect(page.locator(".unlinked dt")).to_have_text("The knowledge base has nothing of this name")
    expect(page.locator(".unlinked dd")).to_have_text(["Amber Quay Union", "Quillhaven"])


def test_only_what_was_said_in_these_words_stands_in_quotation_marks(open_page: Open) -> None:
    page = open_page(HARBOUR)
    expect(page.locator(".said q")).to_have_text("The port is open again,")
    expect(page.locator(".said .by")).to_have_text("Ilse Brandt, direct")
    page = open_page(f"/articles/{identify('orphaned')}")
    expect(page.locator(".said q")).to_have_count(0)
    expect(page.locator(".said .told")).to_contain_text("words of a goat!")


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


def test_the_legend_counts_each_kind_and_takes_it_away(open_page: Open) -> None:
    page = open_page(HARBOUR)
    data = article()
    people = sum(one.type == "person" for one in data.mentions)
    expect(page.locator(".legend label", has_text="People").locator("b")).to_have_text(str(people))
    expect(page.locator(".legend label", has_text="Topic evidence").locator("b")).to_have_text("4")
    line = "getComputedStyle(document.querySelector('#text mark.person')).textDecorationLine"
    tick = page.locator(".minimap a:has(rect.person)").first
    assert page.evaluate(line) == "underline"
    expect(tick).to_be_visible()
    page.locator("#show-person").uncheck()
    assert page.evaluate(line) == "none"
    expect(tick).to_be_hidden()
    page.keyboard.press("n")
    expect(page.locator("mark.here")).to_have_text("Quillhaven")


def test_the_strip_beside_the_text_leads_to_its_marks(open_page: Open) -> None:
    page = open_page(HARBOUR)
    page.locator(".minimap a:has(rect.person)").last.dispatch_event("click")
    last = [one.evidence[0] for one in article().mentions if one.type == "person"][-1]
    expect(page.locator("mark.here")).to_have_id(f"m={last.start}-{last.end}")
    expect(page.locator("mark.here")).to_be_in_viewport()


def test_a_link_leads_to_words_whatever_stands_before_them(open_page: Open) -> None:
    data = article()
    start = data.article.text.index("shut for weeks")
    page = open_page(f"{HARBOUR}#m={start}-{start + 14}")
    assert page.evaluate("[...CSS.highlights.get('link')][0].toString()") == "shut for weeks"
    mention = data.mentions[-1].evidence[0]
    page = open_page(f"{HARBOUR}#m={mention.start}-{mention.end}")
    expect(page.locator("mark.here")).to_have_text(mention.exact)
    expect(page.locator("mark.here")).to_be_in_viewport()


def test_words_that_are_selected_have_a_link(open_page: Open) -> None:
    page = open_page(HARBOUR)
    page.evaluate(
        """() => {
            const parts = [...document.querySelector("#text p").childNodes];
            const words = parts.find((one) => one.data?.startsWith(" opened"));
            getSelection().setBaseAndExtent(words, 1, words, 7);
        }"""
    )
    start = article().article.text.index("opened the port")
    link = page.locator("#link-words a")
    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", f"#m={start}-{start + 6}")


def test_what_is_copied_is_what_the_link_leads_to(open_page: Open) -> None:
    page = open_page(HARBOUR, permissions=["clipboard-read", "clipboard-write"])
    copied = {}
    for name in ("JSON", "Web Annotation", "curl"):
        page.locator(".take a", has_text=name).click()
        expect(page.locator("#copied")).to_have_text(f"Copied: {name}")
        copied[name] = page.evaluate("navigator.clipboard.readText()")
    assert json.loads(copied["JSON"])["article"]["id"] == identify("harbour")
    assert json.loads(copied["Web Annotation"])["type"] == "AnnotationCollection"
    assert copied["curl"] == f"curl {page.url.partition('/articles')[0]}/v1{HARBOUR}"


def test_versions_are_compared_word_by_word(open_page: Open) -> None:
    page = open_page(HARBOUR)
    page.get_by_role("link", name="version 2").click()
    expect(page.locator("#history")).to_be_in_viewport()
    page.get_by_role("link", name="what changed").click()
    expect(page.locator(".diff del")).to_have_text("Monday")
    expect(page.locator(".diff ins")).to_have_text("Tuesday")


def test_an_article_leads_to_its_story_and_its_copies(open_page: Open) -> None:
    page = open_page(HARBOUR)
    expect(page.locator(".side li a", has_text="Orphans")).to_have_count(1)
    page.locator("#story a").click()
    assert page.url.endswith(f"/stories/{STORY}")
    expect(page.locator("h1")).to_have_text("The port opens again")


def test_without_javascript_evidence_is_lit_and_kinds_are_turned_off(open_page: Open) -> None:
    page = open_page(HARBOUR, java_script_enabled=False)
    page.locator(".side .name.person", has_text="Ilse Brandt").click()
    expect(page.locator("#text mark.on")).to_have_count(2)
    page.locator("#show-place").uncheck()
    expect(page.locator("#text mark.place").first).to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_arabic_goes_from_right_to_left(open_page: Open) -> None:
    page = open_page(f"/articles/{identify('arabic')}")
    expect(page.locator("#text p")).to_have_css("direction", "rtl")
    expect(page.locator("#text mark.person")).to_have_text("ليلى حداد")
    expect(page.locator(".facts", has_text="Arabic")).to_have_count(1)
    box, text = page.locator("#text p").bounding_box(), page.locator("#text mark.person").bounding_box()
    assert box
    assert text
    assert text["x"] > box["x"]


def test_an_orphan_is_shown_as_one(open_page: Open) -> None:
    page = open_page(f"/articles/{identify('orphaned')}")
    expect(page.locator(".said .orphan").first).to_have_text("orphan")
    expect(page.locator("#text mark.quote")).to_have_count(0)
    expect(page.locator(".side", has_text="1 orphan of 2 selectors")).to_have_count(1)

"""Search, names, topics and places in a real browser."""

from playwright.sync_api import expect

from tests.browser.articles import POLITICS
from tests.browser.conftest import Open


def test_search_is_narrowed_by_its_facets(open_page: Open) -> None:
    page = open_page("/search?q=port")
    expect(page.locator(".count")).to_have_text("1 article")
    page.locator(".counts a", has_text="Ilse Brandt").click()
    expect(page.locator("#filter")).to_have_value("entity:Q101")
    expect(page.locator(".card h2")).to_have_text("Harbour opens again 😀🚢")
    page.locator("#q").fill("nosuchword")
    page.keyboard.press("Enter")
    expect(page.locator(".none")).to_have_text("Nothing that is stored matches.")


def test_a_name_has_its_days_its_quotes_and_what_is_named_beside_it(open_page: Open) -> None:
    page = open_page("/entities?name=brandt")
    page.locator(".ranking a", has_text="Ilse Brandt").click()
    expect(page.locator("h1")).to_have_text("Ilse Brandt")
    expect(page.locator(".timeline rect").first).to_be_visible()
    expect(page.locator(".said q")).to_have_text("The port is open again,")
    expect(page.locator(".counts a", has_text="Quillhaven")).to_have_count(1)
    page.locator(".said a").click()
    expect(page.locator("#text mark.quote.on")).to_have_text("The port is open again,")


def test_a_topic_has_its_articles_and_leads_to_broader_ones(open_page: Open) -> None:
    page = open_page("/topics")
    page.get_by_role("link", name="politics and government").click()
    assert page.url.endswith(f"/topics/{POLITICS}")
    expect(page.locator(".card h2", has_text="Harbour opens again")).to_have_count(1)
    page.get_by_role("navigation", name="Broader topics").get_by_role("link", name="Topics").click()
    assert page.url.endswith("/topics")

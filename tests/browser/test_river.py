"""The river in a real browser, on a real gateway: it moves, is held, filters, and strikes out."""

import statistics

from playwright.sync_api import expect

from schemas.article import Retraction
from tests.browser.articles import fresh, identify
from tests.browser.conftest import Open, Site
from tests.gateway.events import enveloped

WATCH = """() => {
    window.seen = {};
    const note = (card) => { window.seen[card.dataset.id] = (performance.timeOrigin + performance.now()) / 1000; };
    new MutationObserver((all) => {
        for (const card of all.flatMap((one) => [...one.addedNodes])) requestAnimationFrame(() => note(card));
    }).observe(document.getElementById("cards"), { childList: true });
}"""
"""Writes down when each card that comes in is painted, in seconds since 1970."""


def test_the_river_moves_within_a_second_of_an_event(open_page: Open, site: Site) -> None:
    page = open_page("/")
    expect(page.locator("#state")).to_have_text("live")
    page.evaluate(WATCH)
    names = [f"moving-{number}" for number in range(5)]
    sent = {}
    for name in names:
        sent[identify(name)] = site.publish(fresh(name, f"The river moves: {name}"))
        page.wait_for_function("(id) => window.seen[id]", arg=identify(name))
    # `seen` is still there: the page was not loaded again. The newest stands on top.
    seen = page.evaluate("window.seen")
    shown = page.locator(".card").evaluate_all("found => found.map((one) => one.dataset.id)")
    assert shown[: len(names)] == [identify(name) for name in reversed(names)]
    card = page.locator(".card").first
    expect(card.locator(".lead mark")).to_have_text("Ilse Brandt")
    expect(card.locator(".lead")).to_have_text("😀 Ilse Brandt said so.")
    took = [seen[id_] - begun for id_, begun in sent.items()]
    print(f"event to painted card: {', '.join(f'{1000 * one:.0f}' for one in took)} ms")
    assert statistics.median(took) < 1


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
    expect(page.locator("#none")).to_have_count(0)


def test_a_withdrawn_article_is_struck_from_the_river(open_page: Open, site: Site) -> None:
    site.publish(fresh("doomed", "Too early"))
    page = open_page("/")
    card = page.locator(".card", has_text="Too early")
    expect(card).to_have_count(1)
    data = Retraction(id=identify("doomed"), version=2, digest="", source="wire", reason="withheld")
    site.publish(enveloped(data, data.id, 2, "", "2026-11-03T00:00:00+00:00", "1"))
    expect(card.locator(".lead")).to_have_text("Withdrawn by its publisher.")


def test_a_card_that_comes_in_is_the_card_that_the_server_makes(open_page: Open, site: Site) -> None:
    page = open_page("/")
    expect(page.locator("#state")).to_have_text("live")
    site.publish(fresh("twice", "Made twice <b>"))
    card = page.locator(f".card[data-id='{identify('twice')}']")
    card.wait_for()
    read = "(one) => { one.classList.remove('fresh'); return one.innerText.replace(/\\\\s+/g, ' ') }"
    came = card.evaluate(read)
    expect(open_page("/", java_script_enabled=False).locator(".card", has_text="Made twice")).to_have_count(1)
    page.goto("/")
    assert card.evaluate(read) == came

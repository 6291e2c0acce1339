"""Stories, trends, sources and dead letters in a real browser: said on streams, kept by the gateway's own indexers."""

from playwright.sync_api import expect

from schemas.catalogue import GROUPS
from tests.browser.articles import fresh, identify
from tests.browser.conftest import Open, Site
from tests.browser.groups import MERGED, STORY, named, said, story
from tests.waiting import eventually


def test_the_stories_are_listed_with_what_they_are_about(open_page: Open) -> None:
    page = open_page("/stories")
    card = page.locator(".card", has_text="The port opens again")
    expect(card.locator(".source")).to_have_text("2 articles from 1 source")
    expect(card.locator(".tags a")).to_have_text(["Ilse Brandt", "politics and government"])
    card.get_by_role("link", name="The port opens again").click()
    assert page.url.endswith(f"/stories/{STORY}")


def test_a_story_is_told_in_order_and_says_what_came_to_it(open_page: Open) -> None:
    page = open_page(f"/stories/{STORY}")
    expect(page.locator(".course a")).to_have_text(["Harbour opens again 😀🚢", "الميناء يفتح من جديد"])
    expect(page.locator(".course .central a")).to_have_text("Harbour opens again 😀🚢")
    expect(page.locator("main")).to_contain_text("1 article came to this story, 0.61 alike")
    page.locator(".course a").first.click()
    assert page.url.endswith(f"/articles/{identify('harbour')}")


def test_a_story_that_went_on_in_another_says_in_which(open_page: Open) -> None:
    page = open_page(f"/stories/{MERGED}")
    page.get_by_role("link", name="another story").first.click()
    assert page.url.endswith(f"/stories/{STORY}")


def test_a_story_grows_with_the_next_article(open_page: Open, site: Site) -> None:
    id_ = named("growing")
    site.publish(fresh("first", "First of two"), fresh("second", "Second of two"))
    site.publish(said(story(1, "first", "harbour", title="It grows", id_=id_), id_), stream=GROUPS)
    eventually(lambda: site.answers(f"/stories/{id_}"), 20, "the story stored")
    page = open_page(f"/stories/{id_}")
    expect(page.locator(".course a")).to_have_text(["Harbour opens again 😀🚢", "First of two"])
    more = story(2, "first", "harbour", "second", title="It has grown", id_=id_)
    site.publish(said(more, id_), stream=GROUPS)

    def grown() -> bool:
        page.reload()
        return page.locator("h1").inner_text() == "It has grown"

    eventually(grown, 20, "the story's next revision")
    expect(page.locator(".course a")).to_have_text(
        ["Harbour opens again 😀🚢", "First of two", "Second of two"]
    )


def test_a_trend_has_its_curve_and_the_articles_that_support_it(open_page: Open) -> None:
    page = open_page("/trends")
    trend = page.locator(".rising > li", has=page.get_by_role("link", name="Ilse Brandt", exact=True))
    expect(trend).to_contain_text("6 articles, 3 sources, usual 1.1")
    expect(trend.locator(".score")).to_have_text("4.2 σ")
    curve = trend.locator("svg")
    expect(curve).to_have_attribute("aria-label", "Articles in each window: 1, 2, 1, 0, 6")
    heights = [
        float(point.split(",")[1])
        for point in (curve.locator("polyline").get_attribute("points") or "").split()
    ]
    assert heights == [25.0, 20.0, 25.0, 30.0, 0.0]
    expect(page.get_by_text("The amber quay")).to_have_count(0)
    trend.locator(".by a").click()
    assert page.url.endswith(f"/articles/{identify('harbour')}")


def test_what_rose_and_is_over_is_shown_when_asked_for(open_page: Open) -> None:
    page = open_page("/trends")
    page.get_by_role("link", name="and what is over", exact=True).click()
    expect(page.locator(".rising > li", has_text="The amber quay")).to_contain_text("over since")
    page.get_by_role("link", name="topics").last.click()
    expect(page.locator(".none")).to_be_visible()


def test_operations_tells_what_each_stage_has_still_to_do(open_page: Open, site: Site) -> None:
    page = open_page("/operations")
    row = page.locator("tr", has_text="gateway, articles")

    def told() -> bool:
        page.reload()
        return row.count() == 1

    eventually(told, 60, "the broker's answer")  # on a busy machine it may take longer than the page waits
    assert int(row.locator("td").nth(1).inner_text().replace("\u202f", "")) > 10
    # Nobody extracts here, so nothing can wait for it; grouping has never begun, and all of the stream waits for it.
    extraction = page.locator("tr", has_text="extraction").locator("td")
    expect(extraction.nth(2)).to_have_text("0")
    expect(extraction.nth(3)).to_have_text("none")
    expect(page.locator("tr", has_text="grouping")).to_contain_text("never acknowledged")
    expect(page.locator("tr", has_text="wire")).to_contain_text("not polled")
    expect(page.locator("tr", has_text="failing (3×)").first).to_be_visible()
    expect(page.locator(".letters li").first).to_contain_text("invalid")


def test_operations_counts_the_webhooks_and_tells_nothing_else_of_them(open_page: Open, site: Site) -> None:
    page = open_page("/operations")
    expect(page.get_by_text("Nobody has subscribed by webhook.")).to_be_visible()
    made = page.request.post("/v1/webhooks", data={"url": "https://secret.example/hook?key=hunter2"})
    assert made.status == 201
    page.reload()
    expect(page.locator("main")).to_contain_text("1 webhook; 0 deliveries wait.")
    assert "secret.example" not in page.content()
    assert page.request.delete(f"/v1/webhooks/{made.json()['webhook']['id']}").status == 204

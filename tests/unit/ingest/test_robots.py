"""What a site asks of us is heeded, and who can't be asked is left alone (RFC 9309)."""

import asyncio

import httpx
import pytest

from services.ingest.web.robots import FAILED_S, KEPT_S, STALE_S, Answer, Robots
from services.runtime.outgoing.guard import FetchError

RULES = """
User-agent: *
Disallow: /

User-agent: dateline
Disallow: /private
Allow: /private/press
Crawl-delay: 5
"""


class Site:
    """Answers with `text`, or fails with `fault`; `asked` are the addresses it was asked for, `now` is the clock."""

    def __init__(self, text: str | None = RULES) -> None:
        self.text = text
        self.fault: FetchError | None = None
        self.asked: list[str] = []
        self.now = 0.0

    async def ask(self, url: str) -> Answer:
        self.asked.append(url)
        if self.fault:
            raise self.fault
        return Answer(self.text)

    def robots(self, agent: str = "dateline", exempt: frozenset[str] = frozenset()) -> Robots:
        return Robots(self.ask, agent, exempt, lambda: self.now)


def delay(robots: Robots, url: str) -> float:
    return asyncio.run(robots.delay_s(httpx.URL(url)))


def refusal(robots: Robots, url: str) -> FetchError:
    with pytest.raises(FetchError) as raised:
        delay(robots, url)
    return raised.value


@pytest.mark.parametrize(
    "path", ["/", "/news", "/private/press", "/private/press/1?x=1", "/PRIVATE", "/robots.txt"]
)
def test_what_is_allowed_is_fetched_at_the_pace_that_is_asked_for(path: str) -> None:
    assert delay(Site().robots(), f"https://news.example{path}") == 5


@pytest.mark.parametrize("path", ["/private", "/private/", "/private/a?b=c", "/%70rivate"])
def test_what_is_disallowed_is_not_fetched(path: str) -> None:
    assert refusal(Site().robots(), f"https://news.example{path}").kind == "robots"


def test_the_rules_for_another_program_are_not_ours() -> None:
    assert refusal(Site().robots("other"), "https://news.example/news").kind == "robots"


def test_a_site_without_rules_allows_everything() -> None:
    assert delay(Site(None).robots(), "https://news.example/private") == 0


def test_an_absurd_delay_is_cut() -> None:
    assert delay(Site("User-agent: *\nCrawl-delay: 86400").robots(), "https://news.example/") == 60


def test_a_host_with_which_that_is_agreed_is_not_asked() -> None:
    site = Site()
    assert delay(site.robots(exempt=frozenset({"news.example"})), "https://news.example/private") == 0
    assert site.asked == []


def test_each_site_is_asked_once_in_a_while() -> None:
    site = Site()
    robots = site.robots()
    for url in ("https://news.example/a", "https://news.example/b", "https://news.example:8443/a"):
        delay(robots, url)
    assert site.asked == ["https://news.example/robots.txt", "https://news.example:8443/robots.txt"]
    site.now += KEPT_S
    delay(robots, "https://news.example/a")
    assert len(site.asked) == 3


def test_a_site_that_can_not_be_asked_is_left_alone_and_says_why() -> None:
    site = Site()
    site.fault = FetchError("timeout", "no answer in time")
    robots = site.robots()
    for _ in range(3):
        assert refusal(robots, "https://news.example/news").kind == "timeout"
    assert len(site.asked) == 1
    site.fault, site.now = None, FAILED_S
    assert delay(robots, "https://news.example/news") == 5


@pytest.mark.parametrize(
    ("asked", "pause"), [(None, FAILED_S), (30.0, 30.0), (600.0, 600.0), (0.0, 10.0), (86_400.0, 3600.0)]
)
def test_a_site_that_says_when_it_can_be_asked_again_is_asked_then(asked: float | None, pause: float) -> None:
    site = Site()
    site.fault = FetchError("status", "429", asked, status=429)
    robots = site.robots()
    assert refusal(robots, "https://news.example/news").retry_after_s == pause
    site.fault, site.now = None, pause - 1
    assert refusal(robots, "https://news.example/other").retry_after_s == 1
    site.now = pause
    assert delay(robots, "https://news.example/news") == 5


def test_an_answer_of_the_last_day_serves_while_a_site_fails() -> None:
    site = Site()
    robots = site.robots()
    delay(robots, "https://news.example/news")
    site.fault, site.now = FetchError("status", "503"), KEPT_S
    assert delay(robots, "https://news.example/news") == 5
    site.now = STALE_S + FAILED_S
    assert refusal(robots, "https://news.example/news").kind == "status"


@pytest.mark.parametrize(
    "text", ["", "\x00\xff", "User-agent", "Disallow: /", "<html>404</html>", "a" * 600_000]
)
def test_rules_that_say_nothing_disallow_nothing(text: str) -> None:
    assert delay(Site(text).robots(), "https://news.example/news") == 0

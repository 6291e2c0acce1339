"""The pages over fakes: what they say, in what they are safe, and to whom they answer in HTML."""

import base64
import re
import uuid
from datetime import UTC, datetime, timedelta

import httpx
import msgspec
import pytest

from schemas.article import Block
from schemas.entities import Entity, Mention, Quote
from schemas.envelope import Event, Message
from schemas.identity import text_digest
from schemas.selectors import Selector, select
from schemas.tagged import TaggedArticle
from services.gateway.facets import About
from services.gateway.groups import examples
from services.gateway.groups.store import Belongs, Lines, StoryPage
from services.gateway.pages import annotations
from services.gateway.pages.article import LISTED, view
from services.gateway.pages.kinds import LABELS
from services.gateway.pages.languages import direction
from services.gateway.pages.operations import Hooks, hooks
from services.gateway.pages.render import age
from services.gateway.pages.search import narrowed
from services.gateway.pages.static import FOLDER
from services.gateway.pulse import Letter, LetterBox, Report, StageLine
from services.gateway.webhooks.subscription import Webhook
from tests.gateway.client import Site, kind_of
from tests.gateway.events import PROCESSOR, enveloped, identify, retracted, tagged
from tests.gateway.fakes import FakeArticles

HTML = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
PAGES = [
    "/",
    "/search",
    "/search?q=rates",
    "/stories",
    "/trends",
    "/entities",
    "/topics",
    "/places",
    "/operations",
]
TEXT = "😀 Mayor Ilse Brandt said: “Open again.” <script>alert(1)</script>"


def person(text: str, name: str, key: str = "e1") -> tuple[Mention, Entity]:
    place = select(text, text.index(name), text.index(name) + len(name))
    mention = Mention(type="person", entity=key, evidence=(place,), score=0.9, extractor=PROCESSOR)
    return mention, Entity(
        key=key,
        name=name,
        type="person",
        mentions=1,
        evidence=(place,),
        score=0.9,
        extractor=PROCESSOR,
        abstained="unknown",
    )


def event(
    orphan: bool = False, language: str = "en", title: str = "Harbour", text: str = TEXT
) -> Event[Message]:
    """An article with a person, a quote and a topic, one of whose selectors may not hold."""
    base = tagged("harbour", text=text, language=language).data
    assert isinstance(base, TaggedArticle)
    mention, entity = person(text, "Ilse Brandt")
    words = select(text, text.index("Open"), text.index("Open") + 11)
    said = Selector(start=words.start, end=words.end, exact="Shut again.") if orphan else words
    quote = Quote(
        kind="direct",
        evidence=(said,),
        score=0.8,
        extractor=PROCESSOR,
        speaker=mention.evidence[0],
        entity="e1",
    )
    data = msgspec.structs.replace(
        base,
        article=msgspec.structs.replace(base.article, title=title, digest=text_digest(text)),
        mentions=(mention,),
        entities=(entity,),
        quotes=(quote,),
    )
    return enveloped(data, data.article.id, 1, data.article.digest, "2026-11-02T00:00:00+00:00", "1")


def page(path: str, *events: Event[Message]) -> httpx.Response:
    return Site(FakeArticles(*events)).get(path, HTML)


ARTICLE = f"/articles/{identify('harbour')}"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_html_under_a_strict_policy(path: str) -> None:
    answer = page(path, event())
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on[a-z]+=|javascript:", answer.text)


def test_every_file_that_a_page_names_is_there_and_kept_for_ever() -> None:
    site = Site(FakeArticles(event()))
    named = {
        one for path in ("/", ARTICLE) for one in re.findall(r'"(/static/[^"]+)"', site.get(path, HTML).text)
    }
    assert len(named) == 4
    for one in named:
        answer = site.get(one)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


def test_modules_import_only_files_that_are_there() -> None:
    imported = {
        name for path in FOLDER.glob("*.js") for name in re.findall(r'from "\./([^"]+)"', path.read_text())
    }
    assert imported <= {path.name for path in FOLDER.iterdir()}
    assert imported


def test_an_article_has_its_names_marked_and_nothing_of_it_runs() -> None:
    text = page(ARTICLE, event()).text
    assert '<mark class="person speaker" id="m=8-19" data-e="e1" data-q="q0">Ilse Brandt</mark>' in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "The knowledge base has nothing of this name" in text
    assert "All 5 selectors hold" in text


def test_evidence_is_lit_without_a_script() -> None:
    text = page(f"{ARTICLE}?light=e1", event()).text
    assert 'class="text dim"' in text
    assert '<mark class="person speaker on"' in text


def test_a_quote_that_the_text_does_not_hold_is_an_orphan() -> None:
    text = page(ARTICLE, event(orphan=True)).text
    assert '<span class="orphan">1 orphan</span>' in text
    assert "Shut again." in text
    assert 'class="quote"' not in re.sub(r"<form.*?</form>", "", text, flags=re.S)


@pytest.mark.parametrize(
    ("language", "written"), [("ar", "rtl"), ("en", "ltr"), ("az-Arab", "rtl"), ("he-Latn", "ltr")]
)
def test_a_text_goes_in_the_direction_of_its_language(language: str, written: str) -> None:
    assert direction(language) == written
    assert f'<article lang="{language}" dir="{written}">' in page(ARTICLE, event(language=language)).text


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/nowhere", 404, "not-found"),
        ("/articles/7", 400, "bad-id"),
        (f"/articles/{identify('other')}", 404, "unknown-article"),
        (f"/articles/{identify('gone')}", 410, "retracted"),
        (f"{ARTICLE}/changes?old=1&new=2", 404, "not-found"),
        (f"{ARTICLE}/changes?old=x&new=2", 400, "bad-parameter"),
        ("/entities/Q1", 404, "unknown-entity"),
        ("/topics/medtop:1", 404, "unknown-topic"),
        ("/stories/7", 400, "bad-id"),
        (f"/stories/{identify('none')}", 404, "unknown-story"),
        ("/?cursor=x", 400, "bad-cursor"),
    ],
)
def test_what_goes_wrong_is_a_page_to_a_reader_and_a_problem_to_a_program(
    path: str, status: int, kind: str
) -> None:
    site = Site(FakeArticles(event(), retracted("gone")))
    shown, told = site.get(path, HTML), site.get(path)
    assert (shown.status_code, told.status_code) == (status, status)
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<p class="status">{status}</p>' in shown.text
    assert kind_of(told) == kind


def test_the_api_answers_problems_even_to_a_browser() -> None:
    assert kind_of(Site().get("/v1/articles/7", HTML)) == "bad-id"


def test_a_filter_that_cannot_be_read_is_explained_beside_it() -> None:
    answer = page("/search?filter=topic:nonsense", event())
    assert answer.status_code == 400
    assert "is neither the id nor the label of a Media Topic" in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_pages_need_a_key_where_reading_is_not_open() -> None:
    site = Site(FakeArticles(event()), gateway_open="", gateway_key="a-key-of-twenty-four-letters")
    answer = site.get(ARTICLE, HTML)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")
    assert "Ilse" not in answer.text
    signed_in = {"Authorization": "Basic " + base64.b64encode(b"me:a-key-of-twenty-four-letters").decode()}
    assert site.get(ARTICLE, HTML | signed_in).status_code == 200


def test_a_database_that_is_away_is_a_page_that_tells_nothing_of_it() -> None:
    articles = FakeArticles(event())
    articles.away = True
    answer = Site(articles).get("/", HTML)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "secret" not in answer.text


def test_operations_shows_what_it_can_learn() -> None:
    site = Site()
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    line = StageLine(
        stage="tagging", stream="dateline.entities.v1", begun=True, records=9, waiting=4, lag_s=75.0
    )
    letter = Letter(
        reason="invalid",
        detail="title: <b>no</b>",
        origin="dateline.articles.v1, partition 0, offset 3",
        at=at,
    )
    site.pulse.told = Report(
        at=at, stages=(line,), letters=(LetterBox(service="tagging", count=1, newest=(letter,)),)
    )
    text = site.get("/operations", HTML).text
    assert "75 s" in text
    assert "title: &lt;b&gt;no&lt;/b&gt;" in text
    site.pulse.away = True
    text = site.get("/operations", HTML).text
    assert "The broker did not answer in time" in text
    assert "secret" not in text


def test_webhooks_are_counted_and_not_told_of() -> None:
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    well = Webhook(
        id=uuid.UUID(int=1),
        owner="me",
        url="https://a.example/hook",
        filter=None,
        whole=True,
        enabled=True,
        reason=None,
        failures=0,
        waiting=2,
        created_at=now,
        delivered_at=now - timedelta(seconds=30),
        old_secret_until=None,
        replaying=None,
    )
    failing = msgspec.structs.replace(well, failures=3, waiting=9, delivered_at=None)
    resting = msgspec.structs.replace(failing, enabled=False)
    told = Hooks(all=3, resting=1, failing=1, waiting=20, age_s=30.0)
    assert hooks([well, failing, resting], now) == told
    assert hooks([], now) == Hooks(all=0, resting=0, failing=0, waiting=0, age_s=None)


def test_a_story_is_told_in_order_with_what_became_of_it() -> None:
    site = Site()
    told = examples.story()
    told["story"]["title"] = "<i>Harbour</i>"
    site.groups.pages[uuid.UUID(examples.STORY)] = msgspec.json.decode(
        msgspec.json.encode(told), type=StoryPage
    )
    text = site.get(f"/stories/{examples.STORY}", HTML).text
    assert "&lt;i&gt;Harbour&lt;/i&gt;" in text
    assert "came to" in text
    site.groups.lines = Lines(tuple(msgspec.json.encode(one) for one in examples.stories()["items"]), None)
    listed = site.get("/stories?days=30", HTML).text
    assert f'href="/stories/{examples.STORY}"' in listed
    assert "2 articles from 2 sources" in listed


def test_a_trend_shows_its_curve_against_what_is_usual() -> None:
    site = Site()
    site.groups.rising[uuid.UUID(examples.TREND)] = msgspec.json.encode(examples.trend())
    text = site.get("/trends?kind=entity", HTML).text
    assert 'points="0,30.0 6,27.5 12,25.0 18,27.5 24,25.0 30,27.5 36,0.0"' in text
    assert "12 articles, 7 sources, usual 1.3" in text
    assert site.groups.asked[-1] == ("entity", False, 1, 40)


def test_an_article_names_its_story_and_its_copies() -> None:
    site = Site(FakeArticles(event()))
    site.groups.belongs = msgspec.json.decode(msgspec.json.encode(examples.belongs()), type=Belongs)
    assert f'href="/stories/{examples.STORY}"' in site.get(ARTICLE, HTML).text


def test_a_place_is_on_the_map_where_it_is() -> None:
    site = Site()
    when = datetime(2026, 11, 1, tzinfo=UTC)
    site.facets.known["Q437"] = About(
        key="Q437",
        id="Q437",
        name="Ljubljana",
        type="place",
        articles=3,
        mentions=4,
        first=when,
        last=when,
        timeline=(),
        beside=(),
    )
    text = site.get("/places", HTML).text
    assert '<circle cx="389.0" cy="73.9" r="11.0">' in text


def test_more_names_than_are_listed_are_a_link_away() -> None:
    names = [f"Name{chr(65 + n // 26)}{chr(97 + n % 26)}" for n in range(LISTED + 5)]
    text = " ".join(names)
    found = [person(text, name, f"e{number}") for number, name in enumerate(names)]
    base = tagged("many", text=text).data
    assert isinstance(base, TaggedArticle)
    many = msgspec.structs.replace(
        base, mentions=tuple(one for one, _ in found), entities=tuple(one for _, one in found)
    )
    assert view(many).unlisted == 5
    assert view(many, every=True).unlisted == 0
    assert any(one.lit for one in view(many, light=f"e{LISTED + 3}").names[0].tags)


def test_annotations_say_of_which_words_in_both_ways() -> None:
    data = event().data
    assert isinstance(data, TaggedArticle)
    told = annotations.collection(data, "http://gateway.test/articles/1")
    (first, *_) = told["first"]["items"]  # type: ignore[index]  # it is a page
    position, quote = first["target"][0]["selector"]
    assert TEXT[position["start"] : position["end"]] == quote["exact"] == "Ilse Brandt"
    assert told["total"] == 4


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.04, "0.0 s"), (9.94, "9.9 s"), (75, "75 s"), (600, "10 min"), (9000, "2 h"), (400000, "5 d")],
)
def test_an_age_is_told_in_its_own_unit(seconds: float, said: str) -> None:
    assert age(seconds) == said


def test_a_facet_narrows_what_is_asked_for() -> None:
    assert narrowed("", "lang:en") == "lang:en"
    assert narrowed("a OR b", "lang:en") == "(a OR b) AND lang:en"


def test_every_kind_has_a_colour_and_a_line() -> None:
    sheet = (FOLDER / "dateline.css").read_text()
    rules = {kind: re.search(rf"^\.{kind} \{{ (.*) \}}$", sheet, re.M) for kind in list(LABELS)[:-2]}
    lines = [re.sub(r"--(mark|tint): \S+ ", "", rule[1]) for rule in rules.values() if rule]
    assert len(lines) == len(rules) == len(set(lines))


def test_blocks_of_every_kind_are_shown() -> None:
    text = "Title\n\nBody"
    data = tagged("blocks", text=text).data
    assert isinstance(data, TaggedArticle)
    blocks = (Block(kind="title", start=0, end=5), Block(kind="body", start=7, end=11))
    shown = view(msgspec.structs.replace(data, article=msgspec.structs.replace(data.article, blocks=blocks)))
    assert [part.kind for part in shown.text] == ["title", None, "body"]
    assert shown.titled

"""The sample articles are whole, and what is expected of them can be found in them."""

import html
import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlsplit

import pytest

SAMPLES = Path(__file__).parents[3] / "samples"
BLOCK_TAG = re.compile(r"</?(?:p|h2|h3|ul|ol|li|blockquote|figure|figcaption|div|br)\b[^>]*>")
ANY_TAG = re.compile(r"<[^>]+>")
RUN_TOGETHER = re.compile(r" date (\d{4}-\d\d-\d\d) (\S.*)")
QUOTED = re.compile(r"„([^“”„\n]*)“|“([^“”\n]*)(?:”|$)|\"([^\"\n]*)(?:\"|$)", re.MULTILINE)
AS_READ = str.maketrans({"\u00a0": " ", "\u00ad": None, "\u200b": None})
TOP_TOPICS = {f"medtop:{number:02}000000" for number in range(1, 18)}


class Quote(TypedDict):
    text: str
    speaker: str


class Expected(TypedDict):
    kind: str
    people: list[str]
    organisations: list[str]
    places: list[str]
    groups: list[str]
    events: list[str]
    products: list[str]
    laws: list[str]
    dates: list[str]
    money: dict[str, str]
    topics: list[str]
    teasers: list[str]
    credits: list[str]
    not_in_body: list[str]
    quotes: list[Quote]
    not_quotes: list[str]


class Sample(TypedDict):
    """One article: `text` without markup, and its identity where the file gives one."""

    title: str
    text: str
    guid: str
    url: str
    wave: int


def plain(fragment: str) -> str:
    return html.unescape(ANY_TAG.sub("", BLOCK_TAG.sub("\n", fragment))).strip()


def from_feed(path: Path) -> Sample:
    item = json.loads(path.read_text("utf-8"))
    text = plain(item["content_html"])
    return Sample(title=item["title"], text=text, guid=item["guid"], url=item["url"], wave=item["wave"])


def from_object(line: str) -> Sample:
    item = json.loads(line)
    return Sample(title=item["title"], text=item["text"], guid=item["guid"], url=item["url"], wave=1)


def from_text(path: Path) -> Sample:
    first, _, rest = path.read_text("utf-8").partition("\n")
    run = RUN_TOGETHER.fullmatch(first)
    title = run[2] if run else first
    return Sample(title=title, text=rest.strip(), guid=path.name, url=path.name, wave=1)


def load_samples() -> dict[str, Sample]:
    found = {f"feed/{path.name}": from_feed(path) for path in sorted((SAMPLES / "feed").glob("*.json"))}
    folder = SAMPLES / "folder"
    found |= {f"folder/{path.name}": from_text(path) for path in sorted(folder.glob("*.txt"))}
    found |= {f"folder/{path.name}": from_object(path.read_text("utf-8")) for path in folder.glob("*.json")}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            found[f"folder/{path.name}#{number}"] = from_object(line)
    return found


ARTICLES = load_samples()
EXPECTED: dict[str, Expected] = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
FEED = {key: article for key, article in ARTICLES.items() if key.startswith("feed/")}
FIRST_WAVE = {article["guid"]: article for article in FEED.values() if article["wave"] == 1}
SECOND_WAVE = {key: article for key, article in FEED.items() if article["wave"] == 2}

each_article = pytest.mark.parametrize("key", sorted(ARTICLES))


def text_of(key: str) -> str:
    """The text as it is read: no soft hyphens or zero-width spaces, no-break spaces as spaces."""
    return ARTICLES[key]["text"].translate(AS_READ)


def body_of(key: str) -> str:
    """The text without its teasers and credits."""
    text = text_of(key)
    for part in EXPECTED[key]["teasers"] + EXPECTED[key]["credits"]:
        text = text.replace(part, "\n")
    return text


def test_every_article_has_its_expectations_and_no_other_has() -> None:
    assert sorted(EXPECTED) == sorted(ARTICLES)


def test_there_are_enough_of_each_form() -> None:
    forms = Counter(re.sub(r"/.*(\.\w+)(#\d+)?$", r"/\1", key) for key in ARTICLES)
    assert forms["feed/.json"] >= 30
    assert forms["folder/.txt"] >= 10
    assert forms["folder/.json"] >= 4
    assert forms["folder/.jsonl"] == 3
    assert len({article["guid"] for article in ARTICLES.values()}) >= 44


def test_there_are_enough_teasers_credits_corrections_and_quotes() -> None:
    glued = [
        key
        for key, expected in EXPECTED.items()
        if any(re.search(r"[.”\"]" + re.escape(teaser), text_of(key)) for teaser in expected["teasers"])
    ]
    assert len(glued) >= 8
    assert sum(bool(expected["credits"]) for expected in EXPECTED.values()) >= 8
    assert sum(expected["kind"] == "correction" for expected in EXPECTED.values()) >= 3
    assert sum(bool(expected["quotes"]) for expected in EXPECTED.values()) >= 25


def test_there_are_many_kinds_and_lengths() -> None:
    kinds = {expected["kind"] for expected in EXPECTED.values()}
    assert {"wire", "interview", "market", "liveblog", "correction", "obituary", "sport", "brief"} <= kinds
    lengths = [len(article["text"].split()) for article in ARTICLES.values()]
    assert sum(words <= 100 for words in lengths) >= 4
    assert sum(words >= 900 for words in lengths) >= 2


def test_every_top_level_topic_is_given_to_two_different_articles() -> None:
    given = {
        (topic, ARTICLES[key]["guid"]) for key, expected in EXPECTED.items() for topic in expected["topics"]
    }
    count = Counter(topic for topic, _ in given)
    assert set(count) == TOP_TOPICS
    assert min(count.values()) >= 2


def test_guids_and_urls_are_unique_but_for_later_versions() -> None:
    first = [article for article in ARTICLES.values() if article["wave"] == 1]
    assert len({article["guid"] for article in first}) == len(first)
    assert len({article["url"] for article in first}) == len(first)


@pytest.mark.parametrize("key", sorted(SECOND_WAVE))
def test_an_article_of_the_second_wave_is_a_version_of_one_of_the_first(key: str) -> None:
    assert FIRST_WAVE[SECOND_WAVE[key]["guid"]]["url"] == SECOND_WAVE[key]["url"]


def test_the_second_wave_holds_updates_a_correction_and_one_exact_repeat() -> None:
    def repeats(article: Sample) -> bool:
        before = FIRST_WAVE[article["guid"]]
        return (article["title"], article["text"]) == (before["title"], before["text"])

    changed = [key for key, article in SECOND_WAVE.items() if not repeats(article)]
    assert len(changed) >= 4
    assert len(SECOND_WAVE) - len(changed) == 1
    assert any(ARTICLES[key]["text"].startswith("Correction: an earlier version") for key in changed)


def test_some_articles_differ_in_bytes_code_points_and_utf16_units() -> None:
    texts = [article["text"] for article in ARTICLES.values()]
    sizes = [(len(text.encode()), len(text), len(text.encode("utf-16-le")) // 2) for text in texts]
    assert sum(len(set(size)) == 3 for size in sizes) >= 2
    assert any(text != text.translate(AS_READ) for text in texts)


@each_article
def test_the_documents_are_well_formed(key: str) -> None:
    article = ARTICLES[key]
    assert article["title"].strip() == article["title"] != ""
    if not key.endswith(".txt"):
        assert (urlsplit(article["url"]).hostname or "").endswith(".example")
    if key.startswith("folder/") and key.endswith(".json"):
        assert datetime.fromisoformat(json.loads((SAMPLES / key).read_text("utf-8"))["published"]).tzinfo


@each_article
def test_names_stand_in_the_body(key: str) -> None:
    body, expected = body_of(key), EXPECTED[key]
    names = expected["people"] + expected["organisations"] + expected["places"]
    assert [name for name in names if name not in body] == []
    assert len(set(names)) == len(names)


@each_article
def test_groups_events_products_laws_dates_and_amounts_stand_in_the_body(key: str) -> None:
    body, expected = body_of(key), EXPECTED[key]
    kinds = (
        expected["groups"],
        expected["events"],
        expected["products"],
        expected["laws"],
        expected["dates"],
    )
    assert [name for names in kinds for name in names if body.count(name) < names.count(name)] == []
    assert [words for words in expected["money"] if words not in body] == []
    assert all(re.fullmatch(r"[A-Z]{3} \d+(\.\d+)?", value) for value in expected["money"].values())


@each_article
def test_names_of_teasers_and_credits_stand_nowhere_else(key: str) -> None:
    expected = EXPECTED[key]
    rest = f"{ARTICLES[key]['title']}\n{body_of(key)}"
    apart = " ".join(expected["teasers"] + expected["credits"])
    assert all(part in text_of(key) for part in expected["teasers"] + expected["credits"])
    assert [name for name in expected["not_in_body"] if name in rest or name not in apart] == []
    assert bool(apart) == bool(expected["not_in_body"])


@each_article
def test_every_pair_of_quote_marks_is_accounted_for(key: str) -> None:
    found = [next(filter(None, match.groups())) for match in QUOTED.finditer(body_of(key))]
    expected = EXPECTED[key]
    assert Counter(found) == Counter([quote["text"] for quote in expected["quotes"]] + expected["not_quotes"])


@each_article
def test_every_speaker_is_named_in_the_text(key: str) -> None:
    speakers = [quote["speaker"] for quote in EXPECTED[key]["quotes"]]
    assert [speaker for speaker in speakers if speaker not in body_of(key)] == []


@each_article
def test_topics_are_one_to_three_of_the_top_level(key: str) -> None:
    topics = EXPECTED[key]["topics"]
    assert 1 <= len(topics) <= 3
    assert set(topics) <= TOP_TOPICS

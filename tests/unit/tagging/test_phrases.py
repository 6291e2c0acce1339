"""A deeper topic is told by the whole of its label, never by a part that is its parent's."""

from pathlib import Path

import pytest

from schemas.mediatopics import TABLE, Vocabulary
from services.tagging.evidence import prose
from services.tagging.features import occurrences
from services.tagging.lexicon import Lexicon, normal
from services.tagging.phrases import phrase_of, qualified
from tests.unit.tagging.articles import composed, extracted

MODELS = Path(__file__).parents[3] / "models"
VOCABULARY = Vocabulary.load(MODELS / TABLE)
LEXICON = Lexicon.load(MODELS / "topics", VOCABULARY)


def spoken(text: str) -> dict[str, set[str]]:
    """Label -> the words of `text` that speak for it."""
    article = composed(("title", text))
    found = occurrences(prose(article))
    hits = LEXICON.spoken(found, extracted(article), ()).hits
    return {
        VOCABULARY[topic].label: {article.text[start:end] for start, end in spans}
        for topic, spans in hits.items()
    }


@pytest.mark.parametrize(
    ("text", "label", "words"),
    [
        ("Voters go to a by-election", "by-election", "by-election"),
        ("Two BYELECTIONS in a week", "by-election", "BYELECTIONS"),
        ("Two by‑elections in a week", "by-election", "by‑elections"),
        ("A 3x3 basketball cup", "3x3 basketball", "3x3 basketball"),
        ("Football 5-a-side in the park", "football 5-a-side", "Football 5-a-side"),
        ("Village wins tug of war", "tug-of-war", "tug of war"),
        ("The Qur’an was read", "Qur'an", "Qur’an"),
        ("The pretrial hearing", "pre-trial", "pretrial"),
        ("She teaches economics", "economics", "economics"),
        ("His appeal went to a higher court", "appeal (court)", "appeal"),
        ("Local elections in May", "local elections", "Local elections"),
        ("A local election in May", "local elections", "local election"),
    ],
)
def test_a_whole_label_speaks_for_its_topic(text: str, label: str, words: str) -> None:
    assert spoken(text)[label] == {words}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The presidential election", "by-election"),
        ("Stopped by election officials", "by-election"),
        ("A basketball cup", "3x3 basketball"),
        ("A football cup", "football 5-a-side"),
        ("The government fell", "executive (government)"),
        ("An executive left the bank", "executive (government)"),
        ("An appeal for calm", "appeal (court)"),
        ("A comedy", "stand-up comedy"),
        ("Prescription drugs", "non-prescription drug"),
        ("A new industry", "news industry"),
        ("The economic outlook", "economics"),
        ("An athletic crowd", "athletics"),
        ("A shot was heard", "shot put"),
        ("The national team", "National day"),
        ("A new bridge", "New year"),
    ],
)
def test_a_part_of_a_label_does_not(text: str, label: str) -> None:
    assert label in {topic.label for topic in VOCABULARY}
    assert label not in spoken(text)


def test_a_term_of_the_second_level_is_whole_too() -> None:
    label = VOCABULARY["medtop:20000139"].label
    assert spoken("A mine accident")[label] >= {"mine accident"}
    assert "mine accident" not in spoken("A car accident").get(label, ())
    assert spoken("Banned for life")[VOCABULARY["medtop:20001103"].label] == {"Banned for"}


def test_no_label_that_is_looked_for_is_found_in_its_parents_label_alone() -> None:
    for topic in VOCABULARY:
        if topic.retired is None and VOCABULARY.level(topic.id) > 2:
            parent = VOCABULARY[topic.parent or ""].label
            if qualified(topic.label)[0].lower() not in parent.lower():
                assert topic.label not in spoken(parent), (topic.label, parent)


@pytest.mark.parametrize("phrase", ["by-election", "3x3 basketball", "tug-of-war", "search and rescue"])
def test_no_term_stands_for_a_part_of_a_phrase(phrase: str) -> None:
    assert normal(phrase) is None


@pytest.mark.parametrize("phrase", ["by", "of the", "3x3", "—"])
def test_a_phrase_without_a_word_of_its_own_is_not_looked_for(phrase: str) -> None:
    assert phrase_of(phrase) is None


def test_a_quiet_term_tells_topics_of_the_second_level_apart_and_is_not_loud() -> None:
    article = composed(("title", "Strike goes on, and so does the picket line"))
    said = LEXICON.spoken(occurrences(prose(article)), extracted(article), ())
    relations = "medtop:20000524"
    assert [article.text[start:end] for start, end in said.hits[relations]] == [
        "Strike",
        "picket",
        "picket line",
    ]
    assert {article.text[start:end] for start, end in said.loud[relations]} == {"picket", "picket line"}


def test_labels_that_are_common_words_are_not_looked_for() -> None:
    common = (MODELS / "topics" / "common.txt").read_text(encoding="utf-8").splitlines()
    labels = {qualified(topic.label)[0].lower() for topic in VOCABULARY if VOCABULARY.level(topic.id) > 2}
    assert common == sorted(set(common) & labels)
    assert "series" not in spoken("A series of unfortunate events")

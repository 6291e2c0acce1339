"""Which words of a marked phrase are a name, in a set that marks only what has a Wikipedia title."""

import pytest

from services.evaluation import coreference
from services.evaluation.labelled import Label, NamedArticle
from services.evaluation.names import judged


def mention(text: str, phrase: str, kind: str, wiki: str) -> Label:
    at = text.index(phrase)
    return Label(start=at, end=at + len(phrase), type=kind, grp="1", wiki=wiki)


def names(text: str, *spans: Label) -> list[str]:
    return [text[name.start : name.end] for name in coreference.names(NamedArticle(text=text, spans=spans))]


@pytest.mark.parametrize(
    ("phrase", "kind", "wiki", "name"),
    [
        ("NASA Administrator Charles Bolden", "person", "Charles_Bolden", "Charles Bolden"),
        ("former Pennsylvania Senator Rick Santorum", "person", "Rick_Santorum", "Rick Santorum"),
        ("Kim Min-Woo", "person", "Kim_Min%2Dwoo_%28footballer%29", "Kim Min-Woo"),
        ("the University of NSW 's", "organization", "University_of_New_South_Wales", "University of NSW"),
        ("the World Health Organisation", "organization", "World_Health_Organization", "World Health Organisation"),
        ("Slate Magazine", "organization", "Slate_%28magazine%29", "Slate"),
        ("Evanston, Illinois", "place", "Evanston,_Illinois", "Evanston"),
        ("the KPA", "organization", "Korean_People%27s_Army", "KPA"),
    ],
)  # fmt: skip
def test_a_name_is_what_the_phrase_shares_with_the_title(
    phrase: str, kind: str, wiki: str, name: str
) -> None:
    assert names(phrase, mention(phrase, phrase, kind, wiki)) == [name]


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("the minister", "person"),
        ("Prime Minister", "person"),
        ("He", "person"),
        ("the site", "organization"),
    ],
)
def test_pronouns_roles_and_common_nouns_are_no_names(phrase: str, kind: str) -> None:
    assert names(phrase, mention(phrase, phrase, kind, "Somebody_Else")) == []


def test_a_name_within_a_longer_one_is_left_out() -> None:
    text = "the Bay of Bengal"
    spans = (mention(text, text, "place", "Bay_of_Bengal"), mention(text, "Bengal", "place", "Bengal"))
    assert names(text, *spans) == ["Bay of Bengal"]


def test_of_names_that_such_a_set_does_not_mark_nothing_is_said() -> None:
    text = "Ana Ruiz left NASA for Oslo."
    row = NamedArticle(text=text, spans=(mention(text, "NASA", "organization", "NASA"),))
    ours = {(0, 8, "person"): 0.9, (14, 18, "place"): 0.9}
    assert judged(row, ours) == {(14, 18, "place"): 0.9}


def test_in_any_other_set_every_name_is_judged() -> None:
    row = NamedArticle(text="Ana left.", spans=(Label(start=0, end=3, label="PER"),))
    assert judged(row, {(4, 8, "place"): 0.9}) == {(4, 8, "place"): 0.9}

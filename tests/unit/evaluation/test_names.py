"""What counts as a gold name, and what as the same name."""

import pytest

from services.evaluation.labelled import Label, NamedArticle
from services.evaluation.names import gold, trimmed

WIKI = "NASA Administrator Charles Bolden met the minister. I left the Bay of Bengal area; Bengal stayed."


def words(text: str, *spans: Label) -> set[tuple[str, str]]:
    return {(text[start:end], kind) for start, end, kind in gold(NamedArticle(text=text, spans=spans))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("the Hague", "Hague"), ("Kyiv's", "Kyiv"), ("A Bank 's", "Bank"), ("Mets'", "Mets"), ("Oslo", "Oslo")],
)
def test_a_leading_article_and_a_trailing_possessive_do_not_count(text: str, expected: str) -> None:
    assert text[slice(*trimmed(text, 0, len(text)))] == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("PER", "person"),
        ("Organization", "organisation"),
        ("Facility", "place"),
        ("NORP", None),
        ("MISC", None),
    ],
)
def test_the_sets_labels_become_three_types(label: str, expected: str | None) -> None:
    found = words("Ana", Label(start=0, end=3, label=label))
    assert found == ({("Ana", expected)} if expected else set())


def test_of_a_coreference_set_the_names_count_without_their_titles() -> None:
    def mention(phrase: str, kind: str, wiki: str) -> Label:
        at = WIKI.index(phrase)
        return Label(start=at, end=at + len(phrase), type=kind, grp="1", wiki=wiki)

    assert words(
        WIKI,
        mention("NASA Administrator Charles Bolden", "person", "Charles_Bolden"),
        mention("NASA", "organization", "NASA"),
        mention("the minister", "person", "Charles_Bolden"),
        mention("I", "person", "Charles_Bolden"),
        mention("the Bay of Bengal area", "place", "Bay_of_Bengal"),
        mention("Bay of Bengal", "place", "Bay_of_Bengal"),
        mention("Bengal", "place", "Bengal"),
    ) == {("Charles Bolden", "person"), ("NASA", "organisation"), ("Bay of Bengal", "place")}

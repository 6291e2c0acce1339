import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extraction.labelling import Named, likeliest, names

KINDS = ("PER", "ORG", "LOC", "MISC")
LABELS = ("O", *(f"{place}-{kind}" for kind in KINDS for place in "BI"))


def row(**chances: float) -> list[float]:
    """A word's chances: those given (`B_PER=0.6`), the rest shared out evenly."""
    named = {label.replace("_", "-"): chance for label, chance in chances.items()}
    rest = (1 - sum(named.values())) / (len(LABELS) - len(named))
    return [named.get(label, rest) for label in LABELS]


rows = st.lists(
    st.lists(st.floats(0.001, 1), min_size=9, max_size=9).map(lambda r: [c / sum(r) for c in r]), max_size=12
)


@pytest.mark.parametrize(
    ("chances", "kind"),
    [
        ([row(B_ORG=0.9), row(B_LOC=0.5, I_ORG=0.45), row(I_ORG=0.9), row(I_ORG=0.6, I_LOC=0.3)], 1),
        ([row(B_PER=0.55, B_ORG=0.4), row(I_ORG=0.95), row(I_ORG=0.95)], 1),
        ([row(B_LOC=0.95)], 2),
    ],
)
def test_words_that_each_say_something_else_make_one_name(chances: list[list[float]], kind: int) -> None:
    (name,) = names(chances)
    assert (name.first, name.after, name.kind) == (0, len(chances), kind)


def test_a_word_that_begins_a_name_ends_the_one_before_it() -> None:
    found = list(names([row(B_PER=0.98), row(B_PER=0.98), row(I_PER=0.98)]))
    assert [(name.first, name.after) for name in found] == [(0, 1), (1, 3)]


@pytest.mark.parametrize("chances", [[], [row(O=0.999)], [row(O=0.3, B_PER=0.6)], [row(O=0.02)]])
def test_what_is_hardly_a_name_or_of_no_type_is_left_out(chances: list[list[float]]) -> None:
    assert list(names(chances)) == []


@given(rows)
def test_an_inside_label_always_goes_on_from_its_own_type(chances: list[list[float]]) -> None:
    labels = likeliest(chances) if chances else []
    assert len(labels) == len(chances)
    for before, label in zip([0, *labels], labels, strict=False):
        assert label == 0 or label % 2 or before in (label - 1, label)


@given(rows)
def test_no_other_run_of_labels_is_likelier(chances: list[list[float]]) -> None:
    def likelihood(labels: list[int]) -> float:
        product = 1.0
        for row_, label in zip(chances, labels, strict=True):
            product *= row_[label]
        return product

    greedy: list[int] = []
    for row_ in chances:
        allowed = [
            label for label in range(9) if label % 2 or not label or greedy[-1:] in ([label - 1], [label])
        ]
        greedy.append(max(allowed, key=row_.__getitem__))
    if chances:
        assert likelihood(likeliest(chances)) >= likelihood(greedy) * (1 - 1e-9)


@given(rows)
def test_names_are_in_order_and_their_scores_are_chances(chances: list[list[float]]) -> None:
    after = 0
    for name in names(chances):
        assert isinstance(name, Named)
        assert after <= name.first < name.after <= len(chances)
        assert 0 <= name.score <= 1
        after = name.after

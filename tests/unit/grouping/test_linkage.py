"""The two most dissimilar parts of a set."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.grouping.linkage import halves


def blocks(sizes: list[int], within: float = 0.8, between: float = 0.1) -> np.ndarray:
    labels = np.repeat(np.arange(len(sizes)), sizes)
    return np.where(labels[:, None] == labels[None], within, between) + np.eye(len(labels)) * (1 - within)


def test_two_is_the_least() -> None:
    assert halves(blocks([1, 1])) == ([0], [1])


@given(st.integers(1, 8), st.integers(1, 8))
def test_two_blocks_are_told_apart_the_larger_first(one: int, other: int) -> None:
    first, second = halves(blocks([one, other]))
    parts = [list(range(one)), list(range(one, one + other))]
    assert [first, second] == sorted(parts, key=lambda part: -len(part))


def test_the_odd_one_out_is_a_half_of_its_own() -> None:
    likeness = blocks([5])
    likeness[2, :], likeness[:, 2] = 0.05, 0.05
    assert halves(likeness) == ([0, 1, 3, 4], [2])

"""The two halves of a set: average-link clustering (Sokal and Michener, 1958) stopped one step before the end."""

import numpy as np
import numpy.typing as npt

Square = npt.NDArray[np.float64]


def halves(similarity: Square) -> tuple[list[int], list[int]]:
    """The two most dissimilar parts of the things 0..n-1, n >= 2, whose likeness is `similarity`, [n, n] and symmetric.

    The larger part is first, of equal ones that with thing 0. n^3 operations, in C.
    """
    parts = [[number] for number in range(len(similarity))]
    between, sizes = similarity.copy(), np.ones(len(similarity))
    for _ in range(len(parts) - 2):
        mean = between / np.outer(sizes, sizes)
        np.fill_diagonal(mean, -np.inf)
        one, other = sorted(divmod(int(mean.argmax()), len(parts)))
        between[one] += between[other]
        between[:, one] += between[:, other]
        sizes[one] += sizes[other]
        between, sizes = np.delete(np.delete(between, other, 0), other, 1), np.delete(sizes, other)
        parts[one] += parts.pop(other)
    first, second = parts
    return (sorted(first), sorted(second)) if len(first) >= len(second) else (sorted(second), sorted(first))

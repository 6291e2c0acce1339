"""Stories by what scikit-learn offers, on the same sets: `python -m tests.benchmarks.story_peers DATA`.

Each peer sees the whole set at once and is given the threshold that is best on it: an upper bound for it. Ours reads
one article after the other, with a threshold that is fixed.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.cluster import DBSCAN, AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

from services.evaluation.grouping import StoryLabel, bcubed
from services.evaluation.labelled import read
from services.text.embedding import Embedder

ROOT = Path(__file__).parents[2]
THRESHOLDS = np.arange(0.3, 0.95, 0.04)
Matrix = np.ndarray


def f1(ours: list[str], gold: list[str]) -> float:
    """B-cubed F1 (Bagga and Baldwin, 1998)."""
    precision, recall = bcubed(ours, gold), bcubed(gold, ours)
    return 2 * precision * recall / (precision + recall)


def agglomerative(distance: Matrix, threshold: float) -> Matrix:
    """Average link, cut at a distance."""
    model = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=threshold
    )
    return model.fit_predict(distance)


def connected(distance: Matrix, threshold: float) -> Matrix:
    """DBSCAN with single articles as cores: what is connected by pairs below a distance."""
    return DBSCAN(eps=threshold, min_samples=1, metric="precomputed").fit_predict(distance)


def peers(texts: list[str], gold: list[str]) -> Iterator[str]:
    """A line for each peer: its best F1 and the distance at which it has that."""
    words = TfidfVectorizer(sublinear_tf=True, stop_words="english", min_df=2).fit_transform(texts)
    embedder = Embedder(ROOT / "models" / "embedder")
    meaning = np.array([embedder.embed(text) for text in texts])
    distances = {
        "TF-IDF of the set": 1 - (words @ words.T).toarray(),
        "MiniLM, 128 pieces": 1 - meaning @ meaning.T,
    }
    for name, distance in distances.items():
        for cluster in (agglomerative, connected):
            found = np.clip(distance, 0, None)
            best = max((f1(list(map(str, cluster(found, t))), gold), t) for t in THRESHOLDS)
            yield f"{name}, {cluster.__name__}: B-cubed F1 {best[0]:.3f} at distance {best[1]:.2f}"


def main() -> None:
    """The command."""
    rows = [row for found in read(Path(sys.argv[1]), StoryLabel).values() for row in found]
    for line in peers([row.text for row in rows], [row.story for row in rows]):
        print(line, flush=True)


if __name__ == "__main__":
    main()

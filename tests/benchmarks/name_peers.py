"""Names by spaCy, on the same sets, by the same scorer: `python -m tests.benchmarks.name_peers MODEL DATA…`.

MODEL is a package or a folder that `spacy.load` takes. spaCy is no dependency of this project: where it is not
installed nothing is measured. Ours runs in the same process, on the same texts, for the speeds to be comparable.
"""

import sys
import time
from collections.abc import Callable, Iterator, Set
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from services.evaluation.articles import article
from services.evaluation.labelled import NamedArticle, read
from services.evaluation.names import LABELS, TYPES, Name, gold, judged, names_only, trimmed
from services.extraction.extract import Extractor

ROOT = Path(__file__).parents[2]
PLACES = {"gpe": "place", "fac": "place"}
Namer = Callable[[str], Set[Name]]


def spacy_namer(model: str) -> Namer:
    """The names of a text by that pipeline, parts that give none switched off."""
    pipeline = import_module("spacy").load(
        model, exclude=["parser", "tagger", "lemmatizer", "attribute_ruler", "senter"]
    )

    def named(text: str) -> Set[Name]:
        kinds = {**LABELS, **PLACES}
        return {
            (*trimmed(text, found.start_char, found.end_char), kinds[found.label_.lower()])
            for found in pipeline(text).ents
            if found.label_.lower() in kinds
        }

    return named


def our_namer() -> Namer:
    """The names of a text by extraction, linking and quotes done too."""
    extractor = Extractor.load(ROOT / "models")

    def named(text: str) -> Set[Name]:
        (found,) = extractor.extract([article(text)])
        return {
            (*trimmed(text, one.evidence[0].start, one.evidence[0].end), one.type)
            for one in found.mentions
            if one.type in TYPES
        }

    return named


def scored(namer: Namer, rows: list[NamedArticle]) -> str:
    """Exact F1, precision, recall, and words per CPU-second of this process."""
    found = right = wanted = words = 0
    seconds = 0.0
    for row in rows:
        start = time.process_time()
        ours = namer(row.text)
        seconds += time.process_time() - start
        words += len(row.text.split())
        counted, expected = judged(row, dict.fromkeys(ours, 1.0)), gold(row)
        found, right, wanted = (
            found + len(counted),
            right + len(counted.keys() & expected),
            wanted + len(expected),
        )
    precision, recall = right / (found or 1), right / wanted
    f1 = 2 * precision * recall / (precision + recall or 1)
    return f"F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}, {words / seconds:,.0f} words a CPU-second"


def lines(model: str, sets: list[Path]) -> Iterator[str]:
    """A line for each set and namer."""
    namers = {model: spacy_namer(model), "this project": our_namer()}
    for data in sets:
        rows = [row for found in read(data, NamedArticle, names_only).values() for row in found]
        for name, namer in namers.items():
            namer(rows[0].text)  # what is loaded at the first call is not the set's
            yield f"{data.name}, {len(rows)} articles, {name}: {scored(namer, rows)}"


def main() -> None:
    """The command."""
    if find_spec("spacy") is None:
        print("skipped: spaCy is not installed")
        return
    for line in lines(sys.argv[1], [Path(name) for name in sys.argv[2:]]):
        print(line, flush=True)


if __name__ == "__main__":
    main()

"""Names against gold: exact span and type, micro F1 over persons, organisations and places.

A leading article and a trailing possessive are dropped on both sides, because the guidelines of the sets differ.
"Raw" is the model's output alone; "rules" is what `extract` emits.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from services.extraction.extract import Extractor
from tests.unit.extraction.articles import whole

SETS = (("conllpp2020", None), ("worldwide-newswire", 200))
TYPES = {
    "PER": "person",
    "ORG": "organisation",
    "LOC": "place",
    "Person": "person",
    "Organization": "organisation",
    "Location": "place",
    "Facility": "place",
}
Name = tuple[int, int, str]

_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s?['’‘]s$", re.IGNORECASE)


def ner_scores(extractor: Extractor, folder: Path) -> None:
    """Prints precision, recall and F1 on each set that is in the folder."""
    for name, most in SETS:
        data = folder / name / "half.jsonl.gz"
        if not data.exists():
            print(f"ner: {name} is not here")
            continue
        raw, full = Counter[str](), Counter[str]()
        with gzip.open(data, "rt", encoding="utf-8") as lines:
            for line in list(lines)[:most]:
                document = json.loads(line)
                text = document["text"]
                gold = names(text, ((s["start"], s["end"], s["label"]) for s in document["spans"]))
                count(raw, gold, _model(extractor, text))
                count(full, gold, _whole(extractor, text))
        print(f"ner: {name}, {most or 'all'} texts\n  raw    {report(raw)}\n  rules  {report(full)}")
        for kind in ("person", "organisation", "place"):
            print(f"    {kind:13}{report(full, kind)}")


def names(text: str, spans: Iterable[tuple[int, int, str]]) -> set[Name]:
    """The spans of the three types, normalised."""
    return {
        (*_trimmed(text, start, end), TYPES.get(label, label))
        for start, end, label in spans
        if _counts(label)
    }


def count(scores: Counter[str], gold: set[Name], ours: set[Name]) -> None:
    """Adds what is right, wrong and missing, in all and by type."""
    for what, found in (("right", gold & ours), ("wrong", ours - gold), ("missing", gold - ours)):
        scores.update([what] * len(found) + [f"{what} {kind}" for _, _, kind in found])


def report(scores: Counter[str], kind: str = "") -> str:
    """Precision, recall and F1 in per cent."""
    right, wrong, missing = (scores[f"{what} {kind}".strip()] for what in ("right", "wrong", "missing"))
    precision, recall = right / max(1, right + wrong), right / max(1, right + missing)
    f1 = 2 * right / max(1, 2 * right + wrong + missing)
    return f"precision {100 * precision:.1f}  recall {100 * recall:.1f}  F1 {100 * f1:.1f}"


def _model(extractor: Extractor, text: str) -> set[Name]:
    found = extractor.ner.spans(text, extractor.ner.words(text, [(0, len(text))]))
    return names(text, ((span.start, span.end, span.type) for span in found))


def _whole(extractor: Extractor, text: str) -> set[Name]:
    (result,) = extractor.extract([whole(text)])
    return names(text, ((m.evidence[0].start, m.evidence[0].end, m.type) for m in result.mentions))


def _counts(label: str) -> bool:
    return label in TYPES or label in TYPES.values()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    if article := _ARTICLE.match(text, start, end):
        start = article.end()
    if possessive := _POSSESSIVE.search(text[start:end]):
        end = start + possessive.start()
    return start, end

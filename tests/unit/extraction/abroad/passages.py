"""The labelled passages, and how many of their quotes, speakers and statements extraction finds.

`python -m tests.unit.extraction.abroad.passages` prints the figures of both files; with `--worst`, what is missed and
wrong.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from schemas.entities import ExtractedArticle, Quote
from services.extraction.extract import Extractor
from tests.unit.extraction.articles import article

FOLDER = Path(__file__).parent
MODELS = FOLDER.parents[3] / "models"
HALVES = ("before", "after")
SHARE = 0.8
"""Of the code points of two stretches together, those that they must share to be one."""


class Label(NamedTuple):
    """What a passage holds; "-" where there is none."""

    kind: str
    parts: tuple[str, ...]
    speaker: str
    cue: str
    entity: str


class Passage(NamedTuple):
    """A passage: its language, its kind, its paragraphs and what is labelled in them."""

    language: str
    kind: str
    lines: tuple[str, ...]
    labels: tuple[Label, ...]


class Figures(NamedTuple):
    """Numbers of quotes in marks (labelled, found, with the right words, kind, speaker and cue; ours, right ones), of
    statements (labelled, found, with the right speaker; ours, right ones), and of both with the right entity."""

    there: int = 0
    found: int = 0
    words: int = 0
    kinds: int = 0
    speakers: int = 0
    cues: int = 0
    entities: int = 0
    ours: int = 0
    right: int = 0
    stated: int = 0
    found_stated: int = 0
    stated_speakers: int = 0
    our_stated: int = 0
    right_stated: int = 0

    def plus(self, other: "Figures") -> "Figures":
        return Figures(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def passages(half: str) -> Iterator[Passage]:
    """The passages of `before.txt` or `after.txt`."""
    text = (FOLDER / f"{half}.txt").read_text("utf-8").replace("~", "\u00a0")
    for part in text.split("\n## ")[1:]:
        head, *lines = part.strip().split("\n")
        language, _, kind = head.partition(" ")
        words = tuple(line for line in lines if line and not line.startswith("> "))
        labels = tuple(_label(line[2:]) for line in lines if line.startswith("> "))
        yield Passage(language, kind, words, labels)


def _label(line: str) -> Label:
    kind, words, speaker, cue, entity = line.split(" | ")
    return Label(kind, tuple(words.split(" / ")), speaker, cue, entity)


def read(extractor: Extractor, passage: Passage) -> ExtractedArticle:
    return extractor.extract([article(*passage.lines, language=passage.language)])[0]


def figures(passage: Passage, result: ExtractedArticle) -> Figures:
    """What of the passage is found, and what of what is found is there."""
    names = {entity.key: entity.name for entity in result.entities}
    pairs = [
        (label, next((quote for quote in result.quotes if _same(label, quote)), None))
        for label in passage.labels
    ]
    matched = [(label, quote) for label, quote in pairs if quote]
    marked = [(label, quote) for label, quote in matched if label.kind != "indirect"]
    stated = [(label, quote) for label, quote in matched if label.kind == "indirect"]
    ours = [quote for quote in result.quotes if quote.kind != "indirect"]
    our_stated = [quote for quote in result.quotes if quote.kind == "indirect"]
    return Figures(
        there=sum(label.kind != "indirect" for label in passage.labels),
        found=len(marked),
        words=sum(_words(quote) == _bare(label.parts) for label, quote in marked),
        kinds=sum(label.kind == quote.kind for label, quote in marked),
        speakers=sum(_speaker(label, quote) for label, quote in marked),
        cues=sum(_shares(label.cue, quote.cue.exact if quote.cue else "-") for label, quote in marked),
        entities=sum(names.get(quote.entity or "", "-").endswith(label.entity) for label, quote in matched),
        ours=len(ours),
        right=sum(any(_same(label, quote) for label in passage.labels) for quote in ours),
        stated=sum(label.kind == "indirect" for label in passage.labels),
        found_stated=len(stated),
        stated_speakers=sum(_speaker(label, quote) for label, quote in stated),
        our_stated=len(our_stated),
        right_stated=sum(any(_same(label, quote) for label in passage.labels) for quote in our_stated),
    )


def _same(label: Label, quote: Quote) -> bool:
    """True where label and quote are both in marks, or both not, and share most of their words."""
    if (label.kind == "indirect") != (quote.kind == "indirect"):
        return False
    ours, theirs = " ".join(_words(quote)), " ".join(_bare(label.parts))
    shared = len(ours) if ours in theirs else len(theirs) if theirs in ours else 0
    return shared >= SHARE * max(len(ours), len(theirs))


def _words(quote: Quote) -> tuple[str, ...]:
    return _bare(tuple(part.exact for part in quote.evidence))


def _bare(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.rstrip(",. \u00a0") for part in parts)


def _speaker(label: Label, quote: Quote) -> bool:
    """True where the one's words are in the other's: "Merz" in "Kanzler Merz"."""
    return _shares(label.speaker, quote.speaker.exact if quote.speaker else "-")


def _shares(label: str, ours: str) -> bool:
    return label == ours if "-" in (label, ours) else label in ours or ours in label


def _wrong(passage: Passage, result: ExtractedArticle) -> Iterator[str]:
    names = {entity.key: entity.name for entity in result.entities}
    for label in passage.labels:
        quote = next((one for one in result.quotes if _same(label, one)), None)
        if quote is None:
            yield f"  missed  {' | '.join([label.kind, ' / '.join(label.parts), *label[2:]])}"
        elif (
            not _speaker(label, quote)
            or label.kind != quote.kind
            or not names.get(quote.entity or "", "-").endswith(label.entity)
            or _words(quote) != _bare(label.parts)
            or not _shares(label.cue, quote.cue.exact if quote.cue else "-")
        ):
            yield f"  differs {' | '.join([label.kind, ' / '.join(label.parts), *label[2:]])}"
            yield f"          {_told(quote, names)}"
    for quote in result.quotes:
        if not any(_same(label, quote) for label in passage.labels):
            yield f"  extra   {_told(quote, names)}"


def _told(quote: Quote, names: dict[str, str]) -> str:
    said = [quote.speaker.exact if quote.speaker else "-", quote.cue.exact if quote.cue else "-"]
    words = " / ".join(part.exact for part in quote.evidence)
    return " | ".join([quote.kind, words, *said, names.get(quote.entity or "", "-"), quote.extractor.method])


def main(arguments: list[str]) -> None:
    extractor = Extractor.load(MODELS)
    for half in HALVES:
        sums: dict[str, Figures] = defaultdict(Figures)
        for passage in passages(half):
            result = read(extractor, passage)
            sums[passage.language] = sums[passage.language].plus(figures(passage, result))
            if "--worst" in arguments and (wrong := list(_wrong(passage, result))):
                print(f"{half} {passage.language} {passage.kind}: {passage.lines[0][:60]}", *wrong, sep="\n")
        for language, one in [
            *sorted(sums.items()),
            ("all", Figures(*map(sum, zip(*sums.values(), strict=True)))),
        ]:
            print(half, language, " ".join(f"{name}={value}" for name, value in one._asdict().items()))


if __name__ == "__main__":
    main(sys.argv[1:])

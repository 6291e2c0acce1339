"""What is said and by whom: words in quote marks with a cue near, whole sentences in quote marks, and statements.

What stands in quote marks without a cue - a title, a nickname, words held at arm's length - is no quote. A quote in
the words of a statement is linked with it by speaker and cue, which are the same.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from services.extraction.attribution import Attribution, attribution, last_mark, titled
from services.extraction.cues import sentence_end, sentence_start
from services.extraction.spans import Range
from services.extraction.statements import statements
from services.extraction.turns import Turn, turns

FEWEST = 4
"""Words in quote marks: fewer are a quote only where the cue stands beside them or names what they stand for."""

AFTER_COLON = 3
"""Words of a sentence in quote marks after a colon."""

MANY = 6
"""Words in quote marks from which they are a quote in any sentence."""


class Found(NamedTuple):
    """A quote: its parts (code points, without the marks), speaker and cue, how it was found, how sure (0..1)."""

    kind: Literal["direct", "indirect", "mixed"]
    parts: tuple[Range, ...]
    speaker: Range | None
    cue: Range | None
    method: str
    score: float


SCORES = {
    "after": 0.98,
    "before": 0.91,
    "within": 0.9,
    "signed": 0.9,
    "continued": 0.9,
    "sentence": 0.93,
    "long": 0.92,
}
"""How sure a quote is by how it was found: of the rule's quotes in the project's own labelled articles (samples/) the
share that is one, drawn towards 0.9 as if ten more had been seen."""

INDIRECT = {
    "says": 0.92,
    "after": 0.89,
    "finds": 0.87,
    "urges": 0.87,
    "tells": 0.82,
    "calls": 0.82,
    "according": 0.81,
    "judges": 0.79,
    "does": 0.78,
    "holds": 0.77,
    "vows": 0.75,
}
"""How sure a statement is by its rule: the share that is right in words, bounds and speaker among those of the
samples and 80 of Wikinews, judged one by one, drawn towards 0.75 as if ten more had been seen."""


def reported(text: str, stretches: Sequence[Range]) -> list[Found]:
    """The quotes and the indirect statements in the stretches of `text`, in reading order."""
    lines, spoken = turns(text, stretches)
    marked = sorted(part for turn in spoken for part in turn.parts)
    said = [
        Found("indirect", one.parts, one.speaker, one.cue, f"indirect-{one.method}", INDIRECT[one.method])
        for one in statements(text, lines, marked)
    ]
    return sorted([*_marked(text, lines, spoken), *said], key=lambda one: (one.parts, one.kind))


def find(text: str, stretches: Sequence[Range]) -> list[Found]:
    """The direct and mixed quotes in the stretches of `text`, in reading order."""
    return _marked(text, *turns(text, stretches))


def _marked(text: str, lines: Sequence[Range], spoken: Sequence[Turn]) -> list[Found]:
    found: list[Found] = []
    last: Turn | None = None
    for turn in spoken:
        said = attribution(text, turn, lines[turn.paragraph - 1] if turn.paragraph else None)
        before = found[-1] if last else None
        if before and _goes_on(text, before, turn, said):
            found[-1] = before._replace(parts=before.parts + turn.parts)
        elif (
            quote := _attributed(text, turn, said) or _standing(text, turn, before, last) or _long(text, turn)
        ):
            found.append(quote)
        else:
            continue
        last = turn
    return found


def _goes_on(text: str, before: Found, turn: Turn, said: Attribution | None) -> bool:
    """True for `“B.”` in `“A,” X said. “B.”`: no more than X's attribution stands between."""
    start, end = turn.lead
    if before.method != "after" or not before.cue or not start <= before.cue[0] < end:
        return False
    if said and said.method == "after":
        return False
    stop = sentence_end(text, start, end)
    return not text[stop + 1 : end].strip() and (
        stop < end or text[start:end].rstrip().endswith((",", ":", "—", "–"))
    )


def _attributed(text: str, turn: Turn, said: Attribution | None) -> Found | None:
    if said is None:
        return None
    starts = _starts(text, turn)
    if _words(text, turn) < _fewest(said, starts=starts) or (not said.near and titled(text, turn)):
        return None
    kind: Literal["direct", "mixed"] = "direct" if said.near and not said.naming and starts else "mixed"
    method = said.method if said.near else "within"
    return Found(kind, turn.parts, said.speaker, said.cue, method, SCORES[method])


def _fewest(said: Attribution, *, starts: bool) -> int:
    """Words that a quote must have: fewer are held at arm's length only, or named in passing."""
    if not said.near:
        return 2 if said.naming else FEWEST
    return 2 if said.method == "before" and not starts and not said.naming else 1


def _standing(text: str, turn: Turn, before: Found | None, last: Turn | None) -> Found | None:
    """A whole sentence in quote marks without a cue: the last speaker's in the next paragraph, else nobody's."""
    leading = text[sentence_start(text, *turn.lead) : turn.lead[1]].strip()
    fewest = AFTER_COLON if leading.endswith(":") else FEWEST
    if _words(text, turn) < fewest or not _starts(text, turn) or not _ended(text, turn):
        return None
    if leading and not leading.endswith(":"):
        return None
    if turn.alone and before and last and turn.paragraph == last.ends + 1:
        return Found("direct", turn.parts, before.speaker, before.cue, "continued", SCORES["continued"])
    return Found("direct", turn.parts, None, None, "sentence", SCORES["sentence"])


def _long(text: str, turn: Turn) -> Found | None:
    """Many words in quote marks that are no title are somebody's, even if the sentence doesn't say whose."""
    words = [word for start, end in turn.parts for word in text[start:end].split()]
    if len(words) < MANY or 2 * sum(word[0].islower() for word in words) < len(words):
        return None
    return Found("mixed", turn.parts, None, None, "long", SCORES["long"])


def _starts(text: str, turn: Turn) -> bool:
    """True where the words begin as a sentence does."""
    return not text[turn.parts[0][0]].islower()


def _ended(text: str, turn: Turn) -> bool:
    return last_mark(text, turn) in frozenset(".!?…,—")


def _words(text: str, turn: Turn) -> int:
    return sum(len(text[start:end].split()) for start, end in turn.parts)

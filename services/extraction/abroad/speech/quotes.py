"""What is said and by whom in French, German, Spanish and Ukrainian: words in quote marks with a cue, and statements.

What stands in quote marks without a cue is no quote, but for whole sentences. The scores are set by hand: no labels but
the project's own few passages say how often such a quote is right.
"""

import re
from collections.abc import Sequence
from typing import Literal

from services.extraction.abroad.speech import statements
from services.extraction.abroad.speech.attribution import Attribution, attribution
from services.extraction.abroad.speech.incises import Incised, incised, spoken
from services.extraction.abroad.speech.marks import quoted
from services.extraction.abroad.speech.sentences import sentence_end, sentence_start
from services.extraction.abroad.speech.tongue import Tongue
from services.extraction.abroad.speech.words import words
from services.extraction.quotes import Found
from services.extraction.spans import Range
from services.extraction.turns import Turn, turns

FEWEST = 4
"""Words in marks at a distance from the cue: fewer are held at arm's length only."""

NAMED = 4
"""Words in marks amid a sentence that begin with a capital: fewer are the name of a firm, a paper, a song."""

SENTENCE = 6
"""Words of a whole sentence in marks without a cue."""

_GOES_ON = re.compile(r"\s?,\s*[—–-]?\s*[^\W\d_A-ZА-ЯІЇЄҐ]")
"""Behind a whole sentence in marks: the sentence that brings it in, by a verb that is in no table."""

SCORES = {
    "after": 0.8,
    "before": 0.8,
    "amid": 0.75,
    "dash": 0.7,
    "within": 0.65,
    "continued": 0.6,
    "sentence": 0.6,
}
"""Set by hand, below those of the same rules in English."""

INDIRECT = {"that": 0.65, "according": 0.6, "after": 0.6, "reported": 0.55}
"""Set by hand, below those of the same rules in English."""


def reported(text: str, stretches: Sequence[Range], tongue: Tongue) -> list[Found]:
    """The quotes and the indirect statements in the stretches of `text`, in reading order."""
    lines, marked = turns(text, stretches, quoted(tongue.language))
    dashed = {i: found for i, line in enumerate(lines) if (found := spoken(text, *line, tongue)) is not None}
    marked = [turn for turn in marked if turn.paragraph not in dashed and turn.ends not in dashed]
    quotes = [_amid(one, tongue, "dash") for one in dashed.values()]
    quotes += _quotes(text, lines, marked, tongue)
    taken = sorted(part for turn in marked for part in turn.parts)
    prose = [line for i, line in enumerate(lines) if i not in dashed]
    said = [
        Found(
            "indirect",
            (one.content,),
            one.speaker,
            one.cue,
            _named(tongue, f"indirect-{one.method}"),
            INDIRECT[one.method],
        )
        for one in statements.statements(text, prose, taken, tongue)
    ]
    return sorted([*quotes, *said], key=lambda one: (one.parts, one.kind))


def _named(tongue: Tongue, method: str) -> str:
    return f"{tongue.language}-{method}"


def _amid(one: Incised, tongue: Tongue, method: str) -> Found:
    return Found("direct", one.parts, one.speaker, one.cue, _named(tongue, method), SCORES[method])


def _quotes(text: str, lines: Sequence[Range], marked: Sequence[Turn], tongue: Tongue) -> list[Found]:
    found: list[Found] = []
    last: Turn | None = None
    for turn in marked:
        said = attribution(text, turn, lines[turn.paragraph - 1] if turn.paragraph else None, tongue)
        before = found[-1] if last is not None else None
        if before and last and _goes_on(text, before, last, turn, said, tongue):
            found[-1] = before._replace(parts=before.parts + turn.parts)
        elif quote := _attributed(text, turn, said, tongue) or _standing(text, turn, before, last, tongue):
            found.append(quote)
        else:
            continue
        last = turn
    return found


def _goes_on(
    text: str, before: Found, last: Turn, turn: Turn, said: Attribution | None, tongue: Tongue
) -> bool:
    """True for `« B. »` in `« A », a dit X. « B. »`: no more than X's attribution stands between."""
    start, end = turn.lead
    if not before.method.endswith("-after") or not before.cue or not start <= before.cue[0] < end:
        return False
    if (said and (said.method == "after" or said.cue != before.cue)) or last.tail != (start, end):
        return False
    stop = sentence_end(text, start, end, tongue)
    return not text[stop + 1 : end].strip(" \u00a0\u202f–—-") and (
        stop < end or text[start:end].rstrip().endswith((",", ":", "—", "–"))
    )


def _attributed(text: str, turn: Turn, said: Attribution | None, tongue: Tongue) -> Found | None:
    if len(turn.parts) == 1 and (amid := incised(text, *turn.parts[0], tongue)):
        return _amid(amid, tongue, "amid")
    if said is None or titled(text, turn, tongue):
        return None
    count, starts = _words(text, turn), _starts(text, turn)
    if count < _fewest(said, turn, text, tongue, starts=starts):
        return None
    colon = said.method == "after" or _introduced(text, turn)
    direct = said.near and colon and said.kind != "calls" and starts and not _leads(text, turn, said, tongue)
    kind: Literal["direct", "mixed"] = "direct" if direct else "mixed"
    method = said.method if said.near else "within"
    return Found(kind, turn.parts, said.speaker, said.cue, _named(tongue, method), SCORES[method])


def _fewest(said: Attribution, turn: Turn, text: str, tongue: Tongue, *, starts: bool) -> int:
    """Words that a quote must have: fewer are held at arm's length only, or named in passing."""
    if not said.near:
        return FEWEST
    if said.method == "after":
        return 1 if not _leads(text, turn, said, tongue) else NAMED if starts else 2
    leading = text[turn.lead[0] : turn.lead[1]].rstrip()
    if said.kind == "calls" or (starts and (not leading or leading.endswith(":"))):
        return 1
    return NAMED if starts else 2


def _leads(text: str, turn: Turn, said: Attribution, tongue: Tongue) -> bool:
    """True where words of the same sentence stand before the marks, and the cue behind them."""
    leading = text[sentence_start(text, *turn.lead, tongue) : turn.lead[1]].strip(" \u00a0\u202f–—-")
    return said.method == "after" and bool(leading) and not leading.endswith(":")


def _introduced(text: str, turn: Turn) -> bool:
    """True where a colon or a comma, or a paragraph that ends with one, stands before the marks."""
    leading = text[turn.lead[0] : turn.lead[1]].rstrip()
    return not leading or leading.endswith((":", ","))


def titled(text: str, turn: Turn, tongue: Tongue) -> bool:
    """True for the title or name of a thing ("le film « … »"), and for what is only called so."""
    before = words(text, max(turn.lead[0], turn.lead[1] - 40), turn.lead[1])
    if text[turn.lead[0] : turn.lead[1]].rstrip().endswith(":"):
        return False
    held = any(tongue.has("held", word.low) for word in before[-2:])
    return held or any(tongue.has("title", word.low) for word in before[-2:] if word.end)


def _standing(text: str, turn: Turn, before: Found | None, last: Turn | None, tongue: Tongue) -> Found | None:
    """A whole sentence in marks without a cue: the last speaker's in the next paragraph, else nobody's."""
    leading = text[sentence_start(text, *turn.lead, tongue) : turn.lead[1]].strip(" \u00a0\u202f")
    goes_on = not leading and _GOES_ON.match(text, *turn.tail) is not None
    if not _whole(text, turn, leading, tongue) or not (goes_on or _ended(text, turn)):
        return None
    count = _words(text, turn)
    if (
        turn.alone
        and before
        and last
        and turn.paragraph == last.ends + 1
        and count >= FEWEST
        and before.speaker
    ):
        method = _named(tongue, "continued")
        return Found("direct", turn.parts, before.speaker, before.cue, method, SCORES["continued"])
    if count < SENTENCE or not (leading or turn.alone or goes_on):
        return None
    return Found("direct", turn.parts, None, None, _named(tongue, "sentence"), SCORES["sentence"])


def _whole(text: str, turn: Turn, leading: str, tongue: Tongue) -> bool:
    """True for what begins a sentence, or stands behind a colon, and is no title."""
    if not _starts(text, turn) or (leading and not leading.endswith(":")):
        return False
    if leading and any(tongue.has("title", word.low) for word in words(text, *turn.lead)[-2:]):
        return False
    return tongue.language == "de" or not _capitals(text, turn)


def _capitals(text: str, turn: Turn) -> bool:
    """True for a title in capitals: most of the longer words have one."""
    longer = [word.capital for part in turn.parts for word in words(text, *part)[1:] if len(word.low) > 3]
    return 2 * sum(longer) > len(longer)


def _starts(text: str, turn: Turn) -> bool:
    """True where the words begin as a sentence does."""
    first = next((sign for sign in text[turn.parts[0][0] : turn.parts[0][1]] if sign.isalnum()), "")
    return bool(first) and not first.islower()


def _ended(text: str, turn: Turn) -> bool:
    """True where the words, or what closes them, end as a sentence does."""
    end = turn.parts[-1][1]
    inside = text[end - 1 : end]
    behind = text[turn.tail[0] : turn.tail[0] + 1]
    return inside in frozenset(".!?…") or behind in frozenset(".!?…")


def _words(text: str, turn: Turn) -> int:
    return sum(len(words(text, start, end)) for start, end in turn.parts)

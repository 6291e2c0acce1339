"""Indirect statements: what somebody is reported to say without quote marks around the whole of it.

"X said that …", "X told reporters …", "according to X, …", "…, X said", "X denied …". The content is a stretch of one
sentence; no parser is asked, so what a comma, a cue and a subject do not show is left out.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from services.extraction import speakers
from services.extraction.clauses import Clause, Token, clause, tokens
from services.extraction.contents import RELATIVE, WHEN, begun, questions
from services.extraction.cues import ACCORDING
from services.extraction.frames import Frame
from services.extraction.reporting import Cue, reporting
from services.extraction.sentences import sentences, within
from services.extraction.spans import Range
from services.extraction.stances import stances
from services.extraction.subjects import before
from services.extraction.tellings import Told, tellings


class Statement(NamedTuple):
    """What is reported (its parts, code points), who says it, the cue, and the rule that found it."""

    parts: tuple[Range, ...]
    speaker: Range
    cue: Range
    method: str


_MARKS = ("“", '"', "„", "«", "'", "‘")

LONGEST = 1200
"""Code points of a sentence: what is longer is no prose, and its statements would repeat it many times over."""

MOST = 8
"""Cues in one sentence: a bound for what is no prose."""

FEWEST = 2
"""Words of a content: fewer say nothing by themselves ("it", "so much")."""

LEAST = 10
"""Code points of a content that ends before "but" and the like."""

_COMMAS = (",", ",”", ',"', ",''", ",’", ",'")
_TRAIL = re.compile(
    rf"\s*(?:$|[,:;—–(]|{WHEN}\b|(?:in|at|on|to|during|after|of|as|when|while|before|about)\s)"
)
_GOES_ON = re.compile(
    rf"(?:\s+{WHEN})?,\s+(?!\w+ing\b|(?:who|which|where|when|while|after|before|as|in|on|at|but|and|citing|according|a|an)\b)"
)
_DIRECT = re.compile(r"(?:[^,:]*[,:])?\s*(?:[“\"„«‘]|'+)[A-Z]?")
_SUBORDINATE = re.compile(
    r"(?:when|while|as|if|because|although|though|after|before|since|until|once|asked|regarding|given)\b",
    re.IGNORECASE,
)
_JOINS = re.compile(r"\b(?:and|but|or|that|because|as|if|while|although)\s$")
_COLON = re.compile(r":\s?[“\"„«]")
_HEARER = re.compile(
    r"(?:told|tells)\s(?:the\s|an?\s)?(?:reporters|journalists|broadcasters?|newspapers?|lawmakers"
    r"|[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,3}"
    r"(?:\s(?:news agency|newspaper|magazine|programme|program|channel|radio|television|website))?)(?!\sto\b)\b"
)
"""Who is told what stands before: "…, X told Reuters"."""

_SET_OFF = re.compile(r",(?!\d)")
_LATER = re.compile(rf"(?:\s+{WHEN})?,")
_AS = re.compile(r"\bas\s$", re.IGNORECASE)  # "As Ana Rus said, talks will go on"


def statements(text: str, lines: Sequence[Range], quoted: Sequence[Range]) -> list[Statement]:
    """The statements in the paragraphs `lines` of `text`, in reading order; `quoted` is what stands in quote marks."""
    return sorted(
        found
        for paragraph in lines
        for start, end in sentences(text, *paragraph, quoted)
        if end - start <= LONGEST
        for found in _sentence(text, start, end, quoted)
        if not RELATIVE.match(text, *found.parts[0]) or questions(text, *found.parts[0])
    )


def _sentence(text: str, start: int, end: int, quoted: Sequence[Range]) -> Iterator[Statement]:
    for according in ACCORDING.finditer(text, start, end):
        if not within(according.start(), quoted) and (
            found := _according(text, start, according.span(), end)
        ):
            yield found
    words = tokens(text, start, end)
    told = tellings(
        text, words, [cue for cue in reporting(text, words) if not within(cue.start, quoted)][:MOST]
    )
    told = [one for one in told if not within(one.speaker[0], quoted)]
    for cue, speaker, first in islice(stances(text, words), MOST):
        stop = next(
            (
                one.cue.start
                for one in told
                if one.cue.participle and one.cue.start > first and one.speaker == speaker
            ),
            end,
        )
        if not within(cue[0], quoted) and (part := _neat(text, first, stop)):
            yield Statement((part,), speaker, cue, "holds")
    for i, one in enumerate(told):
        stop = _stop(text, words, one, told[i + 1 :], end)
        later = told[i + 1].cue.start if i + 1 < len(told) else end
        yield from (
            found for found in _reported(text, start, one, stop) if not _passes(found, one.cue, later)
        )


def _passes(found: Statement, cue: Cue, later: int) -> bool:
    """True for a content behind the next cue: in "who backed the plan, said that …" it is that one's."""
    return cue.end <= later <= found.parts[0][0]


def _according(text: str, start: int, according: Range, end: int) -> Statement | None:
    speaker = speakers.after_cue(text, according[1], end)
    if speaker is None:
        return None
    cue = according[0], according[0] + len(text[slice(*according)].rstrip())
    if text[start : according[0]].strip() and not _JOINS.search(text, start, according[0]):
        parts = _around(text, start, according[0], speaker[1], end)
    else:
        comma = _comma(text, speaker[1], end)
        bare = clause(text, speaker[1], comma if comma > 0 else end) is Clause.SURE
        part = (
            _neat(text, speaker[1] if bare else _apposed(text, comma + 1, end), end)
            if bare or comma > 0
            else None
        )
        parts = (part,) if part and clause(text, *part) else ()
    return Statement(parts, speaker, cue, "according") if parts else None


def _comma(text: str, start: int, end: int) -> int:
    """The first comma that is not within a number; -1 where none is."""
    found = _SET_OFF.search(text, start, end)
    return found.start() if found else -1


def _apposed(text: str, start: int, end: int) -> int:
    """Where the clause begins, behind what stands in apposition to the speaker: "Italy's business newspaper, …"."""
    comma = _comma(text, start, end)
    following = _comma(text, comma + 1, end)
    if comma < 0 or clause(text, start, comma) or RELATIVE.match(text, comma + 1, end):
        return start
    return comma + 1 if clause(text, comma + 1, following if following > 0 else end) is Clause.SURE else start


def _reported(text: str, start: int, told: Told, end: int) -> Iterator[Statement]:
    cue, speaker = told.cue, told.speaker
    first, last = (cue.start, speaker[1]) if told.inverted else (speaker[0], _heard(text, cue, end))
    ahead = text[start:first].rstrip()
    if told.inverted or (ahead.endswith(_COMMAS) and _trails(text, told, end)):
        if parts := _around(text, start, first, last, end, inverted=told.inverted):
            yield Statement(parts, speaker, cue[1:3], "after")
            return
        if told.inverted or not ahead.endswith(","):
            return
    if _AS.search(text, start, first) and (comma := _LATER.match(text, cue.end, end)):
        if cue.takes.trails and (part := _neat(text, comma.end(), end)) and clause(text, *part):
            yield Statement((part,), speaker, cue[1:3], "after")
        return
    found = begun(text, cue.takes, cue.end, end)
    if found and (part := _neat(text, found[1], _end(text, *found, end))):
        yield Statement((part,), speaker, cue[1:3], found[0])


def _end(text: str, frame: Frame, start: int, end: int) -> int:
    """Where the content ends within its sentence: before a sentence in quote marks, and what is no clause before the
    next verb ("denied the fraud and left")."""
    if quote := _COLON.search(text, start, end):
        end = quote.start()
    if frame in {"says", "finds", "tells"}:
        return end
    words = tokens(text, start, end)
    for word, verb, after in zip(words, words[1:], words[2:], strict=False):
        if word.kind == "C" and (verb.kind in "AF" or (verb.kind in "EZ" and after.kind in "DPOGNT")):
            return word.start
    return end


def _around(
    text: str, start: int, speaker: int, after: int, end: int, *, inverted: bool = False
) -> tuple[Range, ...]:
    """The clause before `X said`, and what goes on after it: "If it rains, X said, we stay"."""
    if text.startswith(_MARKS, start):
        return ()
    first = _neat(text, max(start, text.rfind("; ", start, speaker)), speaker, 1)
    if first is None:
        return ()
    goes_on = _GOES_ON.match(text, after, end)
    second = _neat(text, goes_on.end(), end) if goes_on else None
    if second and not (inverted and clause(text, *first)):
        return first, second
    if _DIRECT.match(text, after, min(end, after + 60)) or (
        _SUBORDINATE.match(text, *first) and "," not in text[slice(*first)]
    ):
        return ()
    return (first,) if clause(text, *first) else ()


def _stop(text: str, words: Sequence[Token], told: Told, later: Sequence[Told], end: int) -> int:
    """Where the content ends: before ", adding …", "and warned …", "but X denied …" or ", Y said", or at `end`."""
    start = told.cue.end
    for one in later:
        at = before(words, one.cue.at)
        joined = words[at].kind == "C" or (one.cue.participle and words[at].kind in ",S")
        if joined and one.speaker == told.speaker:
            return max(start, words[at].start)
        ahead = bisect_left(words, one.speaker[0], key=attrgetter("start")) - 1
        if ahead < 0 or one.inverted or words[ahead].start < start + LEAST:
            continue
        contrast = words[ahead].word in {"but", "while", "although", "though"}
        if contrast or (words[ahead].kind == "," and _trails(text, one, end)):
            return words[ahead].start
    return end


def _trails(text: str, told: Told, end: int) -> bool:
    """True for `…, X said` and `…, X told Reuters`."""
    heard = _heard(text, told.cue, end)
    return (
        (told.cue.takes.trails or heard > told.cue.end)
        and not told.cue.participle
        and _TRAIL.match(text, heard, end) is not None
    )


def _heard(text: str, cue: Cue, end: int) -> int:
    """Where the hearer ends behind "told": who is told does not speak."""
    heard = _HEARER.match(text, cue.start, end)
    return heard.end() if heard else cue.end


def _neat(text: str, start: int, end: int, fewest: int = FEWEST) -> Range | None:
    """The stretch without the marks and blanks around it; None where too few words are left."""
    while start < end and text[start] in " ,;:—–\n\t\u00a0":
        start += 1
    if text[start:end].startswith(_MARKS):
        return None
    while start < end and (text[end - 1] in " ,;:—–\n\t\u00a0" or _unopened(text, start, end)):
        end -= 1
    words = [word for word in tokens(text, start, end) if word.word[0].isalnum()]
    few = len(text[start:end].split()) < fewest or not words or (len(words) < 4 and words[-1].kind == "A")
    return None if few else (start, end)


def _unopened(text: str, start: int, end: int) -> bool:
    """True where the last character closes a bracket that the stretch doesn't open."""
    return text[end - 1] == ")" and "(" not in text[start:end]

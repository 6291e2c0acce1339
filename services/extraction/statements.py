"""Indirect statements: what somebody is reported to say without quote marks around the whole of it.

"X said that …", "X told reporters …", "according to X, …", "…, X said", "X denied …". The content is a stretch of one
sentence; no parser is asked, so what a comma, a cue and a subject do not show is left out.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from services.extraction import speakers
from services.extraction.cues import ACCORDING
from services.extraction.reporting import Cue, reporting
from services.extraction.sentences import sentences, within
from services.extraction.spans import Range


class Statement(NamedTuple):
    """What is reported (its parts, code points), who says it, the cue, and the rule that found it."""

    parts: tuple[Range, ...]
    speaker: Range
    cue: Range
    method: str


_MARKS = ("“", '"', "„", "«", "''")

LONGEST = 1200
"""Code points of a sentence: what is longer is no prose, and its statements would repeat it many times over."""

MOST = 8
"""Cues in one sentence: a bound for what is no prose."""

FEWEST = 2
"""Words of a content: fewer say nothing by themselves ("it", "that")."""

_DAY = (
    r"(?:(?:on|late|early|later|earlier|in|this|last)\s)*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?:\s(?:morning|afternoon|evening|night))?"
)
_PERIOD = r"(?:(?:this|last)|(?:earlier|late|later) this) (?:week|month|year)"
_WHEN = rf"(?:{_DAY}|yesterday|today|tonight|{_PERIOD}|again|earlier|later|previously|recently|repeatedly|publicly)"
_CLAUSE = (
    r"(?:(?:that|whether|how|why|what|if|to)\b"
    r"|(?:he|she|they|it|we|I|there)\s(?:is|was|are|were|had|has|have|would|will|could|can|should|may|might|must|did|does|\w+ed|\w+s)\b)"
)
_ASIDE = re.compile(
    rf"(?:\s+{_WHEN}\b)?(?:,?\s+(?:in|during|at|to|on|of|after|through|via|by)\s[^;:]{{2,100}}?(?=,?\sthat\b))?[\s,:]*"
)
_OUT = re.compile(r"\s+out\b")  # "pointed out that"
_THAT = re.compile(r"that\b,?\s+")
_PLACE = re.compile(
    r"(?:to\s(?:the|an?|him|her|them|us|me|you|[A-Z]\w*)|in|at|on|by|of|from|for|with|against|outside|inside|after|before|during|through|over|about|down|up)\b"
)
"""A clause that is reported without "that" doesn't begin with one of these: "he said outside the court"."""

_TO_LEARN = re.compile(r"(?:learn|know|knew|find|found|feel|felt|underst|discover)\w*$")
"""After these "to" begins no report: "learnt to dry plums"."""

_COLON = re.compile(r"[^.;:]{0,24}:\s?[“\"„«]")
_FINDING = re.compile(rf"\s+(?:{_WHEN}\s+)?{_CLAUSE}")
_HEARER = re.compile(
    r"\s+(?:(?:him|her|them|us|me|you|it|everyone|people|reporters|supporters|voters|lawmakers|journalists|viewers)\b"
    r"|(?:(?:the|a|an|his|her|its|their)\s)?(?:[\w.’'&-]+,?\s+){1,6}?(?=(?:that|to|how|why|whether|what|he|she|they|it|there)\b)"
    r"|(?:the\s|a\s)?(?:[A-Z][\w.’'&-]*\s+)+(?=[a-z]))"
)
_TRAIL = re.compile(
    rf"\s*(?:$|[,:;—–(]|{_WHEN}\b\s*(?:$|[,;—–]|in|at|on|during)|(?:in|at|on|to|during|after|of|as|when|while|before|about)\s)"
)
_WHO = re.compile(
    r"(?:the\s|an?\s)?(?:[a-z0-9/]+\s){0,4}[A-Z][^\s,(]*(?:\s(?:[A-Z][^\s,(]*|of|the|and|for|de|la|von|van|der|&))*"
    r"(?:\s*(?:$|[,(])|\s(?:who|of|in|at|on|from|with|for)\s)"
)


_IS = re.compile(r"(?:\b(?:is|are|was|were|been|am)|['’](?:s|re|m))(?:\s\w+){0,2}\s$", re.IGNORECASE)
_ACTS = re.compile(r"[A-Z]\w+ [a-z]+ed ")  # "Kallas reaffirmed the policy" is no speaker
_COMMAS = (",", ",”", ',"')
_GOES_ON = re.compile(
    rf"(?:\s+{_WHEN})?,\s+(?!\w+ing\b|(?:who|which|where|when|while|after|before|as|in|on|at|but|and|citing|according|a|an)\b)"
)
_ADVERBIAL = re.compile(
    r"(?:in|at|on|as|when|while|after|before|during|asked|speaking|for|from|with|to|by|of|since|though|although|if|because|once)\b",
    re.IGNORECASE,
)


def statements(text: str, lines: Sequence[Range], quoted: Sequence[Range]) -> list[Statement]:
    """The statements in the paragraphs `lines` of `text`, in reading order; `quoted` is what stands in quote marks."""
    return sorted(
        found
        for paragraph in lines
        for start, end in sentences(text, *paragraph, quoted)
        if end - start <= LONGEST
        for found in _sentence(text, start, end, quoted)
    )


def _sentence(text: str, start: int, end: int, quoted: Sequence[Range]) -> Iterator[Statement]:
    for according in ACCORDING.finditer(text, start, end):
        if not within(according.start(), quoted) and (
            found := _according(text, start, according.span(), end)
        ):
            yield found
    cues = [cue for cue in reporting(text, start, end) if not within(cue.start, quoted)][:MOST]
    first, speaker = start, None
    for i, cue in enumerate(cues):
        if cue.sort == "says" and (found := _inverted(text, first, cue, end)):
            yield found
            first, speaker = found.speaker[1], found.speaker
            continue
        if cue.participle and _IS.search(text, first, cue.start) is None:
            subject = speaker if text[first : cue.start].rstrip().endswith(",") else None
        else:
            subject = speakers.before_cue(text, first, cue.start)
        if subject is None or within(subject[0], quoted) or _ACTS.search(text, *subject):
            continue
        speaker, first = subject, cue.end
        yield from _reported(text, start, subject, cue, _stop(text, cue.end, cues[i + 1 :], end))


def _according(text: str, start: int, according: Range, end: int) -> Statement | None:
    speaker = speakers.after_cue(text, according[1], end)
    if speaker is None:
        return None
    cue = according[0], according[0] + len(text[slice(*according)].rstrip())
    if text[start : according[0]].strip():
        part = _neat(text, start, according[0])
    else:
        comma = text.find(",", speaker[1], end)
        part = _neat(text, comma + 1, end) if comma > 0 else None
    return Statement((part,), speaker, cue, "according") if part else None


def _inverted(text: str, start: int, cue: Cue, end: int) -> Statement | None:
    """`…, said X.`"""
    if cue.participle or not text[start : cue.start].rstrip(' "”').endswith(","):
        return None
    if not _WHO.match(text, cue.end + 1, end):
        return None
    speaker = speakers.after_cue(text, cue.end, end)
    part = _neat(text, start, cue.start)
    return Statement((part,), speaker, cue[:2], "after") if part and speaker else None


def _reported(text: str, start: int, subject: Range, cue: Cue, end: int) -> Iterator[Statement]:
    after = cue.end
    if cue.sort == "tells":
        hearer = _HEARER.match(text, after, end)
        if hearer is None:
            return
        after = hearer.end()
    before = text[start : subject[0]].rstrip()
    if cue.sort != "does" and before.endswith(_COMMAS) and _TRAIL.match(text, after, end):
        if parts := _around(text, start, subject[0], after, end):
            yield Statement(parts, subject, cue[:2], "after")
        return
    if cue.sort == "finds" and not _finds(text, cue, after, end):
        return
    if cue.sort == "does" and (
        text[subject[1] : cue.start].strip().endswith(",") or text.startswith(" to ", cue.end, end)
    ):
        return
    first = _content(text, cue, after, end)
    if first is not None and (part := _neat(text, first, end)):
        yield Statement((part,), subject, cue[:2], cue.sort)


def _content(text: str, cue: Cue, after: int, end: int) -> int | None:
    """Where the content begins behind the cue: after "out", an aside and "that"; None where none does."""
    for lead in (_OUT, _ASIDE):
        if found := lead.match(text, after, end):
            after = found.end()
    if that := _THAT.match(text, after, end):
        return that.end()
    bare = cue.sort in {"says", "tells"}
    return None if bare and (_PLACE.match(text, after, end) or _COLON.match(text, after, end)) else after


def _finds(text: str, cue: Cue, after: int, end: int) -> bool:
    """True where a clause follows."""
    found = _FINDING.match(text, after, end)
    if found is None:
        return False
    return not found[0].endswith(" to") or _TO_LEARN.match(text, cue.start, cue.end) is None


def _around(text: str, start: int, speaker: int, after: int, end: int) -> tuple[Range, ...]:
    """The clause before `X said`, and what goes on after it: "If it rains, X said, we stay"."""
    first = _neat(text, start, speaker)
    if first is None:
        return ()
    goes_on = _GOES_ON.match(text, after, end)
    second = _neat(text, goes_on.end(), end) if goes_on else None
    lead = _ADVERBIAL.match(text, *first)
    if second and len(text[slice(*second)].split()) >= 3:
        return first, second
    return () if lead or len(text[slice(*first)].split()) < 3 else (first,)


def _stop(text: str, start: int, cues: Sequence[Cue], end: int) -> int:
    """Where the content that begins at `start` ends: before ", adding that …", or with the sentence."""
    for cue in cues:
        if cue.participle and text[start : cue.start].rstrip().endswith(","):
            return cue.start
    return end


def _neat(text: str, start: int, end: int) -> Range | None:
    """The stretch without the marks and blanks around it; None where too few words are left."""
    while start < end and text[start] in " ,;:—–\n\t\u00a0":
        start += 1
    if text[start:end].startswith(_MARKS):
        return None
    while start < end and text[end - 1] in " ,;:—–\n\t\u00a0":
        end -= 1
    return (start, end) if len(text[start:end].split()) >= FEWEST else None

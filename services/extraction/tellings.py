"""The reporting verbs of a sentence, each with who speaks: its subject, or who spoke before in the sentence."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from services.extraction import speakers
from services.extraction.clauses import Token, verb
from services.extraction.reporting import Cue
from services.extraction.spans import Range
from services.extraction.subjects import before, subject
from services.extraction.verbs import EVERYDAY, VERBS, forms


class Told(NamedTuple):
    """A cue, who is said to speak, and whether he stands behind the cue ("…, said X")."""

    cue: Cue
    speaker: Range
    inverted: bool


_WRITTEN = """
    statement letter memo report tweet message email e-mail note post release video speech affidavit lawsuit complaint
    paper op-ed article essay advertisement ad banner sign poster petition resolution
"""
_DOCUMENTS = frozenset(_WRITTEN.split())
"""What somebody issues, sends or holds up "saying that …"."""

_ISSUES = frozenset(
    form
    for plain in ("issue", "publish", "release", "send", "write", "sign", "post", "make", "hold", "file")
    for form in forms((EVERYDAY | VERBS)[plain])
)
"""How it is issued: who denies a letter does not say what stands in it."""

_FINDINGS = re.compile(
    r"\b(?:poll(?:ing)?|stud(?:y|ies)|survey|figure|data|report|research|record|result|test|analys[ie]s|email|document"
    r"|footage|video|evidence|statistic|number|census|review|investigation|inquiry|image|map|paper|estimate|account"
    r"|filing|letter)s?\b",
    re.IGNORECASE,
)
"""What can show something."""


_WHO = re.compile(
    r"(?:the\s|an?\s)?(?:(?!(?:by|of|in|at|to|for|on|with|that)\s)[a-z0-9/]+\s){0,4}"
    r"[A-Z][^\s,(]*(?:\s(?:[A-Z][^\s,(]*|of|the|and|for|de|la|von|van|der|&))*"
    r"(?:\s*(?:$|[,(])|\s(?:who|of|in|at|on|from|with|for)\s)"
)
_HEDGED = re.compile(r"(?<!\bin )\b(?:which|whom|whose|who|what|if|unless|whether|like)\s+$", re.IGNORECASE)
"""Before a subject: what follows lacks its own ("which Ana Rus said was late"), or was not said ("if he thought …")."""

_BE = frozenset(["is", "are", "was", "were"])
_OPEN = frozenset('“„«"')


def tellings(text: str, words: Sequence[Token], cues: Sequence[Cue]) -> list[Told]:
    """The cues among the words of a sentence of which the speaker can be told."""
    told: list[Told] = []
    for cue in cues:
        last = told[-1] if told else None
        if speaker := _inverted(text, last.cue.end if last else words[0].start, cue, words[-1].end):
            told.append(Told(cue, speaker, inverted=True))
        elif speaker := _subject(text, words, cue, last):
            told.append(Told(cue, speaker, inverted=False))
    return told


def _inverted(text: str, start: int, cue: Cue, end: int) -> Range | None:
    """The speaker in `…, said X.`"""
    if not cue.takes.trails or cue.participle or not text[start : cue.start].rstrip(' "”').endswith(","):
        return None
    return speakers.after_cue(text, cue.end, end) if _WHO.match(text, cue.end + 1, end) else None


def _subject(text: str, words: Sequence[Token], cue: Cue, last: Told | None) -> Range | None:
    """Who says it: the subject of the cue, or who said what stands before (", adding", "and warned")."""
    at, speaker = before(words, cue.at), last.speaker if last else None
    while at > 0 and words[at].kind in '”"':
        at -= 1
    if at < 0:
        return None
    if cue.participle and words[cue.at - 1].kind not in "AM" and words[cue.at - 1].word != "been":
        return _of_participle(text, words, cue, at, speaker)
    if words[at].kind == "C":
        joined = _form(words, last.cue) == _form(words, cue) if last else not _passive(words[:at], cue)
        return (speaker or _first_subject(text, words[:at])) if joined else None
    found = subject(text, words, cue.at)
    if found is None and last is not None:  # "Ana Rus said Bo Li (denied)"
        found = subject(text, words[last.cue.at + 1 :], cue.at - last.cue.at - 1)
    if (
        found is None
        or _HEDGED.search(text, words[0].start, found[0])
        or text[found[0] - 1 : found[0]] in _OPEN
    ):
        return None
    return None if cue.takes.shows and not _FINDINGS.search(text, *found) else found


def _of_participle(
    text: str, words: Sequence[Token], cue: Cue, at: int, speaker: Range | None
) -> Range | None:
    """Who says it in ", adding …", "by saying …", "a letter saying …", "quoted as saying …"; `at`: the word before."""
    if words[at].word in {"as", "than", "like"}:
        return _quoted_as(text, words[:at])
    written = words[at].word in _DOCUMENTS and any(word.word in _ISSUES for word in words[:at])
    if words[at].kind not in ",CPS—–-" and not written:
        return None
    return speaker or (_first_subject(text, words[:at]) if cue.takes.speech else None)


def _passive(words: Sequence[Token], cue: Cue) -> bool:
    """True where the verb of the clause is passive, and so is what "and" joins to it: "was called in and told"."""
    at, _ = verb(words)
    after = [word for word in words[at + 1 : at + 3] if word.kind != "R"]
    return at >= 0 and words[at].word in _BE and bool(after) and after[0].kind == "E" and not cue.takes.trails


def _form(words: Sequence[Token], cue: Cue) -> str:
    """Forms that "and" may join are the same: plain, in -s, in -ing or past."""
    kind = words[cue.at].kind
    return "ing" if cue.participle else kind if kind in "BZ" else "past"


def _first_subject(text: str, words: Sequence[Token]) -> Range | None:
    """The subject of the clause that the words begin with; what they are where they are no clause."""
    at, _ = verb(words)
    return subject(text, words, at if at > 0 else len(words))


def _quoted_as(text: str, words: Sequence[Token]) -> Range | None:
    """Who is "quoted as (saying)": the subject of the passive, or whom the verb has as its object."""
    at = next(
        (i for i in range(len(words) - 1, -1, -1) if words[i].word in {"quoted", "cited", "reported"}), -1
    )
    if at < 1:
        return None
    if at + 1 < len(words):
        return words[at + 1].start, words[-1].end
    return _first_subject(text, words[:at])

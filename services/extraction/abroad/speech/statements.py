"""What somebody is reported to say without quote marks, in the patterns that mean nothing else."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from services.extraction.abroad.speech import subjects
from services.extraction.abroad.speech.according import according, cued
from services.extraction.abroad.speech.attribution import joined, subject
from services.extraction.abroad.speech.sentences import sentences
from services.extraction.abroad.speech.subjects import verbal
from services.extraction.abroad.speech.tongue import Tongue
from services.extraction.abroad.speech.words import Cue, Word, broken, cues, words
from services.extraction.sentences import within
from services.extraction.spans import Range, stripped

MOST = 1200
"""Code points of a sentence that is read: a longer one is no prose."""

FEWEST = 2
"""Words of what is said."""

SHORT = 3
"""Words before "…, a dit X" that must hold a verb: "En 2004, a-t-il dit" is no statement."""

BETWEEN = 8
"""Words between a cue and its "that"."""

_AROUND = (",–—", ",.–—")
"""Marks that a content does not begin with, and does not end with."""

_APOSTROPHES = frozenset("’'ʼ")
_QUOTED = re.compile(r"\s*:\s*[«“„\"]")
_GERUND = re.compile(r"\w+[aáeé]ndo(?:l[aeo]s?)?")
_TO_VERB = 16
_HINT = re.compile(r"[«»“”„\"‹›]|``|''")
_LEAD = {
    "uk": re.compile(r",\s+(?:[—–-]\s+)?|\s[—–-]\s"),
    "fr": re.compile(r",\s+"),
    "es": re.compile(r",\s+"),
    "de": re.compile(r",\s+"),
}


class Statement(NamedTuple):
    """What is said, who says it, the cue (code points), and by which pattern it was found."""

    content: Range
    speaker: Range
    cue: Range
    method: str


def statements(
    text: str, lines: Sequence[Range], quoted: Sequence[Range], tongue: Tongue
) -> Iterator[Statement]:
    """The statements in the paragraphs, at most one a sentence. `quoted` is what stands in marks, in reading order."""
    for start, end in lines:
        for first, last in sentences(text, start, end, quoted, tongue):
            if last - first <= MOST and (found := _statement(text, first, last, quoted, tongue)):
                yield found


def _statement(text: str, start: int, end: int, quoted: Sequence[Range], tongue: Tongue) -> Statement | None:
    found = _sourced(text, start, end, quoted, tongue) or _reporting(text, start, end, quoted, tongue)
    if found is None:
        return None
    content = stripped(text, *found.content, *_AROUND)
    inner = stripped(text, content[0] + 1, content[1], *_AROUND)
    if len(words(text, *content)) < FEWEST or _marked(text, content, quoted) or inner[0] >= inner[1]:
        return None
    return found._replace(content=content)


def _sourced(text: str, start: int, end: int, quoted: Sequence[Range], tongue: Tongue) -> Statement | None:
    told = according(text, start, end, quoted, tongue)
    return Statement(*told, "according") if told else None


def _marked(text: str, content: Range, quoted: Sequence[Range]) -> bool:
    """True where the content is words in marks and no more: they are a quote already."""
    at = content[0]
    while at < content[1] and (text[at].isspace() or _HINT.match(text[at])):
        at += 1
    return at > content[0] and within(at, quoted)


def _reporting(text: str, start: int, end: int, quoted: Sequence[Range], tongue: Tongue) -> Statement | None:
    found = [cue for cue in cues(text, start, end, tongue) if not within(cue.start, quoted)]
    for i, cue in enumerate(found):
        if cue.kind != "says":
            continue
        speaker, last = subject(text, start, end, cue, tongue)
        if speaker and speaker[0] >= cue.end and tongue.words["voice"] and not cue.pronoun:
            speaker, last = None, cue.ends  # "soutient la thèse que"
        if speaker is None and i and joined(text, found[i - 1].ends, cue.begins, tongue):
            speaker, last = subject(text, start, end, found[i - 1], tongue)[0], cue.ends
        if speaker is None or _author(text, speaker, tongue):
            continue
        that = _that(text, last, end, tongue)
        if content := that or _mood(text, last, end, tongue):
            method = "that" if that else "reported"
            return _shortened(text, Statement(content, speaker, (cue.start, cue.end), method), found)
    for cue in found:
        if (
            cue.kind != "calls"
            and not within(start, quoted)
            and (one := _behind(text, start, end, cue, tongue))
        ):
            return one
    return None


def _that(text: str, start: int, end: int, tongue: Tongue) -> Range | None:
    """What follows "that", which follows a cue and its subject: `X a déclaré à la presse que …`, `X sagte, dass …`."""
    at, ahead = start, ""
    found = words(text, start, min(end, start + 120))[: BETWEEN + 1]
    if not found or not (tongue.has("that", found[0].low) or _object(found, tongue)):
        return None
    for word in found:
        gap = text[at : word.start]
        if tongue.has("that", word.low):
            fits = "," in gap if tongue.language in ("de", "uk") else not broken(text, at, word.start)
            return (
                (word.end + (text[word.end : word.end + 1] in _APOSTROPHES), end)
                if fits and not tongue.has("noun", ahead)
                else None
            )
        if broken(text, at, word.start) or _verbal(word, tongue):
            return None
        at, ahead = word.end, word.low
    return None


def _object(found: Sequence[Word], tongue: Tongue) -> bool:
    """True where words can lead from a cue to its "that": a hearer, a place, a time, an adverb, "de" in "de que"."""
    if tongue.language in ("de", "uk"):
        return True
    first, second = found[0].low, found[1].low if len(found) > 1 else ""
    if tongue.has("of", first):
        return tongue.has("that", second)
    if tongue.has("determiner", first):
        return tongue.has("time", second) and not tongue.has("determiner", second)
    return any(tongue.has(name, first) for name in ("between", "time", "adverbial"))


def _author(text: str, speaker: Range, tongue: Tongue) -> bool:
    """True for "we" and "I", which are the paper's outside quote marks."""
    return tongue.has("author", text[slice(*speaker)].lower())


def _verbal(word: Word, tongue: Tongue) -> bool:
    if word.low in tongue.finite or word.low in tongue.participle or _GERUND.fullmatch(word.low):
        return True
    return tongue.language != "de" and (tongue.has("finite", word.low) or tongue.has("auxiliary", word.low))


def _mood(text: str, start: int, end: int, tongue: Tongue) -> Range | None:
    """What follows the comma in `X sagte, die Lage sei ernst`: the mood of the verb says that it is reported."""
    comma = text.find(",", start, min(end, start + 60)) if tongue.language == "de" else -1
    if comma < 0 or broken(text, start, comma):
        return None
    stop = text.find(",", comma + 1, end)
    clause = words(text, comma, stop if stop > 0 else end)
    if not clause or tongue.has("that", clause[0].low) or tongue.has("adverbial", clause[0].low):
        return None
    if not any(tongue.has("reported", word.low) for word in clause[1:_TO_VERB]):
        return None
    return comma + 1, end


def _behind(text: str, start: int, end: int, cue: Cue, tongue: Tongue) -> Statement | None:
    """`La situation est grave, a déclaré X.`"""
    lead = next(
        (one for one in _LEAD[tongue.language].finditer(text, start, cue.begins) if one.end() == cue.begins),
        None,
    )
    if lead is None or _HINT.match(text, start) or cued(text, start, lead.start(), tongue):
        return None
    speaker = cue.pronoun or subjects.after(text, cue.ends, end, tongue)
    if speaker is None or _no_clause(text, start, lead.start(), tongue):
        return None
    return Statement((start, lead.start()), speaker, (cue.start, cue.end), "after")


def _no_clause(text: str, start: int, end: int, tongue: Tongue) -> bool:
    """True where a comma before the cue may close what hangs on its subject: "Le président, Ana Rus, a annoncé"."""
    comma = text.rfind(",", start, end)
    if comma < 0:
        found = words(text, start, end)
        return len(found) < FEWEST or (
            len(found) <= SHORT and not any(verbal(word.low, tongue) for word in found)
        )
    last = words(text, comma, end)
    if not last or (tongue.has("stop", last[0].low) and not tongue.has("determiner", last[0].low)):
        return True
    if tongue.language == "de" and tongue.has("determiner", last[0].low):
        return tongue.has("finite", last[-1].low) or not any(tongue.has("finite", word.low) for word in last)
    return not any(verbal(word.low, tongue) for word in last)


def _shortened(text: str, one: Statement, found: Sequence[Cue]) -> Statement:
    """The statement without a later "…, a-t-il ajouté" at its end."""
    first, last = one.content
    if quote := _QUOTED.search(text, first, last):
        one = one._replace(content=(first, quote.start()))
        last = quote.start()
    for cue in found:
        if first < cue.begins < last and text[first : cue.begins].rstrip(" \u00a0–—-").endswith(","):
            return one._replace(content=(first, text.rindex(",", first, cue.begins)))
    return one

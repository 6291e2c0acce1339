"""The words of a clause that name who speaks: "the ministry" in "but the ministry also said"."""

import re
from collections.abc import Iterator

from services.extraction.clauses import Clause, tokens, verb
from services.extraction.spans import Range

LONGEST = 14
"""Words of a speaker: a longer stretch is no name of one."""

_PRONOUN = re.compile(r"(?:he|she|they|it|we|I|you|who)\b", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:(?:and|but|or|so|then|that|when|while|as|where|because|after|before|if|later|also|still|yet|once|now|today"
    r"|meanwhile|however|instead|here|there|perhaps|indeed|again|in turn|what|how|why)\b,?\s+|[—–,:;(\-\s]+)+",
    re.IGNORECASE,
)
_AUXILIARY = """
    has had have is was are were be been will would could can did does also later then once often always never just
    further again already even first soon still not and to who which that himself herself itself themselves
"""
_MARK = r"(?:[;—–(\"“”«»]|:(?!(?<=\d:)\d)|,(?!(?<=\d,)(?:\d|\s\d{4}\b)))"
"""A mark that ends a part of a clause; those of "8:15", "1,000" and "March 14, 2025" are within a word."""

_TRAILING = frozenset(_AUXILIARY.split())
_STOP = re.compile(
    rf"{_MARK}|\s-\s|\s(?:who|which|that|when|while|after|before|during|as|on|in|at|to|by|with|about|from|if"
    r"|because|since|under|over|upon|through|and then|and (?=\w+(?:ed|s)\b)|but|where|whose|amid|adding|referring"
    r"|calling|speaking|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|today|last|this|earlier"
    r"|later)\b"
)
"""Where a speaker after a cue ends. In capitals "the WHO" is no "who"."""

_BREAK = re.compile(rf"{_MARK}|\)|\s-\s")
_STARTS = re.compile(
    r"(?:the|a|an|one|two|three|some|many|most|several|another|other|his|her|its|their|our|my|both|all|each|police"
    r"|officials?|sources?|experts|analysts|critics|supporters|prosecutors|authorities|people|others|\d+)\b",
    re.IGNORECASE,
)
_ADVERBIAL = re.compile(
    r"(?:in|on|at|by|for|from|with|after|before|during|since|as|when|while|if|because|although|though|despite|under"
    r"|over|to|of|about|among|amid|asked|speaking|responding|referring|citing|using)\b",
    re.IGNORECASE,
)
_LAST = re.compile(r"(?<=\s)(?:he|she|they|it|I|we|(?:[A-Z][\w.’'-]*)(?:\s[A-Z][\w.’'-]*){0,4})$")
"""The subject after an adverbial without a comma: "In an interview Wang Yi (said)", "to which she (said)"."""

_ROLE = re.compile(r"(?:[a-z][\w-]*\s){1,5}[A-Z]")  # "chief executive Hugo Delmas"
_TITLED = re.compile(
    r"(?:[a-z][\w-]*\s){1,3}(?:[A-Z][\w.’'-]*\s?){1,4}"
)  # "reporter Ana Rus", and nothing after it
_CLAUSE = re.compile(
    r"\s(?:he|she|they|we|it|I)\s|\s(?:by|in|of|to|with|for)$"
)  # what holds these is more than a name
_PREDICATE = re.compile(r"\s[a-z]+ed\b")
_WORD = re.compile(r"\S+")
_DATED = re.compile(
    r"(?:\ba\.m\.?|\bp\.m\.?|\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Aug\.?|Sept\.?|Oct\.?|Nov\.?|Dec\.?)(?:\s\d{1,2})?(?:,?\s\d{4})?)$"
)
"""The end of words that tell a time; who is called April or May has another name before it."""

_ARTICLES = frozenset(["a", "an", "the", "his", "her", "its", "their", "our", "my"])
_HOUR = re.compile(r".*\b[ap]\.m\.?\s+(?=\w)|\d{1,2}:\d\d\s+(?=\w)")
"""A time at the head of the words: "at 8:15 a.m. Bo Li (said)"."""

_FROM = re.compile(r"[A-Z][a-z]+s\s(?:from|on|with|about|at|in)\s[A-Z][\w’'-]*")
"""A medium or a body by what it gives and whence: "Notes from Poland"."""

_SHOWN = re.compile(r"\sof\s([A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,3})\s$")
"""Whom a film or a picture shows: "Bo Li" in "the spot ends with footage of Bo Li (saying)"."""

_PARTICIPLE = re.compile(r"\w+ing\b")


def after_cue(text: str, start: int, end: int) -> Range | None:
    """The speaker in `text[start:end]`, the words after a cue: "Wang Yi" in "(said) Wang Yi, who leads …"."""
    start = _skip(text, start, end)
    if pronoun := _PRONOUN.match(text, start, end):
        return pronoun.span()
    giving = _giving(text, start, end)
    stop = _STOP.search(text, giving, end)
    last = stop.start() if stop else end
    if _ROLE.match(text, start, last) and not _DATED.search(text[start:last].rstrip()):
        return start, start + len(text[start:last].rstrip())
    return _named(text, start, last)


def before_cue(text: str, start: int, end: int) -> Range | None:
    """The speaker in `text[start:end]`, the words of the clause before a cue: "Wang Yi" in "but Wang Yi (said)"."""
    for part in _parts(text, start, end):
        first, last = _skip(text, *part), _without_trail(text, *part)
        if pronoun := _PRONOUN.match(text, first, last):
            return pronoun.span()
        if not _ADVERBIAL.match(text, first, last):
            found = _named(text, *_acting(text, first, last, end))
        else:
            found = next((name.span() for name in [_LAST.search(text, first, last)] if name), None)
        if found:
            return found
    return None


def _parts(text: str, start: int, end: int) -> Iterator[Range]:
    """The parts of the clause between commas and dashes: the last first, unless it closes an apposition."""
    marks = [mark.span() for mark in _BREAK.finditer(text, start, end)]
    bounds = zip(
        [start, *(after for _, after in marks)], [*(before for before, _ in marks), end], strict=True
    )
    parts = [
        (first, last)
        for first, last in bounds
        if text[first:last].strip() and not (text[first - 1 : first] == "(" and text[last : last + 1] == ")")
    ]
    closed = bool(marks) and not text[marks[-1][1] : end].strip()
    yield from parts if closed else reversed(parts)


def _skip(text: str, start: int, end: int) -> int:
    """The position after words and marks that only lead over to the speaker."""
    lead = _LEAD.match(text, start, end)
    return lead.end() if lead else start


def _without_trail(text: str, start: int, end: int) -> int:
    """The position before auxiliaries and adverbs at the end."""
    if text[start:end].rstrip().endswith(" and") and (other := _PREDICATE.search(text, start, end)):
        end = other.start()  # "X pointed to Y and (said)"
    last = start
    for word in _WORD.finditer(text, start, end):
        if word[0] not in _TRAILING and not word[0].endswith("ly"):
            last = word.end()
    return last


def _giving(text: str, start: int, end: int) -> int:
    """Where "Notes from Poland" ends, if its first word is a form of a verb as well and so nobody's surname."""
    found = _FROM.match(text, start, end)
    return found.end() if found and tokens(text, start, end)[0].kind == "Z" else start


def _acting(text: str, start: int, end: int, cue: int) -> Range:
    """The subject of the verb among the words: "Bo Li" in "Bo Li called on Italy to leave, (saying)"."""
    words = tokens(text, start, end)
    at, sure = verb(words)
    participle = _PARTICIPLE.match(text, cue) is not None
    if sure and participle and (shown := _SHOWN.search(text, start, cue)):
        return shown.span(1)
    acts = sure is Clause.SURE or (sure is Clause.DOUBTFUL and participle)
    return (start, words[at - 1].end) if acts and at > 0 and words[0].kind != "P" else (start, end)


def _named(text: str, start: int, end: int) -> Range | None:
    if hour := _HOUR.match(text, start, end):
        start = hour.end()
    words = text[start:end].rstrip()
    if _DATED.search(words) or words.lower() in _ARTICLES:
        return None
    if not words or len(words.split()) > LONGEST or _CLAUSE.search(words):
        return None
    if words[0].isupper() or words[0].isdigit() or _STARTS.match(words) or _TITLED.fullmatch(words):
        return start, start + len(words)
    return None

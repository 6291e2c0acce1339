"""What follows a verb that reports: where the words begin that say what was said, by the frames that the verb has."""

import re
from collections.abc import Callable, Mapping, Sequence

from services.extraction.clauses import Clause, Token, tokens, verb
from services.extraction.events import names_event
from services.extraction.frames import Frame, Takes

Begun = tuple[Frame, int]
"""The frame that fits, and where the content begins (code points)."""

SAID = 4
"""Words that are taken for a clause after "say" even if no verb is seen in them."""

HEARER = 12
"""Words of one who is told, urged or accused: more are no name of one."""

_DAY = (
    r"(?:(?:on|late|early|later|earlier|in|this|last)\s)*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?:\s(?:morning|afternoon|evening|night))?"
)
_PERIOD = r"(?:(?:this|last)|(?:earlier|late|later) this) (?:week|month|year)"
WHEN = rf"(?:{_DAY}|yesterday|today|tonight|{_PERIOD}|again|earlier|later|previously|recently|repeatedly|publicly|out)"
"""A day or an adverb of time between the verb and what is said; "out" of "pointed out"."""

_ASIDE = re.compile(
    rf"(?:\s+{WHEN}\b)*(?:,?\s+(?:in|during|at|to|on|of|after|through|via|by)\s[^;:]{{2,100}}?(?=,?\sthat\b))?[\s,:]*"
)
_SETTING = re.compile(
    r"(?:in|at|on|after|before|during|outside|following|through|via)\s[^,;:]{2,60}?,?\s(?=(?:he|she|they|it|we|there)\s)"
)
"""Where or when it was said, before a pronoun: "said after the talks he would stay"."""

_PLACE = re.compile(
    r"(?:to\s(?:the|an?|him|her|them|us|me|you|[A-Z]\w*)|of|from|for|with|against|outside|inside|before|during|about|down|up"
    r"|(?:in|at|on|by|after|through|over)\s[^,]*$)\b"
)
"""A clause that is reported without "that" doesn't begin with one of these: "he said outside the court"."""

_NOTHING = re.compile(
    r"(?:and|but|or|as|according|while|when|referring|speaking|looking)\b|(?:so|nothing|something|anything|everything"
    r"|little|no|yes|hello|goodbye|sorry|thanks|much|more|this|these|otherwise|as much|the same|a few words|a word"
    r"|enough|it)\W*(?:$|(?:to|in|about|on|at|for|and)\b)"
)
"""What is said without saying what: "said nothing", "said so"."""

_QUOTES = re.compile(r"[“”\"„«»]")
_SENTENCE = re.compile(r":\s?[“\"„«]|,\s?(?:[“\"„«‘]|'+)[A-Z]")
"""Where a sentence in quote marks begins."""

_BY = re.compile(r"\sby\s\w+ing\b")
"""Who "confirmed their promise by winning" has said nothing."""

_QUESTION = re.compile(r"(?:whether|how|why|what|where|who|which)\b")
RELATIVE = re.compile(
    r"\s*(?:(?:of|in|by|to|from|for|with|on|at|under|through)\s)?(?:which|who|whom|whose)\b"
)
"""What begins so is a relative clause, or a question."""

_ASKED = re.compile(rf"(?:{_QUESTION.pattern}|(?:if|when)\b)")
_TIME = r"(?:day|night|evening|morning|afternoon|week|month|year|time|point)"
_THAT = re.compile(rf"that\b,?\s+(?!{_TIME}\b(?! (?:is|was|has|had|will|would|may)\b))")


def begun(text: str, takes: Takes, after: int, end: int) -> Begun | None:
    """The frame of a verb that `text[after:end]` fills, and where in it the content begins; None where none does."""
    for frame in takes.frames:
        if (at := _FRAMES[frame](text, takes, after, end)) is not None:
            return frame, at
    return None


def questions(text: str, start: int, end: int) -> bool:
    """True for a whole question among what begins with a relative pronoun: "which way it goes", "who would pay"."""
    words = tokens(text, start, end)
    words = words[1:] if words[0].kind == "P" else words
    which = words[0].word in {"which", "whose"}
    if len(words) < 3 or (which and words[1].word in {"a", "an", "the", "he", "she", "it", "they", "we"}):
        return False
    return verb(words[1:])[1] is Clause.SURE or words[1].kind in "AFEZB"


def _finds(text: str, takes: Takes, after: int, end: int) -> int | None:
    aside = _ASIDE.match(text, after, end)
    at = aside.end() if aside else after
    that = _THAT.match(text, at, end)
    if that and not _QUOTES.search(text, after, that.end()) and _clausal(text, takes, that.end(), end):
        return that.end()
    if (
        takes.asks
        and (question := _ASKED.match(text, at, end))
        and verb(tokens(text, question.end(), end))[1]
    ):
        return at
    return None


def _clausal(text: str, takes: Takes, start: int, end: int) -> bool:
    """True for what follows "that" but a noun and a relative clause: "wrote that line", "in a case that may …"."""
    words = tokens(text, start, end)
    if not words or _headless(words) or words[0].word == "of":
        return False
    sure = "says" in takes.frames or _QUOTES.search(text, start, end) is not None
    return sure or verb(words)[1] is not Clause.NO


def _headless(words: Sequence[Token]) -> bool:
    """True for what begins with its verb: "is late", "decides how …"."""
    after = words[1].kind if len(words) > 1 else ""
    return words[0].kind in "AF" or (words[0].kind == "Z" and bool(after) and after in "DOST")


def _says(text: str, takes: Takes, after: int, end: int) -> int | None:
    if (at := _finds(text, takes, after, end)) is not None:
        return at
    aside = _ASIDE.match(text, after, end)
    at = aside.end() if aside else after
    if _QUOTES.search(text, after, at):
        return None
    setting = _SETTING.match(text, at, end)
    at = setting.end() if setting else at
    if text.startswith("that ", at, end) or any(told.match(text, at, end) for told in (_PLACE, _NOTHING)):
        return None
    return at if _bare(text, takes, at, end) else None


def _bare(text: str, takes: Takes, start: int, end: int) -> bool:
    """True for a clause without "that" that is as sure as the verb needs it, and is no sentence in quote marks."""
    words = tokens(text, start, end)
    found, sure = verb(words)
    if not words or _headless(words) or _QUESTION.match(text, start, end) or sure < takes.bare:
        return False
    if sure is Clause.NO and len(words) < SAID:
        return False
    quote = _SENTENCE.search(text, start, end)
    if quote and verb([word for word in words if word.end <= quote.start()])[1] is not Clause.SURE:
        return False
    return takes.bare is not Clause.SURE or all(word.kind != "," for word in words[: max(0, found)])


def _tells(text: str, takes: Takes, after: int, end: int) -> int | None:
    """After the hearer: at "that", or where a clause begins that has its own subject."""
    words = tokens(text, after, end)
    for i, word in enumerate(words[1 : HEARER + 1], 1):
        if word.word == "that" or (takes.asks and word.word in {"if", "whether", "why", "how", "what"}):
            return _finds(text, takes, words[i - 1].end, end)
        if word.kind == "," and i + 1 < len(words) and verb(words[i + 1 :])[1] is Clause.SURE:
            return words[i + 1].start if words[i + 1].kind in "NMDXG" else None
        if _begins(words, i):
            return word.start
        if word.kind in ",;:SWEFA" or word.word in {"about", "to"}:
            return None
    return None


def _begins(words: Sequence[Token], i: int) -> bool:
    """True where behind a hearer a clause begins: "them talks …", "the paper his firm …", "Ana she …"."""
    kind, before = words[i].kind, words[i - 1].kind
    if kind == "D" and before in "OX":
        return verb(words[i:])[1] is not Clause.NO
    return (kind in "NM" or (before == "O" and kind not in "PT")) and verb(words[i:])[1] is Clause.SURE


def _hearer(words: Sequence[Token]) -> int:
    """The number of words that name somebody at the head of `words`; 0 where something else stands there."""
    for i, word in enumerate(words[: HEARER + 1]):
        if word.kind in "AFNMWS;:," or word.word in {"to", "for", "as"} or (i == 0 and word.kind == "P"):
            return i if word.word in {"to", "for", "as"} else 0
    return 0


def _urges(text: str, _: Takes, after: int, end: int) -> int | None:
    words = tokens(text, after, end)
    if words and words[0].word in {"on", "upon"}:
        words = words[1:]
    hearer = _hearer(words)
    if not hearer or len(words) < hearer + 3 or words[hearer].word != "to":
        return None
    return None if words[hearer + 1].kind in "DPNOG" or words[hearer - 1].kind == "E" else words[0].start


def _vows(text: str, _: Takes, after: int, end: int) -> int | None:
    words = tokens(text, after, end)
    vows = len(words) > 2 and words[0].word == "to" and words[1].kind not in "DPNOGA,"
    return words[0].start if vows else None


def _judges(text: str, takes: Takes, after: int, end: int) -> int | None:
    words = tokens(text, after, end)
    for i, word in enumerate(words[: HEARER + 1]):
        if word.word in takes.judged and i:
            return words[0].start if len(words) > i + 1 else None
        if word.kind in "AFNMWST;:,":
            return None
    return None


def _calls(text: str, takes: Takes, after: int, end: int) -> int | None:
    words = tokens(text, after, end)
    calls = len(words) > 1 and words[0].word in takes.called and words[1].kind not in "TPS"
    return words[1].start if calls else None


def _does(text: str, takes: Takes, after: int, end: int) -> int | None:
    words = tokens(text, after, end)
    does = words and names_event(words, claim=takes.contradicts) and not _BY.search(text, after, end)
    return words[0].start if does else None


_FRAMES: Mapping[Frame, Callable[[str, Takes, int, int], int | None]] = {
    "says": _says,
    "finds": _finds,
    "tells": _tells,
    "urges": _urges,
    "vows": _vows,
    "judges": _judges,
    "calls": _calls,
    "does": _does,
}

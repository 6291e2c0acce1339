"""Words with a capital that the model takes for names, and that are none alone: "the Court", "Secretary of State".

"The Commission" is a name again where the article names one Commission in full (`shortforms`).
"""

import re
from collections.abc import Sequence

from services.extraction.spans import Span

_KINDS = """
    Agency Authority Board Bureau Center Centre Chamber Church City College Commission Committee Council County Court
    Department District Embassy Hall Kingdom Ministry Office Province Republic School State Territory Town Tribunal
    Union University
    Central Congressional Federal Interior Local Municipal Provincial Regional Supreme
"""
_ROLES = """
    Ambassador Archbishop Bishop Captain Chairman Chairwoman Chancellor Chief Colonel Commissioner Congressman
    Congresswoman Director General Governor Judge Justice King Mayor Minister Officer Premier President Prince Princess
    Principal Professor Queen Representative Secretary Senator Sheriff Speaker Spokesman Spokesperson Spokeswoman
    Councillor Taoiseach Tánaiste Tanaiste
"""
_FUNCTION = """
    On In At By For From With Without About Against Between Among Amid Into Onto Of To Under Through During After Before
    Since Until Towards Toward Across Around Behind Beyond Despite Like Via Along Upon
    And But Or Nor So If Whether Because When While As Although Though Unless Where Why How What Than Which That
    Also Still Just Already Never Always Then Only Even Yet Perhaps However Instead Meanwhile There Here
    The A An This These Those Each Both Most Several Another Other Such
    He She It We They You I His Her Its Their Our My Your Him Them Me
"""
_FUNCTION_WORDS = frozenset(_FUNCTION.split())
"""Words that begin a sentence, of the closed classes of English; May, Will, Down and Per are names too."""

_TITLES = frozenset(["It", "Her", "Him", "Them", "That", "There", "If", "Upon"])
"""Function words that are a film or a song as well."""

_PORTFOLIOS = """
    Agriculture Commerce Culture Defence Defense Economy Education Energy Environment Finance Foreign Health Home
    Housing Immigration Industry Information Interior Justice Labor Labour Security Sport State Tourism Trade Transport
"""
NO_NAMES = frozenset((*_KINDS.split(), *_ROLES.split()))
"""Kinds of bodies and places, what tells them apart, and what persons are: with a capital no name of any."""

PORTFOLIOS = frozenset(_PORTFOLIOS.split())

_HOLDER = re.compile(r"\s(?:Secretary|Minister|Commissioner|Committee|Spokes\w+|Chief|President|Editor)\b")
_HOLDS = re.compile(
    r"\b(?:Minister|Secretary|Undersecretary|Under-Secretary|Commissioner)\s(?:of|for)\s(?:(?:[A-Z]\w+\s){1,3}and\s)?$"
)
_EPONYM = re.compile(
    r"[’'ʼ]s?\s(?:disease|syndrome|sarcoma|lymphoma|palsy|law|theorem|paradox|principle|razor|bacillus|comet)\b"
    r"|\s(?:disease|syndrome)\b"
)
_REACH = 60


def named(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans without those that name nothing."""
    return [span for span in spans if not _bare(text, span)]


def _bare(text: str, span: Span) -> bool:
    words = text[span.start : span.end]
    if words in _FUNCTION_WORDS and not (span.type == "other" and words in _TITLES):
        return True
    if words in NO_NAMES and (span.type != "person" or words in _ROLES.split()):
        return True
    if span.type in {"organisation", "other"} and _office(text, span, words):
        return True
    return span.type in {"person", "other"} and " " not in words and _EPONYM.match(text, span.end) is not None


def _office(text: str, span: Span, words: str) -> bool:
    """True for what somebody is the minister of: "Secretary of State", "Environment Minister"."""
    if words in PORTFOLIOS and _HOLDER.match(text, span.end):
        return True
    if words.isupper() or not NO_NAMES.isdisjoint(words.split()):
        return False
    return _HOLDS.search(text, max(0, span.start - _REACH), span.start) is not None

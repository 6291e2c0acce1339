"""Noun phrases that name an act, an event, a state or a claim: what one can deny, announce or predict.

"The closure of the plant" is one, "the winners" are none: told by the head noun, by its ending or by a list filled from
the meanings named there.
"""

from collections.abc import Sequence

from services.extraction.clauses import Token

_CLAIMS = """
    accusation allegation argument assertion assumption belief call charge claim comment complaint concern criticism
    demand denial excuse fear hope idea lie myth notion offer opinion pledge promise proposal remark report request
    rumour rumor speculation statement story suggestion threat view warning
"""
_NOUNS = """
    arrest attack attempt battle birth bombing breach break cancellation change clash collapse crash crime cut deal
    death debut decrease defeat delay departure drop end error escape exit fall fight fire flood freeze gain growth
    hike increase inquiry kill launch leak loss merger move murder outbreak probe protest raid rape rebound recall
    recovery reform removal return review rise sale scandal search shake-up shift shooting slowdown start strike
    surge switch takeover talks theft trial use victory visit vote war win withdrawal withdraw work

    ban bill budget decision guarantee law limit order permit plan policy quota reform right rule sanction scheme
    sentence tariff tax treaty truce verdict

    fraud treason perjury arson espionage piracy heist coup

    ability blame chance danger debt desire doubt effort error failure fault guilt harm innocence intent intention
    interest involvement lack liability link need problem profit risk role shortage support tie want wish wrong
    wrongdoing
"""
_CLAIM = frozenset(_CLAIMS.split())
_EVENTS = _CLAIM | frozenset(_NOUNS.split())
_ENDS = (
    "tion",
    "sion",
    "ment",
    "ance",
    "ence",
    "ancy",
    "ency",
    "ing",
    "ure",
    "al",
    "ness",
    "ism",
    "acy",
    "ery",
    "age",
    "ship",
)
_THINGS = """
    government parliament department apartment document evening morning thing something nothing anything building king
    ring spring string wing meeting painting moment nation station region mission commission union version
    location position section million billion picture hospital capital animal festival journal material festival general
    president student audience science evidence ambulance image village passage page message language package stage
    garage gallery machinery championship membership township
"""
_NONE = frozenset(_THINGS.split())
"""Nouns with these endings that name things, times and bodies."""


def names_event(words: Sequence[Token], *, claim: bool = False) -> bool:
    """True where the words begin with a phrase whose head names an event, an act, a state or a claim.

    With `claim` only a claim will do. "Taking the money" names an act too.
    """
    if words[0].kind not in "DXGEZBR" or words[0].word in {"that", "this", "these", "those"}:
        return False
    if not claim and len(words) > 2 and words[0].word.endswith("ing") and words[1].kind in "DXGP":
        return len(words[0].word) > 5 and words[0].word not in _NONE
    head = next((i for i, word in enumerate(words) if word.kind in "PWTSACNM,;:()–—-" and i), len(words)) - 1
    return words[head].kind in "XEZB" and _event(words[head].word, claim=claim)


def _event(noun: str, *, claim: bool) -> bool:
    singular = noun.removesuffix("s")
    known = _CLAIM if claim else _EVENTS
    if {noun, singular, noun.removesuffix("es")} & known or noun.removesuffix("ies") + "y" in known:
        return True
    return not claim and singular.endswith(_ENDS) and singular not in _NONE and len(singular) > 5

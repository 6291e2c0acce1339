"""How each verb that reports takes what is said: grammar's frames, each filled from what the verbs in it mean."""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from services.extraction.clauses import Clause
from services.extraction.verbs import ASK, MANNER, SAY, SEND, TELL, THINK, VERBS, forms

Frame = Literal["says", "finds", "tells", "urges", "vows", "judges", "calls", "does"]
"""`says`: a clause follows ("said that he left", "said he left"); `finds`: one with "that" or the like alone ("found
that he left"); `tells`: a hearer first ("told reporters that …"); `urges`: a hearer and what he shall do ("urged the
firm to pay"); `vows`: what the speaker will do ("promised to pay"); `judges`: somebody and what for ("accused the firm
of fraud"); `calls`: a phrase ("called for a vote"); `does`: an event, an act or a claim ("denied the fraud")."""


class Takes(NamedTuple):
    """What may follow a form: its frames in the order in which they are tried, and the words that frames need."""

    frames: tuple[Frame, ...]
    judged: frozenset[str]
    called: frozenset[str]
    bare: Clause
    """How sure a clause without "that" must be one."""
    asks: bool
    """True where a question may follow ("asked why"): who knows why has not said so."""
    speech: bool
    """True for a verb of speech: one of thought or of finding out is none."""
    contradicts: bool
    """True for a verb of which the object must be a claim: who "rejected the chance" has said nothing."""
    shows: bool
    """True for a verb of which the subject is no speaker but what shows it ("the figures show that …")."""
    trails: bool
    """True for a verb that may stand behind a clause ("ice is melting, the study found")."""


_BARE = "believe think hope fear reckon estimate swear"
"""Verbs of thinking that take a clause without "that" as easily as those of saying."""

_CLAUSE = f"say insist argue {_BARE}"
"""Verbs of which a clause is nearly all that follows."""

_THAT = "agree answer continue convey detail guarantee mention post propose relate repeat reply write"
"""Verbs of saying whose object, where no "that" stands, is a thing or a place ("wrote a book", "agreed in Oslo")."""

_FINDS = """
    anticipate assume believe calculate conclude determine discover doubt dread expect fear feel find guess hold
    hope indicate know learn prove realise realize reckon recognise recognize recommend rule show signal suppose suspect
    think threaten understand worry demand stress complain warn decide object
"""
"""Verbs of thinking and finding out, which take a clause with "that"."""

_CONTRADICTS = "reject dismiss refute dispute question"
_SHOWS = "show prove signal"
_FOUND = "find show indicate learn rule recommend"
"""Verbs of finding out that may stand behind what was found."""

_TELLS = "tell advise assure brief caution inform notify reassure remind warn ask"
_URGES = """
    advise ask beg beseech command encourage entreat exhort implore instruct invite order petition press remind tell
    urge warn
"""
_VOWS = "consent guarantee offer pledge promise swear threaten undertake volunteer vow demand"
_JUDGES = {
    "of": "accuse",
    "for": """
        blame castigate condemn criticise criticize denounce fault laud lambast mock praise rebuke slam thank
    """,
    "as": """
        brand characterise characterize condemn denounce depict describe dismiss hail label laud portray praise slam
    """,
}
_CALLS = {
    "for": "apologise apologize appeal call plead",
    "on": "insist",
    "of": "boast complain warn",
    "about": "boast complain warn",
    "against": "protest warn",
    "to": "object",
}
_DOES = """
    acknowledge admit allege announce concede condemn confess confirm criticise criticize decry demand denounce deny
    deplore dismiss dispute emphasise emphasize express forecast hail highlight laud pledge praise predict promise
    propose question reaffirm recommend refute reiterate reject report slam stress suggest underline underscore
    welcome
"""


def _by_word(table: Mapping[str, str], plain: str) -> frozenset[str]:
    return frozenset(word for word, verbs in table.items() if plain in verbs.split())


def _takes(plain: str) -> Takes:
    judged, called = _by_word(_JUDGES, plain), _by_word(_CALLS, plain)
    bare = plain in _BARE.split() or (plain in SAY and plain not in _THAT.split())
    that = (plain in SAY and plain != "guarantee") or plain in MANNER or plain in SEND
    asks = plain in ASK or plain in SAY or plain in TELL or plain in {"wonder", "describe"}
    tried: list[tuple[Frame, bool]] = [
        ("tells", plain in _TELLS.split()),
        ("says", bare or plain in _FINDS.split()),
        ("finds", not bare and plain not in _FINDS.split() and (that or asks)),
        ("vows", plain in _VOWS.split()),
        ("urges", plain in _URGES.split() or plain in {"call", "appeal"}),
        ("judges", bool(judged)),
        ("calls", bool(called)),
        ("does", plain in _DOES.split()),
    ]
    sure = Clause.NO if plain == "say" else Clause.DOUBTFUL if plain in _CLAUSE.split() else Clause.SURE
    return Takes(
        frames=tuple(frame for frame, fits in tried if fits),
        judged=judged,
        called=called,
        bare=sure,
        asks=asks,
        speech=plain not in THINK or plain in _VOWS.split(),
        contradicts=plain in _CONTRADICTS.split(),
        shows=plain in _SHOWS.split(),
        trails=bare or plain in _FOUND.split(),
    )


def _table() -> Iterator[tuple[str, Takes]]:
    for plain, verb in VERBS.items():
        takes = _takes(plain)
        if takes.frames:
            yield from ((form, takes) for form in forms(verb))


TAKES: Mapping[str, Takes] = dict(_table())
"""Every form of a verb that reports, and how it takes what is said."""

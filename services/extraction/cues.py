"""The words that say that somebody says something: cue verbs, and where they stand in a clause."""

import re
from collections.abc import Iterator

_SAYING = """
    said say says saying told tells telling added adds adding wrote write writes writing asked ask asks asking
    replied replies replying answered answers continued continues continuing explained explains explaining
    stated states stating noted notes noting declared declares declaring announced announces announcing
    argued argues arguing insisted insists insisting warned warns warning claimed claims claiming
    recalled recalls recalling tweeted tweets tweeting posted commented comments commenting remarked remarks
    observed observes admitted admits admitting acknowledged acknowledges confirmed confirms denied denies
    stressed stresses stressing emphasised emphasises emphasising emphasized emphasizes emphasizing urged urges
    demanded demands demanding concluded concludes joked jokes joking quipped quips shouted shouts shouting
    yelled yells yelling chanted chants chanting whispered whispers responded responds responding countered counters
    agreed agrees complained complains predicted predicts suggested suggests reported reports reporting testified
    vowed vows pledged pledges promised promises boasted boasts reads read reiterated reiterates repeated repeats
    maintained maintains contended contends asserted asserts alleged alleges elaborated clarified reasoned
    proclaimed exclaimed bellowed intoned mused muttered lamented cautioned cautions retorted interjected chimed
    opined recounted sang sings scolded pleaded cried begged summarised summarized ventured conceded concedes
    believes hopes thinks spoke asserting typed declare cracked boomed reading snapped fumed thundered gushed
    screamed murmured answering mouthed put puts
"""
_NAMING = """
    called calls calling dubbed described describes describing labelled labeled termed characterised characterized
    branded denounced condemned condemns criticised criticized slammed blasted hailed praised praises dismissed
    decried likened referred deemed accused accuses mocked cited cites quoted
"""

_BEFORE_NOUN = """
    a an the of for in on with by to from at his her its their our my your this that these those such some many most
    other no any several two three four five as whose
"""

SAYING = frozenset(_SAYING.split())
"""Forms of verbs that bring in somebody's words."""

NAMING = frozenset(_NAMING.split())
"""Forms of verbs that bring in what somebody calls a thing: a few quoted words after them are that person's."""

ACCORDING = re.compile(r"\b(?:according to|in the words of|as quoted by)\s+", re.IGNORECASE)

_NOUN_NEXT = frozenset(_BEFORE_NOUN.split())
"""After one of these "states", "reports" or "claims" is a noun."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENDS = re.compile(r"[.!?;…](?=[\s\"”»“]|$)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Adm|Rev|Hon|St|Jr|Sr|Inc|Corp|Ltd|Co|vs|No"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La"
    r"|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)|\b[A-Z]|\.[A-Za-z])$"
)


def cues(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Each cue verb in `text[start:end]`: where it starts and ends, and whether it is one of naming."""
    before = ""
    for word in _WORD.finditer(text, start, end):
        verb = word[0].lower()
        if (
            (verb in SAYING or verb in NAMING)
            and (before not in _NOUN_NEXT or (before == "by" and verb.endswith("ing")))
            and not before.endswith(("'s", "’s"))
            and not text.startswith("-", word.start() - 1)  # "so-called"
        ):
            yield word.start(), word.end(), verb in NAMING
        before = verb


def sentence_end(text: str, start: int, end: int) -> int:
    """The position of the mark that ends the sentence or clause which begins at `start`, else `end`."""
    for mark in _ENDS.finditer(text, start, end):
        if mark[0] != "." or not abbreviated(text, mark.start(), start):
            return mark.start()
    return end


def abbreviated(text: str, stop: int, start: int = 0) -> bool:
    """True where the full stop at `stop` ends an abbreviation, of which `text[start:]` holds the beginning."""
    return text[stop] == "." and _ABBREVIATED.search(text, max(start, stop - 6), stop) is not None


def sentence_start(text: str, start: int, end: int) -> int:
    """The position in `text[start:end]` after the last end of a sentence."""
    at = start
    while (mark := sentence_end(text, at, end)) < end:
        at = mark + 1
    return at

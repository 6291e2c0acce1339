"""What stands at either end of a person's name and is no part of it: "Gen", "Podcaster", "QC"."""

import re
from collections.abc import Sequence

from services.extraction.spans import Span

_RANKS = (
    r"(?:Adm|Brig|Capt|Cde|Cmdr|Col|Const|Cpl|Cpt|Det|Dr|Gen|Gov|Hon|Insp|Lt|Maj|Mme|Mr|Mrs|Ms|Mx|Prof|Rep|Rev|Sen"
    r"|Sgt|Supt)\.?"
)
_ROLES = (
    r"(?:Anchor|Actor|Actress|Ambassador|Attorney|Baroness|Captain|Chairman|Coach|Colonel|Comedian|Commissioner|Congressman"
    r"|Congresswoman|Councillor|Deputy|Detective|Director|Driver|Footballer|General|Goalkeeper|Governor|Historian|Inspector"
    r"|Journalist|Judge|Justice|Lieutenant|Mayor|Midfielder|Minister|Novelist|Officer|Photographer|Podcaster|President"
    r"|Professor|Prosecutor|Rapper|Referee|Representative|Reverend|Secretary|Senator|Sergeant|Sheriff|Singer|Spokesman"
    r"|Spokeswoman|Striker|Superintendent|Violinist|Winger|Writer|YouTuber"
    r"|Chancellor|Vice-Chancellor|Premier|Taoiseach|T[áa]naiste|Bundeskanzler(?:in)?|Kanzler(?:in)?"
    r"|Bundespräsident(?:in)?|Ministerpräsident(?:in)?|Statsminister|Lehendakari"
    r"|Prime Minister|First Minister|Vice[ -]President"
    r"|Briton|Dutchman|Englishman|Frenchman|Irishman|Scotsman|Spaniard|Welshman)"
)
_BEFORE = re.compile(rf"(?:(?:{_RANKS}|{_ROLES})[ \u00a0])+(?=[^\W\d_]{{2}})")
_AFTER = re.compile(
    r",?[ \u00a0]"
    r"(?:QC|KC|SC|TD|MP|MPs|MEP|MSP|MLA|MBE|OBE|CBE|PhD|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Image|Photo|Pic)$"
)
_APART = re.compile(r"[ \u00a0]+(?:[-–—/|•·]+|-+)[ \u00a0]+")


def bare(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans, of persons the name alone, of a name with a dash or a slash between blanks the part before it."""
    return [_bare(text, span) for span in spans]


def _bare(text: str, span: Span) -> Span:
    if apart := _APART.search(text, span.start, span.end):
        span = span._replace(end=apart.start())
    if span.type != "person":
        return span
    if before := _BEFORE.match(text, span.start, span.end):
        span = span._replace(start=before.end())
    if after := _AFTER.search(text[span.start : span.end]):
        span = span._replace(end=span.start + after.start())
    return span

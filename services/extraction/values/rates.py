"""Rates of exchange in English: "the euro stood at $1.0850" tells what a currency is worth and is no amount."""

import re

REACH = 140
"""Code points around a number in which the other currency is looked for."""

_CURRENCY = (
    r"(?:\b(?:euro|pound|sterling|dollar|greenback|yen|yuan|renminbi|franc|rupee|rouble|ruble|hryvnia|zloty|forint|koruna"
    r"|krona|krone|lira|peso|rand|naira|shilling|ringgit|baht|rupiah|dong|shekel|dinar|dirham|riyal|rial|taka|cedi|lari|tenge"
    r"|leu|lev)|\b(?:the|Korean)\swon|\b(?:the|Brazilian)\sreal|[$€£]1(?![.,]\d))\b(?![-’'])"
)
_TRADES = (
    r"(?:b(?:ought|uys)|fetch(?:ed|es)|st(?:ood|ands)|trad(?:ed|es|ing)|rose|rises|fell|falls|climbed|slipped|dropped"
    r"|gained|lost|weakened|strengthened|eased|edged|jumped|slid|sank|tumbled|surged|rallied|recovered|hit|reached|touched"
    r"|worth|costs?|down|up|little|unchanged|steady|changed|quoted|closed|ended|opened|equals|at)"
)
_SUBJECT = re.compile(
    rf".*{_CURRENCY}\s(?:(?:was|is|were|has|had|been|also|then|later|last|again|\w+ly)\s){{0,3}}{_TRADES}\b(?P<between>[^;]*)$",
    re.IGNORECASE | re.DOTALL,
)
_ELSE = re.compile(r"(?:\band|\bas|\bwhile|\bbut|\bafter|\bwhen)\s(?:the\s)?[a-z]|[.!?]\s|\n")
"""Between the currency and the number it begins another clause."""

_MEASURE = re.compile(
    r"\b(?:at|to|of|from|bought|buys|fetche[sd]|worth|costs?|hit|touched|reached|about|around|near|nearly|under|below"
    r"|above|over|than|and|equals|roughly|some)\s$"
)
_AGAINST = re.compile(
    rf"\s(?:(?:to|against)\s(?:the|one|a|each)\s(?:[A-Z][\w.]*\s)?{_CURRENCY}"
    rf"|(?:per|for\severy)\s(?:[A-Z][\w.]*\s)?(?!pound){_CURRENCY})",
    re.IGNORECASE,
)
"""What a pound costs may be by weight."""

_FINE = re.compile(r"\.\d{4}$")
_ANY = re.compile(_CURRENCY, re.IGNORECASE)


def rate(text: str, start: int, end: int, number: str) -> bool:
    """True where the sum `text[start:end]`, of `number` units, is what one unit of another currency costs."""
    ahead, behind = text[max(0, start - REACH) : start], text[end : end + REACH]
    if _AGAINST.match(behind):
        return True
    if _FINE.search(number) and (_ANY.search(ahead) or _ANY.search(behind)):
        return True
    subject = _SUBJECT.match(ahead)
    return subject is not None and _MEASURE.search(ahead) is not None and not _ELSE.search(subject["between"])

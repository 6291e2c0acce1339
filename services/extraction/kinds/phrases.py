"""Names of events, laws and models of things that a text writes in a fixed way, whatever their other words are."""

import re
from collections.abc import Iterator, Sequence

from schemas.entities import EntityType
from services.extraction.kinds.gazetteer import Found
from services.extraction.spans import Range

_CAPITAL = r"[A-Z][\w’'-]*"
_NAME = rf"{_CAPITAL}(?:\s{_CAPITAL}){{0,2}}"
_YEAR = r"(?:1[6-9]|20)\d\d"
_TITLE = rf"(?:{_CAPITAL}\s(?:and\s|of\s(?:the\s)?|for\s|on\s(?:the\s)?|to\s)?)"
_END = r"(?![\w’-]|\s[A-Z]|'\w)"
_THE = r"(?:(?<=\b[Tt]he\s)|(?<=[’']s\s)|(?<=\b[Aa]\s))"
_ORDINAL = (
    r"(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|(?:[A-Z][a-z]+teenth)|Eleventh|Twelfth|Twentieth"
    r"|Twenty-[A-Z][a-z]+|\d{1,2}(?:st|nd|rd|th))"
)

_EVENTS = (
    r"\b(?:Super\s|Severe\s)?(?:Hurricane|Typhoon|Cyclone|Tropical\s(?:Storm|Cyclone|Depression)|(?:Winter\s)?Storm|Superstorm)"
    r"\s(?!Hunters?|Center|Centre|Season|Relief|Warning|Watch|Shadow|Area|Surge|Water)[A-Z][a-zé]+\b",
    rf"\b(?:Battle|Siege|Bombing|Liberation)\sof\s(?:the\s)?{_NAME}",
    rf"\bWar\sof\s(?:the\s)?{_NAME}",
    r"\bCOP\s?(?:[1-9]\d)\b(?!\s?(?:million|billion))",
    rf"\b(?:UEFA\s)?Euro\s{_YEAR}\b",
    rf"\b(?:Tour|Giro|Vuelta)\s(?:of|de|d'|du)\s(?:the\s|la\s)?{_NAME}",
    rf"\b(?:{_YEAR}\s)?{_NAME}\s(?:Film|Fashion|Book|Food|Wine|Beer|Music|Jazz|Arts?|Design|Motor|Auto|Air|Flower|Science|Literary"
    rf"|Theatre|Trade)\s(?:Festival|Week|Fair|Fest|Show|Days){_END}(?:\s{_YEAR}\b)?",
    rf"\b{_YEAR}\s(?:{_CAPITAL}(?:\.[A-Z]\.)?\s){{1,4}}(?:(?:general|presidential|parliamentary|legislative|local|municipal|mayoral|federal"
    r"|midterm|snap|gubernatorial)\s)+(?:elections?|primar(?:y|ies)|referendum)\b",
    rf"(?<=\b[Tt]he\s)(?:{_CAPITAL}\s){{1,4}}(?:Olympics|Paralympics|Festival|Biennale|Marathon|Championships?|Summit|Uprising|Intifada"
    rf"|Massacre|Revolution|War|Genocide|Carnival){_END}",
    rf"\b(?:{_YEAR}\s(?:[A-Z]\w+\s){{0,2}}(?:World\sCup|Olympics|Olympic\sGames|Paralympics)|World\sCup\s{_YEAR})\b",
)
_LAWS = (
    rf"{_THE}{_TITLE}{{1,6}}(?:Act|Treaty|Accords?|Directive|Agreement|Protocol|Amendment|Bill|Ordinance|Pact|Clause)"
    rf"(?:\s(?:of\s)?{_YEAR}\b)?{_END}",
    rf"{_THE}(?:{_CAPITAL}\s(?:and\s)?){{2,5}}(?:Law|Statute|Declaration|Framework){_END}",
    rf"\b(?:Treaty|Convention|Peace)\sof\s{_NAME}",
    rf"\b(?:[A-Z][a-z]+\s)?(?:Convention|Treaty|Protocol|Agreement|Declaration|Covenant)\s(?:on|for|against|relating\sto|concerning)\s(?:the\s)?"
    rf"{_CAPITAL}(?:(?:\s(?:of|on|in|for|and|the|against|to))*\s{_CAPITAL}){{0,6}}",
    rf"\bAct\sof\s(?:{_YEAR}\b|(?:Union|Settlement|Supremacy|Parliament\s{_YEAR})\b)",
    rf"\b(?:Articles?|Sections?|Clause|Schedule|Chapter|Title)\s(?:\d+[A-Za-z]?|[IVX]+)(?:\(\w+\))*\sof\s(?:the\s)?{_TITLE}{{0,5}}"
    rf"(?:Act|Constitution|Treaty|Charter|Code|Convention|Law|Protocol|Statute|Agreement|Regulation|Directive)"
    rf"(?:\s(?:of\s)?{_YEAR}\b)?{_END}",
    r"\bArticle\s[1-9]\d{0,2}(?:\(\w+\))*(?![\w-]|\.\d)",
    r"\bSection\s[1-9]\d{1,3}(?:\(\w+\))*(?![\w-]|\.\d|,?\s(?:[Rr]ow|[Ss]eats?)\b)",
    r"\b(?:Title\s(?:IX|VII|II|42)|Chapter\s(?:7|11|13|15))\b(?!\s?[-:.]\d)",
    r"\b(?:Council\s|Commission\s)?Directive\s(?:\((?:EU|EC|EEC)\)\s)?\d{2,4}/\d{1,4}(?:/(?:EC|EU|EEC))?(?!\w)",
    r"\b(?:Council\s|Commission\s)?Regulation\s(?:\((?:EU|EC|EEC)\)\s)?(?:No\.?\s)?\d{1,4}/\d{1,4}(?!\w)",
    r"\b(?:(?:UN\s|U\.N\.\s|United\sNations\s)?Security\sCouncil\s)?Resolution\s[1-9]\d{1,3}\b",
    r"\bExecutive\sOrder\s(?:No\.?\s)?\d{4,5}\b",
    r"\b(?:Proposition|Prop\.)\s\d{1,3}\b",
    r"\b(?:House|Senate|Assembly)\sBill\s\d{1,4}\b|\bBill\sC-\d{1,3}\b|\bPublic\sLaw\s\d{2,3}-\d{1,3}\b|\bH\.\s?R\.\s?\d{1,4}\b",
    rf"\b{_ORDINAL}\sAmendments?\b",
    rf"{_THE}(?:(?:{_CAPITAL}|U\.S\.)\s){{0,3}}Constitution(?:\sof\s(?:the\s)?{_CAPITAL}(?:\s{_CAPITAL})?)?(?![\w-]|\s[A-Z\d])",
    rf"{_THE}(?:{_CAPITAL}\s){{0,2}}(?:Penal|Criminal|Civil|Tax|Labou?r|Electoral|Bankruptcy|Internal\sRevenue|Highway)\sCode{_END}",
)
_PRODUCTS = (
    r"(?<![\w/-])(?:F|MiG|Su|Tu|Il|An|S|T(?!-20)|B|C|A|AH|UH|CH|MQ|RQ|AK|AR|KC|DF|Kh|Mi|Ka|JF|SM|RPG|PAC)-[1-9]\d{0,3}"
    r"(?:[A-Z]{1,2})?s?(?![\w/-]|[.,]\d)",
    r"\bWindows\s(?:XP|Vista|NT|95|98|2000|7|8|8\.1|10|11|12)\b(?!\s?(?:million|per))",
    r"\bGPT-\d(?:\.\d)?[a-z]?\b",
    r"\bPS[1-5P]\b",
)
"""The first are aircraft, missiles and weapons ("F-16", "S-400") by letters that no road, visa or league has."""

_KINDS: tuple[tuple[EntityType, tuple[str, ...]], ...] = (
    ("event", _EVENTS),
    ("law", _LAWS),
    ("product", _PRODUCTS),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, patterns in _KINDS for pattern in patterns)


def phrases(text: str, stretches: Sequence[Range]) -> Iterator[Found]:
    """The names that are written so, by type."""
    for start, end in stretches:
        for kind, pattern in _PATTERNS:
            yield from ((*match.span(), kind) for match in pattern.finditer(text, start, end))

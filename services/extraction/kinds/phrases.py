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
_DAY = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day|[a-z]*\s\d|\.)"
_END = r"(?![\w’-]|\s[A-Z]|'\w)"
_THE = r"(?:(?<=\b[Tt]he\s)|(?<=[’']s\s)|(?<=\b[Aa]\s))"
_ORDINAL = (
    r"(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|(?:[A-Z][a-z]+teenth)|Eleventh|Twelfth|Twentieth"
    r"|Twenty-[A-Z][a-z]+|\d{1,2}(?:st|nd|rd|th))"
)

_EVENTS = (
    (
        "Hurricane Typhoon Cyclone Tropical Storm Superstorm",
        r"\b(?:Super\s|Severe\s)?(?:Hurricane|Typhoon|Cyclone|Tropical\s(?:Storm|Cyclone|Depression)|(?:Winter\s)?Storm|Superstorm)"
        r"\s(?!Hunters?|Center|Centre|Season|Relief|Warning|Watch|Shadow|Area|Surge|Water)[A-Z][a-zé]+\b",
    ),
    ("Battle Siege Bombing Liberation", rf"\b(?:Battle|Siege|Bombing|Liberation)\sof\s(?:the\s)?{_NAME}"),
    ("War", rf"\bWar\sof\s(?:the\s)?{_NAME}"),
    ("COP", r"\bCOP\s?(?:[1-9]\d)\b(?!\s?(?:million|billion))"),
    ("Euro", rf"\b(?:UEFA\s)?Euro\s{_YEAR}\b"),
    ("Tour Giro Vuelta", rf"\b(?:Tour|Giro|Vuelta)\s(?:of|de|d'|du)\s(?:the\s|la\s)?{_NAME}"),
    (
        "Festival Week Fair Fest Show Days",
        rf"\b(?!(?:The|A|An|At|In|On)\s)(?:{_YEAR}\s)?{_NAME}\s(?:Film|Fashion|Book|Food|Wine|Beer|Music|Jazz|Arts?|Design|Motor|Auto|Air|Flower|Science|Literary"
        rf"|Theatre|Trade)\s(?:Festival|Week|Fair|Fest|Show|Days){_END}(?:\s{_YEAR}\b)?",
    ),
    (
        "election primar referendum",
        rf"\b{_YEAR}\s(?:{_CAPITAL}(?:\.[A-Z]\.)?\s){{1,4}}(?:(?:general|presidential|parliamentary|legislative|local|municipal|mayoral|federal"
        r"|midterm|snap|gubernatorial)\s)+(?:elections?|primar(?:y|ies)|referendum)\b",
    ),
    (
        "Olympics Paralympics Festival Biennale Marathon Championship Summit Uprising Intifada Massacre Revolution"
        " War Genocide Carnival",
        rf"(?<=\b[Tt]he\s)(?:(?!\S+-(?:led|backed)){_CAPITAL}\s){{1,4}}(?:Olympics|Paralympics|Festival|Biennale|Marathon|Championships?|Summit|Uprising|Intifada"
        rf"|Massacre|Revolution|War|Genocide|Carnival){_END}",
    ),
    (
        "World Olympic Paralympics",
        rf"\b(?:{_YEAR}\s(?:[A-Z]\w+\s){{0,2}}(?:World\sCup|Olympics|Olympic\sGames|Paralympics)|World\sCup\s{_YEAR})\b",
    ),
)
_LAWS = (
    (
        "Act Treaty Accord Directive Agreement Protocol Amendment Bill Ordinance Pact Clause",
        rf"{_THE}{_TITLE}{{1,6}}(?:Act|Treaty|Accords?|Directive|Agreement|Protocol|Amendment|Bill|Ordinance|Pact|Clause)"
        rf"(?:\s(?:of\s)?{_YEAR}\b)?{_END}",
    ),
    (
        "Law Statute Declaration Framework",
        rf"{_THE}(?:{_CAPITAL}\s(?:and\s)?){{2,5}}(?:Law|Statute|Declaration|Framework){_END}",
    ),
    ("Treaty Convention Peace", rf"\b(?:Treaty|Convention|Peace)\sof\s{_NAME}"),
    (
        "Convention Treaty Protocol Agreement Declaration Covenant",
        rf"\b(?:[A-Z][a-z]+\s)?(?:Convention|Treaty|Protocol|Agreement|Declaration|Covenant)\s(?:on|for|against|relating\sto|concerning)"
        rf"\s(?:the\s)?(?!{_DAY})"
        rf"{_CAPITAL}(?:(?:\s(?:of|on|in|for|and|the|against|to))*\s{_CAPITAL}){{0,6}}",
    ),
    ("Act", rf"\bAct\sof\s(?:{_YEAR}\b|(?:Union|Settlement|Supremacy|Parliament\s{_YEAR})\b)"),
    (
        "Article Section Clause Schedule Chapter Title",
        rf"\b(?:Articles?|Sections?|Clause|Schedule|Chapter|Title)\s(?:\d+[A-Za-z]?|[IVX]+)(?:\(\w+\))*\sof\s(?:the\s)?{_TITLE}{{0,5}}"
        rf"(?:Act|Constitution|Treaty|Charter|Code|Convention|Law|Protocol|Statute|Agreement|Regulation|Directive)"
        rf"(?:\s(?:of\s)?{_YEAR}\b)?{_END}",
    ),
    ("Article", r"\bArticle\s[1-9]\d{0,2}(?:\(\w+\))*(?![\w-]|\.\d)"),
    ("Section", r"\bSection\s[1-9]\d{1,3}(?:\(\w+\))*(?![\w-]|\.\d|,?\s(?:[Rr]ow|[Ss]eats?)\b)"),
    ("Title Chapter", r"\b(?:Title\s(?:IX|VII|II|42)|Chapter\s(?:7|11|13|15))\b(?!\s?[-:.]\d)"),
    (
        "Directive",
        r"\b(?:Council\s|Commission\s)?Directive\s(?:\((?:EU|EC|EEC)\)\s)?\d{2,4}/\d{1,4}(?:/(?:EC|EU|EEC))?(?!\w)",
    ),
    (
        "Regulation",
        r"\b(?:Council\s|Commission\s)?Regulation\s(?:\((?:EU|EC|EEC)\)\s)?(?:No\.?\s)?\d{1,4}/\d{1,4}(?!\w)",
    ),
    (
        "Resolution",
        r"\b(?:(?:UN\s|U\.N\.\s|United\sNations\s)?Security\sCouncil\s)?Resolution\s[1-9]\d{1,3}\b",
    ),
    ("Executive", r"\bExecutive\sOrder\s(?:No\.?\s)?\d{4,5}\b"),
    ("Proposition Prop.", r"\b(?:Proposition|Prop\.)\s\d{1,3}\b"),
    (
        "Bill Law H.",
        r"\b(?:House|Senate|Assembly)\sBill\s\d{1,4}\b|\bBill\sC-\d{1,3}\b|\bPublic\sLaw\s\d{2,3}-\d{1,3}\b|\bH\.\s?R\.\s?\d{1,4}\b",
    ),
    ("Amendment", rf"\b{_ORDINAL}\sAmendments?\b"),
    (
        "Constitution",
        rf"{_THE}(?:(?:{_CAPITAL}|U\.S\.)\s){{0,3}}Constitution(?:\sof\s(?:the\s)?{_CAPITAL}(?:\s{_CAPITAL})?)?(?![\w-]|\s[A-Z\d])",
    ),
    (
        "Code",
        rf"{_THE}(?:{_CAPITAL}\s){{0,2}}(?:Penal|Criminal|Civil|Tax|Labou?r|Electoral|Bankruptcy|Internal\sRevenue|Highway)\sCode{_END}",
    ),
)
_PRODUCTS = (
    (
        "-1 -2 -3 -4 -5 -6 -7 -8 -9",
        r"(?<![\w/-])(?:F|MiG|Su|Tu|Il|An|S|T(?!-20)|B|C|A|AH|UH|CH|MQ|RQ|AK|AR|KC|DF|Kh|Mi|Ka|JF|SM|RPG|PAC)-[1-9]\d{0,3}"
        r"(?:[A-Z]{1,2})?s?(?![\w/-]|[.,]\d)",
    ),
    ("Windows", r"\bWindows\s(?:XP|Vista|NT|95|98|2000|7|8|8\.1|10|11|12)\b(?!\s?(?:million|per))"),
    ("GPT-", r"\bGPT-\d(?:\.\d)?[a-z]?\b"),
    ("PS", r"\bPS[1-5P]\b"),
)
"""The first are aircraft, missiles and weapons ("F-16", "S-400") by letters that no road, visa or league has."""

_KINDS: tuple[tuple[EntityType, tuple[tuple[str, str], ...]], ...] = (
    ("event", _EVENTS),
    ("law", _LAWS),
    ("product", _PRODUCTS),
)
PATTERNS = tuple(
    (kind, tuple(words.split()), re.compile(pattern))
    for kind, patterns in _KINDS
    for words, pattern in patterns
)
"""Each with words one of which stands in whatever it fits: without them, which is most often, it needn't be tried."""


def phrases(text: str, stretches: Sequence[Range]) -> Iterator[Found]:
    """The names that are written so, by type."""
    for start, end in stretches:
        stretch = text[start:end]
        for kind, words, pattern in PATTERNS:
            if any(word in stretch for word in words):
                yield from ((*match.span(), kind) for match in pattern.finditer(text, start, end))

"""Type and country of a thing from the words that its sources describe it with."""

import re

_PLACES = (
    "city town village municipality commune comune country state county province region district island islands river "
    "lake mountain sea ocean strait gulf bay peninsula continent capital settlement suburb neighborhood neighbourhood "
    "borough prefecture department canton territory place airport aerodrome station stadium arena street road bridge "
    "building skyscraper castle palace park desert valley volcano canal port harbor harbour "
    "archipelago desert location "
    "oblast raion powiat amphoe regency tehsil locality parish township colony republic kingdom empire museum square "
    "stadiums arenas "
    "subdivision metropolis range glacier beach forest seat division governorate emirate ward venue site bases "
    "voivodeship shire spaceport "
    "buildings castles bridges museums countries cathedral mosque abbey temple observatory landmarks sites"
)
_ORGANISATIONS = (
    "company corporation business enterprise organization organisation party university college school club team bank "
    "agency ministry airline newspaper newspapers broadcaster channel network magazine "
    "publisher manufacturer retailer brand "
    "union association federation league group band orchestra army force forces navy police church diocese institute "
    "institution committee council commission parliament legislature court government department foundation firm "
    "conglomerate chain operator alliance society hospital label studio label supermarket service developer stations "
    "companies clubs brands airlines exchange bureau authority militia movement archdiocese faculty intelligence "
    "subsidiary website websites assembly senate charity lender insurer railway militant ngo think-tank distributor "
    "chains channels franchises duo body branch agencies collective academy coalition"
)
_OTHERS = (
    "film album song book novel series episode war battle award language language people tribe "
    "ethnic game event conflict "
    "massacre disease outbreak election treaty law act flag anthem currency season competition tournament cup "
    "championship position office family name ship aircraft weapon vehicle software product character painting "
    "sculpture podcast genre color anatomical software program constellation holiday festival crater border relation "
    "bilateral relations history religion species constitution document prize medal order "
    "rocket missile protests attack eras"
)
_PERSONS = (
    "human person politician actor actress singer footballer player cricketer writer author journalist musician king "
    "queen emperor president minister businessman businesswoman entrepreneur athlete cyclist "
    "driver swimmer boxer lawyer "
    "judge economist scientist physicist composer painter director rapper model general officer soldier coach manager "
    "diplomat activist bishop pope cardinal philosopher poet historian wrestler golfer skier astronaut rower fencer "
    "engineer inventor physician comedian presenter architect mathematician producer monarch statesman executive "
    "mountaineer celebrity sprinter referee gymnast skater jurist banker investor prince princess terrorist guitarist "
    "ministers presidents kings queens emperors sultans caliphs pharaohs monarchs popes shahs chancellors governors "
    "laureates explorers revolutionaries scientists novelists painters poets composers philosophers leaders saints "
    "actors players musicians officers statespeople rulers khans tsars inventors playwrights dictators "
    "generals pirates outlaws architects mathematicians economists"
)
_TYPE = {
    **dict.fromkeys(_PLACES.split(), "place"),
    **dict.fromkeys(_ORGANISATIONS.split(), "organisation"),
    **dict.fromkeys(_OTHERS.split(), "other"),
    **dict.fromkeys(_PERSONS.split(), "person"),
}
_FIXED = re.compile(
    r"\b(?:(?P<other>(?:weapon|firearm|car|product|automobile|vehicle) model|group of awards)"
    r"|(?P<organisation>principal organ|(?:television|radio|tv) station|(?:lower|upper) house"
    r"|house of (?:commons|lords|representatives|councillors))"
    r"|(?P<place>island group|opera house|body of water|air base|hall of fame|regional unit"
    r"|autonomous (?:community|territorial unit)|(?:council|principal|urban|insular) area"
    r"|french department|department of (?:france|colombia|bolivia|honduras|guatemala|el salvador|nicaragua|haiti"
    r"|paraguay|uruguay|benin)))\b"
)
"""What the last word alone would tell wrong."""
_HEAD = re.compile(
    r"\b(?:in|of|on|from|for|at|by|located|which|that|who|based|between|near|founded|headquartered|representing|and)\b|[,(;/]"
)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")

_NAMESAKES = (
    (re.compile(r"(?:U\.?S\.?|American) state of Georgia|Georgia, (?:USA|U\.S\.|United States)"), "US"),
    (re.compile(r"Democratic Republic of (?:the )?Congo"), "CD"),
)
"""Descriptions that end with the name of a country that is not meant."""


def typed(kinds: list[str], description: str) -> str:
    """ "person", "organisation", "place" or "other"; empty where no word tells."""
    for words in (*kinds, description):
        if found := _typed(words):
            return found
    return ""


def _typed(words: str) -> str:
    head = _HEAD.split(words.lower(), maxsplit=1)[0] or words.lower()
    if (match := _FIXED.search(words.lower())) and match.start() < max(len(head), 1):
        return match.lastgroup or ""
    for word in reversed(_WORD.findall(head)):
        if found := _TYPE.get(word) or _TYPE.get(word.rpartition("-")[2]):
            return found
    return ""


def described(description: str, countries: dict[str, str]) -> str:
    """ISO code of the country that a description ends with ("city in Texas, United States") or starts with."""
    if namesake := next((iso for words, iso in _NAMESAKES if words.search(description)), ""):
        return namesake
    tail = re.split(r", | in | of | from ", description)[-1].strip(" .")
    head = description.split(" ", maxsplit=1)[0].split("-", maxsplit=1)[0]
    return countries.get(tail.removeprefix("the ").casefold(), countries.get(head.casefold(), ""))

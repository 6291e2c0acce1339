"""Countries: names, adjectives, peoples, ISO codes."""

import re
from collections.abc import Iterator
from pathlib import Path

from models.kb.collection import Collection
from models.kb.derived import lesser, national
from models.kb.labels import COUNTRIES
from models.kb.tables import objects, rows, text
from services.extraction.linking.fields import TEAM

_NAMES = ("CLDR display name", "UNTERM English Short", "UNTERM English Formal", "official_name_en")
_OURS = {"NL": "Q55", "DK": "Q35", "NA": "Q1030"}
"""Where the table has the item of the whole realm, or none: the item of the country, as news means it."""

_USUAL = {
    "US": ("U.S.", "US", "USA", "U.S.A.", "America", "United States"),
    "GB": ("Britain", "UK", "U.K.", "Great Britain", "United Kingdom"),
    "NL": ("Holland",),
    "RU": ("Russia",),
    "KR": ("South Korea", "S. Korea"),
    "KP": ("North Korea", "N. Korea"),
    "CZ": ("Czech Republic", "Czechia"),
    "TR": ("Turkey", "Türkiye"),
    "CI": ("Ivory Coast",),
    "MM": ("Burma", "Myanmar"),
    "AE": ("UAE", "U.A.E."),
    "CD": ("DR Congo", "Congo-Kinshasa", "DRC"),
    "IE": ("Ireland",),
    "CN": ("China",),
    "TW": ("Taiwan",),
    "VA": ("Vatican", "Holy See"),
    "BA": ("Bosnia",),
    "MK": ("Macedonia",),
    "CV": ("Cape Verde",),
    "TL": ("East Timor",),
    "SZ": ("Swaziland",),
    "PS": ("Palestine",),
    "SY": ("Syria",),
    "IR": ("Iran",),
    "MD": ("Moldova",),
    "LA": ("Laos",),
    "VN": ("Vietnam",),
    "TZ": ("Tanzania",),
    "VE": ("Venezuela",),
    "BO": ("Bolivia",),
    "BN": ("Brunei",),
    "KZ": ("Kazakhstan", "Kazakstan"),
    "BY": ("Belarus", "Byelorussia"),
    "KG": ("Kyrgyzstan", "Kirghizia"),
}
_PEOPLES = {
    "US": "American Americans",
    "GB": "British Briton Britons Brit Brits",
    "NL": "Dutch Dutchman Dutchmen Dutchwoman",
    "FR": "French Frenchman Frenchmen Frenchwoman Frenchwomen",
    "ES": "Spanish Spaniard Spaniards",
    "PL": "Polish Pole Poles",
    "DK": "Danish Dane Danes",
    "SE": "Swedish Swede Swedes",
    "FI": "Finnish Finn Finns",
    "TR": "Turkish Turk Turks",
    "IE": "Irish Irishman Irishmen",
    "CH": "Swiss",
    "IQ": "Iraqi Iraqis",
    "IL": "Israeli Israelis",
    "RS": "Serbian Serb Serbs",
    "HR": "Croatian Croat Croats",
    "BA": "Bosnian Bosnians",
    "CZ": "Czech Czechs",
    "SK": "Slovak Slovaks",
    "HU": "Hungarian Hungarians",
    "PH": "Filipino Filipinos Philippine",
    "TH": "Thai Thais",
    "AF": "Afghan Afghans",
    "NZ": "New_Zealander New_Zealanders Kiwi Kiwis",
    "KP": "North_Korean North_Koreans N._Korean",
    "KR": "South_Korean South_Koreans S._Korean",
    "CD": "Zairean Zaireans Zairian",
    "ZA": "South_African South_Africans",
    "SA": "Saudi Saudis",
    "AE": "Emirati Emiratis",
    "AR": "Argentine Argentines Argentinian Argentinians",
    "MM": "Burmese",
    "CI": "Ivorian Ivorians",
    "PS": "Palestinian Palestinians",
    "AU": "Australian Australians Aussie Aussies",
    "GR": "Greek Greeks Hellenic",
    "IS": "Icelandic Icelander Icelanders",
    "TW": "Taiwanese",
    "PT": "Portuguese",
    "CN": "Chinese",
    "AZ": "Azeri Azeris Azerbaijani Azerbaijanis",
    "IN": "Indian Indians",
    "NO": "Norwegian Norwegians",
    "SD": "Sudanese",
    "NE": "Nigerien Nigeriens",
}


_PARTS = {
    **dict.fromkeys(("english", "englishman", "englishmen"), "Q21"),
    **dict.fromkeys(("northern irish",), "Q26"),
    **dict.fromkeys(("south ossetian", "south ossetians"), "Q23427"),
    **dict.fromkeys(("scottish", "scot", "scots", "scotsman"), "Q22"),
    **dict.fromkeys(("welsh", "welshman", "welshmen"), "Q25"),
    **dict.fromkeys(("european", "europeans"), "Q46"),
    **dict.fromkeys(("african", "africans"), "Q15"),
    **dict.fromkeys(("asian", "asians"), "Q48"),
    **dict.fromkeys(("chechen", "chechens"), "Q5187"),
    **dict.fromkeys(("kurdish",), "Q41470"),
    **dict.fromkeys(("tibetan", "tibetans"), "Q17252"),
    **dict.fromkeys(("bavarian", "bavarians"), "Q980"),
    **dict.fromkeys(("catalan", "catalans"), "Q5705"),
    **dict.fromkeys(("californian", "californians"), "Q99"),
    **dict.fromkeys(("texan", "texans"), "Q1439"),
    **dict.fromkeys(("kurd", "kurds"), "Q41470"),
    **dict.fromkeys(("basque", "basques"), "Q3995"),
    **dict.fromkeys(("korean", "koreans"), "Q18097"),
    **dict.fromkeys(("latin american", "latin americans"), "Q12585"),
    **dict.fromkeys(("soviet", "soviets"), "Q15180"),
    **dict.fromkeys(("yugoslav", "yugoslavs"), "Q36704"),
    **dict.fromkeys(("czechoslovak", "czechoslovaks"), "Q33946"),
    **dict.fromkeys(("west german", "west germans"), "Q713750"),
    **dict.fromkeys(("east german", "east germans"), "Q16957"),
}
"""Peoples of what is no country of the ISO list: parts of countries, continents, states of the past."""

_FAITHS = {
    **dict.fromkeys(("Islamic", "Moslem", "Moslems"), "Q432"),
    **dict.fromkeys(("Roman Catholic", "Roman Catholics"), "Q9592"),
    **dict.fromkeys(("Jew", "Jews", "Jewish"), "Q7325"),
    **dict.fromkeys(("Christian", "Christians"), "Q5043"),
}
"""Adjectives and adherents of faiths."""

_STATES = {
    "Alabama": "Ala.",
    "Arizona": "Ariz.",
    "Arkansas": "Ark.",
    "California": "Calif.",
    "Colorado": "Colo.",
    "Connecticut": "Conn.",
    "Delaware": "Del.",
    "Florida": "Fla.",
    "Georgia": "Ga.",
    "Illinois": "Ill.",
    "Indiana": "Ind.",
    "Kansas": "Kan.",
    "Kentucky": "Ky.",
    "Louisiana": "La.",
    "Maryland": "Md.",
    "Massachusetts": "Mass.",
    "Michigan": "Mich.",
    "Minnesota": "Minn.",
    "Mississippi": "Miss.",
    "Missouri": "Mo.",
    "Montana": "Mont.",
    "Nebraska": "Neb.",
    "Nevada": "Nev.",
    "New Hampshire": "N.H.",
    "New Jersey": "N.J.",
    "New Mexico": "N.M.",
    "New York": "N.Y.",
    "North Carolina": "N.C.",
    "North Dakota": "N.D.",
    "Oklahoma": "Okla.",
    "Oregon": "Ore.",
    "Pennsylvania": "Pa.",
    "Rhode Island": "R.I.",
    "South Carolina": "S.C.",
    "South Dakota": "S.D.",
    "Tennessee": "Tenn.",
    "Texas": "Tex.",
    "Vermont": "Vt.",
    "Virginia": "Va.",
    "Washington": "Wash.",
    "West Virginia": "W. Va.",
    "Wisconsin": "Wis.",
    "Wyoming": "Wyo.",
}
"""American states as American papers shorten them."""


_TAKEN = {
    people.replace("_", " ").casefold(): iso for iso, words in _PEOPLES.items() for people in words.split()
}
"""Peoples that are one country's alone, whatever the tables say of territories that it has."""

_NO_PEOPLES = """
    abkhaz abkhazian abkhazians arabian baghdadi bajuns bamar cossack deutsch indo islamic kurd sino soviet scotch
"""
_NO_DEMONYMS = frozenset(_NO_PEOPLES.split())
"""Words of the tables that are the people of a town or of no country, a faith, a part of a word, or of what is gone."""


def people(found: Collection, iso: str, id_: str, word: str) -> None:
    """A word for the people of a country, unless it is another's, no people's, or the name of a place itself."""
    folded = word.casefold()
    if folded not in _NO_DEMONYMS and folded not in _PARTS and _TAKEN.get(folded, iso) == iso:
        found.name(id_, word, "demonym")


def codes(folder: Path) -> dict[str, str]:
    """ISO alpha-2 by country name and adjective, all in small letters."""
    found: dict[str, str] = {}
    for row in rows(folder / "countries/country-codes.csv"):
        for column in _NAMES:
            found.setdefault(row[column].casefold(), row["ISO3166-1-Alpha-2"])
    for iso, _, names in _nationalities(folder):
        for name in names:
            found.setdefault(name.casefold(), iso)
    for iso, usual in [*_USUAL.items(), *((iso, tuple(words.split())) for iso, words in _PEOPLES.items())]:
        found.update({name.replace("_", " ").casefold(): iso for name in usual})
    return {name: iso for name, iso in found.items() if name and iso}


def alpha2(folder: Path) -> dict[str, str]:
    """ISO alpha-2 by alpha-3."""
    return {
        row["ISO3166-1-Alpha-3"]: row["ISO3166-1-Alpha-2"]
        for row in rows(folder / "countries/country-codes.csv")
    }


def ids(folder: Path) -> dict[str, str]:
    """QID of a country by ISO alpha-2."""
    return {
        iso: _OURS.get(iso, row["wikidata_id"].rsplit("/", 1)[-1])
        for row in rows(folder / "countries/country-codes.csv")
        if (iso := row["ISO3166-1-Alpha-2"]) in _OURS or row["wikidata_id"]
    }


def country_codes(found: Collection, folder: Path) -> None:
    """datasets/country-codes: names and codes; our own list of usual names and peoples."""
    qids = ids(folder)
    for row in rows(folder / "countries/country-codes.csv"):
        iso = row["ISO3166-1-Alpha-2"]
        label = COUNTRIES.get(iso) or row["CLDR display name"] or row["UNTERM English Short"]
        record = found.add("codes", qids.get(iso, ""), label, type_="place", country=iso)
        if record is None:
            continue
        record.kind, record.iso = "country", iso
        record.geonames = int(row["Geoname ID"] or 0)
        for column in _NAMES:
            found.name(record.id, row[column])
        for name in _USUAL.get(iso, ()):
            found.name(record.id, name, "label")
        for word in _PEOPLES.get(iso, "").split():
            found.name(record.id, word.replace("_", " "), "demonym")


def territories(found: Collection, folder: Path) -> None:
    """opensanctions/rigour: safe names of countries and their parts; nothing from the noisy list of weak names."""
    for entry in objects(folder / "countries/rigour-territories.jsonl.gz"):
        parent = entry.get("parent", "").upper()[:2]
        if not entry["is_country"] and not parent:
            continue
        found.add("rigour", entry["qid"], entry["name"], type_="place", country=parent, kinds=["territory"])
        for name in (entry.get("full_name", ""), *entry.get("names_strong", ())):
            if len(name) > 3:
                found.name(entry["qid"], name)


def factbook(found: Collection, folder: Path) -> None:
    """The World Factbook: short, long and former names, adjective and people."""
    qids = ids(folder)
    for iso, name, peoples in _nationalities(folder):
        id_ = qids.get(iso, "")
        for form in ("conventional short form", "conventional long form"):
            found.name(id_, name.get(form, "").split(";")[0].removeprefix("none"))
        for word in peoples:
            people(found, iso, id_, word)


def nationalities(found: Collection, folder: Path) -> None:
    """OpenSextant Xponents: nationality word to country."""
    qids, short = ids(folder), alpha2(folder)
    for line in text(folder / "places/xponents-nationalities.csv").splitlines():
        word, _, iso3 = line.partition(",")
        if line[:1] != "#" and word[:1].isalpha():
            iso = short.get(iso3.strip(), "")
            people(found, iso, qids.get(iso, ""), word.title())


def teams(found: Collection, _: Path) -> None:
    """The usual names of a country for its national teams: "U.S." for the United States men's football team."""
    for id_, record in found.records.items():
        country = national(record.label) if record.fields & TEAM and not lesser(record.label) else ""
        for name in _USUAL.get(found.countries.get(country.casefold(), ""), ()):
            found.name(id_, name)


def parts(found: Collection, _: Path) -> None:
    """Our own list of peoples of parts of countries and of continents."""
    for word, id_ in _PARTS.items():
        found.name(id_, word.title(), "demonym")
    for word, id_ in _FAITHS.items():
        found.name(id_, word, "label")
    for record in found.records.values():
        if (
            record.type == "place"
            and record.country == "US"
            and record.label in _STATES
            and "state" in record.kind
        ):
            found.name(record.id, _STATES[record.label])


def mledoze(found: Collection, folder: Path) -> None:
    """mledoze/countries (ODbL): names, English demonyms, coordinates."""
    qids = ids(folder)
    for entry in objects(folder / "countries/mledoze-countries.jsonl.gz"):
        id_ = qids.get(entry["cca2"], "")
        found.add(
            "mledoze", id_, entry["name"]["common"], type_="place", kinds=["country"], country=entry["cca2"]
        )
        if record := found.records.get(id_):
            record.latitude, record.longitude = entry["latlng"]
        for name in (entry["name"]["official"], *entry["altSpellings"]):
            if len(name) > 2:
                found.name(id_, name)
        for demonym in set(entry.get("demonyms", {}).get("eng", {}).values()):
            for word in demonym.split(", "):
                people(found, entry["cca2"], id_, word)


def _nationalities(folder: Path) -> Iterator[tuple[str, dict[str, str], list[str]]]:
    for entry in objects(folder / "countries/factbook-government.jsonl.gz"):
        nation = entry.get("nationality") or {}
        if entry.get("iso2") and nation:
            peoples = [*_peoples(nation.get("noun", "")), *_adjectives(nation.get("adjective", ""))]
            yield entry["iso2"], entry["name"], peoples


def _peoples(noun: str) -> Iterator[str]:
    for part in re.split(r",|;| or ", noun):
        if match := re.fullmatch(r"\s*([A-Z][\w' -]+?)\((\w+)\)\s*", part):
            yield match[1]
            yield match[1] + "s" if match[2] == "s" else match[1].replace("man", "men")
        elif re.fullmatch(r"\s*[A-Z][\w'-]+\s*", part):
            yield part.strip()


def _adjectives(adjective: str) -> Iterator[str]:
    for part in re.split(r",|;| or ", adjective):
        if re.fullmatch(r"\s*[A-Z][\w'-]+(?: [A-Z][\w'-]+)?\s*", part):
            yield part.strip()

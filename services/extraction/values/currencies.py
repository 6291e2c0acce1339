"""What currencies are called, as ISO 4217 codes: signs, codes, and the words of each language.

A name that several countries give to money of their own (pesos, rupees, francs) is none without its country; "dollars"
and "$" alone are those of the United States, "pounds" those of the United Kingdom, "lira" that of Turkey. Put together
by hand for this project from the public names of currencies.
"""

from collections.abc import Mapping

SIGNS: Mapping[str, str] = {
    "US$": "USD", "U.S.$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD",
    "S$": "SGD", "SG$": "SGD", "NT$": "TWD", "N$": "NAD", "R$": "BRL", "$": "USD", "€": "EUR", "£": "GBP", "₹": "INR",
    "₽": "RUB", "₴": "UAH", "₺": "TRY", "₩": "KRW", "₦": "NGN", "₪": "ILS", "₫": "VND", "฿": "THB", "₱": "PHP",
    "₸": "KZT", "₾": "GEL", "₵": "GHS", "zł": "PLN",
}  # fmt: skip
"""Signs that stand before the number. "¥" is that of two currencies, and so of none."""

CODES = frozenset(
    [
        "AED",
        "ARS",
        "AUD",
        "BDT",
        "BGN",
        "BRL",
        "CAD",
        "CHF",
        "CLP",
        "CNY",
        "CZK",
        "DKK",
        "EGP",
        "ETB",
        "EUR",
        "GBP",
        "GEL",
        "GHS",
        "HKD",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "IQD",
        "IRR",
        "JOD",
        "JPY",
        "KES",
        "KRW",
        "KWD",
        "KZT",
        "LKR",
        "MAD",
        "MXN",
        "MYR",
        "NGN",
        "NOK",
        "NPR",
        "NZD",
        "OMR",
        "PHP",
        "PKR",
        "PLN",
        "QAR",
        "RON",
        "RSD",
        "RUB",
        "SAR",
        "SEK",
        "SGD",
        "THB",
        "TND",
        "TWD",
        "TZS",
        "UAH",
        "UGX",
        "USD",
        "UZS",
        "VND",
        "XAF",
        "XOF",
        "ZAR",
        "ZMW",
    ]
)
"""Codes that are taken for money beside a number: not those that are words too (COP, PEN, TRY)."""

_DOLLARS = {
    "USD": "US/U.S./American", "CAD": "Canadian", "AUD": "Australian", "NZD": "New Zealand", "HKD": "Hong Kong",
    "SGD": "Singapore", "TWD": "Taiwan/New Taiwan", "NAD": "Namibian", "JMD": "Jamaican",
}  # fmt: skip
_OF = {
    "pounds/pound": {
        "GBP": "British",
        "EGP": "Egyptian",
        "SYP": "Syrian",
        "LBP": "Lebanese",
        "SDG": "Sudanese",
    },
    "rupees/rupee": {
        "INR": "Indian",
        "PKR": "Pakistani/Pakistan",
        "LKR": "Sri Lankan",
        "NPR": "Nepali/Nepalese",
    },
    "pesos/peso": {
        "MXN": "Mexican",
        "ARS": "Argentine/Argentinian",
        "CLP": "Chilean",
        "COP": "Colombian",
        "PHP": "Philippine",
    },
    "francs/franc": {"CHF": "Swiss", "XOF": "West African CFA", "XAF": "Central African CFA"},
    "kroner/krone": {"DKK": "Danish", "NOK": "Norwegian"},
    "kronor/krona/crowns": {"SEK": "Swedish"},
    "koruna/crowns": {"CZK": "Czech"},
    "riyals/riyal": {"SAR": "Saudi", "QAR": "Qatari"},
    "rials/rial": {"IRR": "Iranian", "OMR": "Omani"},
    "dirhams/dirham": {"AED": "Emirati/UAE", "MAD": "Moroccan"},
    "dinars/dinar": {
        "KWD": "Kuwaiti",
        "IQD": "Iraqi",
        "JOD": "Jordanian",
        "RSD": "Serbian",
        "TND": "Tunisian",
    },
    "shillings/shilling": {"KES": "Kenyan/Kenya", "UGX": "Ugandan/Uganda", "TZS": "Tanzanian/Tanzania"},
    "lira/liras": {"TRY": "Turkish"},
    "won": {"KRW": "South Korean/Korean"},
    "rubles/roubles": {"RUB": "Russian"},
    "yuan": {"CNY": "Chinese"},
    "yen": {"JPY": "Japanese"},
    "rand": {"ZAR": "South African"},
    "baht": {"THB": "Thai"},
    "dollars/dollar": _DOLLARS,
}
_BARE = {
    "USD": "dollars/dollar/bucks", "EUR": "euros/euro", "GBP": "pounds sterling", "JPY": "yen",
    "CNY": "yuan/renminbi", "RUB": "rubles/roubles", "UAH": "hryvnia/hryvnias/hryvnya", "PLN": "zloty/zlotys",
    "HUF": "forint/forints", "NGN": "naira", "THB": "baht", "MYR": "ringgit", "IDR": "rupiah", "ILS": "shekels",
    "ETB": "birr", "GHS": "cedis", "BDT": "taka", "BRL": "reais", "SEK": "kronor", "TRY": "lira/liras",
    "CZK": "koruna", "RON": "lei", "BGN": "leva", "KZT": "tenge", "GEL": "lari",
}  # fmt: skip
LARGE_ONLY: Mapping[str, str] = {"pounds": "GBP", "won": "KRW", "rand": "ZAR"}
"""English words that mean something else too: money only after thousands, millions and so on."""


def _words(bare: Mapping[str, str]) -> dict[str, str]:
    return {word: code for code, words in bare.items() for word in words.split("/")}


def _english() -> dict[str, str]:
    found = _words(_BARE)
    for nouns, countries in _OF.items():
        for code, adjectives in countries.items():
            found |= {
                f"{adjective} {noun}": code
                for adjective in adjectives.split("/")
                for noun in nouns.split("/")
            }
    return found


WORDS: Mapping[str, Mapping[str, str]] = {
    "en": _english(),
    "de": _words(
        {
            "EUR": "Euro",
            "USD": "Dollar/US-Dollar",
            "CHF": "Franken/Schweizer Franken",
            "GBP": "Pfund Sterling/britische Pfund",
            "JPY": "Yen",
            "CNY": "Yuan",
            "RUB": "Rubel",
            "UAH": "Hrywnja/Griwna",
            "PLN": "Zloty/Złoty",
        }
    ),
    "fr": _words(
        {
            "EUR": "euros/euro",
            "USD": "dollars/dollar/dollars américains",
            "CHF": "francs suisses",
            "GBP": "livres sterling",
            "JPY": "yens/yen",
            "CNY": "yuans/yuan",
            "RUB": "roubles",
            "UAH": "hryvnias",
        }
    ),
    "es": _words(
        {
            "EUR": "euros/euro",
            "USD": "dólares/dólar/dólares estadounidenses",
            "MXN": "pesos mexicanos",
            "ARS": "pesos argentinos",
            "CLP": "pesos chilenos",
            "COP": "pesos colombianos",
            "GBP": "libras esterlinas",
            "JPY": "yenes",
            "CNY": "yuanes",
            "RUB": "rublos",
        }
    ),
    "uk": _words(
        {
            "UAH": "гривень/гривні/гривня/гривню/грн",
            "EUR": "євро",
            "USD": "доларів/долари/долара/доларів США",
            "RUB": "рублів/рублі",
            "PLN": "злотих",
            "GBP": "фунтів стерлінгів",
        }
    ),
}
"""What each language calls a currency after a number."""

_THOUSAND, _MILLION, _BILLION, _TRILLION = 10**3, 10**6, 10**9, 10**12
MAGNITUDES: Mapping[str, Mapping[str, int]] = {
    "en": {
        "thousand": _THOUSAND, "k": _THOUSAND, "K": _THOUSAND, "million": _MILLION, "m": _MILLION, "mn": _MILLION,
        "M": _MILLION, "billion": _BILLION, "bn": _BILLION, "B": _BILLION, "trillion": _TRILLION, "tn": _TRILLION,
        "lakh": 10**5, "crore": 10**7,
    },
    "de": {
        "Tausend": _THOUSAND, "tausend": _THOUSAND, "Millionen": _MILLION, "Million": _MILLION, "Mio.": _MILLION,
        "Mio": _MILLION, "Milliarden": _BILLION, "Milliarde": _BILLION, "Mrd.": _BILLION, "Mrd": _BILLION,
        "Billionen": _TRILLION,
    },
    "fr": {
        "mille": _THOUSAND, "millions": _MILLION, "million": _MILLION, "milliards": _BILLION, "milliard": _BILLION,
    },
    "es": {"mil": _THOUSAND, "millones": _MILLION, "millón": _MILLION, "mil millones": _BILLION},
    "uk": {
        "тисяч": _THOUSAND, "тисячі": _THOUSAND, "тис.": _THOUSAND, "мільйонів": _MILLION, "мільйони": _MILLION,
        "мільйона": _MILLION, "мільйон": _MILLION, "млн": _MILLION, "мільярдів": _BILLION, "мільярди": _BILLION,
        "мільярда": _BILLION, "мільярд": _BILLION, "млрд": _BILLION,
    },
}  # fmt: skip
"""Words for large numbers; a language's "billion" is its own."""

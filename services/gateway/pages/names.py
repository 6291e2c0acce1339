"""What countries and languages are called in English, after Unicode's CLDR."""

from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError

from services.gateway.pages.languages import tag


def country(code: str) -> str:
    """The name of a country of ISO 3166-1 alpha-2; the code itself where it has none."""
    return str(_english().territories.get(code, code))


def language(code: str | None) -> str:
    """The name of a language of BCP 47; the code itself where it has none, empty where it is not known."""
    if not (known := tag(code)):
        return ""
    try:
        return Locale.parse(known, sep="-").get_display_name("en") or known
    except (ValueError, UnknownLocaleError):
        return known


@cache
def _english() -> Locale:
    return Locale.parse("en")

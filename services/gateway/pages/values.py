"""Dates and amounts as people write them, of the values that mentions hold. Pure."""

from datetime import date
from decimal import Decimal, InvalidOperation

LARGE = ((Decimal(10**12), "trillion"), (Decimal(10**9), "billion"), (Decimal(10**6), "million"))


def told(kind: str, value: str) -> str:
    """`value` of a mention (`schemas.entities.Mention`) in words; as it is where it can't be read."""
    return {"date": _period, "money": _amount}.get(kind, str)(value)


def _period(value: str) -> str:
    """ "2026-11-20/2026-11-24" -> "20 Nov 2026 to 24 Nov 2026"."""
    return " to ".join(map(_date, value.split("/")))


def _date(value: str) -> str:
    try:
        if len(value) == 10:
            return f"{date.fromisoformat(value):%-d %b %Y}"
        return f"{date.fromisoformat(f'{value}-01'):%b %Y}" if len(value) == 7 else value
    except ValueError:
        return value


def _amount(value: str) -> str:
    """ "EUR 2500000" -> "EUR 2.5 million", where that takes three decimals at most: nothing is rounded."""
    code, _, digits = value.partition(" ")
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return value
    for unit, name in LARGE:
        if number >= unit and (number / unit * 1000) % 1 == 0:
            return f"{code} {_thousands((number / unit).normalize())} {name}"
    return f"{code} {_thousands(number)}"


def _thousands(number: Decimal) -> str:
    """With thin spaces between thousands."""
    return f"{number:,f}".replace(",", "\u202f")

"""In which direction a language is written."""

import re

_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)


def direction(language: str) -> str:
    """`rtl` or `ltr` for a BCP 47 tag; a script in it ("az-Arab") says more than the language."""
    first, *rest = language.lower().split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]
    right = scripts[0] in _SCRIPTS if scripts else first in _RIGHT_TO_LEFT
    return "rtl" if right else "ltr"


def tag(language: str | None) -> str:
    """`language` for an attribute `lang`: empty, "unknown", where it is no BCP 47 tag."""
    return language if language and _TAG.fullmatch(language) and language.lower() != "und" else ""

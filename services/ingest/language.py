"""In which language a text is written: py3langid, with the submitted tag where it isn't sure."""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from schemas import languages

UNKNOWN = "und"
"""BCP 47 for "undetermined"."""

AGREED = 0.99
CLAIMED = 0.7
READ = 0.6
_SURE = 0.9
_ENOUGH = 40  # letters; below that a name decides
_READ = 2000  # code points; more does not change the answer
# BCP 47 (RFC 5646), as far as news uses it: language, script, region, variants.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?(?P<rest>(?:-[a-z0-9]{4,8})*)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+")
# Words of English that are hardly any other language's.
_ENGLISH = frozenset(
    {
        "the",
        "and",
        "said",
        "says",
        "that",
        "which",
        "from",
        "they",
        "were",
        "has",
        "have",
        "his",
        "their",
        "this",
    }
    | {
        "been",
        "would",
        "after",
        "before",
        "when",
        "where",
        "you",
        "with",
        "she",
        "its",
        "what",
        "about",
        "could",
    }
)
# Told apart by spelling rules more than by words: there the submitted tag knows better.
_CLOSE = (frozenset({"no", "nb", "nn", "da"}), frozenset({"bs", "hr", "sr", "sh"}), frozenset({"id", "ms"}))


def tag(value: str | None) -> str | None:
    """`value` as a BCP 47 tag in its usual case ("en-gb" -> "en-GB", "eng" and "English" -> "en"), or None."""
    written = (value or "").strip().replace("_", "-")
    match = _TAG.fullmatch(written if languages.is_tag(written) else languages.meant(written) or "")
    if match is None:
        return None
    parts = [match["language"].lower(), (match["script"] or "").title(), (match["region"] or "").upper()]
    found = "-".join(part for part in parts if part) + match["rest"].lower()
    return None if found == UNKNOWN else found


def identify(text: str, submitted: str | None) -> tuple[str, float]:
    """The language of `text` as BCP 47, with a confidence: as detected if that is sure, else as submitted, else "und".

    A short text that says nothing of its language and holds English function words is English. A submitted tag that
    agrees with what was detected is kept whole, with its region. The confidence is the detector's; where detector and
    source agree, `AGREED` at least; where only one of them says something less sure, `CLAIMED` or `READ`.
    """
    claimed = tag(submitted)
    detected, sure = _detect(text)
    if detected is None:
        return _unsure(text, claimed)
    if claimed and _agree(claimed.partition("-")[0], detected):
        return claimed, max(round(sure, 2), AGREED)
    return detected, round(sure, 2)


def _unsure(text: str, claimed: str | None) -> tuple[str, float]:
    if claimed:
        return claimed, CLAIMED
    return ("en", READ) if _reads_english(text) else (UNKNOWN, 0.0)


def load() -> None:
    """Read the model now (a few seconds) and not when the first text comes."""
    _identifier()


def _agree(claimed: str, detected: str) -> bool:
    return claimed == detected or any({claimed, detected} <= family for family in _CLOSE)


def _detect(text: str) -> tuple[str | None, float]:
    head = text[:_READ]
    if sum(map(str.isalpha, head)) < _ENOUGH:
        return None, 0.0
    language, confidence = _identifier().classify(head)
    return (str(language), float(confidence)) if confidence >= _SURE and language != "zxx" else (None, 0.0)


def _reads_english(text: str) -> bool:
    """Whether a text too short for statistics holds words that are English and hardly anything else."""
    found = _ENGLISH & set(_WORD.findall(text[:_READ].lower()))
    return "the" in found or len(found) > 1


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

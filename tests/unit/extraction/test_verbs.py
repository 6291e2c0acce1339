"""The verbs that report are whole classes, with every form."""

import pytest

from services.extraction.cues import NAMING, SAYING
from services.extraction.verbs import ACT, ASK, MANNER, NAME, SAY, SEND, TELL, THINK, forms

ALL = SAY | ASK | MANNER | TELL | SEND | NAME | THINK | ACT


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ("say", ["say", "says", "said", "saying"]),
        ("write", ["write", "writes", "wrote", "written", "writing"]),
        ("deny", ["deny", "denies", "denied", "denying"]),
        ("admit", ["admit", "admits", "admitted", "admitting"]),
        ("agree", ["agree", "agrees", "agreed", "agreeing"]),
        ("hiss", ["hiss", "hisses", "hissed", "hissing"]),
        ("convey", ["convey", "conveys", "conveyed", "conveying"]),
        ("decry", ["decry", "decries", "decried", "decrying"]),
        ("dub", ["dub", "dubs", "dubbed", "dubbing"]),
    ],
)
def test_a_verb_has_all_its_forms(plain: str, expected: list[str]) -> None:
    assert list(forms(ALL[plain])) == expected


def test_no_verb_has_the_same_form_twice() -> None:
    assert all(len(set(forms(verb))) == len(list(forms(verb))) for verb in ALL.values() if not verb.past)


def test_plain_forms_that_are_nouns_bring_in_no_words() -> None:
    assert {"say", "tell", "argue"} <= SAYING
    assert not {"state", "report", "claim", "cry"} & SAYING
    assert not {"call", "label"} & NAMING

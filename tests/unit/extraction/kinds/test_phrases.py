"""What is written in a fixed way has its type, and what only looks so has none."""

from pathlib import Path

import pytest

from services.extraction.kinds.models import models
from services.extraction.kinds.phrases import PATTERNS, phrases

HERE = Path(__file__).parent
SAMPLES = HERE.parents[3] / "samples"


def found(text: str) -> list[str]:
    """The longest names of each place, in reading order."""
    every = {
        (start, end) for start, end, _ in (*phrases(text, [(0, len(text))]), *models(text, [(0, len(text))]))
    }
    return [
        text[a:b]
        for a, b in sorted(every)
        if not any(c <= a and b <= d and (a, b) != (c, d) for c, d in every)
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("under the Clean Air Act it is", ["Clean Air Act"]),
        ("the Judiciary Act of 1869 set", ["Judiciary Act of 1869"]),
        ("the Act of 1998 set", ["Act of 1998"]),
        ("under Article 5 of the Constitution", ["Article 5 of the Constitution"]),
        ("Article 50 was triggered", ["Article 50"]),
        (
            "Directive 2009/28/EC and Regulation (EU) 2016/679",
            ["Directive 2009/28/EC", "Regulation (EU) 2016/679"],
        ),
        ("a shield called Section 230", ["Section 230"]),
        ("the Online Safety Bill", ["Online Safety Bill"]),
        ("the Treaty of Lisbon", ["Treaty of Lisbon"]),
        ("the Good Friday Agreement", ["Good Friday Agreement"]),
        ("the Convention on the Rights of the Child", ["Convention on the Rights of the Child"]),
        ("the Twenty-Fifth Amendment", ["Twenty-Fifth Amendment"]),
        ("what the Constitution says", ["Constitution"]),
        ("UN Security Council Resolution 1701", ["UN Security Council Resolution 1701"]),
        ("Executive Order 14067 and Proposition 8", ["Executive Order 14067", "Proposition 8"]),
        ("Typhoon Haiyan and Storm Eunice", ["Typhoon Haiyan", "Storm Eunice"]),
        ("the 2019 UK general election", ["2019 UK general election"]),
        ("at World Cup 2026", ["World Cup 2026"]),
        ("the Tallinn Food Fair and Gozo Film Week", ["Tallinn Food Fair", "Gozo Film Week"]),
        ("a Pontiac G6 and an Opel Zafira", ["Pontiac G6", "Opel Zafira"]),
        ("a Boeing 737 MAX 8, a Tesla Model 3", ["Boeing 737 MAX 8", "Tesla Model 3"]),
        ("a Samsung Galaxy S24 Ultra with Windows 11", ["Samsung Galaxy S24 Ultra", "Windows 11"]),
    ],
)
def test_it_is_found_whole(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "an act of kindness, the bill for dinner",
        "he paid the Bill and left",
        "Section 230, row B",
        "the Constitution Party and Constitution Hill",
        "Ford 500 jobs, Boeing 12 orders, Sony 2024 results",
        "a storm over Haiti, Storm Shadow missiles",
        "the general election of 2019",
        "article 5 of our series",
        "the Dress Code",
    ],
)
def test_what_only_looks_so_is_not(text: str) -> None:
    assert found(text) == []


def test_whatever_a_pattern_fits_has_one_of_its_words() -> None:
    texts = [
        path.read_text("utf-8")
        for path in sorted(SAMPLES.rglob("*"))
        if path.suffix in {".txt", ".json", ".jsonl"}
    ]
    texts += [path.read_text("utf-8") for path in sorted(HERE.parent.rglob("*.py"))]
    fits = 0
    for text in texts:
        for _, words, pattern in PATTERNS:
            for match in pattern.finditer(text):
                fits += 1
                assert any(word in match[0] for word in words), (match[0], words)
    assert fits > len(PATTERNS)
